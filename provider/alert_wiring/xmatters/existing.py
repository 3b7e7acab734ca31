"""Look-ups by name of what is in xMatters already, also of what only Flow Designer can make.

    flow = xmatters.inbound_integration("Incident Response", "API Fortress - HTTP Trigger")
    apifortress.Connector.xmatters(..., trigger_url=flow.trigger_url(config.require_secret("triggerKey")), ...)

They run while the program runs. Names are compared exactly, after stripping; each list is read once per process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi

from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import in_program, program_settings
from alert_wiring.xmatters import trigger
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.base import XMattersKind
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.workflow import WorkflowKind

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class FoundIntegration:
    """An inbound integration, or an HTTP trigger of Flow Designer, that exists already.

    Attributes:
        id: its id.
        plan_id: the id of its workflow.
        name: its name.
        created_by: "FLOW", "IB", or None where xMatters does not say.
        authentication_type: what a caller must bring; None where xMatters does not say.
        deployed: whether it is active.
        trigger_path: what fires it, below the instance's address.
        instance_url: that address.
    """

    id: str
    plan_id: str
    name: str
    created_by: str | None
    authentication_type: str | None
    deployed: bool
    trigger_path: str
    instance_url: str

    def trigger_url(self, api_key: pulumi.Input[str] | None = None) -> pulumi.Output[str]:
        """Return the address to fire, a secret; `api_key` is the key that the console shows (`xmatters.md 4.5`)."""
        url = pulumi.Output.from_input(api_key).apply(lambda key: trigger.trigger_url(self.instance_url, self.id, key))
        return pulumi.Output.secret(url)


@in_program
def workflow(name: str) -> Named:
    """Return the workflow with this name; use its `id` as `plan_id`.

    Raises:
        NoMatchError: none has the name, or this user may not see it; the text names near matches.
        WiringError: xMatters could not be asked, or a setting is missing.
    """
    return _workflow(shared_api(XMattersApi, program_settings()), name)


@in_program
def form(workflow: str, name: str) -> Named:
    """Return the form with this name in a workflow (name or id); use its `id` as `form_id`. Raises as `workflow`."""
    api = shared_api(XMattersApi, program_settings())
    named = [_named(row) for row in _rows(api, FormKind(), {"plan_id": _plan_id(api, workflow)})]
    return pick("xMatters form", _text(name), named, 'Write form_id="<id>" of the one that is meant.')


@in_program
def inbound_integration(workflow: str, name: str) -> FoundIntegration:
    """Return the inbound integration with this name, also an HTTP trigger that was made in Flow Designer.

    Args:
        workflow: name or id of its workflow.
        name: its name, in Flow Designer the trigger's.

    Raises:
        NoMatchError: none has the name; the text names near matches.
        SeveralMatchesError: several have it.
        WiringError: xMatters could not be asked, or a setting is missing.
    """
    api = shared_api(XMattersApi, program_settings())
    plan_id = _plan_id(api, workflow)
    rows = {
        str(row["id"]): row
        for row in _rows(api, InboundIntegrationKind(), {"plan_id": plan_id})
        if row.get("integrationType") != "OUTBOUND_WEBHOOK"
    }
    named = [_named(row, str(row.get("createdBy") or "")) for row in rows.values()]
    found = pick("xMatters inbound integration", _text(name), named, "Rename all but one in xMatters.")
    row = rows[found.id]
    return FoundIntegration(
        found.id,
        plan_id,
        found.name,
        row.get("createdBy"),
        row.get("authenticationType"),
        bool(row.get("deployed")),
        trigger.trigger_path(found.id),
        api.instance_url,
    )


def _workflow(api: XMattersApi, name: str) -> Named:
    named = [_named(plan) for plan in _rows(api, WorkflowKind(), {})]
    return pick("xMatters workflow", _text(name), named, 'Write plan_id="<id>" of the one that is meant.')


def _plan_id(api: XMattersApi, workflow: str) -> str:
    """Return the id of a workflow told by name or id: integrations are listed by id only (`xmatters.md 4.2`)."""
    return workflow if _UUID.fullmatch(_text(workflow)) else _workflow(api, workflow).id


def _named(row: Remote, detail: str = "") -> Named:
    return Named(str(row["id"]), str(row.get("name", "")), detail)


def _rows(api: XMattersApi, kind: XMattersKind, props: Props) -> list[Remote]:
    """Return what there is of a kind, read once."""
    key = ("look-up", kind.noun, *kind.scope(props))
    return api.inventories.of(key, lambda: kind.list_remote(api, props), kind.id_of).all()


def _text(name: str) -> str:
    if not isinstance(name, str):
        kind = type(name).__name__
        raise InputError(f"An xMatters look-up takes a text, not {kind}: it runs before any resource is made.")
    return name.strip()
