"""What is recorded of ilert: the life of one object of each kind (`ilert.md 2, 3`).

Nobody is called: the policy's only person is the owner of the API key, the alert action waits for a person, and no
event is sent. Lists are not recorded, since they hold what belongs to others. An administrator's key is needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from alert_wiring import ilert
from alert_wiring.core.errors import NotFoundError
from alert_wiring.core.values import Props
from alert_wiring.dynamic import KindResource
from alert_wiring.ilert.api import IlertApi
from contracts.recorder import Step

API = IlertApi
DOCUMENTED = "https://api.ilert.com"


def play(api: IlertApi, step: Step) -> None:
    """Make, read, change and delete one object of each kind, each before what it needs is gone."""
    mark = f"Contract {secrets.token_hex(4)}"
    me = api.current_user()
    with step("user_search"):
        api.user_by_email(str(me["email"]))
    user = str(me["id"])
    with (
        _life(api, step, "team", ilert.Team, _team(mark, user), visibility="PUBLIC") as team,
        _life(api, step, "policy", ilert.EscalationPolicy, _policy(mark, user, team), frequency=2) as policy,
        _life(api, step, "hours", ilert.SupportHours, _hours(mark), timezone="Asia/Tokyo") as hours,
        _life(api, step, "connector", ilert.Connector, _connector(mark), name=f"{mark} b"),
        _life(api, step, "source", ilert.AlertSource, _source(mark, policy, hours, team), severity=2) as source,
        _life(api, step, "action", ilert.AlertAction, _action(mark, source, team), name=f"{mark} b"),
        _life(api, step, "monitor", ilert.HeartbeatMonitor, _monitor(mark, source, team), interval_sec=3600),
    ):
        pass


def _team(mark: str, user: str) -> Props:
    return {"name": mark, "visibility": "PUBLIC", "members": [{"user_id": user, "role": "RESPONDER"}]}


def _policy(mark: str, user: str, team: str) -> Props:
    rule = {"escalation_timeout": 15, "user_ids": [user]}
    return {
        "name": mark,
        "escalation_rules": [rule],
        "team_ids": [team],
        "repeating": True,
        "frequency": 3,
        "delay_min": 0,
        "routing_key": mark.lower().replace(" ", "-"),
    }


def _hours(mark: str) -> Props:
    day = {"start": "08:00", "end": "17:00"}
    return {
        "name": mark,
        "timezone": "Europe/Berlin",
        "support_days": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), day),
        "team_ids": [],
        "exceptions": [{"name": "Christmas", "start": "2026-12-24", "end": "2026-12-26", "support_status": "OUTSIDE"}],
    }


def _connector(mark: str) -> Props:
    params = {"url": "https://example.com/jira", "email": "nobody@example.com"}
    return {"name": mark, "connector_type": "jira", "params": params, "password": "not-real"}


def _source(mark: str, policy: str, hours: str, team: str) -> Props:
    link = {"link_text_template": "Open event", "href_template": "https://example.com/{{ eventId }}"}
    return {
        "name": mark,
        "integration_type": "APIFORTRESS",
        "escalation_policy_id": policy,
        "team_ids": [team],
        "active": True,
        "alert_creation": "ONE_ALERT_GROUPED_PER_WINDOW",
        "alert_grouping_window": "PT30M",
        "auto_resolution_timeout": "PT12H",
        "alert_priority_rule": "HIGH_DURING_SUPPORT_HOURS",
        "support_hours_id": hours,
        "auto_raise_alerts": True,
        "severity": 3,
        "summary_template": "{{ projectName }}",
        "details_template": "{{ failuresCount }} failure(s)",
        "link_templates": [link],
        "event_filter": "event.customDetails.failuresCount > 0",
    }


def _action(mark: str, source: str, team: str) -> Props:
    header = {"key": "X-Key", "value": "not-real"}
    return {
        "name": mark,
        "connector_type": "webhook",
        "alert_source_ids": [source],
        "trigger_mode": "MANUAL",
        "trigger_types": ["alert-created"],
        "conditions": "alert.priority == 'HIGH'",
        "webhook": {"webhook_url": "https://example.com/", "body_template": "{{ summary }}", "headers": [header]},
        "team_ids": [team],
    }


def _monitor(mark: str, source: str, team: str) -> Props:
    return {
        "name": mark,
        "interval_sec": 86400,
        "alert_summary": "Recorded",
        "alert_source_id": source,
        "team_ids": [team],
    }


@contextmanager
def _life(
    api: IlertApi, step: Step, noun: str, resource: type[KindResource], inputs: Props, **change: Any
) -> Iterator[str]:
    """Record create, read and update of an object, give its id, and record how it is deleted twice."""
    kind = resource.provider_class.kind
    with step(f"{noun}_create"):
        made = kind.create_remote(api, kind.to_api(inputs, None), inputs)
    id_ = kind.id_of(made)
    try:
        with step(f"{noun}_read"):
            kind.get_remote(api, id_, inputs)
        known = kind.from_api(made, inputs)
        with step(f"{noun}_update"):
            kind.update_remote(api, id_, kind.to_api({**inputs, **change}, known), {**inputs, **change}, known)
        yield id_
    finally:
        with step(f"{noun}_delete"):
            kind.delete_remote(api, id_, inputs)
            with suppress(NotFoundError):
                kind.delete_remote(api, id_, inputs)
