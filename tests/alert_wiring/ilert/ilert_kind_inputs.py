"""What the tests of ilert's kinds write: all inputs of each kind, a change of each, and what a person changes by hand.

The ids are those of the sandbox's seeded account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alert_wiring import ilert
from alert_wiring.dynamic import KindResource
from alert_wiring.ilert.kind import IlertKind

ADA, JONAS = "2188373", "2188374"
PAYMENTS, SRE = "40104", "40231"
PRIMARY = "18044"
SOURCE, OTHER_SOURCE = "2671001", "2671002"
JIRA = "a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a"
CHAT = "5b0f3f0a-8d4e-4c59-8e1f-6a7b8c9d0e1f"
WEEK = {day: {"start": "08:00", "end": "17:00"} for day in ("monday", "tuesday", "friday")}
CHRISTMAS = {"name": "Christmas", "start": "2026-12-24", "end": "2026-12-26", "support_status": "OUTSIDE"}


@dataclass(frozen=True)
class Case:
    """One kind.

    Attributes:
        resource: the class.
        minimal: the fewest inputs.
        full: all inputs that fit together.
        changes: another value of each property, or None to take it away.
        replaces: the properties that need another object.
        by_hand: what a person changes, by property: members as the sandbox stores them.
        left_out: inputs that no object of this case can have, and why.
    """

    resource: type[KindResource]
    minimal: dict[str, Any]
    full: dict[str, Any]
    changes: dict[str, Any]
    by_hand: dict[str, dict[str, Any]]
    replaces: frozenset[str] = frozenset()
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> IlertKind:
        found = self.resource.provider_class.kind
        assert isinstance(found, IlertKind)
        return found

    @property
    def collection(self) -> str:
        """Where the sandbox keeps the objects."""
        return self.kind.path.rpartition("/")[2]


POLICY = Case(
    ilert.EscalationPolicy,
    {"name": "Night", "escalation_rules": [{"escalation_timeout": 5, "user_ids": [ADA]}]},
    {
        "name": "Night",
        "escalation_rules": [
            {"escalation_timeout": 15, "schedule_ids": [PRIMARY], "team_ids": [SRE]},
            {"escalation_timeout": 0, "user_ids": [JONAS, ADA]},
        ],
        "team_ids": [SRE, PAYMENTS],
        "repeating": True,
        "frequency": 3,
        "delay_min": 2,
        "routing_key": "night",
    },
    {
        "name": "Night 2",
        "escalation_rules": [
            {"escalation_timeout": 0, "user_ids": [ADA, JONAS]},
            {"escalation_timeout": 15, "schedule_ids": [PRIMARY], "team_ids": [SRE]},
        ],
        "team_ids": [],
        "delay_min": None,
        "routing_key": None,
        "frequency": None,
        "repeating": None,
    },
    {
        "name": {"name": "By hand"},
        "escalation_rules": {"escalationRules": [{"escalationTimeout": 1, "users": [{"id": int(ADA)}]}]},
        "team_ids": {"teams": [{"id": int(SRE)}]},
        "repeating": {"repeating": False},
        "frequency": {"frequency": 9},
        "delay_min": {"delayMin": 15},
        "routing_key": {"routingKey": "by-hand"},
    },
)
TEAM = Case(
    ilert.Team,
    {"name": "Night crew"},
    {
        "name": "Night crew",
        "visibility": "PRIVATE",
        "members": [{"user_id": JONAS, "role": "ADMIN"}, {"user_id": ADA, "role": "RESPONDER"}],
    },
    {
        "name": "Night crew 2",
        "visibility": None,
        "members": [{"user_id": ADA, "role": "USER"}],
    },
    {
        "name": {"name": "By hand"},
        "visibility": {"visibility": "PUBLIC"},
        "members": {"members": [{"user": {"id": int(ADA)}, "role": "RESPONDER"}]},
    },
)
HOURS = Case(
    ilert.SupportHours,
    {"name": "Late", "timezone": "Europe/Berlin", "support_days": WEEK},
    {
        "name": "Late",
        "timezone": "Europe/Berlin",
        "support_days": WEEK,
        "team_ids": [SRE],
        "exceptions": [CHRISTMAS, {"name": "Fair", "start": "2027-03-01", "end": "2027-03-02"}],
    },
    {
        "name": "Later",
        "timezone": "Asia/Tokyo",
        "support_days": {"sunday": {"start": "00:00", "end": "23:59"}},
        "team_ids": [],
        "exceptions": [CHRISTMAS],
    },
    {
        "name": {"name": "By hand"},
        "timezone": {"timezone": "Europe/London"},
        "support_days": {"supportDays": {"MONDAY": {"start": "09:00", "end": "10:00"}, "TUESDAY": None}},
        "team_ids": {"teams": []},
        "exceptions": {"exceptions": []},
    },
)
CONNECTOR = Case(
    ilert.Connector,
    {"name": "Tickets", "connector_type": "zammad"},
    {
        "name": "Tickets",
        "connector_type": "jira",
        "params": {"url": "https://tickets.example/jira", "email": "bot@acme.example"},
        "api_key": "canary-api-key",
        "password": "canary-password",
        "authorization": "canary-authorization",
        "secret": "canary-secret",
    },
    {
        "name": "Tickets 2",
        "params": {"url": "https://other.example/jira"},
        "api_key": "canary-api-key-2",
        "password": None,
        "authorization": None,
        "secret": "canary-secret-2",
    },
    {"name": {"name": "By hand"}, "params": {"params": {"url": "https://by-hand.example", "apiKey": "x"}}},
    frozenset({"connector_type"}),
)
ACTION = Case(
    ilert.AlertAction,
    {
        "name": "Tell",
        "connector_type": "webhook",
        "alert_source_ids": [SOURCE],
        "webhook": {"webhook_url": "https://chat.example/hook"},
    },
    {
        "name": "Tell",
        "connector_type": "jira",
        "connector_id": JIRA,
        "alert_source_ids": [OTHER_SOURCE, SOURCE],
        "trigger_mode": "MANUAL",
        "trigger_types": ["v-alert-not-resolved", "alert-created", "alert-escalation-ended"],
        "escalation_ended_delay_sec": 30,
        "not_resolved_delay_sec": 7200,
        "conditions": "alert.priority == 'HIGH'",
        "params": {"project": "OPS", "issueType": "Bug", "bodyTemplate": "{{ summary }}"},
        "team_ids": [SRE],
    },
    {
        "name": "Tell 2",
        "alert_source_ids": [SOURCE],
        "trigger_mode": None,
        "trigger_types": ["alert-resolved", "v-alert-not-resolved", "alert-escalation-ended"],
        "escalation_ended_delay_sec": 0,
        "not_resolved_delay_sec": 60,
        "conditions": None,
        "team_ids": [],
    },
    {
        "name": {"name": "By hand"},
        "alert_source_ids": {"alertSources": [{"id": int(OTHER_SOURCE)}]},
        "trigger_mode": {"triggerMode": "AUTOMATIC"},
        "trigger_types": {"triggerTypes": ["alert-raised"]},
        "escalation_ended_delay_sec": {"escalationEndedDelaySec": 60},
        "not_resolved_delay_sec": {"notResolvedDelaySec": 90},
        "conditions": {"conditions": "alert.priority == 'LOW'"},
        "params": {"params": {"project": "HAND", "issueType": "Bug", "bodyTemplate": "{{ summary }}"}},
        "team_ids": {"teams": []},
    },
    frozenset({"connector_type", "connector_id", "params", "webhook", "email", "slack"}),
    dict.fromkeys(("webhook", "email", "slack"), "the params of another type"),
)
HEARTBEAT = Case(
    ilert.HeartbeatMonitor,
    {"name": "Night run", "interval_sec": 3600},
    {
        "name": "Night run",
        "interval_sec": 3600,
        "alert_summary": "The night run did not report",
        "alert_source_id": SOURCE,
        "team_ids": [SRE],
    },
    {
        "name": "Night run 2",
        "interval_sec": 25,
        "alert_summary": None,
        "alert_source_id": OTHER_SOURCE,
        "team_ids": [],
    },
    {
        "name": {"name": "By hand"},
        "interval_sec": {"intervalSec": 600},
        "alert_summary": {"alertSummary": "By hand"},
        "alert_source_id": {"alertSource": {"id": int(OTHER_SOURCE)}},
        "team_ids": {"teams": []},
    },
)
TYPED_ACTIONS: dict[str, dict[str, Any]] = {
    "webhook": {
        "webhook": {
            "webhook_url": "https://chat.example/hook?key=canary-hook",
            "body_template": "{{ summary }}",
            "headers": [{"key": "X-Key", "value": "canary-header"}],
        }
    },
    "email": {"email": {"recipients": ["b@acme.example", "a@acme.example"], "subject": "S", "body_template": "B"}},
    "slack": {
        "slack": {"channel_id": "C1", "channel_name": "ops", "team_domain": "acme", "team_id": "T1"},
        "connector_id": CHAT,
    },
}
"""The actions whose params have a property of their own, each with all of its params."""

CASES = (POLICY, TEAM, HOURS, CONNECTOR, ACTION, HEARTBEAT)
