"""InboundIntegration: what API Fortress fires; its trigger URL ends the wire to xMatters (`xmatters.md 4`)."""

from __future__ import annotations

from typing import get_args

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, Id, Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters import integration_rules, trigger
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.children import PLAN_ID
from alert_wiring.xmatters.flow_designer import NotOfFlowDesigner
from alert_wiring.xmatters.program import steady_trigger_url

INSTANCE = "_instanceUrl"
"""Member that the hooks add to each object: the address that the trigger's path belongs to."""

FIXED = {"integrationType": "INBOUND_WEBHOOK", "environment": "HOSTED"}
"""What makes an integration an inbound one (`xmatters.md 4.1`); neither can be changed later (4.4)."""


class InboundIntegrationKind(NotOfFlowDesigner):
    """The rules of inbound integrations."""

    noun, collection = "inbound integration", "integrations"
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True),
        Field("form_id", "form.id", Id(hint="write form_id=form.id"), hands_off=True),
        Field("operation", "operation", Choice(*trigger.OPERATIONS), default="CREATE_EVENT"),
        Field("authentication_type", "authenticationType", Choice(*trigger.AUTHENTICATION_TYPES), default="URL"),
        Field("deployed", "deployed", Flag(), default=True),
        Field("script", "script", trigger.Script(), hands_off=True),
        Field("api_key", "", Text(1), secret=True, write_only=True),
        Field("fired_by", "", Choice(*get_args(trigger.FiredBy)), default="API_FORTRESS", write_only=True),
        ADOPT,
        Field("created_by", "createdBy", Text(), computed=True),
        Field("trigger_path", "", Text(), computed=True),
        Field("trigger_url", "", Text(), computed=True, secret=True),
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Rules over several properties, stricter where API Fortress is the caller."""
        integration_rules.check_parts(inputs, problems)
        if inputs.get("fired_by") == "API_FORTRESS":
            integration_rules.check_api_fortress(inputs, problems)

    def placed(self, api: XMattersApi, remote: Remote, plan_id: str) -> Remote:
        """Return the object with its workflow and the instance's address written into it."""
        return {**super().placed(api, remote, plan_id), INSTANCE: api.instance_url}

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Add the trigger, which the API never returns (`xmatters.md 4.5`)."""
        props = super().from_api(remote, known, from_list=from_list)
        id_, address = self.id_of(remote), remote.get(INSTANCE, "")
        props["trigger_path"] = trigger.trigger_path(id_)
        props["trigger_url"] = trigger.trigger_url(address, id_, props.get("api_key"))
        return props

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """A list entry without the script (it is long) would not tell everything."""
        return "script" in listed or known.get("script") is None

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create an integration that is inbound."""
        return super().create_remote(api, {**FIXED, **body}, inputs)


class InboundIntegrationProvider(KindProvider):
    """The dynamic provider of inbound integrations; this dotted name stands in states for ever."""

    kind = InboundIntegrationKind()


class InboundIntegration(KindResource, module="xmatters", name="InboundIntegration"):
    """An inbound integration of a workflow. Give its `trigger_url` to the xMatters connector of API Fortress.

    A replacement has a new trigger URL. The key in it is made in the xMatters console only (4.5): after the first up
    open the integration there, choose its authenticating user, and copy the key into a secret of the stack.
    """

    provider_class = InboundIntegrationProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    form_id: pulumi.Output[str | None]
    operation: pulumi.Output[str]
    authentication_type: pulumi.Output[str]
    deployed: pulumi.Output[bool]
    script: pulumi.Output[str | None]
    api_key: pulumi.Output[str | None]
    fired_by: pulumi.Output[str]
    created_by: pulumi.Output[str | None]
    trigger_path: pulumi.Output[str]
    trigger_url: pulumi.Output[str]
    """The address to fire, secret; without a key as long as `api_key` is not given."""

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        form_id: pulumi.Input[str] | None = None,
        name: pulumi.Input[str] | None = None,
        operation: pulumi.Input[trigger.Operation] | None = None,
        authentication_type: pulumi.Input[trigger.AuthenticationType] | None = None,
        deployed: pulumi.Input[bool] | None = None,
        script: pulumi.Input[str] | None = None,
        api_key: pulumi.Input[str] | None = None,
        fired_by: pulumi.Input[trigger.FiredBy] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an inbound integration.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another integration.
            form_id: `id` of the form it sends; required unless the operation is RUN_SCRIPT.
            name: unique in the workflow. Default: made from the resource's name, stable per stack.
            operation: CREATE_EVENT (a script makes the event), CREATE_EVENT_SIMPLE or RUN_SCRIPT (4.1). Default:
                CREATE_EVENT.
            authentication_type: URL or ANY take the key in the URL, the only way API Fortress can fire; BASIC, API_KEY
                and OAUTH need a header (4.5). Default: URL.
            deployed: False refuses all calls. Default: True.
            script: JavaScript as plain text. Default for CREATE_EVENT: `api_fortress_script()`.
            api_key: the key of the trigger URL, copied from the console; kept as a secret, never sent (4.6).
            fired_by: API_FORTRESS checks that API Fortress can fire it, OTHER does not. Default: API_FORTRESS.
            adopt: take over the integration that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        if script is None and operation in {None, "CREATE_EVENT"}:
            script = trigger.api_fortress_script()
        super().__init__(resource_name, locals(), opts)
        steady_trigger_url(self, api_key)
