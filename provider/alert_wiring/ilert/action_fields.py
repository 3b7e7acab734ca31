"""The fields of an alert action (`ilert.md 3.7`), and what they must say together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import UNKNOWN, Json, Props
from alert_wiring.core.valuetypes import Choice, Flag, Id, IdSet, ListOf, Moment, Record, Text, Url, ValueType, Whole
from alert_wiring.core.valuetypes.base import whole
from alert_wiring.ilert.action_types import (
    ACTION_TYPES,
    CONNECTOR_TYPES,
    ESCALATION_ENDED,
    NOT_RESOLVED,
    TRIGGER_TYPES,
)
from alert_wiring.ilert.kind import TEAM_IDS

TriggerMode = Literal["AUTOMATIC", "MANUAL"]
TYPED: Final = ("webhook", "email", "slack")
"""The types whose params have a property of their own, named as the type; the params of others are `params`."""


class Words(ListOf):
    """Words of which the order does not matter."""

    def __init__(self, *words: str) -> None:
        """Keep the known words; others are only warned about."""
        super().__init__(Choice(*words, open_set=True))

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as sets."""
        return set(left) == set(right)

    def from_wire(self, value: Json) -> Json:
        """The words; null and none are the same."""
        return super().from_wire(value) or []


class Delay(Whole):
    """Seconds: 0 for none, else between two bounds; a null means 0."""

    def check(self, value: Json, spot: Spot) -> Json:
        """0, or a number within the bounds."""
        return 0 if whole(value) == 0 else super().check(value, spot)

    def from_wire(self, value: Json) -> Json:
        """The seconds."""
        return super().from_wire(value) or 0


class FreeParams(ValueType):
    """Params as ilert names them, which differ from tool to tool."""

    def check(self, value: Json, spot: Spot) -> Json:
        """An object."""
        if not isinstance(value, Mapping):
            spot.bad("must be an object with the params as ilert names them", value)
        return value


def _params(name: str, *members: Field) -> Field:
    """The params of one type: a change replaces the action, as in Terraform, and they may hold addresses with keys."""
    return Field(name, "params", Record(Fields(*members)), secret=True, immutable=True, sticky=True)


_HEADER = Record(Fields(Field("key", "key", Text(1), required=True), Field("value", "value", Text(), required=True)))

FIELDS: Final = Fields(
    Field("name", "name", Text(1), required=True),
    Field(
        "connector_type",
        "connectorType",
        Choice(*ACTION_TYPES, open_set=True),
        required=True,
        immutable=True,
        hint='such as "webhook", "email" or "jira"',
    ),
    Field("connector_id", "connectorId", Id(hint='ilert.connector("…").id'), immutable=True, parent=True),
    Field(
        "alert_source_ids",
        "alertSources",
        IdSet(numeric=True, member="id"),
        required=True,
        hint="at least one alert source; ilert refuses an action without",
    ),
    Field("trigger_mode", "triggerMode", Choice(*get_args(TriggerMode)), default="AUTOMATIC"),
    Field("trigger_types", "triggerTypes", Words(*TRIGGER_TYPES), hands_off=True),
    Field("escalation_ended_delay_sec", "escalationEndedDelaySec", Delay(30, 7200), hands_off=True),
    Field("not_resolved_delay_sec", "notResolvedDelaySec", Delay(60, 172800), hands_off=True),
    Field("conditions", "conditions", Text(), listed=False),
    _params(
        "webhook",
        Field("webhook_url", "webhookUrl", Url(), required=True),
        Field("body_template", "bodyTemplate", Text()),
        Field("headers", "headers", ListOf(_HEADER)),
    ),
    _params(
        "email",
        Field("recipients", "recipients", ListOf(Text(1)), required=True),
        Field("subject", "subject", Text()),
        Field("body_template", "bodyTemplate", Text()),
    ),
    _params(
        "slack",
        Field("channel_id", "channelId", Text(1), required=True),
        Field("channel_name", "channelName", Text()),
        Field("team_domain", "teamDomain", Text()),
        Field("team_id", "teamId", Text()),
    ),
    Field("params", "params", FreeParams(), secret=True, immutable=True, sticky=True),
    TEAM_IDS,
    ADOPT,
    Field("bidirectional", "bidirectional", Flag(), computed=True),
    Field("created_at", "createdAt", Moment(), computed=True),
    Field("updated_at", "updatedAt", Moment(), computed=True),
)
"""Every field that is not deprecated."""


def check_action(inputs: Props, problems: Problems) -> None:
    """Report what does not fit together; a rule with an unknown value in it is left for later."""
    tool = inputs.get("connector_type")
    if isinstance(tool, str):
        _check_params(tool, inputs, problems)
        if tool in CONNECTOR_TYPES and inputs.get("connector_id") is None:
            problems.add("connector_id", f'is needed for {tool}; look it up by name: ilert.connector("…").id')
    triggers = inputs.get("trigger_types")
    if not isinstance(triggers, list) or UNKNOWN in triggers:
        return
    for name, trigger in (("escalation_ended_delay_sec", ESCALATION_ENDED), ("not_resolved_delay_sec", NOT_RESOLVED)):
        if inputs.get(name) and trigger not in triggers:
            problems.warn(name, f"has no effect without {trigger!r} in trigger_types")


def _check_params(tool: str, inputs: Props, problems: Problems) -> None:
    wanted = tool if tool in TYPED else "params"
    for name in (*TYPED, "params"):
        if name != wanted and inputs.get(name) is not None:
            problems.add(name, f"does not fit connector_type {tool}; write {wanted}={{…}} instead", secret=True)
    if wanted != "params" and inputs.get(wanted) is None:
        problems.add(wanted, f"is needed with connector_type {tool}: its params")
