"""What a route tells about itself, without a secret: which objects it is made of, and when it fires.

`alert-wiring wire` draws it and `alert-wiring prove` follows it; the form is that of `proof.model.WiredRoute`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from alert_wiring import apifortress, ilert
from alert_wiring.apifortress.threshold import DEFAULT_COUNTER, DEFAULT_TTL_SECONDS
from alert_wiring.route_inputs import RouteInputs
from alert_wiring.route_xmatters import XMattersWorkflow


def ilert_half(
    source: ilert.AlertSource, policy: str | None, connector: apifortress.Connector
) -> dict[str, pulumi.Input[Any]]:
    """The ilert half; `policy` is the policy's name, None for an alert source that the program made itself."""
    return {
        "alert_source_id": source.id,
        "alert_source": source.name,
        "escalation_policy": policy if policy is not None else pulumi.Output.concat("id ", source.escalation_policy_id),
        "connector_id": connector.id,
        "connector": connector.connector_name,
    }


def xmatters_half(
    workflow: XMattersWorkflow, recipients: Sequence[str], connector: apifortress.Connector
) -> dict[str, pulumi.Input[Any]]:
    """The xMatters half."""
    return {
        "integration_id": workflow.integration_id,
        "integration": workflow.integration_name,
        "workflow_id": workflow.workflow_id,
        "workflow": workflow.workflow_name,
        "recipients": list(recipients),
        "connector_id": connector.id,
    }


def wire_of(
    inputs: RouteInputs,
    group: apifortress.AlertGroup,
    assignments: Mapping[str, apifortress.ProjectAssignment],
    ilert_part: Mapping[str, pulumi.Input[Any]] | None,
    xmatters_part: Mapping[str, pulumi.Input[Any]] | None,
) -> pulumi.Output[dict[str, Any]]:
    """The whole route; a half that is not there is None."""
    counted = inputs.has_threshold
    return pulumi.Output.from_input(
        {
            "alert_group_id": group.id,
            "alert_group": group.name,
            "projects": {name: pair.project_id for name, pair in assignments.items()},
            "failures": (inputs.failures or DEFAULT_COUNTER) if counted else 1,
            "window_seconds": (inputs.window_seconds or DEFAULT_TTL_SECONDS) if counted else 0,
            "ilert": ilert_part,
            "xmatters": xmatters_part,
        }
    )
