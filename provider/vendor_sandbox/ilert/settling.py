"""Brings about what is due by now, each thing with the time at which it fell due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import action_runs, alert_book, due, escalation, heartbeat_book, outbox, processing
from vendor_sandbox.moment import at

_ACTIONS: dict[str, Callable[[Context, str], None]] = {
    processing.EVENT: processing.process_waiting,
    alert_book.AUTO_RESOLVE: alert_book.resolve_by_itself,
    escalation.ESCALATE: alert_book.escalate,
    action_runs.DELAYED: action_runs.run_delayed,
    heartbeat_book.SILENT: heartbeat_book.expire,
}


def settle(context: Context) -> None:
    """Bring about everything that is due, in the order in which it fell due, what follows from it included."""
    now = context.clock.now()
    with context.store.transaction():
        while due.reached(context, now):
            _settle(context, due.take(context, now))
        processing.raise_priorities(context)
    outbox.send_waiting(context)


def _settle(context: Context, items: list[tuple[datetime, due.Item]]) -> None:
    """Do one thing after the other, until one of them brought up something that comes before the next."""
    for index, (moment, item) in enumerate(items):
        if index and due.reached(context, moment):
            due.expect(context, item["what"], item["key"], moment)
            return
        due.forget(context, item["what"], item["key"])
        _ACTIONS[item["what"]](at(context, moment), item["key"])
