"""Two plausible instances: where each request goes, and what its fields are called (api-fortress.md 3.5, 8 row 2).

Addresses that both share were seen; the others, and all field names but ``cid``, are guesses in the Grails manner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SEEN = {
    "sign_in": "web/login/auth",
    "company": "web/company/details/{cid}",
    "group_add": "web/company/addDistro",
    "connectors": "web/company/connectorsDistroGroup/{gid}",
    "connector_add": "web/company/addConnectorsDistroGroup/{gid}",
    "project_add": "web/projects/add",
    "project_edit": "web/projects/edit/{pid}",
    "event": "web/events/details/{eid}",
}


@dataclass(frozen=True)
class Flavour:
    """One way to name things."""

    name: str
    paths: Mapping[str, str]
    """Action → path below ``/app/``, with the arguments that stand in it."""
    fields: Mapping[str, str]
    """Argument → name of its field or query parameter; an argument that is not here goes by its own name."""
    token_field: str
    """Hidden field of the token against forgery."""
    token_once: bool
    """Whether a token is good for one post only."""
    by_label: bool
    """Whether inputs have ids to which their labels point; else the input stands inside its label."""
    cards: bool
    """Whether objects are cards with ids; else rows of a table."""
    groups_apart: bool
    """Whether the alert groups have a page of their own beside the company's settings."""
    chips: bool
    """Whether a project's groups are chips with a hidden input each; else a select of many."""
    value: str
    """Field of a connector's parameter; ``{n}`` is its position from zero, ``{name}`` its name."""
    value_name: str | None
    """Hidden field with the parameter's name, where its position is all that the other one tells."""
    declared: tuple[str, str]
    """Fields of a definition's parameter and its description; ``{n}`` counts from one."""

    def place(self, action: str, given: Mapping[str, object]) -> tuple[str, dict[str, str]]:
        """(path, arguments that do not stand in it, by field name)."""
        path, left = self.paths[action], {}
        for name, value in given.items():
            if f"{{{name}}}" in path:
                path = path.replace(f"{{{name}}}", str(value))
            else:
                left[self.field(name)] = str(value)
        return f"/app/{path}", left

    def field(self, argument: str) -> str:
        """The name of an argument's field."""
        return self.fields.get(argument, argument)

    def value_field(self, position: int, name: str) -> str:
        """The field of a connector's parameter."""
        return self.value.format(n=position, name=name)

    def values(self, form: Mapping[str, list[str]]) -> dict[str, str]:
        """A connector's parameters from a posted form."""
        if self.value_name is None:
            start = self.value.format(name="")
            return {key.removeprefix(start): values[-1] for key, values in form.items() if key.startswith(start)}
        pattern = re.compile(re.escape(self.value_name).replace(re.escape("{n}"), r"(\d+)"))
        found: dict[str, str] = {}
        for key, names in form.items():
            if match := pattern.fullmatch(key):
                found[names[-1]] = form.get(self.value.format(n=match[1]), [""])[-1]
        return found


A = Flavour(
    name="a",
    paths={
        **_SEEN,
        "login": "j_spring_security_check",
        "logout": "web/logout/index",
        "dashboard": "web/dashboard/index",
        "company_save": "web/company/update/{cid}",
        "groups": "web/company/details/{cid}",
        "group_save": "web/company/saveDistro",
        "group_delete": "web/company/deleteDistro/{gid}",
        "users": "web/company/usersDistroGroup/{gid}",
        "user_add": "web/company/addUsersDistroGroup/{gid}",
        "user_save": "web/company/saveUsersDistroGroup/{gid}",
        "user_delete": "web/company/deleteUsersDistroGroup/{gid}",
        "connector_params": "web/company/paramsConnectorsDistroGroup/{gid}",
        "connector_save": "web/company/saveConnectorsDistroGroup/{gid}",
        "connector_edit": "web/company/editConnectorsDistroGroup/{gid}",
        "connector_update": "web/company/updateConnectorsDistroGroup/{gid}",
        "connector_delete": "web/company/deleteConnectorsDistroGroup/{gid}",
        "project_save": "web/projects/save",
        "project_update": "web/projects/update/{pid}",
        "project_delete": "web/projects/delete/{pid}",
        "definitions": "web/admin/connectors",
        "definition_add": "web/admin/addConnector",
        "definition_save": "web/admin/saveConnector",
        "definition_edit": "web/admin/editConnector/{did}",
        "definition_update": "web/admin/updateConnector/{did}",
        "definition_delete": "web/admin/deleteConnector/{did}",
    },
    fields={
        "email": "j_username",
        "password": "j_password",
        "iid": "instance",
        "uid": "user",
        "did": "connector",
        "groups": "distroGroups",
        "viewable": "viewableOnStatusPage",
    },
    token_field="_csrf",  # noqa: S106 - the name of a field
    token_once=False,
    by_label=True,
    cards=True,
    groups_apart=False,
    chips=False,
    value="param.{name}",
    value_name=None,
    declared=("param{n}", "param{n}Description"),
)

B = Flavour(
    name="b",
    paths={
        **_SEEN,
        "login": "web/login/authenticate",
        "logout": "web/logout",
        "dashboard": "web/mainDashboard/index",
        "company_save": "web/company/save",
        "groups": "web/company/distroGroups/{cid}",
        "group_save": "web/company/insertDistroGroup",
        "group_delete": "web/company/removeDistroGroup",
        "users": "web/company/distroGroupUsers/{gid}",
        "user_add": "web/company/addDistroUser",
        "user_save": "web/company/insertDistroUser",
        "user_delete": "web/company/removeDistroUser",
        "connector_params": "web/company/setConnectorParams",
        "connector_save": "web/company/insertConnectorInstance",
        "connector_edit": "web/company/connectorInstance/{iid}",
        "connector_update": "web/company/updateConnectorInstance",
        "connector_delete": "web/company/removeConnectorInstance",
        "project_save": "web/projects/insert",
        "project_update": "web/projects/saveProject",
        "project_delete": "web/projects/remove",
        "definitions": "web/adminPanel/connectors",
        "definition_add": "web/adminPanel/newConnector",
        "definition_save": "web/adminPanel/insertConnector",
        "definition_edit": "web/adminPanel/connector/{did}",
        "definition_update": "web/adminPanel/updateConnector",
        "definition_delete": "web/adminPanel/removeConnector",
    },
    fields={
        "email": "username",
        "password": "password",
        "gid": "distroGroupId",
        "label": "distroGroup.label",
        "iid": "connectorInstanceId",
        "uid": "user.id",
        "sms": "sendSms",
        "did": "engine.id",
        "pid": "project.id",
        "name": "item.name",
        "description": "item.description",
        "notes": "item.notes",
        "groups": "item.distroGroup.id",
        "viewable": "item.statusPage",
    },
    token_field="SYNCHRONIZER_TOKEN",  # noqa: S106 - the name of a field
    token_once=True,
    by_label=False,
    cards=False,
    groups_apart=True,
    chips=True,
    value="params[{n}].value",
    value_name="params[{n}].name",
    declared=("engine.param[{n}]", "engine.paramDescription[{n}]"),
)

FLAVOURS = {flavour.name: flavour for flavour in (A, B)}
