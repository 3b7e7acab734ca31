"""The routes that every kind of ilert object has: list, create, read, replace, delete, look up by name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.errors import IlertError, bad_request, not_found
from vendor_sandbox.ilert.indexes import BY_NAME
from vendor_sandbox.ilert.rates import RateWindows
from vendor_sandbox.ilert.stamps import moved
from vendor_sandbox.ilert.times import kept
from vendor_sandbox.ilert.transport import (
    Call,
    body_object,
    endpoint,
    in_list_order,
    in_team_context,
    order,
    page,
    require_admin,
    show,
    show_all,
)
from vendor_sandbox.ilert.visibility import foreign_teams, hidden

Stored = dict[str, Any]
Id = int | str
"""A number for most kinds; a UUID for connectors and alert actions (ilert.md 1.12)."""


def _never_in_use(_context: Context, _id: Id) -> str | None:
    return None


def _nothing_left(_context: Context, _id: Id) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of object. What is stored has the API's own names and the shape that is written to it."""

    path: str
    """The collection's word in the URL, as ``alert-sources``."""
    noun: str
    """For messages, as ``alert source``."""
    collection: str
    first_id: int | None
    """The first number given; ``None`` for a kind whose ids are UUIDs."""
    cap: int
    """The largest page (ilert.md 1.6)."""
    accept: Callable[[Call, Stored, Stored | None], Stored]
    """(call, body, existing object or none for POST) → the fields to store; raises ``IlertError``."""
    shape: Callable[[Call, Stored, bool], Stored]
    """(call, stored object, in a list) → the answer."""
    used_by: Callable[[Context, Id], str | None] = _never_in_use
    """What refers to the object, for the refusal to delete it; ``None`` when nothing does."""
    after_delete: Callable[[Context, Id], None] = _nothing_left
    """Takes away what goes with a deleted object."""
    page_size: int = 50
    include_lowers_cap: bool = False
    """Whether ``include`` may make the largest page smaller (ilert.md 1.6)."""
    location: bool = False
    """Whether POST answers with ``Location`` (ilert.md 1.10)."""
    neighbour: bool = False
    """Whether the published document says 200 for POST and reality 201 (ilert.md 1.10)."""
    writable: bool = True
    admin_only: bool = False
    """Whether only an administrator may write it (ilert.md 1.5)."""
    timestamps: bool = True
    named: bool = True
    """Whether ``/name/{name}`` exists (ilert.md 3.11)."""


def find(context: Context, kind: Kind, text: str) -> Stored:
    """The object with an id; raises ``IlertError`` 404."""
    stored = context.store.get(kind.collection, text)
    if stored is None:
        raise not_found(kind.noun)
    return stored


