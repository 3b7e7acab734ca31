"""The world of one engine: project, state, vendor objects; runs the operations of a history and says what was seen."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from twin.shown import Shown
from twin.state import State
from twin.wired import STORED, anonymous, own_words

from support.engines import GUARD_OFF, Engine, Result
from support.sandbox import Sandbox

Operation = dict[str, Any]
"""``verb``, and what goes before and with it: ``program``, ``hand``, ``faults``, ``target``, ``replace``, ``flags``."""
PROGRAM = Path(__file__).parent / "program"
REFUSAL = "needs the pulumi CLI"
PROJECT = "proj"


@dataclass(frozen=True)
class Seen:
    """What one operation did, as far as it must not depend on the engine."""

    rc: int
    refused: bool
    calls: list[dict[str, Any]]
    requests: list[Any]
    shown: Shown
    history: dict[str, Any] | None
    state: State
    objects: dict[str, Any]
    locks: int
    shown_text: str
    """What was printed on stdout."""
    text: str
    """Everything printed, for the reader of a difference; not compared."""


@dataclass
class World:
    """One engine on one stack.

    Args:
        root: directory of everything; made when it isn't there.
        kind: ``pulumi`` or ``embedded``.
        python: interpreter of program and plugin, and of the embedded engine.
        template: a directory where the stack is prepared once, for all worlds of this engine.
        vendors: a sandbox of its own, for programs of real kinds.
    """

    root: Path
    kind: str
    python: str
    template: Path
    vendors: Sandbox | None = None
    _words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.template.exists():
            self._prepare()
        shutil.copytree(self.template, self.root)
        self.project, self.twin = self.root / "project", self.root / "twin"
        self.engine = self._engine(self.root)
        self._operations = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _engine(self, root: Path) -> Engine:
        env = {"TWIN_DIR": str(root / "twin"), **self._settings()}
        return Engine(self.kind, root / "project", root / "state", root / "home", env=env, python=self.python)

    def _settings(self) -> dict[str, str]:
        if self.vendors is None:
            return {}
        limits = {f"{vendor}_CALLS_PER_MINUTE": "100000" for vendor in ("ILERT", "XMATTERS", "APIFORTRESS")}
        return {**self.vendors.settings(), **limits, "ALERT_WIRING_GUARD": GUARD_OFF}

    def _prepare(self) -> None:
        making = self.template.with_suffix(".making")
        for name in ("project", "state", "home", "twin/objects"):
            (making / name).mkdir(parents=True)
        (making / "project" / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
        for path in PROGRAM.glob("*.py"):
            shutil.copy(path, making / "project")
        self._engine(making).init()
        making.rename(self.template)

    # --- one operation

    def run(self, operation: Operation) -> Seen:
        """Change the world by hand as told, run the operation, and look at everything."""
        for path in (self.twin / "calls", self.twin / "faults"):
            path.unlink(missing_ok=True)
        if operation.get("faults"):
            (self.twin / "faults").write_text(json.dumps(operation["faults"]))
        if "program" in operation:
            (self.project / "program.json").write_text(json.dumps(operation["program"]))
        before = self._state()
        for change in operation.get("hand", []):
            self._change(change, before)
        if self.vendors is not None:
            self.vendors.control.clear_log()
        result = self._carry_out(operation, before)
        return self._seen(operation, result, before)

    def _seen(self, operation: Operation, result: Result, before: State) -> Seen:
        after = self._state(before)
        shown = Shown.of(result, digest=operation["verb"] == "preview")
        if self.vendors is not None:
            self._words |= own_words(after.resources)
            after.resources = anonymous(after.resources, self._words)
            shown = replace(shown, plan=anonymous(shown.plan, self._words))
        return Seen(
            rc=result.rc,
            refused=REFUSAL in result.text,
            calls=self._calls(),
            requests=self._requests(),
            shown=shown,
            history=self._history(),
            state=after,
            objects=self._objects(),
            locks=len([path for path in (self.root / "state" / ".pulumi" / "locks").rglob("*.json") if path.is_file()]),
            shown_text=result.stdout,
            text=str(result),
        )

    def _carry_out(self, operation: Operation, before: State) -> Result:
        verb = operation["verb"]
        words = list(operation.get("flags", []))
        for flag in ("target", "replace", "exclude"):
            for name in operation.get(flag, []):
                words += [f"--{flag}", before.urn(name) or f"**::{name}"]
        if verb == "preview":
            return self.engine.preview("--json", *words)
        both = {"up": self.engine.up, "refresh": self.engine.refresh, "destroy": self.engine.destroy}
        return both[verb](*words)

    def _change(self, change: dict[str, Any], before: State) -> None:
        """Change or remove by hand the latest object of a name."""
        if self.vendors is not None:
            self._change_at_vendor(change, before)
            return
        found = sorted((self.twin / "objects").glob(f"{change['name']}-*.json"), key=_age)
        if not found:
            return
        if change.get("gone"):
            found[-1].unlink()
        else:
            live = json.loads(found[-1].read_text())
            found[-1].write_text(json.dumps({**live, **change["set"]}, sort_keys=True))

    def _change_at_vendor(self, change: dict[str, Any], before: State) -> None:
        assert self.vendors is not None
        vendor, kind = STORED[change["kind"]]
        identity = before.identity(change["name"])
        present = {str(each["id"]) for each in self.vendors.control.objects(vendor, kind)}
        if identity not in present:
            return
        if change.get("gone"):
            self.vendors.control.delete(vendor, kind, identity)
        else:
            self.vendors.control.edit(vendor, kind, identity, **change["set"])

    # --- what was seen

    def _requests(self) -> list[str]:
        """Return the requests at the vendors; reads of several objects have no order."""
        if self.vendors is None:
            return []
        log = self.vendors.control.requests_log()
        told = [f"{one['vendor']} {one['method']} {one['path']} {one['query']} {one['status']}" for one in log]
        found: list[str] = sorted(anonymous(told, self._words))
        return found

    def _calls(self) -> list[dict[str, Any]]:
        log = self.twin / "calls"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def _objects(self) -> dict[str, Any]:
        return {path.stem: json.loads(path.read_text()) for path in (self.twin / "objects").glob("*.json")}

    def _state(self, before: State | None = None) -> State:
        path = self.root / "state" / ".pulumi" / "stacks" / PROJECT / "dev.json"
        return State(path.read_bytes(), self.engine.passphrase, before)

    def _history(self) -> dict[str, Any] | None:
        found = sorted((self.root / "state" / ".pulumi" / "history").rglob("*.history.json"))
        if len(found) <= self._operations:
            return None
        self._operations = len(found)
        entry = json.loads(found[-1].read_text())
        changes = {op: number for op, number in (entry.get("resourceChanges") or {}).items() if number}
        return {"kind": entry["kind"], "result": entry["result"], "changes": changes}


def _age(path: Path) -> int:
    return int(re.sub(r".*-", "", path.stem))
