"""Who a recipients text such as `jdoe,Ops On-Call,mmcbride|Work Email` means, and whether they can be notified.

The steps are those of `xmatters.md 6.3`. A name is asked for as a person and as a group, because it may be both and
the server would then choose; a name with `|` is a device. An id (uuid) may stand in place of a name anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from alert_wiring.core.errors import NoMatchError, SeveralMatchesError, WiringError
from alert_wiring.core.http import quoted
from alert_wiring.core.near import near_matches
from alert_wiring.core.values import Remote
from alert_wiring.xmatters.api import XMattersApi

SEPARATOR = ","
"""API Fortress hands over one text, names between commas; a name with a comma cannot be used (`xmatters.md 5.2`)."""

DEVICE_MARK = "|"
"""Separates the owner from the device's name (`xmatters.md 6.1`)."""

_SHORTEST_SEARCH = 2
"""The API refuses shorter search terms (`xmatters.md 2.5`)."""

_SEARCH_LETTERS = 3
_SEARCH_PAGE = 100
_WHOLE_PAGE = 1000


@dataclass(frozen=True)
class Recipient:
    """A person, group or device that can be notified.

    Attributes:
        name: what to write in a recipients text: the server's spelling, or the id if it was asked for by id.
        kind: PERSON, GROUP or DEVICE.
        id: uuid.
        warnings: why nobody may be reached although the recipient is there and active.
    """

    name: str
    kind: str
    id: str
    warnings: tuple[str, ...] = field(default=(), compare=False)


def split_names(names: Iterable[str]) -> list[str]:
    """Return the single names of texts that may hold several separated by commas, trimmed, each once."""
    single = (name.strip() for text in names for name in text.split(SEPARATOR))
    return list(dict.fromkeys(name for name in single if name))


def find_recipient(api: XMattersApi, name: str) -> Recipient:
    """Return the active recipient of this name.

    Raises:
        NoMatchError: there is none (or this user may not see it), with near matches; or it is inactive, so that it
            would not be notified (`xmatters.md 6.2`).
        SeveralMatchesError: a person and a group have this name; the text names both with their ids.
        VendorError: the vendor refused.
    """
    found = _candidates(api, name)
    if not found:
        raise NoMatchError(_nothing_fits(api, name))
    if len(found) > 1:
        rows = " and ".join(f"the {_kind(item).lower()} with id {item.get('id')}" for item in found)
        raise SeveralMatchesError(f"recipient {name!r} is {rows}: write the id of the one you mean")
    (item,) = found
    kind, recipient_id = _kind(item), str(item.get("id"))
    if item.get("status") == "INACTIVE":
        raise NoMatchError(
            f"recipient {name!r} is an inactive {kind.lower()}, which xMatters does not notify: activate it in "
            "xMatters or write another recipient"
        )
    shown = name if name == recipient_id else str(item.get("targetName", name))
    return Recipient(shown, kind, recipient_id, tuple(_reach(api, kind, shown, item)))


def find_recipients(
    api: XMattersApi, names: Iterable[str], find: Callable[[XMattersApi, str], Recipient] = find_recipient
) -> list[Recipient]:
    """Return all recipients, each once; the error names everything that is wrong with any of them.

    Args:
        api: the account.
        names: names, or texts with several names between commas.
        find: looks one name up; for a cache.

    Raises:
        NoMatchError: the list is empty, or somebody is missing or inactive.
        SeveralMatchesError: only ambiguous names are wrong.
        VendorError: the vendor refused.
    """
    single = split_names(names)
    if not single:
        raise NoMatchError("no recipients are named: write at least one person, group or device (owner|device)")
    found: list[Recipient] = []
    wrong: list[WiringError] = []
    for name in single:
        try:
            found.append(find(api, name))
        except (NoMatchError, SeveralMatchesError) as error:
            wrong.append(error)
    if wrong:
        kind = next((type(error) for error in wrong if isinstance(error, NoMatchError)), SeveralMatchesError)
        raise kind("xMatters: " + "; ".join(error.text for error in wrong) + ".")
    return list({recipient.id: recipient for recipient in found}.values())


def _candidates(api: XMattersApi, name: str) -> list[Remote]:
    """Return what the name may mean. An answer for another name (a looser search than asked for) is no match."""
    paths = [f"/devices/{quoted(name)}"] if DEVICE_MARK in name else [f"/{kind}/{quoted(name)}" for kind in _ROUTES]
    answers = [api.get(path) for path in paths]
    wanted = name.casefold()
    return [
        item
        for item in answers
        if item is not None and wanted in {str(item.get(key, "")).casefold() for key in ("id", "targetName")}
    ]


_ROUTES = ("people", "groups")


def _kind(item: Remote) -> str:
    return str(item.get("recipientType") or "PERSON")


def _reach(api: XMattersApi, kind: str, name: str, item: Remote) -> list[str]:
    """Return why nobody may be reached (`xmatters.md 6.3` step 6)."""
    if kind == "PERSON":
        devices = api.list_all(f"/people/{quoted(item.get('id'))}/devices", page=_SEARCH_PAGE)
        if not any(device.get("status") != "INACTIVE" for device in devices):
            return [f"{name} has no active device in xMatters, so no notification can reach this person"]
    if kind == "GROUP" and not api.list_all(
        f"/groups/{quoted(item.get('id'))}/members", page=_SEARCH_PAGE, enough=lambda _: True
    ):
        return [f"the group {name} has no members in xMatters, so nobody is notified"]
    if kind == "DEVICE" and item.get("testStatus") == "INVALID":
        return [f"the device {name} is marked INVALID in xMatters (its last test failed)"]
    return []


def _nothing_fits(api: XMattersApi, name: str) -> str:
    owner, mark, _device = name.partition(DEVICE_MARK)
    near: list[str] = []
    if mark and (person := api.get(f"/people/{quoted(owner)}")) is not None:
        path = f"/people/{quoted(person.get('id'))}/devices"
        known = _names(api.list_all(path, page=_SEARCH_PAGE))
        near = near_matches(name, known) or known[:5]
    elif mark:
        near = [f"{match}{DEVICE_MARK}…" for match in _near_names(api, owner, ("people",))]
    else:
        near = _near_names(api, name, _ROUTES)
    meant = f"did you mean {' or '.join(near)}?" if near else "check the spelling in xMatters"
    what = "device" if mark else "person or group"
    return f"recipient {name!r} is no {what} that this user can see; {meant}"


def _near_names(api: XMattersApi, name: str, routes: Iterable[str]) -> list[str]:
    """Return similar names: first among what a search for the first letters finds, then on one page of all."""
    start = name[:_SEARCH_LETTERS].strip()
    for page, query in ((_SEARCH_PAGE, f"search={quoted(start)}"), (_WHOLE_PAGE, "")):
        if query and len(start) < _SHORTEST_SEARCH:
            continue
        known = [
            known_name
            for route in routes
            for known_name in _names(api.list_all(f"/{route}", query, page=page, enough=lambda _: True))
        ]
        near = near_matches(name, known)
        if near:
            return near
    return []


def _names(items: Iterable[Remote]) -> list[str]:
    return [str(item["targetName"]) for item in items if item.get("targetName")]
