"""Vendor objects edited "by hand": what a person does in a vendor's console, behind the back of the tool under test."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.routing import Route

from vendor_sandbox.control.guard import Call, Guard, Refused
from vendor_sandbox.ids import object_id
from vendor_sandbox.vendors import Vendor


def routes(guard: Guard) -> list[Route]:
    """``/__sandbox/objects/{vendor}/{kind}[/{id}]``."""
    one = "/objects/{vendor}/{kind}/{id:path}"
    return [
        guard.route("GET", "/objects/{vendor}/{kind}", _list),
        guard.route("POST", "/objects/{vendor}/{kind}", _create),
        guard.route("GET", one, _get),
        guard.route("PUT", one, _replace),
        guard.route("PATCH", one, _merge),
        guard.route("DELETE", one, _delete),
    ]


def _place(call: Call) -> tuple[Vendor, str]:
    """The stand-in and collection that the path names, with everything that is due brought about."""
    try:
        vendor = call.sandbox.vendor(call.path["vendor"])
    except KeyError as error:
        raise Refused(404, f"unknown vendor {call.path['vendor']}") from error
    kind = call.path["kind"]
    if kind not in vendor.objects:
        raise Refused(404, f"unknown kind {kind} of {vendor.name}; known: {', '.join(vendor.objects)}")
    vendor.settle(call.sandbox.context)
    return vendor, vendor.objects[kind]


def _existing(call: Call) -> tuple[Vendor, str, dict[str, Any]]:
    vendor, collection = _place(call)
    found = call.sandbox.context.store.get(collection, call.path["id"])
    if found is None:
        raise Refused(404, f"no {call.path['kind']} {call.path['id']} at {vendor.name}")
    return vendor, collection, found


async def _list(call: Call) -> Any:
    return call.sandbox.context.store.all(_place(call)[1])


async def _get(call: Call) -> Any:
    return _existing(call)[2]


async def _create(call: Call) -> Any:
    vendor, collection = _place(call)
    made = vendor.made_by_hand(call.sandbox.context, call.path["kind"], call.body)
    body = made if "id" in made else {"id": _new_id(call, collection), **made}
    try:
        call.sandbox.context.store.insert(collection, str(body["id"]), body)
    except ValueError as error:
        raise Refused(409, str(error)) from error
    return body


async def _replace(call: Call) -> Any:
    vendor, collection, found = _existing(call)
    return _stored(call, vendor, collection, found, call.body)


async def _merge(call: Call) -> Any:
    """Top-level members of the body replace those of the object; the rest stays."""
    vendor, collection, found = _existing(call)
    return _stored(call, vendor, collection, found, {**found, **call.body})


def _stored(
    call: Call, vendor: Vendor, collection: str, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    edited = vendor.edited_by_hand(call.sandbox.context, call.path["kind"], before, after)
    call.sandbox.context.store.put(collection, call.path["id"], edited)
    return edited


async def _delete(call: Call) -> Any:
    vendor, _, _ = _existing(call)
    with call.sandbox.context.store.transaction():
        vendor.delete_by_hand(call.sandbox.context, call.path["kind"], call.path["id"])
    return {"status": "success"}


def _new_id(call: Call, collection: str) -> int | str:
    """An id of the form that the collection's other objects have."""
    context = call.sandbox.context
    ids = [each.get("id") for each in context.store.all(collection)]
    numbers = [each for each in ids if isinstance(each, int)]
    if numbers:
        return max(max(numbers) + 1, context.store.next_number(f"{collection}.by-hand", 900_001))
    if any(isinstance(each, str) and "-" in each for each in ids):
        return str(uuid.uuid4())
    return object_id(context)
