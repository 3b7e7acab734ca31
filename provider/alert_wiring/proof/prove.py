"""Sends a marked failure through every hop of a route and collects the verdicts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from alert_wiring.apifortress.backend import ApiFortressBackend
from alert_wiring.core.errors import WiringError
from alert_wiring.ilert.api import IlertApi
from alert_wiring.proof.ilert_half import IlertFollower
from alert_wiring.proof.model import Hop, IlertHalf, RouteProof, WiredRoute, XMattersHalf
from alert_wiring.proof.runs import FailingRuns
from alert_wiring.proof.waiting import Patience
from alert_wiring.proof.xmatters_half import XMattersFollower
from alert_wiring.xmatters.api import XMattersApi

_CLOCK_SLACK = timedelta(seconds=60)
"""How far the vendors' clocks may be behind ours (`ilert.md 4.6` step 3)."""


def new_mark() -> str:
    """A name that no other test has, and that tells whoever is woken by it that it is a drill."""
    return f"alert-wiring drill {uuid.uuid4().hex[:12]}"


@dataclass(frozen=True)
class Prover:
    """Proves routes against the accounts that the stack is wired to.

    Attributes:
        ilert, xmatters: make the client when a route has that half; a missing setting is the hop's verdict.
        say: takes one line of progress.
    """

    apifortress: ApiFortressBackend
    ilert: Callable[[], IlertApi]
    xmatters: Callable[[], XMattersApi]
    runs: FailingRuns
    patience: Patience = field(default_factory=Patience)
    say: Callable[[str], None] = print

    def look(self, name: str, route: WiredRoute) -> RouteProof:
        """Draw a route without firing it: what the stack says, and whether API Fortress has it so."""
        return RouteProof(name=name, trunk=self._trunk(route), branches=_untried(route))

    def prove(self, name: str, route: WiredRoute) -> RouteProof:
        """Let tests fail in every project of the route and follow them to the people; always cleans up.

        Raises:
            ProofError: no test could be made to fail.
        """
        trunk = self._trunk(route)
        if not all(hop.held for hop in trunk):
            return RouteProof(name=name, trunk=trunk, branches=_untried(route))
        since = datetime.now(UTC) - _CLOCK_SLACK
        marks: list[str] = []
        for project, project_id in route.projects.items():
            marks.append(new_mark())
            times = "once" if route.failures == 1 else f"{route.failures} times"
            self.say(f"{name}: a test of project {project!r} fails {times} ({marks[-1]})")
            for _ in range(route.failures):
                self.runs.fail(project_id, marks[-1])
            if not self.runs.marks:
                break
        carried = marks if self.runs.marks else []
        branches: list[tuple[Hop, ...]] = []
        if route.ilert is not None:
            self.say(f"{name}: waiting for the alert in ilert")
            fired = _connector(route, route.ilert.connector)
            branches.append((fired, *self._in_ilert(route.ilert, carried, since)))
        if route.xmatters is not None:
            self.say(f"{name}: waiting for the event in xMatters")
            fired = Hop(place="connector", title="xMatters", held=True, seen="fires on every failure")
            branches.append((fired, *self._in_xmatters(route.xmatters, carried, since)))
        return RouteProof(name=name, trunk=trunk, branches=tuple(branches))

    def _in_ilert(self, half: IlertHalf, marks: list[str], since: datetime) -> tuple[Hop, ...]:
        try:
            follower = IlertFollower(self.ilert(), half, self.patience)
        except WiringError as error:
            return (Hop(place="ilert alert source", title=half.alert_source, held=False, seen=error.text),)
        return follower.follow(marks, since)

    def _in_xmatters(self, half: XMattersHalf, marks: list[str], since: datetime) -> tuple[Hop, ...]:
        try:
            follower = XMattersFollower(self.xmatters(), half, self.patience)
        except WiringError as error:
            return (Hop(place="xMatters inbound integration", title=half.integration, held=False, seen=error.text),)
        return follower.follow(marks, since)

    def _trunk(self, route: WiredRoute) -> tuple[Hop, ...]:
        group = route.alert_group_id
        checks = [partial(self._assignment, name, id_, group) for name, id_ in route.projects.items()]
        title = f"{route.alert_group} (id {group})"
        return (
            _checked("projects", ", ".join(route.projects), checks, "assigned to the group"),
            _checked("alert group", title, [partial(self._connectors, route)], "connectors ready"),
        )

    def _assignment(self, name: str, project_id: str, group_id: str) -> str:
        assigned = self.apifortress.get_assigned(project_id)
        if assigned is None:
            return f"project {name!r} is gone"
        return "" if group_id in assigned else f"project {name!r} is not assigned: run refresh, then up"

    def _connectors(self, route: WiredRoute) -> str:
        there = self.apifortress.list_instances(route.alert_group_id)
        if there is None:
            return "the alert group is gone: run refresh, then up"
        by_id = {instance.id: instance for instance in there}
        for half in (route.ilert, route.xmatters):
            if half is None:
                continue
            instance = by_id.get(half.connector_id.rpartition("/")[2])
            if instance is None:
                return "a connector is gone: run refresh, then up"
            if empty := [name for name, value in instance.params.items() if not value]:
                return f"connector {instance.connector_name}: no value for {', '.join(empty)}"
        return ""


def _checked(place: str, title: str, checks: list[partial[str]], good: str) -> Hop:
    """A hop from checks that each return what is wrong, or nothing."""
    try:
        wrong = [text for check in checks if (text := check())]
    except WiringError as error:
        wrong = [error.text]
    return Hop(place=place, title=title, held=not wrong, seen="; ".join(wrong) or good)


def _connector(route: WiredRoute, title: str) -> Hop:
    seen = "fires on every failure"
    if route.window_seconds:
        seen = f"fires after {route.failures} failures within {route.window_seconds} s"
    return Hop(place="connector", title=title, held=True, seen=seen)


def _untried(route: WiredRoute) -> tuple[tuple[Hop, ...], ...]:
    branches: list[tuple[Hop, ...]] = []
    if (ilert := route.ilert) is not None:
        branches.append(
            (
                Hop(place="connector", title=ilert.connector),
                Hop(place="ilert alert source", title=ilert.alert_source),
                Hop(place="escalation policy", title=ilert.escalation_policy),
            )
        )
    if (xmatters := route.xmatters) is not None:
        branches.append(
            (
                Hop(place="connector", title="xMatters"),
                Hop(place="xMatters inbound integration", title=xmatters.integration),
                Hop(place="recipients", title=", ".join(xmatters.recipients)),
            )
        )
    return tuple(branches)
