"""The first backend: the REST contract (`api-fortress.md 4`). HTTP in, objects out, nothing decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from alert_wiring.core.errors import BadRequestError, UnauthorizedError
from alert_wiring.core.http import Answer, HttpSession, quoted
from alert_wiring.core.valuetypes.base import is_digits

from . import wire
from .auth import LoginAuth
from .backend import Capability, Outcome, users_in_groups
from .objects import Company, Definition, DefinitionSpec, Delivery, Group, Instance, Member, Project, User

T = TypeVar("T")

_MISSING = 404
_BASE = "/api/rest/v3"


def server_url(url: str) -> str:
    """Return the server's address in the contract's form: no trailing slash, `/app` where it has no path.

    `grailsServerURL` of an instance ends in `/app` (`api-fortress.md 4.2`, `5`).
    """
    trimmed = url.strip().rstrip("/")
    _, separator, rest = trimmed.partition("://")
    return f"{trimmed}/app" if separator and "/" not in rest else trimmed


class RestBackend:
    """API Fortress through the REST contract; one object per account, shared by all threads."""

    def __init__(self, http: HttpSession, capabilities: frozenset[Capability] = frozenset(Capability)) -> None:
        """Use `http`, whose base address is the server's (`server_url`); nothing is sent yet."""
        self._http = http
        self._capabilities = capabilities

    @property
    def capabilities(self) -> frozenset[Capability]:
        """The contract offers all; an instance that cannot rename says so by a setting."""
        return self._capabilities

    def ping(self) -> Company:
        """C1."""
        return self._get("/company", wire.company)

    def list_definitions(self) -> list[Definition]:
        """D1."""
        return self._get("/connectors", lambda body: wire.many(wire.definition, body))

    def get_definition(self, definition_id: str) -> Definition | None:
        """D2 with the code, which a credential without the administrator's role is not given."""
        path = f"/connectors/{quoted(definition_id)}"
        answer = self._call("GET", path, query=[("include", "code")], allow=(_MISSING, 403))
        if answer.status == 403:
            return self._find(path, wire.definition)
        return None if answer.status == _MISSING else self._parse(answer, wire.definition, "GET", path)

    def load_definition(self, spec: DefinitionSpec) -> Definition:
        """D3."""
        return self._send("POST", "/connectors", wire.definition, wire.definition_body(spec))

    def update_definition(self, definition_id: str, spec: DefinitionSpec) -> Definition:
        """D4."""
        return self._send("PUT", f"/connectors/{quoted(definition_id)}", wire.definition, wire.definition_body(spec))

    def delete_definition(self, definition_id: str) -> None:
        """D5."""
        self._call("DELETE", f"/connectors/{quoted(definition_id)}", allow=(_MISSING,))

    def list_groups(self) -> list[Group]:
        """G1."""
        return self._get("/alertGroups", lambda body: wire.many(wire.group, body))

    def get_group(self, group_id: str) -> Group | None:
        """G3."""
        return self._find(_group(group_id), wire.group)

    def create_group(self, label: str) -> Group:
        """G2."""
        return self._send("POST", "/alertGroups", wire.group, {"label": label})

    def rename_group(self, group_id: str, label: str) -> Group:
        """G4."""
        return self._send("PUT", _group(group_id), wire.group, {"label": label})

    def delete_group(self, group_id: str) -> None:
        """G5."""
        self._call("DELETE", _group(group_id), allow=(_MISSING,))

    def list_instances(self, group_id: str) -> list[Instance] | None:
        """I1."""
        return self._find(f"{_group(group_id)}/connectors", lambda body: wire.many(wire.instance, body))

    def get_instance(self, group_id: str, instance_id: str) -> Instance | None:
        """I3."""
        return self._find(_instance(group_id, instance_id), wire.instance)

    def create_instance(self, group_id: str, definition_id: str, params: dict[str, str]) -> Instance:
        """I2."""
        body = {"connectorId": definition_id, "params": params}
        return self._send("POST", f"{_group(group_id)}/connectors", wire.instance, body)

    def update_instance(self, group_id: str, instance_id: str, params: dict[str, str]) -> Instance:
        """I4."""
        return self._send("PUT", _instance(group_id, instance_id), wire.instance, {"params": params})

    def delete_instance(self, group_id: str, instance_id: str) -> None:
        """I5."""
        self._call("DELETE", _instance(group_id, instance_id), allow=(_MISSING,))

    def list_users(self) -> list[User]:
        """U1 of every group that has users: the contract lists them nowhere else (`api-fortress.md 4.6`)."""
        return users_in_groups(self)

    def list_members(self, group_id: str) -> list[Member] | None:
        """U1."""
        return self._find(f"{_group(group_id)}/users", lambda body: wire.many(wire.member, body))

    def add_member(self, group_id: str, user_id: str, *, sms: bool) -> Member:
        """U2."""
        return self._send("PUT", _member(group_id, user_id), wire.member, {"sms": sms})

    def remove_member(self, group_id: str, user_id: str) -> None:
        """U3."""
        self._call("DELETE", _member(group_id, user_id), allow=(_MISSING,))

    def list_projects(self) -> list[Project]:
        """P1."""
        return self._get("/projects", lambda body: wire.many(wire.project, body))

    def get_assigned(self, project_id: str) -> set[str] | None:
        """A1."""
        return self._find(f"{_project(project_id)}/alertGroups", wire.assigned)

    def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
        """A2."""
        wanted: list[int | str] = sorted((int(group) if is_digits(group) else group for group in group_ids), key=str)
        self._call("PUT", f"{_project(project_id)}/alertGroups", body={"alertGroupIds": wanted})

    def add_assigned(self, project_id: str, group_id: str) -> None:
        """A3."""
        self._call("PUT", f"{_project(project_id)}/alertGroups/{quoted(group_id)}")

    def remove_assigned(self, project_id: str, group_id: str) -> None:
        """A4."""
        self._call("DELETE", f"{_project(project_id)}/alertGroups/{quoted(group_id)}", allow=(_MISSING,))

    def test_fire(self, group_id: str, instance_id: str, outcome: Outcome) -> list[Delivery]:
        """T1."""
        return self._send("POST", f"{_instance(group_id, instance_id)}/_test", wire.deliveries, {"outcome": outcome})

    def test_fire_project(self, project_id: str, outcome: Outcome) -> list[Delivery]:
        """T2."""
        return self._send("POST", f"{_project(project_id)}/_testConnectors", wire.deliveries, {"outcome": outcome})

    def _get(self, path: str, parse: Callable[[object], T]) -> T:
        return self._parse(self._call("GET", path), parse, "GET", path)

    def _find(self, path: str, parse: Callable[[object], T]) -> T | None:
        answer = self._call("GET", path, allow=(_MISSING,))
        return None if answer.status == _MISSING else self._parse(answer, parse, "GET", path)

    def _send(self, method: str, path: str, parse: Callable[[object], T], body: dict[str, Any]) -> T:
        return self._parse(self._call(method, path, body=body), parse, method, path)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: list[tuple[str, str]] | None = None,
        body: dict[str, Any] | None = None,
        allow: tuple[int, ...] = (),
    ) -> Answer:
        """Send a request; after a 401 in login mode log in once more and repeat (`api-fortress.md 4.3`).

        A request that was refused with 401 was not carried out, so a POST may be repeated here too.
        """
        auth = self._http.auth
        used = auth.current() if isinstance(auth, LoginAuth) else None
        try:
            return self._http.request(method, _BASE + path, query=query or (), body=body, allow=allow)
        except UnauthorizedError:
            if not isinstance(auth, LoginAuth) or used is None:
                raise
            auth.forget(used)
        return self._http.request(method, _BASE + path, query=query or (), body=body, allow=allow)

    def _parse(self, answer: Answer, parse: Callable[[object], T], method: str, path: str) -> T:
        """Turn the answer into objects; an answer of another shape is an error that names the request."""
        try:
            return parse(answer.json)
        except (KeyError, TypeError, ValueError) as error:
            raise BadRequestError(
                self._http.vendor,
                method,
                _BASE + path,
                status=answer.status,
                reason=f"an answer of another shape than expected ({type(error).__name__}: {error})",
                request_id=answer.request_id,
                advice="Check that apifortress:url is the server's address, including /app.",
            ) from None


def _group(group_id: str) -> str:
    return f"/alertGroups/{quoted(group_id)}"


def _instance(group_id: str, instance_id: str) -> str:
    return f"{_group(group_id)}/connectors/{quoted(instance_id)}"


def _member(group_id: str, user_id: str) -> str:
    return f"{_group(group_id)}/users/{quoted(user_id)}"


def _project(project_id: str) -> str:
    return f"/projects/{quoted(project_id)}"
