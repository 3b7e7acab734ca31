"""The assignment of one alert group to one project (`api-fortress.md 1.4`, `7.1`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Id
from alert_wiring.dynamic import KindProvider, KindResource, in_program

from .api import ApiFortressApi
from .assignments import assign, unassign
from .base import ApiFortressKind
from .claims import claimed
from .lookups import project_in
from .project_fields import PROJECT, PROJECT_ID, PROJECT_NAME, ProjectFields
from .settings import VENDOR


class ProjectAssignmentKind(ApiFortressKind):
    """A pair has no name: project and group are its identity, and making it twice does no harm."""

    noun, name_field = "project assignment", None
    fields: ClassVar[Fields] = ProjectFields(
        PROJECT,
        Field("alert_group_id", "alert_group_id", Id(), required=True, immutable=True, parent=True),
        PROJECT_ID,
        PROJECT_NAME,
    )

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The pair itself."""
        project, group = str(inputs["project"]).strip(), inputs["alert_group_id"]
        pairs = [pair for pair in listed if pair["alert_group_id"] == group]
        named = [pair for pair in pairs if pair["project_name"].strip() == project]
        return named or [pair for pair in pairs if pair["project_id"] == project]

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """A pair that exists is what was asked for."""
        del remote, inputs
        return True

    def title(self, props: Props) -> str:
        """Name both sides, where they are known."""
        if not isinstance(props.get("project"), str):
            return f"{VENDOR} project assignment"
        return f"{VENDOR} assignment of alert group {props.get('alert_group_id')} to project {props.get('project')!r}"

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """All pairs of the company, by one list of projects."""
        del props
        projects = api.projects_for(self.noun)
        return [_pair(project, str(group)) for project in projects for group in project["group_ids"]]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """The pair, if the project still has the group; the id is `project/group`."""
        del props
        project_id, _, group_id = id_.partition("/")
        groups = api.backend.get_assigned(project_id)
        if groups is None or group_id not in groups:
            return None
        return _pair(api.projects().get(project_id) or {"id": project_id, "name": ""}, group_id)

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Add the group; the project's other groups stay."""
        del body
        project = project_in(api.projects().all(), str(inputs["project"]))
        assign(api.backend, api.locks, str(project["id"]), inputs["alert_group_id"])
        return _pair(project, inputs["alert_group_id"])

    def hold(self, api: ApiFortressApi, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Refuse to take a project its last alert group; in a destroy, any that leads somewhere."""
        del props
        project_id, _, group_id = id_.partition("/")
        if group_id not in api.owned.get(project_id, ()):
            api.standing.hold_groups(project_id, {group_id}, removal, settings)

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Take the group out, unless a whole set has just taken it over; the project's other groups stay."""
        del props
        project_id, _, group_id = id_.partition("/")
        if group_id not in api.owned.get(project_id, ()):
            unassign(api.backend, api.locks, project_id, group_id)


def _pair(project: Remote, group_id: str) -> Remote:
    project_id = str(project["id"])
    return {
        "id": f"{project_id}/{group_id}",
        "project_id": project_id,
        "project_name": str(project["name"]),
        "alert_group_id": group_id,
    }


class ProjectAssignmentProvider(KindProvider):
    """Serves assignments; pickled by reference, so this name is for ever."""

    kind = ProjectAssignmentKind()


class ProjectAssignment(KindResource, module="apifortress", name="ProjectAssignment"):
    """One alert group on one project. Other groups of the project are never touched.

    The id is `project id/group id`. A pair that exists already is simply taken into the stack.
    """

    provider_class = ProjectAssignmentProvider

    project: pulumi.Output[str]
    alert_group_id: pulumi.Output[str]
    project_id: pulumi.Output[str]
    project_name: pulumi.Output[str]

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        project: pulumi.Input[str],
        alert_group_id: pulumi.Input[str],
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Assign a group to a project.

        Args:
            resource_name: its name in the program.
            project: the project's name as the edit dialog stores it, or its id (`api-fortress.md 1.4`); replaces.
            alert_group_id: id of the group; replaces.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.

        Raises:
            NoMatchError: there is no such project; near names are listed.
            SeveralMatchesError: several projects have the name.
            InputError: a `ProjectAssignments` of this program manages the project's whole set.
        """
        project = claimed(project, f"ProjectAssignment {resource_name!r}")
        super().__init__(resource_name, locals(), opts)
