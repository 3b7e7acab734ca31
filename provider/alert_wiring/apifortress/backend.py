"""The one door to API Fortress: a small interface that every backend fills (`api-fortress.md 4.11`).

No public management API of the product is known (`api-fortress.md 0.3` fact 1). The first backend is the REST
contract of section 4 there (`rest.py`); a second one, the self-hosted web application's own pages, must fit behind
this same interface. Nothing above this module may know which backend works below.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from .objects import Company, Definition, DefinitionSpec, Delivery, Group, Instance, Member, Project, User


class Capability(StrEnum):
    """What a backend can do beyond the interface's floor (`api-fortress.md 4.11`).

    A missing `RENAME_GROUP` turns a rename into a replacement; any other missing one is a clear error on use, except
    `PAIRWISE_ASSIGN`, which is then built from the whole-list write under a lock.
    """

    RENAME_GROUP = "RENAME_GROUP"
    LOAD_DEFINITION = "LOAD_DEFINITION"
    PAIRWISE_ASSIGN = "PAIRWISE_ASSIGN"
    TEST_FIRE = "TEST_FIRE"


class Outcome(StrEnum):
    """What a test fire pretends: `success` reaches only connectors that run on success (`api-fortress.md 4.6`)."""

    FAILURE = "failure"
    SUCCESS = "success"


class ApiFortressBackend(Protocol):
    """Everything the product ever asks of API Fortress.

    Every method raises the errors of `alert_wiring.core.errors`; `get_*` answers None only after a definite 404, and
    `delete_*` takes "already gone" as done. A `create_*` is never repeated after an ambiguous failure: there is no
    idempotency key (`api-fortress.md 7.2`), so the caller searches instead.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this backend can do beyond the floor."""

    def ping(self) -> Company:
        """Return the credential's company: the cheapest proof that the credential is good."""

    def list_definitions(self) -> list[Definition]:
        """Return all connector definitions, without code."""

    def get_definition(self, definition_id: str) -> Definition | None:
        """Return one definition, with its code where the credential may see it; None when it is gone."""

    def load_definition(self, spec: DefinitionSpec) -> Definition:
        """Register a new connector definition (needs an administrator)."""

    def update_definition(self, definition_id: str, spec: DefinitionSpec) -> Definition:
        """Replace a definition; a parameter that goes away is dropped from existing connectors."""

    def delete_definition(self, definition_id: str) -> None:
        """Delete a definition; refused with a conflict while a connector uses it."""

    def list_groups(self) -> list[Group]:
        """Return all alert groups of the company, in no stable order."""

    def get_group(self, group_id: str) -> Group | None:
        """Return one alert group; None when it is gone."""

    def create_group(self, label: str) -> Group:
        """Create an empty alert group. Labels are not unique (`api-fortress.md 7.3`)."""

    def rename_group(self, group_id: str, label: str) -> Group:
        """Change the label in place (needs `RENAME_GROUP`)."""

    def delete_group(self, group_id: str) -> None:
        """Delete a group with its connectors; refused with a conflict while a project has it."""

    def list_instances(self, group_id: str) -> list[Instance] | None:
        """Return the connectors of a group; None when the group is gone."""

    def get_instance(self, group_id: str, instance_id: str) -> Instance | None:
        """Return one connector; None when it or its group is gone."""

    def create_instance(self, group_id: str, definition_id: str, params: dict[str, str]) -> Instance:
        """Add a connector to a group."""

    def update_instance(self, group_id: str, instance_id: str, params: dict[str, str]) -> Instance:
        """Replace the whole parameter map of a connector."""

    def delete_instance(self, group_id: str, instance_id: str) -> None:
        """Remove a connector from its group."""

    def list_users(self) -> list[User]:
        """Return the users that can be told by name: those who are in some alert group."""

    def list_members(self, group_id: str) -> list[Member] | None:
        """Return the users in a group; None when the group is gone."""

    def add_member(self, group_id: str, user_id: str, *, sms: bool) -> Member:
        """Put a user of the company into a group; one that is in it already gets the SMS flag."""

    def remove_member(self, group_id: str, user_id: str) -> None:
        """Take a user out of a group; nobody else is touched."""

    def list_projects(self) -> list[Project]:
        """Return all projects of the company with their alert groups."""

    def get_assigned(self, project_id: str) -> set[str] | None:
        """Return the ids of a project's alert groups, fresh; None when the project is gone."""

    def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
        """Write the whole set of a project's alert groups. Callers hold the project's lock."""

    def add_assigned(self, project_id: str, group_id: str) -> None:
        """Add one group to a project, others untouched (needs `PAIRWISE_ASSIGN`)."""

    def remove_assigned(self, project_id: str, group_id: str) -> None:
        """Take one group from a project, others untouched (needs `PAIRWISE_ASSIGN`)."""

    def test_fire(self, group_id: str, instance_id: str, outcome: Outcome) -> list[Delivery]:
        """Make one connector deliver a recognisable test event (needs `TEST_FIRE`)."""

    def test_fire_project(self, project_id: str, outcome: Outcome) -> list[Delivery]:
        """The same for every connector of every group of a project (needs `TEST_FIRE`)."""


def users_in_groups(backend: ApiFortressBackend) -> list[User]:
    """Return each user who is in some alert group once: `list_users` for a backend that lists users nowhere else."""
    groups = [group.id for group in backend.list_groups() if group.users_count]
    found = [member for group in groups for member in backend.list_members(group) or ()]
    return list({one.user_id: User(one.user_id, one.full_name, one.email) for one in found}.values())
