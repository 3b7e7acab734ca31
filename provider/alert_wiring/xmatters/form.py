"""Form: the messaging form that an inbound integration fills in and sends (`xmatters.md 3.3`).

The API cannot delete a form (`xmatters.md 7.2`). Destroying one therefore disables it and renames it, so that it can
no longer be sent and its name is free; deleting its workflow removes it.
"""

from __future__ import annotations

from typing import Literal, get_args

import pulumi

from alert_wiring.core.errors import WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props
from alert_wiring.core.valuetypes import Choice, Flag, Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters.api import XMattersApi, plan_path
from alert_wiring.xmatters.children import LEFT_UNTIL, PLAN_ID, PlanChild, freed_name

OnDelete = Literal["disable", "ignore", "error"]

SWITCHED_OFF = {"apiEnabled": False, "uiEnabled": False, "mobileEnabled": False}


class FormKind(PlanChild):
    """The rules of forms."""

    noun, collection = "form", "forms"
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True),
        Field("description", "description", Text(), cleared=""),
        Field("api_enabled", "apiEnabled", Flag(), default=True),
        Field("ui_enabled", "uiEnabled", Flag(), default=False),
        Field("mobile_enabled", "mobileEnabled", Flag(), default=False),
        Field("trigger_type", "triggerType", Text(1), immutable=True, hands_off=True),
        Field("on_delete", "", Choice(*get_args(OnDelete)), default="disable", write_only=True),
        ADOPT,
        Field("legacy_form_id", "formId", Text(), computed=True),
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """A form that is closed to the API cannot be used by an integration."""
        if inputs.get("api_enabled") is False:
            problems.warn("api_enabled", "no inbound integration can use this form while it is False (3.3)")

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> str | None:
        """Do what `on_delete` says; a form that is gone already needs nothing."""
        policy = props.get("on_delete")
        if policy == "ignore" or (form := self.get_remote(api, id_, props)) is None:
            return None
        if policy == "error":
            raise WiringError(
                "xMatters has no call that deletes a form. Delete it in the console or with its workflow, then run "
                '`pulumi refresh`; or write on_delete="disable".'
            )
        name = freed_name(str(form.get("name", "")), self.id_of(form))
        if {**form, **SWITCHED_OFF, "name": name} != form:
            path = plan_path(form["plan"]["id"], self.collection)
            api.save(path, {"id": self.id_of(form), "name": name, **SWITCHED_OFF})
        return f"xMatters cannot delete forms, so it is switched off and now called {name!r}; {LEFT_UNTIL}"


class FormProvider(KindProvider):
    """The dynamic provider of forms; this dotted name stands in states for ever."""

    kind = FormKind()


class Form(KindResource, module="xmatters", name="Form"):
    """A messaging form of a workflow; its `id` is the `form_id` of an inbound integration."""

    provider_class = FormProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    api_enabled: pulumi.Output[bool]
    ui_enabled: pulumi.Output[bool]
    mobile_enabled: pulumi.Output[bool]
    trigger_type: pulumi.Output[str | None]
    on_delete: pulumi.Output[str]
    legacy_form_id: pulumi.Output[str | None]
    """The old numeric id, as text."""

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        name: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        api_enabled: pulumi.Input[bool] | None = None,
        ui_enabled: pulumi.Input[bool] | None = None,
        mobile_enabled: pulumi.Input[bool] | None = None,
        trigger_type: pulumi.Input[str] | None = None,
        on_delete: pulumi.Input[OnDelete] | None = None,
        adopt: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a form.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another form.
            name: unique in the workflow. Default: made from the resource's name, stable per stack.
            description: free text. Default: none.
            api_enabled: "deployed as web service": an inbound integration can use the form only then (3.3).
                Default: True.
            ui_enabled: can be sent from the console. Default: False.
            mobile_enabled: can be sent from the app. Default: False.
            trigger_type: left to the server unless given; another value means another form (4.4).
            on_delete: what destroying does, since the API cannot delete forms (7.2): "disable" switches the form off
                and renames it, "ignore" leaves it as it is, "error" refuses. Default: "disable".
            adopt: take over the form that has this name already.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
