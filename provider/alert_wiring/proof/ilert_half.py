"""Follows a marked failure into ilert, to the alert and its escalation policy, and resolves it (`ilert.md 4.6`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from alert_wiring.core.errors import WiringError
from alert_wiring.core.values import Remote
from alert_wiring.ilert.api import IlertApi
from alert_wiring.proof.model import Hop, IlertHalf
from alert_wiring.proof.waiting import Patience

_OPEN = ("PENDING", "ACCEPTED")


@dataclass(frozen=True)
class IlertFollower:
    """Follows failures of one route into its alert source."""

    api: IlertApi
    half: IlertHalf
    patience: Patience

    def follow(self, marks: Collection[str], since: datetime) -> tuple[Hop, ...]:
        """Wait for one alert per mark (or, without marks, any alert made since), then resolve what was found.

        Never raises: what a vendor refuses becomes the hop's verdict.
        """
        wanted = max(1, len(marks))
        found: list[Remote] = []
        try:
            found = self.patience.until(lambda: self._ours(marks, since), lambda alerts: len(alerts) >= wanted)
            hops = self._verdict(found, wanted)
        except WiringError as error:
            hops = (self._source(False, error.text),)
        return (*hops, self._clean_up(found)) if found else hops

    def _ours(self, marks: Collection[str], since: datetime) -> list[Remote]:
        alerts = self.api.list_alerts(self.half.alert_source_id, states=_OPEN, since=None if marks else since)
        return [alert for alert in alerts if not marks or any(self._carries(alert, mark) for mark in marks)]

    def _carries(self, alert: Remote, mark: str) -> bool:
        if mark in f"{alert.get('summary')}\n{alert.get('details')}":
            return True
        # Templates may not show the test's name; the original payload always has it.
        whole = self.api.get_alert(str(alert["id"]))
        return whole is not None and mark in str(whole.get("customDetails"))

    def _verdict(self, found: list[Remote], wanted: int) -> tuple[Hop, ...]:
        if len(found) < wanted:
            return (
                self._source(
                    False,
                    f"{len(found)} of {wanted} alerts arrived within {self.patience.seconds:g} s: look at the source's "
                    "event explorer, at its event filter and at what the connector answered",
                ),
            )
        numbers = ", ".join(f"#{alert['id']}" for alert in found)
        policies = {str((alert.get("escalationPolicy") or {}).get("name", "none")) for alert in found}
        return (
            self._source(True, f"alert {numbers} raised"),
            Hop(
                place="escalation policy",
                title=self.half.escalation_policy,
                held=policies == {self.half.escalation_policy},
                seen="escalates the alert"
                if policies == {self.half.escalation_policy}
                else f"the alert went to {policies}",
            ),
        )

    def _source(self, held: bool, seen: str) -> Hop:
        return Hop(place="ilert alert source", title=self.half.alert_source, held=held, seen=seen)

    def _clean_up(self, found: list[Remote]) -> Hop:
        try:
            left = [str(alert["id"]) for alert in found if not self._resolved(str(alert["id"]))]
        except WiringError as error:
            return Hop(place="afterwards", title="resolve the alert", held=False, seen=error.text)
        seen = f"still open: {', '.join(left)}; resolve it in ilert" if left else "resolved, nobody is kept awake"
        return Hop(place="afterwards", title="the alert", held=not left, seen=seen)

    def _resolved(self, alert_id: str) -> bool:
        self.api.resolve_alert(alert_id)
        alert = self.api.get_alert(alert_id)
        return alert is not None and alert.get("status") == "RESOLVED"
