"""A small account in memory whose kind uses every feature of the core, and refuses what no kind may be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import NotFoundError, WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import ADOPT, Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.turns import Turns
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Flag, Text, Whole

STATE: Props = {
    "name": "a",
    "box": "b",
    "on": True,
    "detail": "d",
    "changed": "then",
    "key": "key-one-1",
    "token": "token-one-1",
}
"""The outputs of `part()` in the state."""

INPUTS: Props = {"name": "a", "box": "b", "on": True, "detail": "d"}
"""The checked inputs that belong to it."""


def part(id_: str = "7", **more: Any) -> Remote:
    """Return a part as the vendor shows it; what is None is left out."""
    return {name: value for name, value in {"id": id_, **STATE, **more}.items() if value is not None}


class Shelf(VendorApi):
    """An account that remembers what it was asked for, and fails where a test says so."""

    vendor = "Vend"
    settings = (Setting("SHELF_TOKEN", "shelf:token", "The token", secret=True),)

    def __init__(self, *parts: Remote) -> None:
        """Hold these parts."""
        super().__init__(
            HttpSession("Vend", "https://shelf.example", BearerAuth("x"), lambda answer: Reason(), Limiter(1))
        )
        self.turns = Turns(None)
        self.objects: dict[str, Remote] = {each["id"]: each for each in parts}
        self.calls: list[tuple[Any, ...]] = []
        self.failures: dict[str, list[WiringError | None]] = {}
        self.unseen: set[str] = set()
        self.sees = True
        self.left: str | None = None

    @property
    def did(self) -> list[str]:
        """What was called, without what it was called with."""
        return [call[0] for call in self.calls]


class PartKind(Kind[Shelf]):
    """The kind. What a test changes of it is changed on its own instance."""

    vendor, noun, api = "Vend", "part", Shelf
    stamp = "changed"
    cleared_when_absent = ("note",)
    fields = Fields(
        Field("name", "name", Text(1, 50), required=True),
        Field("box", "box", Text(1, 50), required=True, immutable=True, parent=True),
        Field("size", "size", Whole(1, 9), cleared=None),
        Field("on", "on", Flag(), default=True),
        Field("color", "color", Text()),
        Field("note", "note", Text(), hands_off=True),
        Field("detail", "detail", Text(), listed=False),
        Field("changed", "changed", Text(), computed=True),
        Field("key", "key", Text(), computed=True, secret=True, sticky=True),
        Field("token", "token", Text(), computed=True, secret=True, sticky=True),
        ADOPT,
    )

    def __init__(self, shelf: Shelf) -> None:
        """Work on this account only."""
        self.shelf = shelf
        self.by_list = True

    def _call(self, api: Shelf, what: str, *told: Any) -> None:
        assert api is self.shelf, f"{what} on {api}"
        self.shelf.calls.append((what, *told))
        waiting = self.shelf.failures.get(what)
        failure = waiting.pop(0) if waiting else None
        if failure:
            raise failure

    def scope(self, props: Props) -> tuple[str, ...]:
        return (props["box"],)

    def reads_list(self, api: Shelf) -> bool:
        assert api is self.shelf
        return self.by_list

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        assert isinstance(listed, dict) and isinstance(known, dict)
        return super().is_fresh(listed, known)

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        assert isinstance(remote, dict)
        return super().is_mine(remote, inputs)

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        assert isinstance(inputs, dict)
        return super().to_api(inputs, olds)

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        assert isinstance(remote, dict) and isinstance(from_list, bool)
        return super().from_api(remote, known, from_list=from_list)

    def find_lost(self, inputs: Props, fresh: Iterable[Remote]) -> list[Remote]:
        found = list(fresh)
        self.shelf.calls.append(("find_lost", [self.id_of(each) for each in found]))
        return self.find(inputs, found)

    def list_remote(self, api: Shelf, props: Props) -> Iterable[Remote]:
        self._call(api, "list", props["box"])
        return [{name: each[name] for name in each if name != "detail"} for each in self.shelf.objects.values()]

    def get_remote(self, api: Shelf, id_: str, props: Props) -> Remote | None:
        self._call(api, "get", id_, props["box"])
        return None if id_ in self.shelf.unseen else self.shelf.objects.get(id_)

    def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
        self._call(api, "create", body, inputs)
        return self._stored(str(len(self.shelf.objects) + 1), body)

    def update_remote(self, api: Shelf, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        self._call(api, "update", id_, body, inputs, olds)
        return self._stored(id_, body)

    def delete_remote(self, api: Shelf, id_: str, props: Props) -> str | None:
        self._call(api, "delete", id_, props)
        if self.shelf.objects.pop(id_, None) is None:
            raise NotFoundError("Vend", "DELETE", f"/parts/{id_}", status=404)
        return self.shelf.left

    def hold(self, api: Shelf, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        self._call(api, "hold", id_, props, removal, settings)

    def confirm_gone(self, api: Shelf) -> None:
        self._call(api, "confirm")

    def sees_anything(self, api: Shelf) -> bool:
        self._call(api, "sees")
        return self.shelf.sees

    def _stored(self, id_: str, body: Remote) -> Remote:
        """Keep a part; the answer to a write shows no key."""
        self.shelf.objects[id_] = {"id": id_, **body, "changed": "now"}
        return self.shelf.objects[id_]


class Bench:
    """One account, its kind, and the lifecycle over both."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make both; the process knows the account already."""
        self.shelf = Shelf()
        self.kind = PartKind(self.shelf)
        self.settings = Settings({"SHELF_TOKEN": "a-token"}, lambda key: None)
        self.warnings: list[str] = []
        self.lifecycle = Lifecycle(self.kind, lambda: self.settings, self.warnings.append)
        monkeypatch.setattr("alert_wiring.core.api._shared", {(Shelf, "a-token"): self.shelf})

    def holds(self, *parts: Remote) -> Shelf:
        """Put these parts into the account."""
        self.shelf.objects = {each["id"]: each for each in parts}
        return self.shelf

    def inventory(self) -> Inventory:
        """Return what the lifecycle knows of box b."""
        return self.lifecycle._inventory(self.shelf, {"box": "b"})

    def updates(self) -> list[tuple[Any, ...]]:
        """Return what was written by updates: id, body, inputs, old outputs."""
        return [call[1:] for call in self.shelf.calls if call[0] == "update"]


def without(props: Props, *names: str) -> Props:
    """Return the other properties."""
    return {name: value for name, value in props.items() if name not in names}
