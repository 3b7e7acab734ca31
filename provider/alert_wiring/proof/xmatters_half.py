"""Follows a marked failure into xMatters, to the event and its recipients, and ends it (`xmatters.md 5.6`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from alert_wiring.core.errors import WiringError
from alert_wiring.proof.model import Hop, XMattersHalf
from alert_wiring.proof.waiting import Patience
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.events import Event, event_recipients, find_events, integration_log, terminate

_ENDED = {"TERMINATED", "TERMINATED_EXTERNAL"}


@dataclass(frozen=True)
class XMattersFollower:
    """Follows failures of one route into the events of its workflow."""

    api: XMattersApi
    half: XMattersHalf
    patience: Patience

    def follow(self, marks: Collection[str], since: datetime) -> tuple[Hop, ...]:
        """Wait for at least one event per mark (or, without marks, any made since), then end what was found.

        Never raises: what a vendor refuses becomes the hop's verdict.
        """
        wanted = max(1, len(marks))
        found: list[Event] = []
        try:
            found = self.patience.until(
                lambda: self._ours(marks, since), lambda events: len(_seen(events, marks)) >= wanted
            )
            hops = self._verdict(found, len(_seen(found, marks)), wanted, since)
        except WiringError as error:
            hops = (self._integration(False, error.text),)
        return (*hops, self._clean_up(found)) if found else hops

    def _ours(self, marks: Collection[str], since: datetime) -> list[Event]:
        events = find_events(self.api, plan_id=self.half.workflow_id)
        if marks:
            return [event for event in events if any(mark in _text(event) for mark in marks)]
        return [event for event in events if datetime.fromisoformat(event.created) >= since]

    def _verdict(self, found: list[Event], seen: int, wanted: int, since: datetime) -> tuple[Hop, ...]:
        if seen < wanted:
            text = f"{seen} of {wanted} failures made an event within {self.patience.seconds:g} s: {self._why(since)}"
            return (self._integration(False, text),)
        numbers = ", ".join(event.number for event in found)
        return (
            self._integration(True, f"event {numbers} created"),
            self._recipients(found),
        )

    def _why(self, since: datetime) -> str:
        """What the integration's log says; failed calls are always in it (`xmatters.md 4.7`)."""
        log = integration_log(self.api, self.half.integration_id)
        if any(entry.status == "FAILED" and datetime.fromisoformat(entry.completed) >= since for entry in log):
            return (
                "the integration's log says FAILED; look there: usually the key's user may not send the form, or a "
                "recipient does not exist"
            )
        return "the integration's log has no failed call; a wrong or missing key in the trigger URL is the usual reason"

    def _recipients(self, found: list[Event]) -> Hop:
        targeted = {each.name for event in found for each in event_recipients(self.api, event.id) or ()}
        missing = [name for name in self.half.recipients if name not in targeted]
        return Hop(
            place="recipients",
            title=", ".join(self.half.recipients),
            held=bool(targeted) and not missing,
            seen=f"not targeted: {', '.join(missing)}" if missing else "targeted",
        )

    def _integration(self, held: bool, seen: str) -> Hop:
        return Hop(place="xMatters inbound integration", title=self.half.integration, held=held, seen=seen)

    def _clean_up(self, found: list[Event]) -> Hop:
        try:
            for event in found:
                terminate(self.api, event.id)
            left = self.patience.until(lambda: self._alive(found), lambda alive: not alive)
        except WiringError as error:
            return Hop(place="afterwards", title="terminate the event", held=False, seen=error.text)
        seen = (
            f"still active: {', '.join(left)}; terminate it in xMatters" if left else "terminated, nobody is kept awake"
        )
        return Hop(place="afterwards", title="the event", held=not left, seen=seen)

    def _alive(self, found: list[Event]) -> list[str]:
        ended = {e.id for e in find_events(self.api, plan_id=self.half.workflow_id) if e.status in _ENDED}
        return [event.number for event in found if event.id not in ended]


def _text(event: Event) -> str:
    return "\n".join([event.name, *(str(value) for value in event.properties.values())])


def _seen(events: list[Event], marks: Collection[str]) -> set[str]:
    """The marks that some event carries; without marks, the events themselves."""
    if not marks:
        return {event.id for event in events}
    return {mark for mark in marks if any(mark in _text(event) for event in events)}
