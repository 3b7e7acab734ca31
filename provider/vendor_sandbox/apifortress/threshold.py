"""The counter of JSON Alert /w Threshold, exactly as the published script keeps it (api-fortress.md 6.4)."""

from __future__ import annotations

import re

from vendor_sandbox.apifortress.objects import THRESHOLDS
from vendor_sandbox.context import Context

DEFAULT_COUNTER = 3
DEFAULT_TTL = 600
MAX_TTL = 3600
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BITS = 2**31


def parse(counter: str, ttl: str) -> tuple[int, int]:
    """(failures, seconds). A bad counter leaves both at their defaults, a bad ttl only itself; no lower limits."""
    failures = _integer(counter)
    if failures is None:
        return DEFAULT_COUNTER, DEFAULT_TTL
    seconds = _integer(ttl)
    return failures, min(DEFAULT_TTL if seconds is None else seconds, MAX_TTL)


def reached(context: Context, key: str, counter: str, ttl: str) -> bool:
    """Count one event of a test; says whether it is to be sent.

    The key is the test's id alone, so all instances share the count, unless switched otherwise. The window opens with
    the first event, is not extended by later ones, and a new one opens at the moment of sending.
    """
    failures, seconds = parse(counter, ttl)
    now = context.clock.timestamp()
    entry = context.store.get(THRESHOLDS, key)
    if entry is None or now >= entry["stored"] + entry["seconds"]:
        entry = {"stored": now, "seconds": seconds, "events": 0}
    entry["events"] += 1
    sends = bool(entry["events"] >= failures)
    if sends:
        entry = {"stored": now, "seconds": seconds, "events": 0}
    context.store.put(THRESHOLDS, key, entry)
    return sends


def forget(context: Context) -> None:
    """What a restart of the connector service does: its cache is in memory."""
    for key, _ in context.store.items(THRESHOLDS):
        context.store.delete(THRESHOLDS, key)


def _integer(text: str) -> int | None:
    """A text that Java reads as an int, untrimmed; None otherwise."""
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return number if -_BITS <= number < _BITS else None
