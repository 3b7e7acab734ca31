"""The layer in one process: a fault at every request of the scenario, each in a fork of the run that met it.

The run goes on to a request; for each fault a child is forked there, which suffers it, ends the command, settles, and
compares what is there with the undisturbed run; the parent goes on to the next request. So nothing is done twice, and
no case can spoil another.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import requests

from chaos import program, scenario
from chaos.by_hand import meddle, plant
from chaos.compared import KNOWN_TO_THE_DEAD, Picture, difference, picture
from chaos.crew import Crew
from chaos.driver import Driver, Outcome, shown
from chaos.faults import DEATHS, LASTING, ONCE, Injector
from chaos.heard import Heard
from chaos.program import Goal
from chaos.vendors import Asked, Serve, Vendors
from chaos.verdict import RERUNS, Case, Verdict, dirt


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
        self.foreign = set(self.vendors.everything())

    def run(self, phase: Phase, goals: list[Goal] | None = None) -> Outcome:
        """Run the phase's command."""
        outcome: Outcome = getattr(self.driver, phase.verb)(phase.goals if goals is None else goals)
        return outcome

    def picture(self) -> Picture:
        """Return what is there."""
        return picture(self.vendors.everything(), shown(self.driver.state), self.foreign)

    def asked(self, since: int = 0) -> list[Asked]:
        """Return the requests from a number on."""
        return self.vendors.log[since:]


def _by_hand(world: World) -> None:
    meddle(world.vendors, {name: entry.id for name, entry in world.driver.state.items()})


def phases() -> list[Phase]:
    """Return the scenario's commands."""
    programs = (program.registered(rows()) for rows in (scenario.built, scenario.changed, scenario.replaced))
    built, changed, replaced = programs
    return [
        Phase("up", "up", built),
        Phase("change", "up", changed),
        Phase("replace", "up", replaced),
        Phase("refresh", "refresh", replaced, _by_hand),
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
    seeded = world.vendors.everything()
    with world.vendors.reached():
        for phase in story:
            phase.before(world)
            since = len(world.vendors.log)
            outcome = world.run(phase)
            assert outcome.whole, f"{phase.name} fails without a fault: {outcome.errors}"
            learned.asked[phase.name] = world.asked(since)
            learned.pictures[phase.name] = world.picture()
    left = world.vendors.everything()
    spoiled = sorted(key for key in left.keys() | seeded.keys() if left.get(key) != seeded.get(key))
    assert not spoiled, f"left behind or spoiled: {spoiled}"
    world.vendors.close()
    return learned


def all_cases(learned: Learned) -> list[Case]:
    """Return the whole matrix: every request and everything that can happen to it, once and until the end.

    What happens after a read took effect is what happens before: a read has none.
    """
    return [
        Case(phase, number, fault, lasting)
        for phase, asked in learned.asked.items()
        for number, each in enumerate(asked)
        for lasting, faults in ((False, ONCE), (True, LASTING))
        for fault in faults
        if lasting or _matters(fault, each)
    ]


def _matters(fault: str, asked: Asked) -> bool:
    if asked.method == "GET":
        return not fault.endswith(" after")
    return fault != "duplicate row"


Wanted = dict[tuple[str, int], list[Case]]
"""(phase, number of a request) → the cases there."""


def sweep(
    story: list[Phase], learned: Learned, cases: Iterable[Case], told: Callable[[Verdict], None], workers: int = 1
) -> None:
    """Run the cases, at most so many at a time; `told` hears of each verdict as it comes in."""
    wanted: Wanted = {}
    for case in cases:
        wanted.setdefault((case.phase, case.number), []).append(case)
    world = World(story[0].goals)
    crew = Crew(workers, told)
    gc.collect()
    gc.freeze()  # children share this memory as long as nobody touches it
    with world.vendors.reached():
        for phase in story:
            phase.before(world)
            fork = _Fork(world, phase, wanted, crew)
            world.vendors.meddle = fork
            outcome = world.run(phase)
            if fork.injector is not None:  # this is a child, and its fault has struck
                crew.leave(_judged(world, phase, learned, fork, outcome))
            assert outcome.whole, f"{phase.name} fails without a fault: {outcome.errors}"
            world.vendors.meddle = None
    crew.wait()
    world.vendors.close()


class _Fork:
    """Meddles with the requests of a phase: forks a child for each case, which then suffers its fault."""

    def __init__(self, world: World, phase: Phase, wanted: Wanted, crew: Crew) -> None:
        self.world, self.phase, self.wanted, self.crew = world, phase, wanted, crew
        self.since = len(world.vendors.log)
        self.injector: Injector | None = None
        self.case: Case | None = None
        self.heard: Heard | None = None

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
        self.heard = Heard()
        self.injector = Injector(self.world.vendors, case.fault, number, lasting=case.lasting)
        self.world.driver.dead = lambda: bool(self.injector and self.injector.dead)
        self.world.driver.interrupted = lambda: bool(self.injector and self.injector.interrupted)


def _judged(world: World, phase: Phase, learned: Learned, fork: _Fork, outcome: Outcome) -> Verdict:
    """Settle, and compare with the undisturbed run."""
    assert fork.case is not None and fork.injector is not None and fork.heard is not None
    verdict = Verdict(fork.case, str(world.vendors.log[fork.injector.number]))
    outcomes = [outcome]
    fork.heard.note(outcome, world.driver.state)
    world.vendors.meddle = None
    world.driver.dead = world.driver.interrupted = lambda: False
    goals = phase.goals
    while not outcomes[-1].whole and verdict.runs <= RERUNS:
        goals = _adopting(goals, outcomes[-1])
        outcomes.append(world.run(phase, goals))
        fork.heard.note(outcomes[-1], world.driver.state)
        verdict.runs += 1
    verdict.lines = [line for each in outcomes for line in each.errors]
    verdict.dirty = [line for line in verdict.lines if dirt(line)]
    verdict.dirty += [line for each in outcomes for line in each.warnings if dirt(line, advice=False)]
    verdict.leaks = fork.heard.leaks()
    if verdict.runs <= RERUNS:
        unknown = KNOWN_TO_THE_DEAD if fork.case.fault in DEATHS or fork.case.lasting else frozenset[str]()
        verdict.difference = difference(learned.pictures[phase.name], world.picture(), unknown)
    return verdict


def _adopting(goals: list[Goal], outcome: Outcome) -> list[Goal]:
    """Do as the line says that asks for `adopt=True`: with the resource that it is about."""
    asked_for = [goal.name for goal in goals if any(_asks_to_adopt(line, goal) for line in outcome.errors)]
    return [replace(goal, inputs={**goal.inputs, "adopt": True}) if goal.name in asked_for else goal for goal in goals]


def _asks_to_adopt(line: str, goal: Goal) -> bool:
    return "adopt=True" in line and f"{goal.provider.kind.noun} {goal.inputs.get('name')!r}" in line


def _class_of(goal: Goal) -> str:
    module, _, name = goal.provider.__module__, "", goal.provider.__name__.removesuffix("Provider")
    return f"{module.split('.')[1]}.{name}"
