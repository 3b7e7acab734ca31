"""The fields of ilert's kinds besides alert sources (`ilert.md 3`), each with a change in code and by hand."""

from __future__ import annotations

from typing import Any

from wired.fields import Varied

_ADA, _JONAS = "2188373", "2188374"
_BY_HAND = "by hand"
_TEAMS: tuple[Any, Any, Any] = (["40104"], ["40231", "40104"], [{"id": 40231}])
_DAY = {"start": "08:00", "end": "17:00"}


def _policy(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("ilert.EscalationPolicy", field, old, new, by_hand, more=more)


def _team(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("ilert.Team", field, old, new, by_hand)


def _hours(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("ilert.SupportHours", field, old, new, by_hand)


def _connector(field: str, old: Any, new: Any, by_hand: dict[str, Any] | None = None, replaces: bool = False) -> Varied:
    """The label tells it from API Fortress' connectors."""
    return Varied("ilert.Connector", field, old, new, by_hand, replaces, label="ilert")


def _credential(field: str) -> Varied:
    """Written, never read: nothing can be changed by hand that anybody would see."""
    return _connector(field, {"$secret": f"{field}-a"}, {"$secret": f"{field}-b"})


def _action(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("ilert.AlertAction", field, old, new, by_hand, more=more)


def _another(field: str, old: Any, new: Any, **more: Any) -> Varied:
    return Varied("ilert.AlertAction", field, old, new, replaces=True, more=more)


def _monitor(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("ilert.HeartbeatMonitor", field, old, new, by_hand)


def _rule(minutes: int, *users: str) -> dict[str, Any]:
    return {"escalation_timeout": minutes, "user_ids": list(users)}


ROWS = [
    _policy("name", "matrix policy a", "matrix policy b", name="matrix policy by hand"),
    _policy(
        "escalation_rules",
        [_rule(5, _ADA), _rule(10, _JONAS)],
        [_rule(10, _JONAS), _rule(5, _ADA)],
        escalationRules=[{"escalationTimeout": 1, "users": [{"id": int(_ADA)}]}],
    ),
    _policy("team_ids", _TEAMS[0], _TEAMS[1], teams=_TEAMS[2]),
    _policy("repeating", None, True, repeating=False),
    _policy("frequency", None, 3, {"repeating": True}, frequency=9),
    _policy("delay_min", None, 5, delayMin=15),
    _policy("routing_key", "matrix-a", "matrix-b", routingKey="matrix-by-hand"),
    _team("name", "matrix team a", "matrix team b", name="matrix team by hand"),
    _team("visibility", None, "PRIVATE", visibility="PUBLIC"),
    _team(
        "members",
        [{"user_id": _ADA}],
        [{"user_id": _JONAS, "role": "ADMIN"}, {"user_id": _ADA}],
        members=[{"user": {"id": int(_ADA)}, "role": "USER"}],
    ),
    _hours("name", "matrix hours a", "matrix hours b", name="matrix hours by hand"),
    _hours("timezone", "Europe/Berlin", "Asia/Tokyo", timezone="Europe/London"),
    _hours(
        "support_days",
        {"monday": _DAY, "tuesday": _DAY},
        {"monday": {"start": "09:30", "end": "12:00"}},
        supportDays={"SUNDAY": _DAY},
    ),
    _hours("team_ids", _TEAMS[0], _TEAMS[1], teams=_TEAMS[2]),
    _hours("exceptions", None, [{"name": "X", "start": "2026-12-24", "end": "2026-12-26"}], exceptions=[]),
    _connector("name", "matrix connector a", "matrix connector b", {"name": "matrix connector by hand"}),
    _connector("connector_type", "zammad", "mattermost", replaces=True),
    _connector(
        "params",
        {"url": "https://a.example"},
        {"url": "https://b.example"},
        {"params": {"url": "https://by-hand.example"}},
    ),
    *map(_credential, ("api_key", "password", "authorization", "secret")),
    _action("name", "matrix action a", "matrix action b", name="matrix action by hand"),
    _another("connector_type", "zapier", "telegram"),
    _another(
        *("connector_id", "a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a", {"$of": "ilert-tool.id"}),
        connector_type="jira",
    ),
    Varied(  # the connector is replaced, and cannot go before what uses it
        "ilert.AlertAction",
        "connector_id",
        {"$of": "Connector-connector_type-ilert.id"},
        {"$of": "Connector-connector_type-ilert.id"},
        replaces=True,
        more={"connector_type": "zammad"},
        label="follows",
    ),
    _action("alert_source_ids", ["2671001"], ["2671001", "2671002"], alertSources=[{"id": 2671002}]),
    _action("trigger_mode", None, "MANUAL", triggerMode="AUTOMATIC"),
    _action("trigger_types", ["alert-created"], ["alert-raised", "alert-created"], triggerTypes=["alert-resolved"]),
    _action(
        *("escalation_ended_delay_sec", 30, 60, {"trigger_types": ["alert-escalation-ended"]}),
        escalationEndedDelaySec=90,
    ),
    _action(
        *("not_resolved_delay_sec", 60, 120, {"trigger_types": ["v-alert-not-resolved"]}),
        notResolvedDelaySec=90,
    ),
    _action("conditions", "alert.priority == 'HIGH'", "alert.priority == 'LOW'", conditions="alert.status == 'OPEN'"),
    _another(
        *("webhook", {"webhook_url": "https://a.example"}, {"webhook_url": "https://b.example"}),
        connector_type="webhook",
    ),
    _another(*("email", {"recipients": ["a@a.example"]}, {"recipients": ["b@a.example"]}), connector_type="email"),
    _another(
        *("slack", {"channel_id": "C1"}, {"channel_id": "C2"}),
        connector_type="slack",
        connector_id="5b0f3f0a-8d4e-4c59-8e1f-6a7b8c9d0e1f",
    ),
    _another("params", {"detail": "a"}, {"detail": "b"}),
    _action("team_ids", _TEAMS[0], _TEAMS[1], teams=_TEAMS[2]),
    _monitor("name", "matrix monitor a", "matrix monitor b", name="matrix monitor by hand"),
    Varied("ilert.HeartbeatMonitor", "interval_sec", 300, 600),  # another one by hand makes another key for ever
    _monitor("alert_summary", None, "new", alertSummary=_BY_HAND),
    _monitor("alert_source_id", "2671001", "2671002", alertSource={"id": 2671001}),
    _monitor("team_ids", _TEAMS[0], _TEAMS[1], teams=_TEAMS[2]),
]
