"""Alert groups (`api-fortress.md 1.5`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pulumi

from alert_wiring.core.errors import ConflictError, VendorError
from alert_wiring.core.fields import Change, Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Flag, Text
from alert_wiring.dynamic import KindProvider, KindResource, in_program, once, program_settings

from .api import ApiFortressApi, plain
from .assignments import unassign
from .backend import Capability
from .base import ApiFortressKind
from .settings import RENAME_GROUPS, VENDOR, capabilities

_REPLACE = "replace_to_rename"


class AlertGroupFields(Fields):
    """A label that changes in place only where the instance can rename (`api-fortress.md 4.11`, `7.12`).

    `diff` does no I/O, so the constructor writes into the inputs what the settings say of the instance.
    """

    def compare(self, olds: Props, news: Props) -> Change:
        """Turn a rename into a replacement where renaming is not possible."""
        change = super().compare(olds, news)
        renamed = "name" in change.changed and news.get(_REPLACE) is True
        return Change(change.changed, ("name",)) if renamed else change


class AlertGroupKind(ApiFortressKind):
    """Labels are not unique and no other mark exists: the label is the mark (`api-fortress.md 7.2`, `7.3`)."""

    noun = "alert group"
    fields: ClassVar[Fields] = AlertGroupFields(
        Field("name", "label", Text(1, 255), required=True),
        Field(_REPLACE, "", Flag(), local=True),
        ADOPT,
    )

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """All groups of the company."""
        del props
        return [plain(group) for group in api.backend.list_groups()]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """One group."""
        del props
        group = api.backend.get_group(id_)
        return None if group is None else plain(group)

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """An empty group; its label is stored trimmed (`api-fortress.md 4.5`)."""
        del inputs
        return plain(api.backend.create_group(str(body["label"]).strip()))

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Rename."""
        del inputs, olds
        return plain(api.backend.rename_group(id_, str(body["label"]).strip()))

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Delete the group with its connectors; a refusal names the projects that still have it."""
        del props
        for project in [project for project, groups in api.restored.items() if id_ in groups]:
            unassign(api.backend, api.locks, project, id_)
        try:
            api.backend.delete_group(id_)
        except ConflictError as error:
            error.next_step = _still_assigned(api, id_)
            raise

    def advice(self, doing: str, error: VendorError) -> str:
        """An instance that cannot rename says so by refusing the method (`api-fortress.md 1.5`)."""
        if doing == "Updating" and error.status == 405:
            return (
                f"This instance cannot rename an alert group: run `pulumi config set {RENAME_GROUPS.key} false`, then "
                "the next up replaces the group instead."
            )
        return ""


def _still_assigned(api: ApiFortressApi, group_id: str) -> str:
    names = sorted(str(project["name"]) for project in api.projects().reload() if group_id in project["group_ids"])
    where = f"to {', '.join(names)}" if names else "to a project"
    return f"It is still assigned {where}: take it out there, or remove that ProjectAssignment, then run this again."


class AlertGroupProvider(KindProvider):
    """Serves alert groups; pickled by reference, so this name is for ever."""

    kind = AlertGroupKind()


class AlertGroup(KindResource, module="apifortress", name="AlertGroup"):
    """An API Fortress alert group: what a project's failures are sent to, through its connectors.

    Creating one writes an empty group; connectors and assignments are resources of their own.
    """

    provider_class = AlertGroupProvider

    name: pulumi.Output[str]
    """The group's label."""

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Create an alert group.

        Args:
            resource_name: its name in the program.
            name: the label, 1 to 255 characters; made from the resource's name and the stack if left out. Labels are
                not unique (`api-fortress.md 7.3`), so an explicit one that exists already is refused.
            adopt: take over the one group that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        able = once(f"{VENDOR} capabilities", lambda: capabilities(program_settings()))
        must_replace = None if Capability.RENAME_GROUP in able else True
        super().__init__(resource_name, {**locals(), _REPLACE: must_replace}, opts)
