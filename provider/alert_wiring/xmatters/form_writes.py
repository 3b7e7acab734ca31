"""How a form's parts are read and written; see `form_parts` for what belongs to whom."""

from __future__ import annotations

from collections.abc import Iterable

from alert_wiring.core.errors import WiringError
from alert_wiring.core.http import quoted
from alert_wiring.core.telling import caution
from alert_wiring.core.values import Json, Props, Remote
from alert_wiring.core.valuetypes.base import whole
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.form_parts import SENDER_PERMISSIONS, TYPES

_ROUTES = {
    "recipients": "recipients",
    "sections": "sections",
    "response_options": "response-options",
    "sender_permissions": "sender-permissions",
}


ITEMS = ("items", "properties")
"""Both names of a section's items: reads say the first, the 2026 reference writes the second (`xmatters.md 9.3`)."""


def managed(props: Props) -> list[str]:
    """Return the parts that these properties hold."""
    return [name for name in TYPES if props.get(name) is not None]


def given_up(olds: Props, inputs: Props) -> dict[str, Json]:
    """Return the sender permissions to take back: those of a program that no longer speaks of them."""
    mine = olds.get("sender_permissions") and inputs.get("sender_permissions") is None
    return {"sender_permissions": []} if mine else {}


def read_parts(api: XMattersApi, form_id: str, names: Iterable[str], known: Props) -> dict[str, list[Remote]]:
    """Return those parts as they are at xMatters, each without what is not the program's."""
    return {name: _ours(name, api.list_all(_path(form_id, name)), known) for name in names}


def write_parts(api: XMattersApi, form_id: str, wanted: dict[str, Json], olds: Props) -> None:
    """Bring parts into the wanted state; doing it again does no harm.

    Args:
        api: the account.
        form_id: the form.
        wanted: the parts to write, as the API takes them.
        olds: the form's properties before, which say what was the program's.
    """
    for name, rows in wanted.items():
        _WRITERS[name](api, form_id, rows, olds.get(name) or [])


def write_new_parts(api: XMattersApi, form_id: str, wanted: dict[str, Json], inputs: Props) -> dict[str, list[Remote]]:
    """Write the parts of a form that has just been made, and return those that are written.

    A part that fails is left for the next up, which finds it missing: an error now would make the form an orphan.
    """
    done: dict[str, list[Remote]] = {}
    for name, rows in wanted.items():
        try:
            write_parts(api, form_id, {name: rows}, {})
            done |= read_parts(api, form_id, [name], inputs)
        except WiringError as error:
            caution(f"the form is made, but not its {name}, which the next `pulumi up` writes: {error.text}")
    return done


def _ours(name: str, rows: list[Remote], known: Props) -> list[Remote]:
    """Return what the program manages of what is there, in its order."""
    mine: list[Props] = known.get(name) or []
    if name == "sections":
        titles = {_title(section) for section in mine}
        return _in_order((row for row in rows if _title(row) in titles), "orderNum")
    if name == "response_options":
        return _in_order(rows, "number")[: len(mine)]
    if name == "sender_permissions":
        keys = {SENDER_PERMISSIONS.key_of(one) for one in mine}
        return [row for row in rows if _sender(row) in keys]
    return rows


def _put_recipients(api: XMattersApi, form_id: str, rows: list[Remote], _mine: list[Props]) -> None:
    api.replace(_path(form_id, "recipients"), rows)


def _put_senders(api: XMattersApi, form_id: str, rows: list[Remote], mine: list[Props]) -> None:
    """Keep what others gave: PUT replaces everything (`xmatters.md 9.3`)."""
    path = _path(form_id, "sender_permissions")
    dropped = {SENDER_PERMISSIONS.key_of(one) for one in mine} | {_sender(row) for row in rows}
    kept = [_sendable(row) for row in api.list_all(path) if _sender(row) not in dropped]
    api.replace(path, [*kept, *rows])


def _post_sections(api: XMattersApi, form_id: str, rows: list[Remote], mine: list[Props]) -> None:
    """Write each section; one that the program no longer has is hidden, since no call deletes it."""
    path = _path(form_id, "sections")
    there = {_title(row): row for row in api.list_all(path)}
    for number, row in enumerate(rows):
        body = {**row, "orderNum": number}
        if "items" in body:
            items = [{"orderNum": place, **item} for place, item in enumerate(body["items"])]
            body |= dict.fromkeys(ITEMS, items)
        known = there.get(_title(row))
        if known is not None and known.get("type") != row["type"]:
            raise WiringError(
                f"section {row['title']!r} is of type {known.get('type')}, which cannot change (xMatters has no call "
                "that deletes a section either): give the new section another title."
            )
        if known is not None:
            del body["type"]
        api.save(path, body if known is None else {"id": known["id"], **body})
    for title in {_title(one) for one in mine} - {_title(row) for row in rows}:
        if (left := there.get(title)) is not None:
            api.save(path, {"id": left["id"], "title": left.get("title"), "visible": False})
            caution(f"xMatters cannot delete a section, so {left.get('title')!r} is hidden")


def _post_options(api: XMattersApi, form_id: str, rows: list[Remote], _mine: list[Props]) -> None:
    """Write the options number by number; those beyond stay, since no call deletes one."""
    path = _path(form_id, "response_options")
    there = _in_order(api.list_all(path), "number")
    for index, row in enumerate(rows):
        body = {**row, "number": index + 1}
        api.save(path, {"id": there[index]["id"], **body} if index < len(there) else body)
    if len(there) > len(rows):
        left = ", ".join(repr(option.get("text")) for option in there[len(rows) :])
        caution(f"xMatters' API cannot delete response options, so these stay: {left}; delete them in the console")


_WRITERS = {
    "recipients": _put_recipients,
    "sections": _post_sections,
    "response_options": _post_options,
    "sender_permissions": _put_senders,
}


def _path(form_id: str, name: str) -> str:
    return f"/forms/{quoted(form_id)}/{_ROUTES[name]}"


def _title(row: Props) -> str:
    return str(row.get("title") or "").strip().casefold()


def _in_order(rows: Iterable[Remote], member: str) -> list[Remote]:
    return sorted(rows, key=lambda row: whole(row.get(member)) or 0)


def _sender(row: Remote) -> tuple[str, ...]:
    return SENDER_PERMISSIONS.key_of(SENDER_PERMISSIONS.item.from_wire(row) or {})


def _sendable(row: Remote) -> Remote:
    """Return an entry of somebody else as it may be sent back: without what only answers have."""
    sender = row.get("sender") or {}
    sent: Remote = {name: row[name] for name in ("senderType", "manageScenarios") if name in row}
    return {**sent, "sender": {"id": sender["id"]} if "id" in sender else sender}
