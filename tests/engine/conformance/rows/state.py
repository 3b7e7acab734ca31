"""A checkpoint, read from the file backend and asked about by resource name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SIG = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
PROVIDER_TYPE = "pulumi:providers:pulumi-python"


def is_secret(value: Any) -> bool:
    """Tell whether a value of the state is a secret."""
    return isinstance(value, dict) and value.get(SIG) == SECRET


class State:
    """The latest deployment of a checkpoint file; an absent one counts as empty."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        self.document: dict[str, Any] = json.loads(self.raw)
        self.latest: dict[str, Any] = self.document["checkpoint"].get("latest") or {}
        self.resources: list[dict[str, Any]] = self.latest.get("resources") or []

    def names(self) -> set[str]:
        """Return the names of the live resources, without default providers; ``S`` is the stack."""
        return {_name(found) for found in self.resources if not found.get("delete") and not _is_default(found)}

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Return the only live resource of this name."""
        (found,) = [one for one in self.resources if _name(one) == name and not one.get("delete")]
        return found

    def leftovers(self, name: str) -> list[dict[str, Any]]:
        """Return the entries of this name that wait for their deletion."""
        return [found for found in self.resources if _name(found) == name and found.get("delete")]

    def providers(self) -> list[dict[str, Any]]:
        """Return the entries of default and explicit providers."""
        return [found for found in self.resources if found["type"] == PROVIDER_TYPE]

    def needs(self, name: str) -> list[str]:
        """Return the names of what a resource depends on, sorted."""
        return sorted(urn.rpartition("::")[2] for urn in self[name].get("dependencies") or [])

    def pending(self) -> list[tuple[str, str]]:
        """Return the pending operations as ``(type, resource name)``."""
        found = self.latest.get("pending_operations") or []
        return [(operation["type"], _name(operation["resource"])) for operation in found]

    def waiting(self) -> set[str]:
        """Return the names of the entries that wait for their replacement."""
        return {_name(found) for found in self.resources if found.get("pendingReplacement")}

    @property
    def exports(self) -> dict[str, Any]:
        """Return the outputs of the stack."""
        return self["S"].get("outputs") or {}


def _name(resource: dict[str, Any]) -> str:
    return "S" if resource["type"] == "pulumi:pulumi:Stack" else resource["urn"].rpartition("::")[2]


def _is_default(resource: dict[str, Any]) -> bool:
    return resource["type"].startswith("pulumi:providers:") and _name(resource).startswith("default")
