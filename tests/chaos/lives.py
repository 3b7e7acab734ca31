"""Many lives of a stack in whole engines, compared with an undisturbed one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from chaos import scenario
from chaos.kinds import Estate
from chaos.verdict import Case, Verdict
from chaos.whole import FAULTS, Life
from support.sandbox import running

_IMPATIENT = {f"{vendor}_READ_TIMEOUT": "4" for vendor in ("ILERT", "XMATTERS", "APIFORTRESS")}
"""A fault that lets a client wait costs so many seconds."""


class Lives:
    """Many lives, some at a time, compared with one undisturbed life that is lived first."""

    def __init__(self, root: Path, kind: str, faults: tuple[str, ...], seed: int) -> None:
        """Live once without a fault below `root`. Raises AssertionError when that fails."""
        self._root, self._kind, self._seed = root, kind, seed
        self._faults = [fault for fault in faults if fault in FAULTS]
        self._names = {
            each["class"]: each["args"]["name"] for each in scenario.built() if "name" in each.get("args", {})
        }
        with self._life("undisturbed") as one:
            self.known = one.undisturbed()

    def run(self, number: int, told: Callable[[Verdict], None], workers: int, cases: Mapping[str, Case]) -> None:
        """Live so many times; `cases` replaces what the seed would choose."""
        with ThreadPoolExecutor(workers) as pool:
            for verdicts in pool.map(lambda each: self._lived(each, cases), range(number)):
                for verdict in verdicts:
                    told(verdict)

    def _lived(self, number: int, cases: Mapping[str, Case]) -> list[Verdict]:
        chosen = random.Random(f"{self._seed} {number}")
        picked = cases or {
            phase: Case(phase, chosen.randrange(requests), chosen.choice(self._faults))
            for phase, requests in self.known.requests.items()
        }
        with self._life(f"life-{number}") as one:
            return list(one.struck(self.known, picked))

    @contextmanager
    def _life(self, name: str) -> Iterator[Life]:
        """A life with a sandbox and an estate of its own; nothing of it stays."""
        root = self._root / name
        logs = root / "estate" / "home" / "logs"
        logs.mkdir(parents=True)
        with (
            running(root / "sandbox") as sandbox,
            Estate(root / "estate", sandbox, self._kind, {**_IMPATIENT, "TMPDIR": str(logs)}) as estate,
        ):
            yield Life(estate, self._names)
        shutil.rmtree(root)
