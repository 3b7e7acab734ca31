"""Form: the messaging form that an inbound integration fills in and sends (`xmatters.md 3.3`).

The API cannot delete a form (`xmatters.md 7.2`). Destroying one therefore disables it and renames it, so that it can
no longer be sent and its name is free; deleting its workflow removes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters import form_args as args
from alert_wiring.xmatters import form_parts, form_writes
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.children import PLAN_ID, PlanChild
from alert_wiring.xmatters.left_behind import FORM_POLICIES, OnDelete, leave_form


class FormKind(PlanChild):
    """The rules of forms."""

    noun, collection, policies = "form", "forms", FORM_POLICIES
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True),
        Field("description", "description", Text(), cleared=""),
        Field("api_enabled", "apiEnabled", Flag(), default=True),
        Field("ui_enabled", "uiEnabled", Flag(), default=False),
        Field("mobile_enabled", "mobileEnabled", Flag(), default=False),
        Field("trigger_type", "triggerType", Text(1), immutable=True, hands_off=True),
        *form_parts.FIELDS,
        Field("on_delete", "", Choice(*FORM_POLICIES), default="disable", write_only=True),
        ADOPT,
        Field("legacy_form_id", "formId", Text(), computed=True),
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """A form that is closed to the API cannot be used by an integration; sections have members by type."""
        if inputs.get("api_enabled") is False:
            problems.warn("api_enabled", "no inbound integration can use this form while it is False (3.3)")
        form_parts.check_sections(inputs, problems)

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """A list entry has no parts."""
        return not form_writes.managed(known) or form_parts.PARTS in listed

    def get_remote(self, api: XMattersApi, id_: str, props: Props) -> Remote | None:
        """Return the form with the parts that these properties manage."""
        form = super().get_remote(api, id_, props)
        if form is None:
            return None
        return {**form, form_parts.PARTS: form_writes.read_parts(api, id_, form_writes.managed(props), props)}

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create the form, then its parts; what fails of these is left to the next up."""
        rest, parts = form_parts.split(body)
        form = super().create_remote(api, rest, inputs)
        return {**form, form_parts.PARTS: form_writes.write_new_parts(api, self.id_of(form), parts, inputs)}

    def update_remote(self, api: XMattersApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Modify the form and all its managed parts; a failure leaves what the next up does again."""
        rest, parts = form_parts.split(body)
        form = super().update_remote(api, id_, rest, inputs, olds)
        form_writes.write_parts(api, id_, {**form_writes.given_up(olds, inputs), **parts}, olds)
        return {**form, form_parts.PARTS: form_writes.read_parts(api, id_, parts, inputs)}

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> str | None:
        """Do what `on_delete` says; a form that is gone already needs nothing."""
        return leave_form(api, *self.place(id_, props), str(props.get("on_delete") or "disable"))


class FormProvider(KindProvider):
    """The dynamic provider of forms; this dotted name stands in states for ever."""

    kind = FormKind()


class Form(KindResource, module="xmatters", name="Form"):
    """A messaging form of a workflow; its `id` is the `form_id` of an inbound integration.

    Sections, recipients, response options and sender permissions are managed where they are given, and left alone
    where they are not. The API deletes none of forms, sections and response options.
    """

    provider_class = FormProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    api_enabled: pulumi.Output[bool]
    ui_enabled: pulumi.Output[bool]
    mobile_enabled: pulumi.Output[bool]
    trigger_type: pulumi.Output[str | None]
    recipients: pulumi.Output[list[dict[str, Any]] | None]
    sections: pulumi.Output[list[dict[str, Any]] | None]
    response_options: pulumi.Output[list[dict[str, Any]] | None]
    sender_permissions: pulumi.Output[list[dict[str, Any]] | None]
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
        recipients: args.FormRecipients | None = None,
        sections: Sequence[args.FormSection] | None = None,
        response_options: Sequence[args.ResponseOption] | None = None,
        sender_permissions: Sequence[args.SenderPermission] | None = None,
        on_delete: pulumi.Input[OnDelete] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a form.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another form.
            name: unique in the workflow. Default: made from the resource's name, stable per stack.
            description: free text. Default: none.
            api_enabled: "deployed as web service": inbound integrations need it (3.3). Default: True.
            ui_enabled: can be sent from the console. Default: False.
            mobile_enabled: can be sent from the app. Default: False.
            trigger_type: left to the server unless given; another value means another form (4.4).
            recipients: who is notified by default, all of them: `xmatters.recipients(...)` or ids. [] is nobody.
            sections: its layout, in order; a CUSTOM_SECTION puts properties on it. Other titles stay as they are.
            response_options: what people may answer, in order; an option's number is its place in this list.
            sender_permissions: who may send it, besides those that others gave the right (9.3).
            on_delete: no call deletes forms (7.2): "disable" (default) switches off and renames, "ignore", "error".
            adopt: take over the form that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        recipients = args.recipient_rows(recipients)
        super().__init__(resource_name, locals(), opts)
