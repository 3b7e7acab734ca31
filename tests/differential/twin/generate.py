"""Random programs and random histories of them, from a seed."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from twin.wired import wired_history
from twin.world import Operation

Row = dict[str, Any]
Program = dict[str, Any]

NAMES = "abcdefgh"
KEYS = ("x", "y", "z", "size", "fixed", "dbr", "dep", "box", "pw", "bare")
TYPES = ("my:mod:Comp", "my:mod:Other")
THINGS = ("Thing", "Thing", "Thing", "VagueThing", "SecretiveThing")


def history(seed: int) -> list[Operation]:
    """Return the operations of one history; every eighth is about the real kinds."""
    chance = random.Random(seed)
    return wired_history(chance) if seed % 8 == 0 else _Story(chance).tell()


class _Story:
    """A program that changes from operation to operation."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.free = chance.random() < 0.25
        self.rows: list[Row] = []
        self.used: set[str] = set()
        self.raises_at = ""

    def tell(self) -> list[Operation]:
        for _ in range(self.chance.randint(2, 5)):
            self._add()
        told = [self._up(calm=self.chance.random() < 0.8)]
        told.extend(self._operation() for _ in range(self.chance.randint(2, 4)))
        if self.chance.random() < 0.4:
            told.append({"verb": "destroy"})
        if self.chance.random() < 0.05:
            told.append(self._up(calm=True, exclude=self._some(1)))  # what only the CLI can do
        return told

    def _operation(self) -> Operation:
        for _ in range(self.chance.choice((0, 1, 1, 2, 2, 3))):
            self._mutate()
        kind = self.chance.random()
        if kind < 0.5:
            return self._up()
        if kind < 0.65:
            return {"verb": "preview", "program": self._program()}
        if kind < 0.78:
            return self._refresh()
        if kind < 0.86:
            return self._up(target=self._some(2), flags=self._dependents())
        if kind < 0.90:
            return {"verb": "destroy", "target": self._some(1), "flags": self._dependents()}
        if kind < 0.94:
            return self._up(replace=self._some(1))
        operation = self._up(flags=["--refresh"])
        return {**operation, "hand": self._by_hand()} if self.chance.random() < 0.7 else operation

    # --- operations

    def _up(self, *, calm: bool = False, **more: Any) -> Operation:
        operation: Operation = {"verb": "up", "program": self._program(), **more}
        if not calm and not self.free and self.chance.random() < 0.35:
            operation["faults"] = self._faults()
            if self.chance.random() < 0.3:
                operation["flags"] = [*operation.get("flags", []), "--continue-on-error"]
        if not calm and not self.free and self.rows and self.chance.random() < 0.05:
            operation["program"]["raises_at"] = self.chance.choice(self.rows)["name"]
        return {key: value for key, value in operation.items() if value != []}

    def _refresh(self) -> Operation:
        operation: Operation = {"verb": "refresh", "hand": self._by_hand()}
        if self.chance.random() < 0.2:
            operation["target"] = self._some(2)
        if self.chance.random() < 0.2:
            operation["faults"] = {
                f"read {self.chance.choice(NAMES)}": self.chance.choice(({"raise": "no answer"}, {"partial": True}))
            }
        if self.chance.random() < 0.2:
            operation["flags"] = ["--expect-no-changes"]
        return operation

    def _dependents(self) -> list[str]:
        return ["--target-dependents"] if self.chance.random() < 0.4 else []

    def _some(self, most: int) -> list[str]:
        names = [row["name"] for row in self.rows if row["kind"] != "provider"] or ["a"]
        return self.chance.sample(names, min(len(names), self.chance.randint(1, most)))

    def _by_hand(self) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = []
        for row in self.rows:
            luck = self.chance.random()
            if luck < 0.2:
                changes.append({"name": row["name"], "set": {self.chance.choice(("x", "y", "etag")): "by hand"}})
            elif luck < 0.35:
                changes.append({"name": row["name"], "gone": True})
        return changes

    def _faults(self) -> dict[str, Any]:
        name = self.chance.choice([row["name"] for row in self.rows] or ["a"])
        method = self.chance.choice(("create", "create", "update", "delete", "check", "diff"))
        outcomes: list[dict[str, Any]] = [{"raise": "no luck"}]
        if method in ("create", "update"):
            outcomes += [{"partial": True}, {"kill": True}]
        if method == "check":
            outcomes = [{"failures": [["x", "is wrong"]]}, {"failures": [["", "all wrong"], ["y", "too"]]}, *outcomes]
        return {f"{method} {name}": self.chance.choice(outcomes)}

    # --- the program

    def _program(self) -> Program:
        told: Program = {"resources": copy.deepcopy(self.rows), "exports": {}}
        if self.free:
            told["free"] = True
        for row in self.rows:
            if row["kind"] in THINGS and self.chance.random() < 0.4:
                told["exports"][f"of_{row['name']}"] = {"$of": [row["name"], self.chance.choice(("url", "echo", "id"))]}
        return told

    def _add(self) -> None:
        free = [name for name in NAMES if name not in {row["name"] for row in self.rows}]
        if not free:
            return
        name, luck = self.chance.choice(free), self.chance.random()
        if luck < 0.14:
            row: Row = {"kind": self.chance.choice(TYPES), "name": name, "props": self._props(1)}
            if self.chance.random() < 0.3:
                row["outputs"] = {"made": self._value()}
        elif luck < 0.18:
            row = {"kind": "provider", "name": name, "props": {"region": self.chance.choice(("eu", "us"))}}
        elif luck < 0.24:
            row = {"kind": "Thing", "name": name, "get": f"{self.chance.choice(NAMES)}-1"}
        else:
            row = {"kind": self.chance.choice(THINGS), "name": name, "props": self._props(3)}
        row["opts"] = self._options(row)
        self.rows.append(row)

    def _props(self, most: int) -> dict[str, Any]:
        keys = self.chance.sample(KEYS, self.chance.randint(0, most))
        return {key: self._value(key) for key in keys}

    def _value(self, key: str = "x") -> Any:
        chance = self.chance
        others = self._things()
        if others and (key == "dep" or chance.random() < 0.3):
            name = chance.choice(others)
            told: Any = {"$of": [name, chance.choice(("url", "echo", "echo", "id"))]}
            if chance.random() < 0.1:
                told = {"$resource": name}
        elif key == "box":
            told = {"p": chance.randint(1, 3), "q": [chance.randint(1, 2), None, {"r": "s"}], "n": None}
        else:
            told = chance.choice((1, 2, 3, 2.5, "one", "two", "", True, [], {}))
        if key == "pw":
            return {"$secret": _canary(told)}
        return {"$secret": told} if chance.random() < 0.08 else told

    def _things(self) -> list[str]:
        return [row["name"] for row in self.rows if row["kind"] in THINGS]

    def _options(self, row: Row) -> dict[str, Any]:
        opts = {name: told for name, told in self._possible_options(row) if self.chance.random() < 0.1}
        components = [other["name"] for other in self.rows if ":" in other["kind"]]
        if components and self.chance.random() < 0.5:
            opts["parent"] = self.chance.choice(components)
        providers = [other["name"] for other in self.rows if other["kind"] == "provider"]
        if providers and row["kind"] in THINGS and self.chance.random() < 0.5:
            opts["provider"] = self.chance.choice(providers)
        return opts if row["kind"] != "provider" else {}

    def _possible_options(self, row: Row) -> Iterator[tuple[str, Any]]:
        chance = self.chance
        others = [other["name"] for other in self.rows if other is not row and other["kind"] != "provider"]
        if others:
            yield "depends_on", chance.sample(others, 1)
            yield "depends_on", chance.sample(others, min(2, len(others)))
        things = [name for name in others if name in self._things()]
        if things:
            yield "deleted_with", chance.choice(things)
        yield "protect", chance.random() < 0.6
        yield "retain_on_delete", True
        yield "ignore_changes", chance.sample(("x", "y", "box.p", "fixed"), chance.randint(1, 2))
        if row["kind"] in THINGS:
            yield "replace_on_changes", chance.sample(("x", "y", "box.p", "z"), chance.randint(1, 2))
            yield "delete_before_replace", chance.random() < 0.6
            yield "additional_secret_outputs", chance.sample(("url", "etag", "x"), chance.randint(1, 2))
            yield "custom_timeouts", {"create": "5m", "update": "90s"}

    # --- changes

    def _mutate(self) -> None:
        if not self.rows:
            self._add()
            return
        change = self.chance.choices(
            (self._add, self._remove, self._edit, self._force, self._choose, self._rename, self._move, self._retype),
            (3, 3, 6, 3, 3, 2, 2, 1),
        )[0]
        change()

    def _pick(self) -> Row:
        return self.chance.choice(self.rows)

    def _remove(self) -> None:
        gone = self._pick()
        self.rows = [row for row in self.rows if row is not gone]
        for row in self.rows:
            without(row, gone["name"])

    def _edit(self) -> None:
        row = self._pick()
        if "get" in row:
            return
        before = self.rows[: self.rows.index(row)]
        self.rows, kept = before, self.rows
        key = "region" if row["kind"] == "provider" else self.chance.choice(KEYS)
        if key in row["props"] and self.chance.random() < 0.25:
            del row["props"][key]
        else:
            row["props"][key] = self._value(key)
        self.rows = kept

    def _force(self) -> None:
        """Change what only a replacement can."""
        row = self._pick()
        if row["kind"] in THINGS and "props" in row:
            key = self.chance.choice(("fixed", "dbr"))
            row["props"][key] = self.chance.randint(1, 9)

    def _choose(self) -> None:
        """Set or drop options."""
        row = self._pick()
        if row["kind"] == "provider":
            return
        place = self.rows.index(row)
        before, after = self.rows[:place], self.rows[place:]
        self.rows = before
        found = self._options(row)
        self.rows = before + after
        for name in ("parent", "aliases", "provider"):
            found.pop(name, None)
            if name in row["opts"]:
                found[name] = row["opts"][name]
        row["opts"] = found

    def _rename(self) -> None:
        row = self._pick()
        free = [name for name in NAMES if name not in {one["name"] for one in self.rows}]
        if not free:
            return
        old, new = row["name"], self.chance.choice(free)
        row["name"] = new
        if self.chance.random() < 0.65:
            row["opts"]["aliases"] = [{"name": old}]
        for other in self.rows:
            _renamed(other, old, new)

    def _move(self) -> None:
        """Go below another component, or out of one."""
        row = self._pick()
        place = self.rows.index(row)
        components = [one["name"] for one in self.rows[:place] if ":" in one["kind"]]
        if row["kind"] == "provider":
            return
        old = row["opts"].pop("parent", None)
        if components and self.chance.random() < 0.7:
            row["opts"]["parent"] = self.chance.choice(components)
        if row["opts"].get("parent") != old and self.chance.random() < 0.7:
            row["opts"]["aliases"] = [{"parent": old}]

    def _retype(self) -> None:
        row = self._pick()
        if ":" in row["kind"]:
            old = row["kind"]
            row["kind"] = self.chance.choice(TYPES)
            if row["kind"] != old and self.chance.random() < 0.7:
                row["opts"]["aliases"] = [{"type_": old}]


