"""People, groups and devices: looked up, never written here (xmatters.md 6)."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters.callers import PEOPLE
from vendor_sandbox.xmatters.errors import not_found
from vendor_sandbox.xmatters.transport import API, Call, embedded, page, plain, searched

Stored = dict[str, Any]
GROUPS = "xmatters.groups"
DEVICES = "xmatters.devices"
SITES = "xmatters.sites"
_NAMED = {kind: Index(kind, lambda row: [row["targetName"]]) for kind in (PEOPLE, GROUPS, DEVICES)}
_LOGINS = Index(PEOPLE, lambda person: [person["webLogin"]])
_OWNED = Index(DEVICES, lambda device: [device["owner"]["id"]])
_SITE_NAMES = Index(SITES, lambda site: [site["name"]])
_ADDRESSES = "addresses"
_PERSON_TEXTS = ("firstName", "lastName", "targetName", "webLogin")


def _one(context: Context, collection: str, key: str) -> Stored | None:
    """By id, else by target name, exactly."""
    return context.store.get(collection, key) or context.store.first(_NAMED[collection], key)


def resolve(context: Context, key: str) -> Stored | None:
    """The recipient that an id or target name means: person, group, or ``user|device`` (xmatters.md 5.1)."""
    for collection in (DEVICES,) if "|" in key else (PEOPLE, GROUPS, DEVICES):
        found = _one(context, collection, key)
        if found is not None:
            return found
    return None


def recipient(row: Stored) -> Stored:
    """A recipient as it stands in other objects."""
    word = {"PERSON": "people", "GROUP": "groups", "DEVICE": "devices"}[row["recipientType"]]
    shown = {key: row[key] for key in ("id", "targetName", "recipientType", "status")}
    return {**shown, "links": {"self": f"{API}/{word}/{row['id']}"}}


def members_of(context: Context, group: Stored) -> list[Stored]:
    """The recipients in a group."""
    found = [resolve(context, key) for key in group.get("members") or []]
    return [one for one in found if one is not None]


def devices_of(context: Context, person: str) -> Listing:
    """A person's devices."""
    return Listing(context.store, _OWNED, person)


def _show_person(call: Call, row: Stored) -> Stored:
    shown = {**row, "links": {"self": f"{API}/people/{row['id']}"}}
    if "roles" not in call.embeds:
        shown.pop("roles", None)
    if "devices" in call.embeds:
        rows = devices_of(call.context, row["id"])
        shown["devices"] = embedded(f"{API}/people/{row['id']}/devices", rows, shape=partial(_show_device, call))
    return shown


def _show_group(call: Call, row: Stored) -> Stored:
    del call
    shown = {key: value for key, value in row.items() if key != "members"}
    return {**shown, "links": {"self": f"{API}/groups/{row['id']}"}}


def _show_device(call: Call, row: Stored) -> Stored:
    del call
    return {**row, "links": {"self": f"{API}/devices/{row['id']}"}}


def _people(call: Call) -> list[Stored]:
    """Those among whom a filtered list looks: by an exact filter where there is one."""
    for field, index in (("targetName", _NAMED[PEOPLE]), ("webLogin", _LOGINS)):
        wanted = call.query_list(field)
        if wanted:
            return [row for one in dict.fromkeys(wanted) for row in call.context.store.found(index, one)]
    return call.context.store.all(PEOPLE)


def _searchable(call: Call, row: Stored) -> Stored:
    """A person with what his devices are reached at: search looks there too (xmatters.md 6.1)."""
    devices = devices_of(call.context, row["id"])
    return {**row, _ADDRESSES: " ".join(str(one.get("emailAddress") or one.get("phoneNumber")) for one in devices)}