class Collection:
    """The handlers of one kind."""

    def __init__(self, kind: Kind, context: Context, find_one: Callable[[Context, Kind, str], Stored] = find) -> None:
        """Serve `kind`; `find_one` resolves what stands for the id in a path."""
        self.kind = kind
        self.context = context
        self.find_one = find_one

    def _found(self, call: Call) -> Stored:
        stored = self.find_one(self.context, self.kind, call.request.path_params["id"])
        if hidden(self.context, call.caller, self.kind.collection, stored):
            raise not_found(self.kind.noun)
        return stored

    def _check_role(self, call: Call) -> None:
        if self.kind.admin_only:
            require_admin(call)

    def _now(self) -> str:
        return kept(self.context.clock.now())

    def _free_id(self) -> Id:
        """The next id; a number that an object made by hand holds already is skipped."""
        if self.kind.first_id is None:
            return str(uuid.uuid4())
        while True:
            number = self.context.store.next_number(self.kind.collection, self.kind.first_id)
            if self.context.store.get(self.kind.collection, str(number)) is None:
                return number

    def selected(self, call: Call) -> list[Stored] | None:
        """What the query selects of the collection; ``None`` when it selects nothing, so that all is shown."""
        rows = in_team_context(call, self.kind.collection)
        wanted = call.request.query_params.get("query", "").lower()
        if not wanted or self.context.switches.get("ilert.query_search") == "ignored":
            return rows
        rows = self.context.store.all(self.kind.collection) if rows is None else rows
        return [row for row in rows if wanted in str(row.get("name", "")).lower()]

    def seen(self, call: Call) -> list[Stored] | None:
        """What the query selects of what the caller may see; ``None`` when that is all."""
        rows = [] if call.caller.blind else self.selected(call)
        if rows is None and foreign_teams(self.context, call.caller):
            rows = self.context.store.all(self.kind.collection)
        if rows is None:
            return None
        return [row for row in rows if not hidden(self.context, call.caller, self.kind.collection, row)]

    def read_all(self, call: Call) -> Response:
        """GET on the collection: a page of it."""
        kind = self.kind
        start, size = page(call, kind.page_size, kind.cap, with_include=kind.include_lowers_cap)
        rows = self.seen(call)
        shown = (
            self.context.store.found(order(self.context, kind.collection), None, start, size)
            if rows is None
            else in_list_order(self.context, rows)[start : start + size]
        )
        return show_all(self.context, [kind.shape(call, row, True) for row in shown])

    def create(self, call: Call) -> Response:
        """POST on the collection."""
        self._check_role(call)
        accepted = self.kind.accept(call, body_object(call), None)
        number = self._free_id()
        stored = {"id": number, **accepted}
        if self.kind.timestamps:
            stored |= {"createdAt": self._now(), "updatedAt": self._now()}
        self.context.store.insert(self.kind.collection, str(number), stored)
        status = int(str(self.context.switches.get("ilert.neighbour_create_status"))) if self.kind.neighbour else 201
        location = f"{self.context.urls.ilert}/api/{self.kind.path}/{number}" if self.kind.location else None
        return show(self.context, self.kind.shape(call, stored, False), status, location)

    def read(self, call: Call) -> Response:
        """GET of one object."""
        return show(self.context, self.kind.shape(call, self._found(call), False))

    def replace(self, call: Call) -> Response:
        """PUT: the whole object is replaced, with the exceptions that `accept` knows (ilert.md 2.8)."""
        self._check_role(call)
        existing = self._found(call)
        accepted = self.kind.accept(call, body_object(call), existing)
        stored = {"id": existing["id"], **accepted}
        if self.kind.timestamps:
            stored |= {"createdAt": existing.get("createdAt"), "updatedAt": moved(self.context, existing)}
        self.context.store.put(self.kind.collection, str(existing["id"]), stored)
        return show(self.context, self.kind.shape(call, stored, False))

    def delete(self, call: Call) -> Response:
        """DELETE: 204, and 404 from then on (ilert.md 2.8)."""
        self._check_role(call)
        existing = self._found(call)
        user = self.kind.used_by(self.context, existing["id"])
        if user and self.context.switches.get("ilert.delete_in_use") == "refuse":
            raise bad_request(f"This {self.kind.noun} is still in use by {user}")
        self.context.store.delete(self.kind.collection, str(existing["id"]))
        self.kind.after_delete(self.context, existing["id"])
        return Response(status_code=204)

    def by_name(self, call: Call) -> Response:
        """GET by name: one object, the first by id when several have it (ilert.md 3.11, 7 #4)."""
        named = self._named(call.request.path_params["name"])
        found = [row for row in named if not hidden(self.context, call.caller, self.kind.collection, row)]
        if found:
            last = self.context.switches.get("ilert.name_lookup_duplicates") == "last"
            return show(self.context, self.kind.shape(call, found[-1 if last else 0], False))
        if self.context.switches.get("ilert.name_lookup_missing") == "empty":
            raise IlertError(404, "")
        raise not_found(self.kind.noun)

    def _named(self, name: str) -> list[Stored]:
        fold = self.context.switches.get("ilert.name_lookup_case") == "ignore"
        value = ("folded", name.lower()) if fold else ("exact", name)
        return self.context.store.found(BY_NAME[self.kind.collection], value)

    def routes(self, windows: RateWindows, settle: Callable[[], None]) -> list[Route]:
        """The routes of the kind; names may hold encoded slashes, so they match to the end of the path."""

        def made(handler: Callable[[Call], Response], writes: bool = False) -> Callable[[Request], Any]:
            return endpoint(self.context, windows, handler, writes=writes, settle=settle)

        base = f"/api/{self.kind.path}"
        routes = [Route(base, made(self.read_all), methods=["GET"])]
        if self.kind.named:
            routes.append(Route(f"{base}/name/{{name:path}}", made(self.by_name), methods=["GET"]))
        routes.append(Route(f"{base}/{{id}}", made(self.read), methods=["GET"]))
        if self.kind.writable:
            routes += [
                Route(base, made(self.create, writes=True), methods=["POST"]),
                Route(f"{base}/{{id}}", made(self.replace, writes=True), methods=["PUT"]),
                Route(f"{base}/{{id}}", made(self.delete, writes=True), methods=["DELETE"]),
            ]
        return routes


def accept_type(context: Context, body: Stored, field: str, known: frozenset[str], existing: Stored | None) -> str:
    """The type of an object: one of a list that grows, and fixed for good (ilert.md 2.5, 7 #8)."""
    value = fields.text(body, field)
    if not value:
        raise bad_request(f"Field '{field} [string]' is required")
    change = context.switches.get("ilert.integration_type_change")
    if existing and value != existing[field] and change != "accept":
        if change == "ignore":
            return str(existing[field])
        raise bad_request(f"'{field}' can not be changed")
    if value not in known and context.switches.get("ilert.unknown_integration_type") == "refuse":
        raise bad_request(f"'{value}' is not a valid {field}")
    return value


def missing_reference(context: Context, what: str) -> IlertError:
    """The refusal of a reference to an object that does not exist or is not visible (ilert.md 7 #10)."""
    status = int(str(context.switches.get("ilert.missing_reference_status")))
    return IlertError(status, f"Could not find {what}")
