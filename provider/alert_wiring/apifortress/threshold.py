"""When JSON Alert /w Threshold can fire at all (`api-fortress.md 6.4`): pure arithmetic.

The connector opens a window of `ttl` seconds at the first failure of a test, sends once `counter` failures lie in it,
and silently cuts `ttl` to an hour. A test that runs every *i* seconds fails at 0, *i*, 2*i*, ...: the last of `counter`
failures comes (counter - 1) x *i* seconds after the first and must come before the window closes.
"""

from __future__ import annotations

MAX_TTL_SECONDS = 3600
"""The connector cuts a longer window to this, silently (`api-fortress.md 6.4`)."""

DEFAULT_COUNTER = 3
"""Failures before sending when the parameter is empty or not a whole number (`api-fortress.md 6.4`)."""

DEFAULT_TTL_SECONDS = 600
"""Window in seconds when the parameter is empty or not a whole number (`api-fortress.md 6.4`)."""

SHORTEST_SCHEDULE_SECONDS = 300
"""The shortest interval that the scheduler offers (`api-fortress.md 6.4`, `7.13`)."""


def can_fire(counter: int, ttl_seconds: int, interval_seconds: int) -> bool:
    """Return whether a test that runs, and fails, every `interval_seconds` ever reaches the threshold."""
    return counter <= 1 or min(ttl_seconds, MAX_TTL_SECONDS) > (counter - 1) * interval_seconds


def largest_counter(ttl_seconds: int, interval_seconds: int) -> int:
    """Return the largest counter that `ttl_seconds` still lets a test on this schedule reach (at least 1)."""
    return (min(ttl_seconds, MAX_TTL_SECONDS) - 1) // interval_seconds + 1


def smallest_ttl(counter: int, interval_seconds: int) -> int | None:
    """Return the shortest window in seconds that reaches `counter`, or None when an hour is not enough."""
    ttl = (counter - 1) * interval_seconds + 1
    return ttl if ttl <= MAX_TTL_SECONDS else None


def unreachable(
    counter: int,
    ttl_seconds: int,
    interval_seconds: int,
    *,
    counter_name: str = "counter",
    ttl_name: str = "ttl_seconds",
) -> str | None:
    """Say why the threshold can never be reached on this schedule and what to write instead; None when it can.

    `counter_name` and `ttl_name` are the words under which the user wrote the two numbers.
    """
    if can_fire(counter, ttl_seconds, interval_seconds):
        return None
    ttl = smallest_ttl(counter, interval_seconds)
    fewer = f"{counter_name}={largest_counter(ttl_seconds, interval_seconds)}"
    longer = "" if ttl is None else f"{ttl_name}={ttl} or more, or "
    return (
        f"{counter_name}={counter} within {ttl_name}={ttl_seconds} can never be reached by a test that runs every "
        f"{interval_seconds} seconds: the {counter}. failure is due {(counter - 1) * interval_seconds} seconds "
        f"after the first; write {longer}{fewer} or fewer, or run the test more often or from several locations"
    )


def out_of_reach(counter: int, ttl_seconds: int) -> str | None:
    """Say that no schedule is dense enough for the threshold, where the interval is not known; None when one may be.

    Runs from several locations at once, or through the API, are not bound to the schedule: this is only a warning.
    """
    if can_fire(counter, ttl_seconds, SHORTEST_SCHEDULE_SECONDS):
        return None
    ttl = smallest_ttl(counter, SHORTEST_SCHEDULE_SECONDS)
    longer = (
        f"counter={largest_counter(ttl_seconds, SHORTEST_SCHEDULE_SECONDS)}" if ttl is None else f"ttl={ttl} or more"
    )
    return (
        f"counter={counter} within ttl={ttl_seconds} is out of reach of every schedule, the shortest of which runs "
        f"a test every {SHORTEST_SCHEDULE_SECONDS} seconds: only runs from several places or by the API get there. "
        f"Where there are none write {longer}; where the interval is known write schedule_interval_seconds"
    )
