"""A history on both engines, operation by operation, until they differ."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twin.compare import Difference, described, differences
from twin.world import Operation, Seen, World

from support.engines import KINDS


@dataclass
class Outcome:
    """How a history went: ``equal``, ``refused`` (by the embedded engine) or ``different``."""

    verdict: str
    operations: int
    """How many were carried out on both engines."""
    found: list[Difference] = field(default_factory=list)
    seen: tuple[Seen, Seen] | None = None

    def names(self) -> set[str]:
        """Return the names of what differs."""
        return {name for name, _, _ in self.found}

    def lines(self, history: Sequence[Operation]) -> list[str]:
        """Return the text that tells a difference: the operations, then what differs in the last one."""
        told = [json.dumps(operation, sort_keys=True) for operation in history[: self.operations]]
        texts = [seen.text for seen in self.seen or ()] if "exit code" in self.names() else []
        return [*told, *described(self.found), *texts]


@dataclass(frozen=True)
class Arena:
    """Where duels are held: a directory, and the interpreter for each engine."""

    folder: Path
    python: str

    def prepare(self) -> None:
        """Make the stacks that every duel starts from."""
        for kind in KINDS:
            with self._world(self.folder / "first", kind):
                pass

    def duel(self, history: Sequence[Operation]) -> Outcome:
        """Run a history on two fresh worlds."""
        ring = Path(tempfile.mkdtemp(dir=self.folder, prefix="duel-"))
        try:
            with self._world(ring, "pulumi") as cli, self._world(ring, "embedded") as embedded:
                for number, operation in enumerate(history, 1):
                    left, right = cli.run(operation), embedded.run(operation)
                    if right.refused:
                        return Outcome("refused", number, seen=(left, right))
                    if found := differences(operation, left, right):
                        return Outcome("different", number, found, (left, right))
            return Outcome("equal", len(history))
        finally:
            shutil.rmtree(ring, ignore_errors=True)

    def _world(self, ring: Path, kind: str) -> World:
        return World(ring / kind, kind, self.python, self.folder / f"template-{kind}")
