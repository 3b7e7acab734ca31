"""API Fortress in memory, by the rules of the contract (`api-fortress.md 4.5`, `4.6`): for property tests."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from alert_wiring.apifortress.backend import Capability, Outcome
from alert_wiring.apifortress.objects import (
    Company,
    Definition,
    DefinitionSpec,
    Delivery,
    Group,
    Instance,
    Member,
    Project,
    User,
)
from alert_wiring.core.errors import ConflictError, NotFoundError

VENDOR = "API Fortress"


class MemoryBackend:
    """One company; every object as the contract would return it."""

    def __init__(self, capabilities: frozenset[Capability] = frozenset(Capability)) -> None:
        self._capabilities = capabilities
        self._numbers = count(200)
        self.definitions: dict[str, Definition] = {}
        self.groups: dict[str, Group] = {}
        self.instances: dict[str, Instance] = {}
        self.projects: dict[str, Project] = {}
        self.users: dict[str, User] = {}
        self.members: dict[tuple[str, str], Member] = {}
        self.calls: list[str] = []

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._capabilities

    def ping(self) -> Company:
        return Company("1", "Example Co.")

    def list_definitions(self) -> list[Definition]:
        self.calls.append("list_definitions")
        return [replace(one, code=None) for one in self.definitions.values()]

    def get_definition(self, definition_id: str) -> Definition | None:
        return self.definitions.get(definition_id)

    def load_definition(self, spec: DefinitionSpec) -> Definition:
        self.calls.append("load_definition")
        return self._keep(f"{next(self._numbers):024x}", spec)

    def update_definition(self, definition_id: str, spec: DefinitionSpec) -> Definition:
        self.calls.append("update_definition")
        return self._keep(definition_id, spec)

    def _keep(self, id_: str, spec: DefinitionSpec) -> Definition:
        fields = {name: getattr(spec, name) for name in DefinitionSpec.__slots__}
        self.definitions[id_] = Definition(id=id_, **{**fields, "name": spec.name.strip()})
        return replace(self.definitions[id_], code=None)

    def delete_definition(self, definition_id: str) -> None:
        if any(one.definition_id == definition_id for one in self.instances.values()):
            raise ConflictError(VENDOR, "DELETE", f"/connectors/{definition_id}", status=409, reason="in use")
        self.definitions.pop(definition_id, None)

    def list_groups(self) -> list[Group]:
        self.calls.append("list_groups")
        return list(self.groups.values())

    def get_group(self, group_id: str) -> Group | None:
        return self.groups.get(group_id)

    def create_group(self, label: str) -> Group:
        self.calls.append("create_group")
        group = Group(str(next(self._numbers)), label.strip())
        self.groups[group.id] = group
        return group

    def rename_group(self, group_id: str, label: str) -> Group:
        self.calls.append("rename_group")
        self._existing_group(group_id)
        self.groups[group_id] = replace(self.groups[group_id], label=label.strip())
        return self.groups[group_id]

    def _existing_group(self, group_id: str) -> None:
        if group_id not in self.groups:
            raise NotFoundError(VENDOR, "PUT", f"/alertGroups/{group_id}", status=404)

    def delete_group(self, group_id: str) -> None:
        if any(group_id in project.group_ids for project in self.projects.values()):
            raise ConflictError(VENDOR, "DELETE", f"/alertGroups/{group_id}", status=409, reason="assigned")
        self.groups.pop(group_id, None)
        self.instances = {id_: one for id_, one in self.instances.items() if one.group_id != group_id}

    def list_instances(self, group_id: str) -> list[Instance] | None:
        self.calls.append("list_instances")
        if group_id not in self.groups:
            return None
        return [one for one in self.instances.values() if one.group_id == group_id]

    def get_instance(self, group_id: str, instance_id: str) -> Instance | None:
        found = self.instances.get(instance_id)
        return found if found is not None and found.group_id == group_id else None

    def create_instance(self, group_id: str, definition_id: str, params: dict[str, str]) -> Instance:
        self.calls.append("create_instance")
        self._existing_group(group_id)
        return self._stored(f"{next(self._numbers):024x}", group_id, definition_id, params)

    def update_instance(self, group_id: str, instance_id: str, params: dict[str, str]) -> Instance:
        self.calls.append("update_instance")
        return self._stored(instance_id, group_id, self.instances[instance_id].definition_id, params)

    def _stored(self, id_: str, group_id: str, definition_id: str, params: dict[str, str]) -> Instance:
        definition = self.definitions[definition_id]
        assert set(params) <= set(definition.param_names), "unknown parameter"
        assert all(isinstance(value, str) for value in params.values()), "values are text"
        full = {name: params.get(name, "") for name in definition.param_names}
        self.instances[id_] = Instance(id_, group_id, definition_id, definition.name, full)
        return self.instances[id_]

    def delete_instance(self, group_id: str, instance_id: str) -> None:
        del group_id
        self.instances.pop(instance_id, None)

    def list_users(self) -> list[User]:
        self.calls.append("list_users")
        return list(self.users.values())

    def list_members(self, group_id: str) -> list[Member] | None:
        self.calls.append("list_members")
        if group_id not in self.groups:
            return None
        return [member for (group, _), member in self.members.items() if group == group_id]

    def add_member(self, group_id: str, user_id: str, *, sms: bool) -> Member:
        self.calls.append("add_member")
        self._existing_group(group_id)
        user = self.users[user_id]
        self.members[group_id, user_id] = Member(user_id, user.full_name, user.email, sms)
        return self.members[group_id, user_id]

    def remove_member(self, group_id: str, user_id: str) -> None:
        self.members.pop((group_id, user_id), None)

    def list_projects(self) -> list[Project]:
        self.calls.append("list_projects")
        return list(self.projects.values())

    def get_assigned(self, project_id: str) -> set[str] | None:
        found = self.projects.get(project_id)
        return None if found is None else set(found.group_ids)

    def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
        self.calls.append("set_assigned")
        self.projects[project_id] = replace(self.projects[project_id], group_ids=frozenset(group_ids))

    def add_assigned(self, project_id: str, group_id: str) -> None:
        self.calls.append("add_assigned")
        self._existing_group(group_id)
        self.set_assigned(project_id, {*self.projects[project_id].group_ids, group_id})

    def remove_assigned(self, project_id: str, group_id: str) -> None:
        if project_id in self.projects:
            self.set_assigned(project_id, set(self.projects[project_id].group_ids) - {group_id})

    def test_fire(self, group_id: str, instance_id: str, outcome: Outcome) -> list[Delivery]:
        raise NotImplementedError

    def test_fire_project(self, project_id: str, outcome: Outcome) -> list[Delivery]:
        raise NotImplementedError
