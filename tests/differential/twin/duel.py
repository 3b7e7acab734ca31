"""A history on both engines, operation by operation, until they differ."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from twin.compare import Difference, described, differences
from twin.wired import wants_vendors
from twin.world import Operation, Seen, World

from support.canaries import watching
from support.engines import KINDS, StuckError
from support.sandbox import Sandbox, running

_PANIC = "\npanic: "
"""What the CLI prints when it meets a fault of its own."""


@dataclass
class Outcome:
    """How a history went: ``equal``, ``refused`` (by the embedded engine), ``different``, or a secret ``leaked``.

    ``stuck`` is a history in which the CLI itself did not end, ``panic`` one in which it broke: there is nothing to
    compare with.
    """

    verdict: str
    operations: int
    """How many were carried out on both engines."""
    found: list[Difference] = field(default_factory=list)
    seen: tuple[Seen, Seen] | None = None
    leaks: list[str] = field(default_factory=list)
    """Secrets that an engine told, and where; then the verdict is ``leaked``, whatever else was seen."""

    def names(self) -> set[str]:
        """Return the names of what differs."""
        return {name for name, _, _ in self.found}

    def lines(self, history: Sequence[Operation]) -> list[str]:
        """Return the text that tells a difference: the operations, then what differs in the last one."""
        told = [json.dumps(operation, sort_keys=True) for operation in history[: self.operations]]
        texts = [seen.text for seen in self.seen or ()] if "exit code" in self.names() else []
        return [*told, *described(self.found), *texts, *(f"a secret is told: {leak}" for leak in self.leaks)]


def _fought(history: Sequence[Operation], cli: World, embedded: World) -> Outcome:
    for number, operation in enumerate(history, 1):
        try:
            left = cli.run(operation)
        except StuckError:
            return Outcome("stuck", number)
        if _PANIC in left.text:
            return Outcome("panic", number)
        try:
            right = embedded.run(operation)
        except StuckError as error:
            return Outcome("different", number, [("exit code", left.rc, str(error))])
        if right.refused:
            return Outcome("refused", number, seen=(left, right))
        if found := differences(operation, left, right):
            verdict = "unsteady" if races(operation, left, right) else "different"
            return Outcome(verdict, number, found, (left, right))
    return Outcome("equal", len(history))


def races(operation: Operation, left: Seen, right: Seen) -> bool:
    """Tell whether chance says what was done: a program that registers everything at once, and a failure in it."""
    return bool(operation.get("program", {}).get("free") and left.rc and right.rc)


@dataclass(frozen=True)
class Arena:
    """Where duels are held: a directory, the interpreter for each engine, and pairs of sandboxes."""

    folder: Path
    python: str
    _opened: ExitStack = field(default_factory=ExitStack)
    _idle: deque[tuple[Sandbox, Sandbox]] = field(default_factory=deque)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @contextmanager
    def _vendors(self, history: Sequence[Operation]) -> Iterator[tuple[Sandbox | None, Sandbox | None]]:
        """Lend a pair of fresh sandboxes to a history of real kinds."""
        if not wants_vendors(history):
            yield None, None
            return
        try:
            pair = self._idle.pop()
        except IndexError:
            places = (Path(tempfile.mkdtemp(dir=self.folder, prefix="vendors-")) for _ in KINDS)
            first, second = (self._opened.enter_context(running(place)) for place in places)
            pair = first, second
        for sandbox in pair:
            sandbox.control.reset()
        yield pair
        self._idle.append(pair)

    def prepare(self) -> None:
        """Make the stacks that every duel starts from."""
        for kind in KINDS:
            with self._world(self.folder / "first", kind):
                pass

    def duel(self, history: Sequence[Operation]) -> Outcome:
        """Run a history on two fresh worlds."""
        ring = Path(tempfile.mkdtemp(dir=self.folder, prefix="duel-"))
        try:
            with (
                self._vendors(history) as (one, other),
                self._world(ring, "pulumi", one) as cli,
                self._world(ring, "embedded", other) as embedded,
                watching(cli.engine) as watch_cli,
                watching(embedded.engine) as watch_embedded,
            ):
                outcome = _fought(history, cli, embedded)
                leaks = [f"{leak}, pulumi" for leak in watch_cli.leaks()]
                leaks += [f"{leak}, embedded" for leak in watch_embedded.leaks()]
            return replace(outcome, verdict="leaked", leaks=leaks) if leaks else outcome
        finally:
            shutil.rmtree(ring, ignore_errors=True)

    def _world(self, ring: Path, kind: str, vendors: Sandbox | None = None) -> World:
        return World(ring / kind, kind, self.python, self.folder / f"template-{kind}", vendors)