def _canary(told: Any) -> Any:
    """Return a password like this value: the texts in it can be searched for."""
    if told == {}:
        return {"deep": ["canary-deep", None]}
    return f"canary-{told}" if isinstance(told, str) and told else told


def without(told: Any, name: str) -> None:
    """Take references to a resource that is no more out of a row."""
    opts = told.get("opts", {})
    for key in ("parent", "provider", "deleted_with"):
        if opts.get(key) == name:
            del opts[key]
    if "depends_on" in opts:
        opts["depends_on"] = [other for other in opts["depends_on"] if other != name]
    for place in ("props", "outputs"):
        if place in told:
            told[place] = _replaced(told[place], name, None)


def _renamed(row: Row, old: str, new: str) -> None:
    opts = row.get("opts", {})
    for key in ("parent", "provider", "deleted_with"):
        if opts.get(key) == old:
            opts[key] = new
    if "depends_on" in opts:
        opts["depends_on"] = [new if other == old else other for other in opts["depends_on"]]
    for place in ("props", "outputs"):
        if place in row:
            row[place] = _replaced(row[place], old, new)


def _replaced(told: Any, old: str, new: str | None) -> Any:
    if isinstance(told, list):
        return [_replaced(each, old, new) for each in told]
    if not isinstance(told, dict):
        return told
    if "$of" in told and told["$of"][0] == old:
        return {"$of": [new, told["$of"][1]]} if new else "was"
    if told.get("$resource") == old:
        return {"$resource": new} if new else "was"
    return {key: _replaced(each, old, new) for key, each in told.items()}
