"""Random valid inputs of every kind of ilert, for the account that the sandbox is seeded with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from alert_wiring import ilert
from alert_wiring.ilert.alert_source_fields import GROUPED
from alert_wiring.ilert.hours_types import DAYS
from alert_wiring.ilert.kind import IlertKind

Inputs = dict[str, Any]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)
SOME_TEXT = TEXT.filter(bool)
USERS, SCHEDULES, TEAMS = ["2188373", "2188374", "2188375"], ["18044", "18045"], ["40104", "40231"]
SOURCES = ["2671001", "2671002"]
POLICIES = ["2344528", "2344529", "2344530"]


def some(values: list[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True)


def maybe(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Inputs]:
    return st.fixed_dictionaries(required, optional=optional)


NAMES = st.text(st.sampled_from("aB7 /%?#ä💥"), min_size=1, max_size=8).map(lambda text: f"Property {text}".strip())
TEMPLATE = st.sampled_from(["{{ testName }}", "plain", "[{{a.b}}] {{ c.upperCase() }} x"])
FILTER = st.sampled_from(["event.customDetails.failuresCount > 0", "event.summary contains 'x'"])
MINUTE = st.integers(0, 23 * 60 + 58)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def hours(draw: st.DrawFn) -> dict[str, str]:
    start = draw(MINUTE)
    return {"start": clock(start), "end": clock(draw(st.integers(start + 1, 23 * 60 + 59)))}


RULE = maybe(
    {"escalation_timeout": st.integers(0, 525600)},
    user_ids=some(USERS, 1),
    schedule_ids=some(SCHEDULES, 1),
    team_ids=some(TEAMS, 1),
).map(lambda rule: rule if len(rule) > 1 else {**rule, "user_ids": USERS})
"""Somebody in at least one of the lists."""

GROUPING = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"alert_creation": st.sampled_from(["ONE_OPEN_ALERT_ALLOWED", "ONE_ALERT_PER_EMAIL"])}),
    st.fixed_dictionaries(
        {"alert_creation": st.just(GROUPED[0]), "alert_grouping_window": st.sampled_from(["PT2M", "PT60M", "PT1H"])}
    ),
    st.fixed_dictionaries(
        {
            "alert_creation": st.just(GROUPED[1]),
            "alert_grouping_window": st.just("PT5M"),
            "score_threshold": st.floats(0, 1, width=16),
        }
    ),
)
SOURCE = st.builds(
    lambda inputs, grouping: {**inputs, **grouping},
    maybe(
        {
            "name": NAMES,
            "integration_type": st.sampled_from(["APIFORTRESS", "API", "GRAFANA"]),
            "escalation_policy_id": st.sampled_from(POLICIES),
        },
        team_ids=some(TEAMS),
        active=st.booleans(),
        auto_resolution_timeout=st.sampled_from(["PT10M", "PT60M", "PT24H"]),
        alert_priority_rule=st.sampled_from(["HIGH", "LOW"]),
        support_hours_id=st.sampled_from(["5512", "5513"]),
        auto_raise_alerts=st.booleans(),
        summary_template=TEMPLATE,
        details_template=TEMPLATE,
        link_templates=st.lists(
            st.fixed_dictionaries({"link_text_template": TEMPLATE, "href_template": TEMPLATE}), min_size=1, max_size=3
        ),
        severity=st.integers(1, 5),
        service_ids=some(["678", "679"]),
        services_templates=st.lists(TEMPLATE, min_size=1, max_size=3),
        event_filter=FILTER,
    ),
    GROUPING,
)
POLICY = maybe(
    {"name": NAMES, "escalation_rules": st.lists(RULE, min_size=1, max_size=3)},
    team_ids=some(TEAMS),
    repeating=st.booleans(),
    frequency=st.integers(1, 9),
    delay_min=st.integers(0, 15),
    routing_key=SOME_TEXT,
)
MEMBER = maybe(
    {"user_id": st.sampled_from(USERS)},
    role=st.sampled_from(["STAKEHOLDER", "RESPONDER", "USER", "ADMIN", "VIEWER"]),
)
TEAM = maybe(
    {"name": NAMES},
    visibility=st.sampled_from(["PUBLIC", "PRIVATE"]),
    members=st.lists(MEMBER, unique_by=lambda member: member["user_id"]),
)
EXCEPTION = maybe(
    {"name": SOME_TEXT, "start": st.just("2026-12-24"), "end": st.sampled_from(["2026-12-24", "2027-01-02"])},
    support_status=st.sampled_from(["DURING", "OUTSIDE"]),
)
HOURS = maybe(
    {
        "name": NAMES,
        "timezone": st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "UTC"]),
        "support_days": st.dictionaries(st.sampled_from(DAYS), hours(), min_size=1),
    },
    team_ids=some(TEAMS),
    exceptions=st.lists(EXCEPTION, max_size=3),
)
CONNECTOR = maybe(
    {"name": NAMES, "connector_type": st.sampled_from(["jira", "zammad", "mattermost"])},
    params=st.dictionaries(st.sampled_from(["url", "email", "username"]), SOME_TEXT),
    api_key=SOME_TEXT,
    password=SOME_TEXT,
    authorization=SOME_TEXT,
    secret=SOME_TEXT,
)
_TRIGGERS = ["alert-created", "alert-raised", "alert-escalation-ended", "v-alert-not-resolved"]
_OF_ACTION: dict[str, st.SearchStrategy[Any]] = {
    "team_ids": some(TEAMS),
    "trigger_mode": st.sampled_from(["AUTOMATIC", "MANUAL"]),
    "trigger_types": some(_TRIGGERS, 1),
    "escalation_ended_delay_sec": st.sampled_from([0, 30, 7200]),
    "not_resolved_delay_sec": st.sampled_from([0, 60, 7200]),
    "conditions": st.sampled_from(["alert.priority == 'HIGH'", "alert.priority == 'LOW'"]),
}


def _action(kind: str, **params: st.SearchStrategy[Any]) -> st.SearchStrategy[Inputs]:
    required = {"name": NAMES, "connector_type": st.just(kind), "alert_source_ids": some(SOURCES, 1), **params}
    return maybe(required, **_OF_ACTION)


_HEADERS = st.lists(st.fixed_dictionaries({"key": SOME_TEXT, "value": SOME_TEXT}), min_size=1, max_size=2)
ACTION = st.one_of(
    _action(
        "webhook",
        webhook=maybe({"webhook_url": st.just("https://chat.example/x")}, body_template=TEMPLATE, headers=_HEADERS),
    ),
    _action("email", email=maybe({"recipients": some(["a@b.example", "c@d.example"], 1)}, subject=TEMPLATE)),
    _action(
        "jira",
        connector_id=st.just("a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a"),
        params=st.dictionaries(st.sampled_from(["project", "issueType"]), SOME_TEXT, min_size=1),
    ),
)
MONITOR = maybe(
    {"name": NAMES, "interval_sec": st.integers(25, 2678400)},
    alert_summary=SOME_TEXT,
    alert_source_id=st.sampled_from(SOURCES),
    team_ids=some(TEAMS),
)


@dataclass(frozen=True)
class Drawn:
    """A kind and what may be written."""

    kind: IlertKind
    inputs: st.SearchStrategy[Inputs]


def _drawn(resource: Any, inputs: st.SearchStrategy[Inputs]) -> Drawn:
    return Drawn(resource.provider_class.kind, inputs)


KINDS = {
    "alert-sources": _drawn(ilert.AlertSource, SOURCE),
    "escalation-policies": _drawn(ilert.EscalationPolicy, POLICY),
    "teams": _drawn(ilert.Team, TEAM),
    "support-hours": _drawn(ilert.SupportHours, HOURS),
    "connectors": _drawn(ilert.Connector, CONNECTOR),
    "alert-actions": _drawn(ilert.AlertAction, ACTION),
    "heartbeat-monitors": _drawn(ilert.HeartbeatMonitor, MONITOR),
}
"""By collection."""


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, str, int, Inputs]]:
    """A sequence of calls: what to do, in which collection, with which of the objects there, and what to write."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        collection = draw(st.sampled_from(sorted(KINDS)))
        verb = draw(st.sampled_from(["create", "create", "update", "delete"]))
        found.append((verb, collection, draw(st.integers(0, 5)), draw(KINDS[collection].inputs)))
    return found
