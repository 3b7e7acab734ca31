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
from .assignments import assign_exactly
from .base import ApiFortressKind
from .claims import claimed
from .lookups import project_in
from .ownership import tell_ownership
from .project_fields import PROJECT, PROJECT_ID, PROJECT_NAME, ProjectFields
from .settings import VENDOR

RESTORE, EMPTY = "restore", "empty"


class ProjectAssignmentsKind(ApiFortressKind):
    """The project itself is the identity: its set always exists, and creating takes it over."""

    noun, name_field = "set of project assignments", None
    fields: ClassVar[Fields] = ProjectFields(
        PROJECT,
        Field("alert_group_ids", "group_ids", IdSet(), required=True, hands_off=True),
        Field("on_delete", "", Choice(RESTORE, EMPTY), default=RESTORE, sticky=True),
        PROJECT_ID,
        PROJECT_NAME,
        Field("alert_group_ids_before", "groups_before", IdSet(), computed=True, sticky=True),
    )

    def title(self, props: Props) -> str:
        """Name the project, where it is known."""
        project = props.get("project")
        return f"{VENDOR} alert groups of project" + (f" {project!r}" if isinstance(project, str) else "")

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """A set that is as wanted already; then it also is what a deletion brings back."""
        project, wanted = str(inputs["project"]).strip(), sorted(inputs["alert_group_ids"])
        same = [row for row in listed if project in (row["project_name"].strip(), row["id"])]
        return [{**row, "groups_before": row["group_ids"]} for row in same if row["group_ids"] == wanted]

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """A set that is as wanted is what was asked for."""
        del remote, inputs
        return True

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """All projects with their groups."""
        del props
        return [_row(project, project["group_ids"]) for project in api.projects_for(self.noun)]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """The project's groups."""
        del props
        groups = api.backend.get_assigned(id_)
        return None if groups is None else _row(api.projects().get(id_) or {"id": id_, "name": ""}, groups)

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Write the set, and remember what the project had."""
        project = project_in(api.projects().all(), str(inputs["project"]))
        wanted = set(body["group_ids"])
        before = _own(api, str(project["id"]), wanted)
        return {**_row(project, wanted), "groups_before": sorted(before)}

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Write the set."""
        del inputs
        wanted = set(body["group_ids"])
        _own(api, id_, wanted)
        return _row({"id": id_, "name": olds.get("project_name", "")}, wanted)

    def hold(self, api: ApiFortressApi, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Refuse to take a project its last alert groups, unless those from before come back."""
        api.standing.hold_groups(id_, set(props["alert_group_ids"]), removal, settings, back=_back(props))

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Take our groups out, and bring back those from before that still exist; later ones of others stay."""
        ours, before = set(props["alert_group_ids"]), _back(props)
        back = before & {group.id for group in api.backend.list_groups()} if before else set()
        assign_exactly(api.backend, api.locks, id_, lambda now: (now - ours) | back)
        api.restored[id_] = back


def _back(props: Props) -> set[str]:
    """Return what a deletion brings back, as far as it still exists."""
    return set() if props.get("on_delete") == EMPTY else set(props.get("alert_group_ids_before") or ())


def _own(api: ApiFortressApi, project_id: str, wanted: set[str]) -> set[str]:
    before = assign_exactly(api.backend, api.locks, project_id, lambda _: wanted)
    api.owned[project_id] = wanted
    return before


def _row(project: Remote, groups: Iterable[str]) -> Remote:
    id_ = str(project["id"])
    return {"id": id_, "project_id": id_, "project_name": str(project["name"]), "group_ids": sorted(groups)}


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
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Own the alert groups of a project.

        Args:
            resource_name: its name in the program.
            project: the project's name as the edit dialog stores it, or its id (`api-fortress.md 1.4`); replaces.
            alert_group_ids: ids of all groups, in any order; an empty list leaves the project without any.
            on_delete: "restore" (the default) brings back the groups from before this resource, "empty" leaves none
                of its own.
            opts: Pulumi's options.

        Raises:
            NoMatchError: there is no such project; near names are listed.
            SeveralMatchesError: several projects have the name.
            InputError: another resource of this program manages the project's alert groups.
        """
        project = claimed(project, f"ProjectAssignments {resource_name!r}", whole=True)
        super().__init__(resource_name, locals(), opts)
        tell_ownership(self, project, alert_group_ids, returns=on_delete != EMPTY)
