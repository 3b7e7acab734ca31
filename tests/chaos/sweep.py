"""The layer in one process: a fault at every request of the scenario, each in a fork of the run that met it.

The run goes on to a request; for each fault a child is forked there, which suffers it, ends the command, settles, and
compares what is there with the undisturbed run; the parent goes on to the next request. So nothing is done twice, and
no case can spoil another.
"""

from __future__ import annotations

import os
import pickle
import re
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import requests

from chaos import program, scenario
from chaos.by_hand import meddle, plant
from chaos.compared import Difference, Picture, difference, picture
from chaos.driver import Driver, Outcome, shown
from chaos.faults import LASTING, ONCE, Injector
from chaos.program import Goal
from chaos.vendors import SECRETS as ACCOUNT_SECRETS
from chaos.vendors import Asked, Serve, Vendors

RERUNS = 2
_ADVICE = re.compile(
    r"\b(run|wait|check|set|write|put|give|delete|use|try|look|open|remove|rename|choose|ask|free|change)\b", re.I
)


@dataclass(frozen=True)
class Case:
    """One fault at one request."""

    phase: str
    number: int
    """Of the request within the phase, from 0."""
    fault: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.phase}:{self.number}:{self.fault}{':lasting' if self.lasting else ''}"

    @classmethod
    def read(cls, text: str) -> Case:
        """Return the case that a text such as `up:57:reset after` or `up:57:reset after:lasting` names.

        Raises:
            ValueError: it names none.
        """
        phase, number, fault, *more = text.split(":")
        if fault not in (LASTING if more else ONCE) or more not in ([], ["lasting"]):
            raise ValueError(f"no such fault: {text}")
        return cls(phase, int(number), fault, bool(more))


@dataclass
class Verdict:
    """What came of a case."""

    case: Case
    asked: str
    runs: int = 0
    """Commands after the disturbed one until nothing failed; more than `RERUNS`: never."""
    difference: Difference = field(default_factory=Difference)
    dirty: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    broken: str = ""

    @property
    def fine(self) -> bool:
        """Whether every promise was kept."""
        return self.runs <= RERUNS and self.difference.none and not self.dirty and not self.broken


@dataclass(frozen=True)
class Phase:
    """One command of the scenario."""

    name: str
    verb: str
    goals: list[Goal]
    before: Callable[[World], None] = lambda _: None


class World:
    """The vendors and one stack."""

    def __init__(self, first: list[Goal]) -> None:
        self.vendors = Vendors()
        self.driver = Driver()
        os.environ.update(self.vendors.settings())
        plant(self.vendors, {_class_of(goal): goal.inputs["name"] for goal in first if goal.inputs.get("name")})
        self.foreign = set(self.vendors.objects())

    def run(self, phase: Phase, goals: list[Goal] | None = None) -> Outcome:
        """Run the phase's command."""
        outcome: Outcome = getattr(self.driver, phase.verb)(phase.goals if goals is None else goals)
        return outcome

    def picture(self) -> Picture:
        """Return what is there."""
        return picture(self.vendors.objects(), shown(self.driver.state), self.foreign)

    def asked(self, since: int = 0) -> list[Asked]:
        """Return the requests from a number on."""
        return self.vendors.log[since:]


def phases() -> list[Phase]:
    """Return the scenario's commands."""
    programs = (program.registered(rows()) for rows in (scenario.built, scenario.changed, scenario.replaced))
    built, changed, replaced = programs
    return [
        Phase("up", "up", built),
        Phase("change", "up", changed),
        Phase("replace", "up", replaced),
        Phase("refresh", "refresh", replaced, lambda world: meddle(world.vendors, world.driver.state)),
        Phase("repair", "up", replaced),
        Phase("destroy", "destroy", replaced),
    ]


@dataclass
class Learned:
    """The undisturbed run."""

    asked: dict[str, list[Asked]]
    pictures: dict[str, Picture]


def learn(story: list[Phase]) -> Learned:
    """Run the scenario once without any fault. Raises AssertionError when it does not even work then."""
    world = World(story[0].goals)
    learned = Learned({}, {})
    seeded = world.vendors.objects()
    with world.vendors.reached():
        for phase in story:
            phase.before(world)
            since = len(world.vendors.log)
            outcome = world.run(phase)
            assert outcome.whole, f"{phase.name} fails without a fault: {outcome.errors}"
            learned.asked[phase.name] = world.asked(since)
            learned.pictures[phase.name] = world.picture()
    left = world.vendors.objects()
    assert left == seeded, f"left behind: {sorted(key for key in left.keys() ^ seeded.keys())}"
    world.vendors.close()
    return learned


def all_cases(learned: Learned) -> list[Case]:
    """Return the whole matrix: every request and everything that can happen to it, once and until the end."""
    return [
        Case(phase, number, fault, lasting)
        for phase, asked in learned.asked.items()
        for number in range(len(asked))
        for lasting, faults in ((False, ONCE), (True, LASTING))
        for fault in faults
    ]


Wanted = dict[tuple[str, int], list[Case]]
"""(phase, number of a request) → the cases there."""


