"""The stack's configuration file as it is now, for the one setting that a person writes because a destroy was refused.

A destroy configures the plugin with the configuration of the last up (`pulumi-dynamic-providers.md 3.2`): what was
written since would not be seen, and an up to make it known is the last thing that is wanted then.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml


def current_value(urn: str, key: str, stored: str | None, start: Path | None = None) -> str | None:
    """Return the value of `key` in the file of the stack that a URN names; structured values as JSON text.

    Args:
        urn: the URN of any resource of the stack.
        key: full key, `namespace:key`.
        stored: the value that the engine gave. It stands where there is no file, where it is encrypted there, and
            where the file takes values from an environment (Pulumi ESC).
        start: a folder in the project; by default the current one, where the engine starts the plugin.
    """
    path = _file_of(urn, start or Path.cwd())
    content = _read(path) if path is not None else None
    if content is None:
        return stored
    value = (content.get("config") or {}).get(key)
    if value is None:
        return stored if content.get("environment") else None
    if isinstance(value, dict) and "secure" in value:
        return stored
    return value if isinstance(value, str) else json.dumps(value)


def _file_of(urn: str, start: Path) -> Path | None:
    """Return where the stack's file belongs, None outside a project."""
    parts = urn.split("::")
    stack = parts[0].rpartition(":")[2]
    for folder in (start, *start.parents):
        project = _read(folder / "Pulumi.yaml")
        if project is not None:
            return folder / str(project.get("stackConfigDir") or "") / f"Pulumi.{stack}.yaml"
    return None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return content if isinstance(content, dict) else None
