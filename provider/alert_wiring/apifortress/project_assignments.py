"""The whole set of alert groups of one project (`api-fortress.md 4.12`, `7.1`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, IdSet
from alert_wiring.dynamic import KindProvider, KindResource, in_program

from .api import ApiFortressApi
from .base import ApiFortressKind
from .claims import claimed
from .lookups import project_in
from .ownership import spare_others, tell_ownership
from .project_fields import PROJECT, PROJECT_ID, PROJECT_NAME, ProjectFields
from .settings import VENDOR
from .whole_sets import BEFORE, EMPTY, RESTORE, found_before, give_back, own, returning, row


class ProjectAssignmentsKind(ApiFortressKind):
    """The project itself is the identity: its set always exists, and creating takes it over."""

    noun, name_field = "set of project assignments", None
    looks_before_update = False  # the write itself reads first, under the project's lock
    fields: ClassVar[Fields] = ProjectFields(
        PROJECT,
        Field("alert_group_ids", "group_ids", IdSet(), required=True, hands_off=True),
        Field("on_delete", "", Choice(RESTORE, EMPTY), default=RESTORE, sticky=True),
        PROJECT_ID,
        PROJECT_NAME,
        Field(BEFORE, "groups_before", IdSet(), computed=True, sticky=True),
    )

    def title(self, props: Props) -> str:
        """Name the project, where it is known."""
        project = props.get("project")
        return f"{VENDOR} alert groups of project" + (f" {project!r}" if isinstance(project, str) else "")

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """A set that is as wanted already."""
        project, wanted = str(inputs["project"]).strip(), sorted(inputs["alert_group_ids"])
        same = [one for one in listed if project in (one["project_name"].strip(), one["id"])]
        return [one for one in same if one["group_ids"] == wanted]

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """What a set that is taken over had before, a list does not tell."""
        return PROJECT_ID.name in known and super().is_fresh(listed, known)

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """A set that is as wanted is what was asked for."""
        del remote, inputs
        return True

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """All projects with their groups."""
        del props
        return [row(project, project["group_ids"]) for project in api.projects_for(self.noun)]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """The project's groups; of a set that is found as wanted, also what a deletion brings back."""
        groups = api.backend.get_assigned(id_)
        if groups is None:
            return None
        found = row(api.projects().get(id_) or {"id": id_, "name": ""}, groups)
        return found if PROJECT_ID.name in props else {**found, "groups_before": found_before(api, groups)}

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Write the set, and remember what the project had."""
        project, wanted = project_in(api.projects().all(), str(inputs["project"])), set(body["group_ids"])
        before = own(api, str(project["id"]), wanted)
        return {**row(project, wanted), "groups_before": sorted(before)}

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Write the set."""
        del inputs
        own(api, id_, set(body["group_ids"]), olds["alert_group_ids"])
        return row({"id": id_, "name": olds.get("project_name", "")}, body["group_ids"])

    def hold(self, api: ApiFortressApi, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Refuse to take a project its last alert groups, unless those from before come back."""
        api.standing.hold_groups(id_, set(props["alert_group_ids"]), removal, settings, back=returning(props))

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Take our groups out, and bring back those from before that still exist; later ones of others stay."""
        api.restored[id_] = give_back(api, id_, props)


class ProjectAssignmentsProvider(KindProvider):
    """Serves whole sets; pickled by reference, so this name is for ever."""

    kind = ProjectAssignmentsKind()


class ProjectAssignments(KindResource, module="apifortress", name="ProjectAssignments"):
    """All alert groups of one project, whose id is its own: every other group is taken out, also what people add later.

    A program with `ProjectAssignment` or `AlertRoute` on the project is refused. Deleting it takes its groups out and
    brings back, by default, those that the project had before, as far as they still exist.
    """

    provider_class = ProjectAssignmentsProvider

    project: pulumi.Output[str]
    alert_group_ids: pulumi.Output[list[str]]
    on_delete: pulumi.Output[str]
    project_id: pulumi.Output[str]
    project_name: pulumi.Output[str]
    alert_group_ids_before: pulumi.Output[list[str] | None]

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        project: pulumi.Input[str],
        alert_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
        on_delete: pulumi.Input[str] | None = None,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Own the alert groups of a project.

        Args:
            resource_name: its name in the program.
            project: the project's name as the edit dialog stores it, or its id (`api-fortress.md 1.4`); replaces.
            alert_group_ids: ids of all groups, in any order; an empty list leaves the project without any.
            on_delete: "restore" (the default) brings back the groups from before this resource, "empty" leaves none
                of its own.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.

        Raises:
            NoMatchError: there is no such project; near names are listed.
            SeveralMatchesError: several projects have the name.
            InputError: another resource of this program manages them; RefusedError: another stack made one that goes.
        """
        project = claimed(project, f"ProjectAssignments {resource_name!r}", whole=True)
        spared = spare_others(resource_name, project, alert_group_ids)
        super().__init__(resource_name, {**locals(), "alert_group_ids": spared}, opts)
        tell_ownership(self, project, alert_group_ids, returns=on_delete != EMPTY)
