"""One alert group on many projects: by list, by pattern, or both."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from alert_wiring.core.errors import InputError
from alert_wiring.dynamic import in_program, keep_parent_types

from .patterns import expanded
from .project_assignment import ProjectAssignment


class AssignedProjects(pulumi.ComponentResource):
    """An alert group on every project of a list; a name with `*` or `?` is a pattern.

        AssignedProjects("payments", alert_group_id=group.id, projects=["Checkout", "payments-*"])

    It is one `ProjectAssignment` per project, so other groups of the projects are never touched. A project that starts
    to match is assigned by the next up, and one that no longer matches is unassigned: look at the preview.
    """

    project_ids: pulumi.Output[dict[str, str]]
    """Project as written or found to its id."""

    matched_projects: dict[str, list[str]]
    """Pattern to the projects that it found."""

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        projects: Sequence[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Assign a group to projects.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group.
            projects: names (as the edit dialog stores them), ids and patterns; the preview shows what each pattern
                matches.
            opts: Pulumi's options.

        Raises:
            InputError: there is no project, or not a list.
            NoMatchError: a project does not exist or a pattern matches nothing; near names are listed.
            WiringError: there is a pattern, and the account cannot be asked.
        """
        if isinstance(projects, str) or not projects:
            shown = [projects] if projects else ["Payments API"]
            raise InputError(f"AssignedProjects {resource_name!r}: projects must be a list: write projects={shown!r}.")
        found = expanded(list(dict.fromkeys(projects)))
        keep_parent_types(self, opts)
        super().__init__("alertwiring:apifortress:AssignedProjects", resource_name, None, opts)
        found.tell(self)
        pairs = {
            project: ProjectAssignment(
                f"{resource_name}-{project.replace('::', '-')}",
                project=project,
                alert_group_id=alert_group_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for project in found.projects
        }
        self.matched_projects = found.matched
        self.project_ids = pulumi.Output.all(**{project: pair.project_id for project, pair in pairs.items()})
        self.register_outputs({"project_ids": self.project_ids, "matched_projects": found.matched})
