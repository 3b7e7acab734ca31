"""The xMatters half of a route: one workflow that API Fortress can fire, for any number of routes."""

from __future__ import annotations

import pulumi

from alert_wiring import xmatters
from alert_wiring.apifortress.rest import server_url
from alert_wiring.apifortress.settings import URL
from alert_wiring.core.errors import InputError
from alert_wiring.core.settings import Setting
from alert_wiring.dynamic import in_program, keep_parent_types, once, program_settings

TRIGGER_KEY = Setting("XMATTERS_TRIGGER_KEY", "xmatters:triggerKey", "The key of the xMatters trigger URL", secret=True)
"""The key that the console shows once (`xmatters.md 4.5`, `4.6`): no API returns it, so it is a setting."""

SUMMARY_CHARACTERS = 300
MESSAGE_CHARACTERS = 2000
"""Longest texts that the script hands on; the properties must hold them (`xmatters.md 3.5`, `5.2`)."""


class XMattersWorkflow(pulumi.ComponentResource):
    """A workflow with the two properties, the form, the inbound integration and the constant that the guide asks for.

    Recipients come with each call, so one workflow serves all routes of a program, and its key is copied once.
    """

    workflow_id: pulumi.Output[str]
    """Id of the workflow."""

    workflow_name: pulumi.Output[str]
    """Name of the workflow."""

    integration_name: pulumi.Output[str]
    """Name of the inbound integration."""

    integration_id: pulumi.Output[str]
    """Id of the inbound integration: what to open in the console to get the key."""

    trigger_url: pulumi.Output[str]
    """What API Fortress calls; secret. Without a key nothing can be fired through it."""

    has_key: bool
    """Whether the trigger's key is known."""

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str] | None = None,
        trigger_key: pulumi.Input[str] | None = None,
        api_fortress_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Make the workflow and everything in it.

        Args:
            resource_name: its name in the program.
            name: the workflow's name in xMatters; made from the resource's name and the stack if left out.
            trigger_key: the key in the integration's URL, copied from the console after the first up; by default the
                setting `xmatters:triggerKey` or the variable XMATTERS_TRIGGER_KEY. Secret.
            api_fortress_url: value of the constant "API Fortress Base URL", with /app at the end
                (`api-fortress.md 5.2`); by default the address that this stack uses.
            opts: Pulumi's options.
        """
        keep_parent_types(self, opts)
        super().__init__("alertwiring:index:XMattersWorkflow", resource_name, None, opts)
        settings = program_settings()
        key = trigger_key if trigger_key is not None else settings.get(TRIGGER_KEY)
        workflow = xmatters.Workflow(resource_name, name=name, opts=pulumi.ResourceOptions(parent=self))
        inside = pulumi.ResourceOptions(parent=self, deleted_with=workflow)
        properties = [
            xmatters.PropertyDefinition(
                f"{resource_name}-{text.lower()}",
                plan_id=workflow.id,
                name=text,
                max_length=longest,
                adopt=True,  # the workflow is ours, so what an interrupted run left in it is ours too
                opts=inside,
            )
            for text, longest in (("Summary", SUMMARY_CHARACTERS), ("Message", MESSAGE_CHARACTERS))
        ]
        url = settings.get(URL)
        base_url = api_fortress_url if api_fortress_url is not None else (server_url(url) if url else None)
        if base_url is not None:
            xmatters.Constant(
                f"{resource_name}-base-url",
                plan_id=workflow.id,
                name=xmatters.API_FORTRESS_BASE_URL,
                value=base_url,
                adopt=True,
                opts=inside,
            )
        form = xmatters.Form(resource_name, plan_id=workflow.id, opts=inside)
        integration = xmatters.InboundIntegration(
            resource_name,
            plan_id=workflow.id,
            form_id=form.id,
            api_key=key,
            opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=properties)),
        )
        self.workflow_id = workflow.id
        self.workflow_name = workflow.name
        self.integration_id = integration.id
        self.integration_name = integration.name
        self.trigger_url = integration.trigger_url
        self.has_key = key is not None
        self.register_outputs(
            {
                "workflow_id": self.workflow_id,
                "integration_id": self.integration_id,
                "trigger_url": pulumi.Output.secret(self.trigger_url),
            }
        )


def shared_workflow(route: str, trigger_key: pulumi.Input[str] | None) -> XMattersWorkflow:
    """Return the workflow that all routes of this program share, made by the first that needs it.

    Raises:
        InputError: two routes give it different keys.
    """
    key, workflow = once(
        "xmatters workflow", lambda: (trigger_key, XMattersWorkflow("api-fortress", trigger_key=trigger_key))
    )
    if trigger_key is not None and trigger_key is not key and trigger_key != key:
        raise InputError(
            f"AlertRoute {route!r}: the routes of a program share one xMatters workflow, which has one key already. "
            f"Give all of them the same xmatters_trigger_key, set {TRIGGER_KEY.key} instead, or make another "
            "XMattersWorkflow and write xmatters_workflow=..."
        )
    return workflow
