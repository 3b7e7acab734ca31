"""What the kinds below a plan share: lists, create and modify as one POST, delete (xmatters.md 2.2, 2.7, 10.2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.xmatters.errors import XmattersError, conflict, not_found
from vendor_sandbox.xmatters.plans import clash, find_plan, makes, must_edit, new_id, of_plan, unknown_id
from vendor_sandbox.xmatters.transport import Call, body_object, page

Stored = dict[str, Any]


def _shown_as_it_is(call: Call, row: Stored) -> Stored:
    del call
    return dict(row)


@dataclass(frozen=True)
class Child:
    """One kind of object below a plan. What is stored has the API's own names."""

    noun: str
    collection: str
    accept: Callable[[Call, Stored, Stored, Stored | None], Stored]
    """(call, plan, body, existing object or none for a create) → the fields to store."""
    shape: Callable[[Call, Stored], Stored] = _shown_as_it_is
    created: Callable[[Context], int] = lambda _: 201
    modified: Callable[[Context], int] = lambda _: 201
    """The success codes: the sources disagree from kind to kind (xmatters.md 2.7)."""
    shape_deleted: Callable[[Call, Stored], Stored] | None = None
    by_name: bool = False
    """Whether a path may hold the name in place of the id."""


def check_name(
    call: Call, noun: str, where: tuple[Index, Hashable], fields: Stored, existing: Stored | None = None
) -> None:
    """Raises ``XmattersError`` 409 when another object that `where` finds has the name (xmatters.md 7.1)."""
    if call.context.switches.get("xmatters.name_clash") == "allow":
        return
    for row in call.context.store.found(*where):
        if row["id"] != (existing or {}).get("id") and clash(call.context, row["name"], fields["name"]):
            raise conflict(noun, fields["name"])


class Children:
    """The handlers of one kind."""

    def __init__(self, child: Child) -> None:
        """Serve `child`."""
        self.child = child
        self.named = Index(child.collection, lambda row: [(row["plan"]["id"], row["name"])])
        self._any_case = Index(child.collection, lambda row: [(row["plan"]["id"], row["name"].lower())])

    def rows(self, call: Call, plan: Stored) -> Sequence[Stored]:
        """The plan's objects of this kind."""
        return of_plan(call.context, self.child.collection, plan["id"])

    def find(self, call: Call, plan: Stored, key: str) -> Stored | None:
        """The object of the plan with an id, or with a name where the kind allows it."""
        row = call.context.store.get(self.child.collection, key)
        if row is not None and row["plan"]["id"] == plan["id"]:
            return row
        if not self.child.by_name:
            return None
        return call.context.store.first(self.named, (plan["id"], key))

    def read_all(self, call: Call) -> Response:
        """GET on the collection."""
        plan = find_plan(call)
        return page(call, self.rows(call, plan), lambda row: self.child.shape(call, row))

    def read(self, call: Call) -> Response:
        """GET of one object."""
        row = self.find(call, find_plan(call), call.params["id"])
        if row is None:
            raise not_found(self.child.noun, call.params["id"])
        return JSONResponse(self.child.shape(call, row))

    def unreadable(self, call: Call) -> Response:
        """GET of one object where no such call exists (xmatters.md 3.4)."""
        raise not_found(self.child.noun, call.params["id"])

    def undeletable(self, call: Call) -> Response:
        """DELETE where no such call exists (xmatters.md 3.3, 3.5)."""
        raise XmattersError(405, f"Request method 'DELETE' not supported for a {self.child.noun}")

    def post(self, call: Call) -> Response:
        """POST on the collection: create without ``id``, modify with it."""
        plan = find_plan(call)
        return self.write(call, plan, body_object(call))

    def write(self, call: Call, plan: Stored, body: Stored) -> Response:
        """Create or modify below a plan; raises ``XmattersError``."""
        must_edit(call, plan)
        existing = None
        if body.get("id"):
            existing = self.find(call, plan, str(body["id"]))
            if existing is None and not makes(call, self.child.collection, str(body["id"])):
                raise unknown_id(call, self.child.noun, str(body["id"]))
        fields = self.child.accept(call, plan, {**(existing or {}), **body}, existing)
        check_name(call, self.child.noun, (self._any_case, (plan["id"], fields["name"].lower())), fields, existing)
        row = {**(existing or {"id": str(body.get("id") or new_id()), "plan": {"id": plan["id"]}}), **fields}
        call.context.store.put(self.child.collection, row["id"], row)
        status = (self.child.modified if existing else self.child.created)(call.context)
        return JSONResponse(self.child.shape(call, row), status_code=status)

    def delete(self, call: Call) -> Response:
        """DELETE: 200 with the object as it was, 204 when there is none."""
        plan = find_plan(call)
        must_edit(call, plan)
        row = self.find(call, plan, call.params["id"])
        if row is None:
            return Response(status_code=204)
        call.context.store.delete(self.child.collection, row["id"])
        return JSONResponse((self.child.shape_deleted or self.child.shape)(call, row))
