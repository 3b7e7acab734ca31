"""What is recorded of ilert: the life of one object of each kind (`ilert.md 2, 3`).

Nobody is called: the policy's only person is the owner of the API key, the alert action waits for a person, and no
event is sent. Lists are not recorded, since they hold what belongs to others. An administrator's key is needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from alert_wiring import ilert
from alert_wiring.core.errors import NotFoundError
from alert_wiring.core.values import Props
from alert_wiring.dynamic import KindResource
from alert_wiring.ilert.api import IlertApi

API = IlertApi
CASSETTES = Path(__file__).resolve().parents[1] / "alert_wiring" / "ilert" / "cassettes"
DOCUMENTED = "https://api.ilert.com"

Step = Callable[[str], AbstractContextManager[None]]


def play(api: IlertApi, step: Step) -> None:
    """Make, read, change and delete one object of each kind, each before what it needs is gone."""
    mark = f"Contract {secrets.token_hex(4)}"
    me = api.current_user()
    with step("user_search"):
        api.user_by_email(str(me["email"]))
    user = str(me["id"])
    rule = {"escalation_timeout": 15, "user_ids": [user]}
    day = {"start": "08:00", "end": "17:00"}
    members = [{"user_id": user, "role": "RESPONDER"}]
    policy = {"name": mark, "escalation_rules": [rule], "routing_key": mark.replace(" ", "-")}
    hours = {"name": mark, "timezone": "Europe/Berlin", "support_days": {"monday": day}}
    tool = {"name": mark, "connector_type": "zammad", "params": {"url": "https://example.com"}, "api_key": "not-real"}
    with (
        _life(api, step, "team", ilert.Team, {"name": mark, "members": members}, visibility="PUBLIC") as team,
        _life(api, step, "policy", ilert.EscalationPolicy, {**policy, "team_ids": [team]}, frequency=2) as policy_id,
        _life(api, step, "hours", ilert.SupportHours, hours, timezone="Asia/Tokyo") as hours_id,
        _life(api, step, "connector", ilert.Connector, tool, params={"url": "https://example.org"}),
        _life(
            *(api, step, "source", ilert.AlertSource),
            {
                "name": mark,
                "integration_type": "APIFORTRESS",
                "escalation_policy_id": policy_id,
                "support_hours_id": hours_id,
                "summary_template": "{{ projectName }}",
            },
            severity=2,
        ) as source,
        _life(
            *(api, step, "action", ilert.AlertAction),
            {
                "name": mark,
                "connector_type": "webhook",
                "alert_source_ids": [source],
                "trigger_mode": "MANUAL",
                "trigger_types": ["alert-created"],
                "webhook": {"webhook_url": "https://example.com/", "body_template": "{{ summary }}"},
                "team_ids": [],
            },
            conditions="alert.priority == 'HIGH'",
        ),
        _life(
            *(api, step, "monitor", ilert.HeartbeatMonitor),
            {"name": mark, "interval_sec": 86400, "alert_source_id": source},
            interval_sec=3600,
        ),
    ):
        pass


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