def read_people(call: Call) -> Response:
    """GET ``/people``: ``targetName`` and ``webLogin`` are exact and case-sensitive (xmatters.md 6.1)."""
    store = call.context.store
    if plain(call, "targetName", "webLogin", "status"):
        return page(call, Listing(store, Index(PEOPLE)), lambda row: _show_person(call, row))
    rows = _people(call)
    for field in ("targetName", "webLogin", "status"):
        wanted = call.query_list(field)
        if wanted:
            rows = [row for row in rows if row.get(field) in wanted]
    if call.query("search") is not None:
        found = searched(call, [_searchable(call, row) for row in rows], (*_PERSON_TEXTS, _ADDRESSES))
        rows = [{key: value for key, value in row.items() if key != _ADDRESSES} for row in found]
    return page(call, rows, lambda row: _show_person(call, row))


def _person(call: Call) -> Stored:
    row = _one(call.context, PEOPLE, call.params["id"])
    if row is None:
        raise not_found("person", call.params["id"])
    return row


def read_person(call: Call) -> Response:
    """GET ``/people/{id or targetName}``."""
    return JSONResponse(_show_person(call, _person(call)))


def read_person_devices(call: Call) -> Response:
    """GET ``/people/{id}/devices``."""
    rows = devices_of(call.context, _person(call)["id"])
    return page(call, rows, lambda row: _show_device(call, row))


def _sees_group(call: Call, row: Stored) -> bool:
    """Groups with ``observedByAll: false`` are visible to certain roles only (xmatters.md 6.3)."""
    return call.caller.admin or bool(row.get("observedByAll", True))


def read_groups(call: Call) -> Response:
    """GET ``/groups``; ``targetName`` is not in the official list, but one client sends it."""
    ignored = call.context.switches.get("xmatters.group_target_name") == "ignored"
    store, wanted = call.context.store, [] if ignored else call.query_list("targetName")
    if call.caller.admin and plain(call) and not wanted:
        return page(call, Listing(store, Index(GROUPS)), lambda row: _show_group(call, row))
    if wanted:
        named = [row for one in dict.fromkeys(wanted) for row in store.found(_NAMED[GROUPS], one)]
        rows = [row for row in named if _sees_group(call, row)]
    else:
        rows = [row for row in store.all(GROUPS) if _sees_group(call, row)]
    names = {"NAME": "targetName", "DESCRIPTION": "description"}
    searchable = [names[field] for field in call.query_list("fields") if field in names] or list(names.values())
    return page(call, searched(call, rows, searchable), lambda row: _show_group(call, row))


def _group(call: Call) -> Stored:
    key = call.params["id"]
    row = _one(call.context, GROUPS, key)
    if row is None or not _sees_group(call, row):
        raise not_found("group", key)
    return row


def read_group(call: Call) -> Response:
    """GET ``/groups/{id or name}``."""
    return JSONResponse(_show_group(call, _group(call)))


def read_members(call: Call) -> Response:
    """GET ``/groups/{id}/members``: each member with the group it is in."""
    group = _group(call)
    rows = [{"group": recipient(group), "member": recipient(member)} for member in members_of(call.context, group)]
    return page(call, rows)


def read_group_recipients(call: Call) -> Response:
    """GET ``/groups/{id}/recipients``."""
    return page(call, [recipient(member) for member in members_of(call.context, _group(call))])


def read_devices(call: Call) -> Response:
    """GET ``/devices``."""
    return page(call, Listing(call.context.store, Index(DEVICES)), lambda row: _show_device(call, row))


def read_device(call: Call) -> Response:
    """GET ``/devices/{id or user|device}``."""
    row = _one(call.context, DEVICES, call.params["id"])
    if row is None:
        raise not_found("device", call.params["id"])
    return JSONResponse(_show_device(call, row))


def read_sites(call: Call) -> Response:
    """GET ``/sites``."""
    return page(call, Listing(call.context.store, Index(SITES)))


def read_site(call: Call) -> Response:
    """GET ``/sites/{id or name}``."""
    key = call.params["id"]
    row = call.context.store.get(SITES, key) or call.context.store.first(_SITE_NAMES, key)
    if row is None:
        raise not_found("site", key)
    return JSONResponse(row)
