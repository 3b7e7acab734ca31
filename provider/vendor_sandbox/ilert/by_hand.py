"""What a person does in ilert's console, behind the back of the tool under test."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import heartbeat_book
from vendor_sandbox.ilert.alert_book import forget_source
from vendor_sandbox.ilert.names import COLLECTIONS
from vendor_sandbox.ilert.outbox import RUNS
from vendor_sandbox.ilert.stamps import STAMPED, moved

Stored = dict[str, Any]
OBJECTS = {**COLLECTIONS, "action-runs": RUNS}
"""Kind → collection. Stored objects have the API's names, in the shape that is written to the API."""


def delete_by_hand(context: Context, kind: str, identity: str) -> bool:
    """Delete an object as the console would, with what goes with it."""
    found = context.store.delete(OBJECTS[kind], identity)
    if found and kind == "alert-sources":
        forget_source(context, int(identity))
    if found and kind == "heartbeat-monitors":
        heartbeat_book.forget(context, identity)
    return found


def edited_by_hand(context: Context, kind: str, before: Stored, after: Stored) -> Stored:
    """An object as it is stored after an edit in the console, where nobody types a time stamp."""
    if kind == "heartbeat-monitors":
        heartbeat_book.rearm(context, after)
    if kind not in STAMPED or context.switches.get("ilert.updated_at_moves") == "no":
        return after
    return {**after, "updatedAt": moved(context, before)}
