"""The second backend: every operation of the interface through the web application's pages (`api-fortress.md 4.11`).

What an operation costs is more than with the REST contract: names, parameters and assignments stand in dialogs, so that
a list is one page and one more per object. Nothing that writes is believed before it was read back.
"""

from __future__ import annotations

from alert_wiring.core.errors import ForbiddenError, InputError, WiringError

from ..backend import Capability, Outcome, users_in_groups
from ..objects import Company, Definition, DefinitionSpec, Delivery, Group, Instance, Member, Project, User
from .connectors import Connectors
from .definitions import Definitions
from .group_users import Members
from .groups import Groups
from .misfit import MisfitError
from .projects import Projects
from .site import Site


class WebBackend:
    """API Fortress through its own pages; one object per account, shared by all threads."""

    def __init__(self, site: Site) -> None:
        """Use the account; nothing is sent yet."""
        self.site = site
        self.groups = Groups(site)
        self.members, self.connectors = Members(site, self.groups), Connectors(site, self.groups)
        self.definitions = Definitions(site)
        self.projects = Projects(site, lambda: {group.id: group.label for group in self.groups.all()})

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the map says that the pages offer."""
        return frozenset(self.site.map.capabilities["backend"].offers)

    def ping(self) -> Company:
        """The company's settings page."""
        return self.groups.company()

    def list_definitions(self) -> list[Definition]:
        """The admin panel, or what a manager is offered in a group (`api-fortress.md 7.14`)."""
        try:
            return self.definitions.all()
        except (ForbiddenError, MisfitError):
            groups = self.groups.all()
            if not groups:
                raise
            return self.connectors.offered(groups[0].id)

    def get_definition(self, definition_id: str) -> Definition | None:
        """The dialog in the admin panel, or without code what a manager is offered."""
        try:
            return self.definitions.get(definition_id)
        except ForbiddenError:
            return next((one for one in self.list_definitions() if one.id == definition_id), None)

    def load_definition(self, spec: DefinitionSpec) -> Definition:
        """The dialog "Add engine"."""
        return self.definitions.load(spec)

    def update_definition(self, definition_id: str, spec: DefinitionSpec) -> Definition:
        """The same dialog of an existing one."""
        return self.definitions.update(definition_id, spec)

    def delete_definition(self, definition_id: str) -> None:
        """Its bin."""
        self.definitions.delete(definition_id)

    def list_groups(self) -> list[Group]:
        """The cards of the section Alerts Groups."""
        return self.groups.all()

    def get_group(self, group_id: str) -> Group | None:
        """The same."""
        return self.groups.get(group_id)

    def create_group(self, label: str) -> Group:
        """The dialog "Add Distro Group"."""
        return self.groups.create(label)

    def rename_group(self, group_id: str, label: str) -> Group:
        """No page can (`api-fortress.md 1.5`)."""
        raise self._cannot("rename an alert group")

    def delete_group(self, group_id: str) -> None:
        """The bin on the card."""
        self.groups.delete(group_id)

    def list_instances(self, group_id: str) -> list[Instance] | None:
        """The cards of the page "Group Connectors", with the parameters of each dialog."""
        return self.connectors.all(group_id)

    def get_instance(self, group_id: str, instance_id: str) -> Instance | None:
        """The same for one."""
        return self.connectors.get(group_id, instance_id)

    def create_instance(self, group_id: str, definition_id: str, params: dict[str, str]) -> Instance:
        """Both dialogs of "+ Connector to this group"."""
        return self.connectors.create(group_id, definition_id, params)

    def update_instance(self, group_id: str, instance_id: str, params: dict[str, str]) -> Instance:
        """The pencil's form."""
        return self.connectors.update(group_id, instance_id, params)

    def delete_instance(self, group_id: str, instance_id: str) -> None:
        """The bin on the card."""
        self.connectors.delete(group_id, instance_id)

    def list_users(self) -> list[User]:
        """Those who are in some group: one page for the groups and one per group with users."""
        return users_in_groups(self)

    def list_members(self, group_id: str) -> list[Member] | None:
        """The cards of the page "Group Users"."""
        return self.members.all(group_id)

    def add_member(self, group_id: str, user_id: str, *, sms: bool) -> Member:
        """The dialog "Add Distro User"."""
        return self.members.add(group_id, user_id, sms=sms)

    def remove_member(self, group_id: str, user_id: str) -> None:
        """The delete icon on the user's card."""
        self.members.take_out(group_id, user_id)

    def list_projects(self) -> list[Project]:
        """The dashboard, and the dialog of each project."""
        return self.projects.all()

    def get_assigned(self, project_id: str) -> set[str] | None:
        """The dialog of the project."""
        return self.projects.assigned(project_id)

    def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
        """The whole form of the project."""
        self.projects.assign(project_id, group_ids)

    def add_assigned(self, project_id: str, group_id: str) -> None:
        """Only whole lists can be saved (`api-fortress.md 7.1`)."""
        raise self._cannot("assign a single alert group")

    def remove_assigned(self, project_id: str, group_id: str) -> None:
        """Only whole lists can be saved (`api-fortress.md 7.1`)."""
        raise self._cannot("take a single alert group from a project")

    def test_fire(self, group_id: str, instance_id: str, outcome: Outcome) -> list[Delivery]:
        """No page can; a failing test run through the API can (`api-fortress.md 6.5`)."""
        raise self._cannot("fire a test event")

    def test_fire_project(self, project_id: str, outcome: Outcome) -> list[Delivery]:
        """The same."""
        raise self._cannot("fire a test event")

    def _cannot(self, what: str) -> WiringError:
        return InputError(f"{self.site.http.vendor}: the web application has no page to {what}.")
