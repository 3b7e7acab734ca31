"""Workflow: the container of an xMatters integration. The API calls it a plan (`xmatters.md 3.1, 3.2`)."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, get_args

import pulumi

from alert_wiring.core.errors import ConflictError, VendorError, WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, Text, Whole
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters.api import XMattersApi, child_path, plan_path
from alert_wiring.xmatters.base import XMattersKind

LoggingLevel = Literal["ERROR", "INFO"]

_OURS = {"PLAN", None}
"""Built-in and reserved workflows are read-only or internal; a create's answer may leave the type out (3.2)."""


CHILDREN_FIRST = ("integrations", "endpoints", "shared-libraries", "constants")
"""The order in which xmtoolbox empties a workflow before deleting it; forms and properties have no DELETE (7.2)."""


class WorkflowKind(XMattersKind):
    """The rules of workflows."""

    noun = "workflow"
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field("description", "description", Text(), cleared=""),
        Field("enabled", "enabled", Flag(), default=True),
        Field("accessible_by_all", "accessibleByAll", Flag(), default=False),
        Field("logging_level", "loggingLevel", Choice(*get_args(LoggingLevel)), default="ERROR"),
        Field("position", "position", Whole(1), hands_off=True),
        ADOPT,
        Field("editable", "editable", Flag(), computed=True),
        Field("created", "created", Text(), computed=True),
    )

    def list_remote(self, api: XMattersApi, props: Props) -> list[Remote]:
        """Return the workflows of people, without built-in and reserved ones (trap 25)."""
        del props
        return [item for item in api.list_all("/plans") if item.get("planType") in _OURS]

    def get_remote(self, api: XMattersApi, id_: str, props: Props) -> Remote | None:
        """Return one workflow."""
        del props
        return api.get(plan_path(id_))

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create, then set the logging level, which a create ignores (trap 10).

        If that second write fails the workflow is there and its outputs say the level it has, so the next up repairs
        it; raising would leave an orphan.
        """
        del inputs
        level = body.pop("loggingLevel")
        created = api.save("/plans", body)
        if created.get("loggingLevel") == level:
            return created
        with suppress(WiringError):
            return self.update_remote(api, created["id"], {**body, "loggingLevel": level}, {}, {})
        return {"loggingLevel": "unknown", **created}

    def update_remote(self, api: XMattersApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Modify. The body always has `name` and `enabled`, which one edition of the reference requires (3.1)."""
        del inputs, olds
        return api.save("/plans", {"id": id_, **body})

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> None:
        """Delete, with all in it, which goes by itself or must go first: nobody says which (`xmatters.md 7.2`)."""
        del props
        try:
            api.delete(plan_path(id_))
        except ConflictError:
            for collection in CHILDREN_FIRST:
                for item in api.list_all(plan_path(id_, collection)):
                    with suppress(VendorError):  # what cannot be deleted (3.6) does not matter if the workflow then can
                        api.delete(child_path(id_, collection, item["id"]))
            api.delete(plan_path(id_))


class WorkflowProvider(KindProvider):
    """The dynamic provider of workflows; this dotted name stands in states for ever."""

    kind = WorkflowKind()


class Workflow(KindResource, module="xmatters", name="Workflow"):
    """An xMatters workflow; its `id` is the `plan_id` of everything in it.

    Deleting it deletes everything in it, and the trigger URLs of its integrations stop working.
    """

    provider_class = WorkflowProvider
    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    enabled: pulumi.Output[bool]
    accessible_by_all: pulumi.Output[bool]
    logging_level: pulumi.Output[str]
    position: pulumi.Output[int | None]
    editable: pulumi.Output[bool | None]
    """Whether the API user may edit this workflow."""
    created: pulumi.Output[str | None]
    """When it was made, in the vendor's form."""

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        enabled: pulumi.Input[bool] | None = None,
        accessible_by_all: pulumi.Input[bool] | None = None,
        logging_level: pulumi.Input[LoggingLevel] | None = None,
        position: pulumi.Input[int] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a workflow.

        Args:
            resource_name: name within the stack.
            name: unique in the instance, whatever the case (`xmatters.md 7.1`). Default: made from the resource's
                name, stable per stack.
            description: free text. Default: none.
            enabled: triggers need it true. Default: True.
            accessible_by_all: False shows it only to the API user and the editors added in the console (3.2).
                Default: False.
            logging_level: ERROR logs failed calls of the integrations, INFO all of them (3.2). Default: ERROR.
            position: place in the console's list from 1. Moving one renumbers the others, so it is left alone unless
                given (3.2).
            adopt: take over the workflow that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
