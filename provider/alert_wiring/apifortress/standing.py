"""Which projects somebody hears of, as the instance itself tells it: the last line of defence against a silent project.

`alert-wiring guard` and the policy pack judge a plan before anything is done. A plain `pulumi destroy` asks neither,
so the deletions themselves are held against the instance: two lists, once per process, when the first deletion comes
that could take a project its alerts. Alert groups that people made by hand count too here, other than in a plan.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from alert_wiring.core.errors import RefusedError
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.guard.permission import Permission, permission_of
from alert_wiring.guard.rules import FEW_ROUTES_REMOVED, NO_STRANDED_PROJECT, Violation

from .backend import ApiFortressBackend


class _Picture:
    """The instance as it was at the first question, less what was let go since."""

    def __init__(self, backend: ApiFortressBackend) -> None:
        """List projects and alert groups."""
        self._backend = backend
        projects = backend.list_projects()
        self.names = {project.id: project.name for project in projects}
        self.groups = {project.id: set(project.group_ids) for project in projects}
        """Project id to the ids of its alert groups."""
        self._ways = {group.id: group.connectors_count + group.users_count for group in backend.list_groups()}
        self._counted: set[str] = set()

    def exists(self, group: str) -> bool:
        """Say whether there is such an alert group."""
        return group in self._ways

    def ways(self, group: str) -> int:
        """Return how many connectors and users a group has; a list need not count them, so none is looked at."""
        if self._ways.get(group) == 0 and group not in self._counted:
            self._counted.add(group)
            members = self._backend.list_members(group) or ()
            self._ways[group] = len(self._backend.list_instances(group) or ()) + len(members)
        return self._ways.get(group, 0)

    def leading(self, groups: Iterable[str]) -> set[str]:
        """Return those of the groups that lead somewhere."""
        return {group for group in groups if self.ways(group) > 0}

    def take_way(self, group: str) -> None:
        """Let one connector or user of a group go."""
        self._ways[group] = max(0, self.ways(group) - 1)
        self._counted.add(group)


class StandingRoutes:
    """Holds deletions against what stands on the instance."""

    def __init__(self, backend: ApiFortressBackend) -> None:
        """Ask nothing yet."""
        self._backend = backend
        self._lock = threading.Lock()
        self._picture: _Picture | None = None

    def hold_groups(
        self,
        project_id: str,
        group_ids: set[str],
        removal: Removal,
        settings: Settings,
        back: Iterable[str] = (),
    ) -> None:
        """Let groups go from a project, or refuse.

        Args:
            project_id: the project.
            group_ids: the groups that are taken out.
            removal: why.
            settings: where the user's permission stands.
            back: groups that are put back, as far as they exist.

        Raises:
            RefusedError: nobody would hear of the project any more, or a destroy takes a route that leads somewhere.
        """
        permission = permission_of(settings)
        if permission.turned_off(NO_STRANDED_PROJECT, FEW_ROUTES_REMOVED):
            return
        with self._lock:
            picture = self._seen()
            now = picture.groups.get(project_id, set())
            left = (now - group_ids) | {group for group in back if picture.exists(group)}
            if picture.leading(now & group_ids):
                self._judge(picture, project_id, bool(picture.leading(left)), removal, permission)
            picture.groups[project_id] = left

    def hold_way(self, group_id: str, removal: Removal, settings: Settings) -> None:
        """Let one connector or user of a group go, or refuse.

        Raises:
            RefusedError: as `hold_groups`, for one of the projects that have the group.
        """
        permission = permission_of(settings)
        if permission.turned_off(NO_STRANDED_PROJECT, FEW_ROUTES_REMOVED):
            return
        with self._lock:
            picture = self._seen()
            for project_id, groups in picture.groups.items():
                if group_id in groups and picture.ways(group_id) > 0:
                    heard = picture.ways(group_id) > 1 or bool(picture.leading(groups - {group_id}))
                    self._judge(picture, project_id, heard, removal, permission)
            picture.take_way(group_id)

    def _judge(self, picture: _Picture, project_id: str, heard: bool, removal: Removal, permission: Permission) -> None:
        """Refuse what the rules refuse; `heard` says whether somebody still hears of the project afterwards."""
        name = picture.names[project_id]
        if permission.names(name, project_id):
            return
        if not heard and not permission.turned_off(NO_STRANDED_PROJECT):
            why = f"nobody would hear of failures in project {name!r} any more"
            raise RefusedError(Violation(NO_STRANDED_PROJECT, name, why).line)
        if removal is Removal.DESTROYED and not permission.turned_off(FEW_ROUTES_REMOVED):
            why = f"a destroy takes this route of project {name!r} away"
            raise RefusedError(Violation(FEW_ROUTES_REMOVED, name, why).line)

    def _seen(self) -> _Picture:
        if self._picture is None:
            self._picture = _Picture(self._backend)
        return self._picture
