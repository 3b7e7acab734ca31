"""One row per managed field of every kind: how a program varies it, and how a person changes it by hand.

A row becomes one resource of its own, so that a whole engine varies all fields in one operation, and what it shows
for the resource must be this field and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.core.fields import Field
from alert_wiring.dynamic import KindResource

Args = Mapping[str, Any]

KINDS: dict[str, type[KindResource]] = {
    "ilert.AlertSource": ilert.AlertSource,
    "ilert.EscalationPolicy": ilert.EscalationPolicy,
    "ilert.Team": ilert.Team,
    "ilert.SupportHours": ilert.SupportHours,
    "ilert.Connector": ilert.Connector,
    "ilert.AlertAction": ilert.AlertAction,
    "ilert.HeartbeatMonitor": ilert.HeartbeatMonitor,
    "xmatters.Workflow": xmatters.Workflow,
    "xmatters.PropertyDefinition": xmatters.PropertyDefinition,
    "xmatters.Constant": xmatters.Constant,
    "xmatters.Form": xmatters.Form,
    "xmatters.Endpoint": xmatters.Endpoint,
    "xmatters.SharedLibrary": xmatters.SharedLibrary,
    "xmatters.InboundIntegration": xmatters.InboundIntegration,
    "apifortress.ConnectorDefinition": apifortress.ConnectorDefinition,
    "apifortress.AlertGroup": apifortress.AlertGroup,
    "apifortress.Connector": apifortress.Connector,
    "apifortress.ProjectAssignment": apifortress.ProjectAssignment,
    "apifortress.ProjectAssignments": apifortress.ProjectAssignments,
    "apifortress.GroupUser": apifortress.GroupUser,
}

STORED = {
    "ilert.AlertSource": ("ilert", "alert-sources"),
    "ilert.EscalationPolicy": ("ilert", "escalation-policies"),
    "ilert.Team": ("ilert", "teams"),
    "ilert.SupportHours": ("ilert", "support-hours"),
    "ilert.Connector": ("ilert", "connectors"),
    "ilert.AlertAction": ("ilert", "alert-actions"),
    "ilert.HeartbeatMonitor": ("ilert", "heartbeat-monitors"),
    "xmatters.Workflow": ("xmatters", "plans"),
    "xmatters.PropertyDefinition": ("xmatters", "property-definitions"),
    "xmatters.Constant": ("xmatters", "constants"),
    "xmatters.Form": ("xmatters", "forms"),
    "xmatters.Endpoint": ("xmatters", "endpoints"),
    "xmatters.SharedLibrary": ("xmatters", "shared-libraries"),
    "xmatters.InboundIntegration": ("xmatters", "integrations"),
    "apifortress.ConnectorDefinition": ("apifortress", "connectorDefinitions"),
    "apifortress.AlertGroup": ("apifortress", "alertGroups"),
    "apifortress.Connector": ("apifortress", "connectors"),
    "apifortress.ProjectAssignments": ("apifortress", "projects"),
    "apifortress.GroupUser": ("apifortress", "groupUsers"),
}
"""Where the sandbox keeps the objects of a kind; a project assignment is a member of its project."""


@dataclass(frozen=True)
class Varied:
    """One field of one kind.

    Attributes:
        kind: the class, as `KINDS` names it.
        field: the field.
        old: its value in the first program.
        new: its value in the second one.
        by_hand: members that a person changes in the sandbox, None where the vendor has no such value or lets nobody
            change it.
        replaces: whether the change makes another object.
        more: other arguments that it needs, the same in both programs.
        label: tells two rows of one field apart.
    """

    kind: str
    field: str
    old: Any
    new: Any
    by_hand: Args | None = None
    replaces: bool = False
    more: Args | None = None
    label: str = ""

    @property
    def name(self) -> str:
        """The resource's name."""
        return "-".join(filter(None, (self.kind.rpartition(".")[2], self.field, self.label)))

    def args(self, changed: bool) -> dict[str, Any]:
        """Return the arguments in the first or in the second program."""
        value = self.new if changed else self.old
        made = {**_ALWAYS[self.kind](self.name), **(self.more or {}), self.field: value}
        return {name: each for name, each in made.items() if each is not None}


def managed(kind: str) -> list[Field]:
    """Return the fields of a kind that a program manages."""
    return [field for field in KINDS[kind].provider_class.kind.fields.inputs if not field.local]


_ALWAYS = {
    "ilert.AlertSource": lambda _: {"integration_type": "APIFORTRESS", "escalation_policy_id": "2344528"},
    "ilert.EscalationPolicy": lambda _: {"escalation_rules": [{"escalation_timeout": 5, "user_ids": ["2188373"]}]},
    "ilert.Team": lambda _: {},
    "ilert.SupportHours": lambda _: {
        "timezone": "Europe/Berlin",
        "support_days": {"monday": {"start": "08:00", "end": "17:00"}},
    },
    "ilert.Connector": lambda _: {"connector_type": "zammad"},
    "ilert.AlertAction": lambda _: {"connector_type": "zapier", "alert_source_ids": ["2671001"]},
    "ilert.HeartbeatMonitor": lambda _: {"interval_sec": 300},
    "xmatters.Workflow": lambda _: {},
    "xmatters.PropertyDefinition": lambda name: {"plan_id": {"$of": "plan.id"}, "name": name},
    "xmatters.Constant": lambda name: {"plan_id": {"$of": "plan.id"}, "name": name, "value": "kept"},
    "xmatters.Form": lambda _: {"plan_id": {"$of": "plan.id"}},
    "xmatters.Endpoint": lambda name: {"plan_id": {"$of": "plan.id"}, "name": name, "url": "https://kept.example.com"},
    "xmatters.SharedLibrary": lambda name: {"plan_id": {"$of": "plan.id"}, "name": name, "script": "kept();"},
    "xmatters.InboundIntegration": lambda _: {
        "plan_id": {"$of": "plan.id"},
        "form_id": {"$of": "form.id"},
        "api_key": {"$secret": "matrix-trigger-key"},
    },
    "apifortress.ConnectorDefinition": lambda name: {"name": name, "code": f"// {name}\nsend()"},
    "apifortress.AlertGroup": lambda _: {},
    "apifortress.Connector": lambda _: {
        "alert_group_id": {"$of": "group.id"},
        "connector": "JSON Alert",
        "params": {"url": "https://example.com/kept"},
    },
    "apifortress.ProjectAssignment": lambda _: {"project": "Checkout", "alert_group_id": {"$of": "group.id"}},
    "apifortress.ProjectAssignments": lambda _: {"alert_group_ids": [{"$of": "group.id"}]},
    "apifortress.GroupUser": lambda _: {"alert_group_id": {"$of": "group.id"}, "user": "12"},
}