def sweep(story: list[Phase], learned: Learned, cases: Iterable[Case], workers: int = 1) -> Iterator[Verdict]:
    """Run the cases, at most so many at a time; verdicts come in the order in which they end."""
    wanted: Wanted = {}
    for case in cases:
        wanted.setdefault((case.phase, case.number), []).append(case)
    world = World(story[0].goals)
    crew = _Crew(workers)
    with world.vendors.reached():
        for phase in story:
            phase.before(world)
            fork = _Fork(world, phase, wanted, crew)
            world.vendors.meddle = fork
            outcome = world.run(phase)
            if fork.injector is not None:  # this is a child, and its fault has struck
                crew.leave(_judged(world, phase, learned, fork, outcome))
            world.vendors.meddle = None
            yield from crew.ended()
    yield from crew.ended(all_of_them=True)
    world.vendors.close()


class _Fork:
    """Meddles with the requests of a phase: forks a child for each case, which then suffers its fault."""

    def __init__(self, world: World, phase: Phase, wanted: Wanted, crew: _Crew) -> None:
        self.world, self.phase, self.wanted, self.crew = world, phase, wanted, crew
        self.since = len(world.vendors.log)
        self.injector: Injector | None = None
        self.case: Case | None = None

    def __call__(self, number: int, asked: Asked, request: requests.PreparedRequest, serve: Serve) -> requests.Response:
        if self.injector is None:
            for case in self.wanted.get((self.phase.name, number - self.since), []):
                if self.crew.forked():
                    self._suffer(case, number)
                    break
        if self.injector is None:
            return serve()
        return self.injector(number, asked, request, serve)

    def _suffer(self, case: Case, number: int) -> None:
        self.case = case
        self.injector = Injector(self.world.vendors, case.fault, number, lasting=case.lasting)
        self.world.driver.dead = lambda: bool(self.injector and self.injector.dead)
        self.world.driver.interrupted = lambda: bool(self.injector and self.injector.interrupted)


def _judged(world: World, phase: Phase, learned: Learned, fork: _Fork, outcome: Outcome) -> Verdict:
    """Settle, and compare with the undisturbed run."""
    assert fork.case is not None and fork.injector is not None
    verdict = Verdict(fork.case, str(world.vendors.log[fork.injector.number]))
    outcomes = [outcome]
    world.vendors.meddle = None
    world.driver.dead = world.driver.interrupted = lambda: False
    goals = phase.goals
    while not outcomes[-1].whole and verdict.runs <= RERUNS:
        goals = _adopting(goals, outcomes[-1])
        outcomes.append(world.run(phase, goals))
        verdict.runs += 1
    verdict.lines = [line for each in outcomes for line in each.errors]
    verdict.dirty = [line for line in verdict.lines if dirt(line)]
    verdict.dirty += [line for each in outcomes for line in each.warnings if dirt(line, advice=False)]
    if verdict.runs <= RERUNS:
        verdict.difference = difference(learned.pictures[phase.name], world.picture())
    return verdict


def _adopting(goals: list[Goal], outcome: Outcome) -> list[Goal]:
    """Do as the line says that asks for `adopt=True`: with the resource that it is about."""
    asked_for = [goal.name for goal in goals if any(_asks_to_adopt(line, goal) for line in outcome.errors)]
    return [replace(goal, inputs={**goal.inputs, "adopt": True}) if goal.name in asked_for else goal for goal in goals]


def _asks_to_adopt(line: str, goal: Goal) -> bool:
    return "adopt=True" in line and f"{goal.provider.kind.noun} {goal.inputs.get('name')!r}" in line


def dirt(line: str, *, advice: bool = True) -> str:
    """Say what is wrong with a line that a person sees; empty when it is clean."""
    if "\n" in line or "Traceback" in line:
        return "more than one line"
    if any(secret in line for secret in (*scenario.SECRETS, *ACCOUNT_SECRETS)) or re.search(
        r"il1[a-z]{3}[0-9a-f]{6}", line
    ):
        return "a secret"
    if "defect of the provider" in line:
        return "a defect"
    if advice and not _ADVICE.search(line):
        return "does not say what to do next"
    return ""


def _class_of(goal: Goal) -> str:
    module, _, name = goal.provider.__module__, "", goal.provider.__name__.removesuffix("Provider")
    return f"{module.split('.')[1]}.{name}"


class _Crew:
    """Children that each run one case, and report through a pipe."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pipes: dict[int, int] = {}
        self._got: dict[int, bytes] = {}
        self._ended: list[Verdict] = []
        self._report: int | None = None

    def forked(self) -> bool:
        """Fork when there is room; say whether this is the child."""
        while len(self._pipes) >= self._workers:
            self._collect()
        read, write = os.pipe()
        sys.stdout.flush()
        if pid := os.fork():
            os.close(write)
            self._pipes[read] = pid
            self._got[read] = b""
            return False
        os.close(read)
        self._report = write
        return True

    def leave(self, verdict: Verdict) -> None:
        """End this child with its verdict."""
        assert self._report is not None
        with os.fdopen(self._report, "wb") as pipe:
            pickle.dump(verdict, pipe)
        os._exit(0)

    def ended(self, *, all_of_them: bool = False) -> list[Verdict]:
        """Return the verdicts that have come in, or wait for all."""
        while all_of_them and self._pipes:
            self._collect()
        found, self._ended = self._ended, []
        return found

    def _collect(self) -> None:
        """Wait until a child has something to say."""
        for pipe in select.select(list(self._pipes), [], [])[0]:
            if more := os.read(pipe, 1 << 16):
                self._got[pipe] += more
                continue
            os.close(pipe)
            os.waitpid(self._pipes.pop(pipe), 0)
            self._ended.append(pickle.loads(self._got.pop(pipe)))  # noqa: S301 (our own child)
