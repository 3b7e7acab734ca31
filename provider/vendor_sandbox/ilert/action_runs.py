"""Alert actions act: what each would send when an alert changes, kept to be looked at (ilert.md 3.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import due, outbox, times
from vendor_sandbox.ilert.action_requests import request_of
from vendor_sandbox.ilert.indexes import REFERRING
from vendor_sandbox.ilert.names import ALERT_ACTIONS, ALERTS
from vendor_sandbox.ilert.surroundings import condition_holds

Stored = dict[str, Any]
DELAYED = "delayed action"
"""An action that waits for its delay, in the list of what falls due."""
_DELAYS = {"alert-escalation-ended": "escalationEndedDelaySec", "v-alert-not-resolved": "notResolvedDelaySec"}


def tell(context: Context, alert: Stored, *triggers: str) -> None:
    """Run every automatic action of the alert's source that one of the triggers starts; each runs once."""
    for action in _attached(context, alert):
        kind = next((kind for kind in triggers if kind in (action.get("triggerTypes") or [])), None)
        if kind is None or action.get("triggerMode") == "MANUAL":
            continue
        seconds = int(action.get(_DELAYS.get(kind, "")) or 0)
        if seconds:
            key = f"{alert['id']}/{action['id']}/{kind}"
            due.expect(context, DELAYED, key, context.clock.now() + timedelta(seconds=seconds))
        else:
            _run(context, action, alert, kind)


def run_delayed(context: Context, key: str) -> None:
    """Run an action whose delay is over, if the alert is still open and the action still there."""
    number, identity, kind = key.split("/")
    alert, action = context.store.get(ALERTS, number), context.store.get(ALERT_ACTIONS, identity)
    if alert is not None and action is not None and alert["status"] != "RESOLVED":
        _run(context, action, alert, kind)


def manual(context: Context, alert: Stored) -> list[Stored]:
    """The actions of an alert's source that a person starts."""
    return [action for action in _attached(context, alert) if action.get("triggerMode") == "MANUAL"]


def run_by_hand(context: Context, action: Stored, alert: Stored) -> None:
    """Run an action because a person asked for it; conditions do not apply."""
    outbox.put(context, _about(context, action, alert, "manual"), request_of(context, action, alert, "manual"))


def _attached(context: Context, alert: Stored) -> list[Stored]:
    return context.store.found(REFERRING[ALERT_ACTIONS], ("alertSources", alert["alertSource"]["id"]))


def _run(context: Context, action: Stored, alert: Stored, trigger: str) -> None:
    condition = action.get("conditions")
    if condition and not condition_holds(context, condition, {"alert": alert}, f"{action['id']}.conditions"):
        return
    outbox.put(context, _about(context, action, alert, trigger), request_of(context, action, alert, trigger))


def _about(context: Context, action: Stored, alert: Stored, trigger: str) -> Stored:
    return {
        "time": times.kept(context.clock.now()),
        "alertAction": {"id": action["id"], "name": action["name"]},
        "connectorType": action.get("connectorType"),
        "alert": {"id": alert["id"], "summary": alert["summary"]},
        "trigger": trigger,
    }
