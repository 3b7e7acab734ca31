"""The world of one row: project, state, recording provider and an engine in a directory of their own."""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import json
import shutil
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from rows.calls import Call, calls, check_calls, lines, split
from rows.shown import counts as shown_counts
from rows.shown import steps as shown_steps
from rows.state import State

from support.engines import Engine, Result, Running

AB = "a = R('a'); b = R('b', dep=a.url); export('u', b.url)"
REFUSAL = "needs the pulumi CLI"
_PRELUDE = "import pulumi\nfrom pulumi import Alias, ResourceOptions as O, export\nfrom rec import *\n\n"
_MODULE = Path(__file__).parent / "program" / "rec.py"

Builder = Callable[["World"], None]


@dataclass
class World:
    """A row's surroundings; ``depot`` keeps states that rows start from, made once per session and engine."""

    root: Path
    depot: Path
    kind: str

    def __post_init__(self) -> None:
        self.project = self.root / "project"
        self.rec = self.root / "rec"
        for directory in (self.project, self.rec, self.root / "state", self.root / "home"):
            directory.mkdir(parents=True, exist_ok=True)
        (self.project / "Pulumi.yaml").write_text("name: proj\nruntime: python\n")
        shutil.copy(_MODULE, self.project / "rec.py")
        self.engine = self.other(self.kind)
        self.engines = [self.engine]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self.engines:
            engine.close()

    def other(self, kind: str) -> Engine:
        """Return an engine of another kind on the same stack."""
        engine = Engine(kind, self.project, self.root / "state", self.root / "home", env={"REC_DIR": str(self.rec)})
        self.engines = [*getattr(self, "engines", []), engine]
        return engine

    @property
    def embedded(self) -> bool:
        """Tell whether the row runs on the embedded engine."""
        return self.kind == "embedded"

    # --- before the operation

    def given(self, start: str | Builder = "") -> None:
        """Take over a prepared state: an ``up`` of the program text *start*, or what the function *start* does.

        The empty text gives a stack without resources. What was prepared is kept for all rows of the session.
        """
        source = start if isinstance(start, str) else inspect.getsource(start)
        kept = self.depot / f"{self.kind}-{hashlib.sha256(source.encode()).hexdigest()[:16]}"
        self.depot.mkdir(parents=True, exist_ok=True)
        with (self.depot / f"{kept.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                self._prepare(start, kept)
        for name in ("project", "state"):
            shutil.rmtree(self.root / name)
            shutil.copytree(kept / name, self.root / name)

    def _prepare(self, start: str | Builder, kept: Path) -> None:
        making = kept.with_suffix(".making")
        with World(making, self.depot, self.kind) as world:
            if callable(start):
                start(world)
            elif start:
                world.given()
                world.program(start)
                world.engine.up().check()
            else:
                world.engine.init()
        making.rename(kept)

    def program(self, text: str) -> None:
        """Write the program; it knows ``pulumi``, ``O`` (ResourceOptions), ``Alias``, ``export`` and all of ``rec``."""
        (self.project / "__main__.py").write_text(_PRELUDE + text.replace("; ", "\n") + "\n")

    def fault(self, call: str, **told: Any) -> None:
        """Steer a call, e.g. ``fault("create a", raise_="boom")``, besides those already steered."""
        control = self.rec / "control"
        known = json.loads(control.read_text()) if control.exists() else {}
        known[call] = {key.rstrip("_"): value for key, value in told.items()}
        control.write_text(json.dumps(known))

    def calm(self) -> None:
        """Let all calls behave by default again, and forget those logged so far."""
        for path in self.rec.iterdir():
            path.unlink()

    # --- the operation

    def up(self, *args: str, program: str | None = None, preview: bool = False) -> Result:
        """Run ``up`` (of *program*, if given) and forget earlier calls."""
        self._next(program)
        return self.engine.up(*args, preview=preview)

    def preview(self, *args: str, program: str | None = None) -> Result:
        """Run ``preview`` (of *program*, if given) and forget earlier calls."""
        self._next(program)
        return self.engine.preview(*args)

    def refresh(self, *args: str) -> Result:
        """Run ``refresh`` and forget earlier calls."""
        self._next(None)
        return self.engine.refresh(*args)

    def destroy(self, *args: str) -> Result:
        """Run ``destroy`` and forget earlier calls."""
        self._next(None)
        return self.engine.destroy(*args)

    def stopped_in(self, call: str, program: str) -> Running:
        """Start an up of *program*; return when *call* is under way and waits for the file ``go`` beside the log."""
        self.program(program)
        self.fault(call, wait="go")
        running = self.engine.begin("up", "--skip-preview")
        running.wait_for(self.rec / f"at-{call.replace(' ', '-')}")
        return running

    def killed_in(self, call: str, program: str) -> Result:
        """Start an up of *program* and kill the engine in the middle of *call*, then whatever it leaves running."""
        running = self.stopped_in(call, program)
        running.signal(signal.SIGKILL)
        result = running.wait()
        self.engine.close()
        return result

    def _next(self, program: str | None) -> None:
        (self.rec / "calls").unlink(missing_ok=True)
        if program is not None:
            self.program(program)

    # --- after the operation

    @property
    def checkpoint(self) -> Path:
        """Return the path of the stack's checkpoint."""
        return self.root / "state" / ".pulumi" / "stacks" / "proj" / "dev.json"

    @property
    def state(self) -> State:
        """Return the stack's state, read afresh."""
        return State(self.checkpoint)

    def state_of(self, stack: str) -> State:
        """Return the state of another stack of the project."""
        return State(self.checkpoint.with_name(f"{stack}.json"))

    @property
    def locks(self) -> list[Path]:
        """Return the lock files of the stack."""
        found = (self.root / "state" / ".pulumi" / "locks").rglob("*.json")
        return [path for path in found if path.is_file()]

    @property
    def history(self) -> list[Path]:
        """Return the history files of the stack."""
        return sorted((self.root / "state" / ".pulumi" / "history").rglob("*.history.json"))

    @property
    def calls(self) -> list[Call]:
        """Return the provider's calls in the last operation."""
        return calls(self.rec)

    def pickle(self) -> str:
        """Return the pickle of the recording provider, which is made by reference and so always the same."""
        return "gASVFwAAAAAAAACMA3JlY5SMCFByb3ZpZGVylJOUKYGULg=="

    def call(self, token: str) -> Call:
        """Return the only call with this notation."""
        (found,) = [call for call in self.calls if call.token == token]
        return found

    def configured(self) -> list[dict[str, Any]]:
        """Return the log entries of ``configure`` in the last operation."""
        return [entry for entry in lines(self.rec) if entry["method"] == "configure"]

    def expect(
        self,
        result: Result,
        calls: str | None = None,
        *,
        order: str = "",
        steps: str | None = None,
        counts: str | None = None,
        recorded: str | None = None,
        rc: int = 0,
    ) -> None:
        """Compare what an operation did with a line of the table; what is None isn't compared.

        *calls* and *order* as :func:`rows.calls.check_calls` takes them, *steps* such as ``"create a, CR b"``, *counts*
        such as ``"create 3, same 1"`` ("errored" is compared only where the table names it); *recorded* are the counts
        in the operation's history, where they are more than what is shown.
        """
        assert result.rc == rc, f"expected rc {rc}\n{result}"
        if calls is not None:
            check_calls(self.calls, calls, order)
        if steps is not None:
            assert shown_steps(result.stdout) == set(split(steps)), str(result)
        if counts is not None:
            wanted = _numbers(counts)
            got = shown_counts(result.stdout)
            got = got if "errored" in wanted else {op: number for op, number in got.items() if op != "errored"}
            assert got == wanted, f"counts: expected {wanted}, got {got}\n{result}"
        if recorded is not None:
            changes = json.loads(self.history[-1].read_text())["resourceChanges"]
            assert {op: number for op, number in changes.items() if number} == _numbers(recorded)

    def expect_refusal(self, result: Result, before: State, *words: str) -> None:
        """Fail unless the embedded engine refused by name and wrote nothing, neither state nor object."""
        assert result.rc != 0, f"not refused\n{result}"
        assert REFUSAL in result.text, f"no refusal\n{result}"
        assert "Traceback" not in result.text, f"a traceback\n{result}"
        for word in words:
            assert word in result.text, f"the refusal doesn't name {word!r}\n{result}"
        assert self.state.resources == before.resources, f"the state was changed\n{result}"
        written = [call.token for call in self.calls if call.token[0] in "CUX"]
        assert not written, f"objects were written: {written}"
        assert not self.locks


def _numbers(text: str) -> dict[str, int]:
    return {op: int(number) for op, number in (part.split() for part in split(text))}


def names(text: str) -> set[str]:
    """Return ``{"S", "a"}`` for ``"S a"``."""
    return set(text.split())


def unchanged(before: State, after: State, keys: Iterable[str] = ("inputs", "outputs", "id", "dependencies")) -> bool:
    """Tell whether two states hold the same resources, apart from times and fresh ciphertexts."""

    def image(state: State) -> list[str]:
        return sorted(
            json.dumps([one["urn"], *(one.get(key) for key in keys)], sort_keys=True) for one in state.resources
        )

    return image(before) == image(after)


def urn(name: str, kind: str = "pulumi-python:dynamic/rec:Thing") -> str:
    """Return the URN of a resource without a component parent."""
    return f"urn:pulumi:dev::proj::{kind}::{name}"
