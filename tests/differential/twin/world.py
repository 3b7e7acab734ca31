"""The world of one engine: project, state, vendor objects; runs the operations of a history and says what was seen."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from twin.shown import Shown
from twin.state import State

from support.engines import Engine, Result

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
        env: more variables (vendor addresses).
    """

    root: Path
    kind: str
    python: str
    template: Path
    env: Mapping[str, str] = field(default_factory=dict)

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
        env = {"TWIN_DIR": str(root / "twin"), **self.env}
        return Engine(self.kind, root / "project", root / "state", root / "home", env=env, python=self.python)

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
        for change in operation.get("hand", []):
            self._change(change)
        if operation.get("faults"):
            (self.twin / "faults").write_text(json.dumps(operation["faults"]))
        if "program" in operation:
            (self.project / "program.json").write_text(json.dumps(operation["program"]))
        before = self._state()
        result = self._carry_out(operation, before)
        return Seen(
            rc=result.rc,
            refused=REFUSAL in result.text,
            calls=self._calls(),
            requests=[],
            shown=Shown.of(result, digest=operation["verb"] == "preview"),
            history=self._history(),
            state=self._state(before),
            objects=self._objects(),
            locks=len([path for path in (self.root / "state" / ".pulumi" / "locks").rglob("*.json") if path.is_file()]),
            shown_text=result.stdout,
            text=str(result),
        )

    def _carry_out(self, operation: Operation, before: State) -> Result:
        verb = operation["verb"]
        words = list(operation.get("flags", []))
        for flag in ("target", "replace"):
            for name in operation.get(flag, []):
                words += [f"--{flag}", before.urn(name) or f"**::{name}"]
        if verb == "preview":
            return self.engine.preview("--json", *words)
        both = {"up": self.engine.up, "refresh": self.engine.refresh, "destroy": self.engine.destroy}
        return both[verb](*words)

    def _change(self, change: dict[str, Any]) -> None:
        """Change or remove by hand the latest object of a name."""
        found = sorted((self.twin / "objects").glob(f"{change['name']}-*.json"), key=_age)
        if not found:
            return
        if change.get("gone"):
            found[-1].unlink()
        else:
            live = json.loads(found[-1].read_text())
            found[-1].write_text(json.dumps({**live, **change["set"]}, sort_keys=True))

    # --- what was seen

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
