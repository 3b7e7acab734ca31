"""JSON of the REST contract to objects and back (`api-fortress.md 4.5`): no HTTP, no rules.

Unknown members are ignored, absent ones take the contract's defaults; a missing identity is a `KeyError` and a body of
another kind a `TypeError`, which the backend turns into an error that names the request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from .objects import Company, Definition, DefinitionSpec, Delivery, Group, Instance, Member, Parameter, Project

Json = Mapping[str, Any]
T = TypeVar("T")


def text_id(value: object) -> str:
    """Return an id as text: integers without sign or padding, hex digits as they are (`api-fortress.md 1.11`)."""
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise TypeError(f"not an id: {type(value).__name__}")
    return str(value)


def _object(body: object) -> Json:
    if not isinstance(body, Mapping):
        raise TypeError(f"expected an object, got {type(body).__name__}")
    return body


def many(parse: Callable[[object], T], body: object) -> list[T]:
    """Parse a plain JSON array; the contract has no paging (`api-fortress.md 4.1`)."""
    if not isinstance(body, list):
        raise TypeError(f"expected an array, got {type(body).__name__}")
    return [parse(item) for item in body]


def _ids(values: object) -> frozenset[str]:
    return frozenset(text_id(value) for value in values) if isinstance(values, list) else frozenset()


def company(body: object) -> Company:
    """Parse C1."""
    fields = _object(body)
    return Company(id=text_id(fields["id"]), name=str(fields.get("name") or ""))


def definition(body: object) -> Definition:
    """Parse D1 to D4."""
    fields = _object(body)
    params = fields.get("params") or []
    return Definition(
        id=text_id(fields["id"]),
        name=str(fields["name"]),
        description=str(fields.get("description") or ""),
        mode=str(fields.get("mode") or "Event"),
        run_on_success=bool(fields.get("runOnSuccess")),
        params=tuple(Parameter(str(p["name"]), str(p.get("description") or "")) for p in params),
        finished=bool(fields.get("finished")),
        open=bool(fields.get("open")),
        code=fields.get("code"),
    )


def definition_body(spec: DefinitionSpec) -> dict[str, Any]:
    """Build the body of D3 and D4: the whole definition without its id."""
    return {
        "name": spec.name,
        "description": spec.description,
        "mode": spec.mode,
        "runOnSuccess": spec.run_on_success,
        "params": [{"name": p.name, "description": p.description} for p in spec.params],
        "code": spec.code,
        "finished": spec.finished,
        "open": spec.open,
    }


def group(body: object) -> Group:
    """Parse G1 to G4."""
    fields = _object(body)
    return Group(
        id=text_id(fields["id"]),
        label=str(fields["label"]),
        users_count=int(fields.get("usersCount") or 0),
        connectors_count=int(fields.get("connectorsCount") or 0),
        project_ids=_ids(fields.get("projectIds")),
    )


def instance(body: object) -> Instance:
    """Parse I1 to I4. A null value is an untouched text input: empty text (`api-fortress.md 4.5`)."""
    fields = _object(body)
    params = _object(fields.get("params") or {})
    return Instance(
        id=text_id(fields["id"]),
        group_id=text_id(fields["alertGroupId"]),
        definition_id=text_id(fields["connectorId"]),
        connector_name=str(fields.get("connectorName") or ""),
        params={str(name): "" if value is None else str(value) for name, value in params.items()},
    )


def member(body: object) -> Member:
    """Parse U1 and U2."""
    fields = _object(body)
    return Member(
        user_id=text_id(fields["userId"]),
        full_name=str(fields.get("fullName") or ""),
        email=str(fields.get("email") or ""),
        sms=bool(fields.get("sms")),
    )


def project(body: object) -> Project:
    """Parse P1, P2, A2 and A3."""
    fields = _object(body)
    return Project(
        id=text_id(fields["id"]), name=str(fields.get("name") or ""), group_ids=_ids(fields.get("alertGroupIds"))
    )


def assigned(body: object) -> set[str]:
    """Parse A1: the groups of a project."""
    return {text_id(_object(item)["id"]) for item in many(_object, body)}


def deliveries(body: object) -> list[Delivery]:
    """Parse a test report (T1, T2); only the host of a delivery's URL is kept, the rest may hold a key."""
    return many(_delivery, _object(body)["deliveries"])


def _delivery(body: object) -> Delivery:
    fields = _object(body)
    status = fields.get("httpStatus")
    return Delivery(
        group_id=text_id(fields["alertGroupId"]),
        instance_id=text_id(fields["instanceId"]),
        connector_name=str(fields.get("connectorName") or ""),
        sent=bool(fields.get("sent")),
        reason=fields.get("reason"),
        host=urlsplit(str(fields["url"])).hostname if fields.get("url") else None,
        http_status=int(status) if status is not None else None,
        error=fields.get("error"),
    )
