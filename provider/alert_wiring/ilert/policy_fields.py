"""The fields of an escalation policy and of its rules (`ilert.md 3.1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Json, Props
from alert_wiring.core.valuetypes import Flag, IdSet, ListOf, Record, Text, Whole
from alert_wiring.ilert.kind import TEAM_IDS

TARGETS: Final = ("user_ids", "schedule_ids", "team_ids")
_SINGLES: Final = {"user": "users", "schedule": "schedules", "team": "teams"}
MOST_MINUTES: Final = 525600
"""A year, the longest wait before the next rule (`ilert.md 3.1`)."""
SURE_DELAY: Final = 15
MOST_DELAY: Final = 60
"""The schema has the one limit of the first delay, the user guide the other (`ilert.md 3.1`, conflict)."""


class EscalationRule(Record):
    """One rule. The deprecated single forms are read as lists of one, and never written (`ilert.md 5.6 #49`)."""

    def from_wire(self, value: Json) -> Json:
        """The rule, with a single target moved into its list."""
        if not isinstance(value, Mapping):
            return None
        row: dict[str, Any] = dict(value)
        for single, plural in _SINGLES.items():
            if isinstance(row.get(single), Mapping):
                row[plural] = [*(row.get(plural) or []), row[single]]
        return super().from_wire(row)


_RULE = EscalationRule(
    Fields(
        Field(
            "escalation_timeout",
            "escalationTimeout",
            Whole(0, MOST_MINUTES),
            required=True,
            hint="the minutes until the next rule",
        ),
        Field("user_ids", "users", IdSet(numeric=True, member="id")),
        Field("schedule_ids", "schedules", IdSet(numeric=True, member="id")),
        Field("team_ids", "teams", IdSet(numeric=True, member="id")),
    )
)

FIELDS: Final = Fields(
    Field("name", "name", Text(1, 255), required=True),
    Field(
        "escalation_rules",
        "escalationRules",
        ListOf(_RULE),
        required=True,
        hint='write [{"escalation_timeout": 15, "user_ids": [ilert.user("ada@example.com").id]}]',
    ),
    TEAM_IDS,
    Field("repeating", "repeating", Flag(), default=False),
    Field("frequency", "frequency", Whole(1, 9), default=1),
    Field("delay_min", "delayMin", Whole(0, MOST_DELAY), default=0),
    Field("routing_key", "routingKey", Text(1)),
    ADOPT,
)
"""Every field. The defaults are sent, since the documents disagree about what absence means (`ilert.md 5.2 #18`)."""


def check_policy(inputs: Props, problems: Problems) -> None:
    """Report rules without anybody in them, and repetitions that never happen."""
    rules = inputs.get("escalation_rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, Mapping) and not any(name in rule for name in TARGETS):
            problems.add(
                "escalation_rules", f"[{index}] calls nobody; write user_ids, schedule_ids or team_ids into it"
            )
    delay, frequency = inputs.get("delay_min"), inputs.get("frequency")
    if isinstance(delay, int) and delay > SURE_DELAY:
        problems.warn("delay_min", f"ilert may refuse more than {SURE_DELAY} minutes")
    if isinstance(frequency, int) and frequency > 1 and inputs.get("repeating") is False:
        problems.warn("frequency", "has no effect while repeating is False")
