"""The same value as a vendor may answer it: more members, other order, other JSON types, what is not set as null."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import Any

from hypothesis import strategies as st

from alert_wiring.apifortress.parameters import Params
from alert_wiring.apifortress.scripts import Script as GroovyScript
from alert_wiring.core.fields import Field, Fields, dig
from alert_wiring.core.values import Json, Remote
from alert_wiring.core.valuetypes import (
    Choice,
    Flag,
    Id,
    IdSet,
    ListOf,
    Moment,
    Record,
    Text,
    TextMap,
    ValueType,
    Whole,
)
from alert_wiring.ilert.action_fields import FreeParams
from alert_wiring.ilert.connectors import PlainParams
from alert_wiring.ilert.hours_types import SupportDays, TimeOfDay
from alert_wiring.ilert.policy_fields import EscalationRule
from alert_wiring.ilert.value_types import Duration, EmailAddress, LinkTemplate, Template
from alert_wiring.xmatters.form_parts import _DeviceNames
from alert_wiring.xmatters.property_types import _Levels
from alert_wiring.xmatters.trigger import Script
from properties.values_again import again, another_order
from properties.values_written import WORDS, Draw, written

_MISSING = object()
_STRANGE = ("zzEchoed", "links", "_meta")


@singledispatch
def answered(kind: ValueType, wire: Json, draw: Draw) -> Json:
    """Return another way in which a vendor may answer what was sent."""
    return wire


@answered.register
def _(kind: Text, wire: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([wire, str(wire).strip(), wire]))


@answered.register(Choice)
def _(kind: Choice, wire: Json, draw: Draw) -> Json:
    return wire


@answered.register
def _(kind: Flag, wire: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([wire, wire, str(wire).lower(), str(wire).upper()]))


@answered.register
def _(kind: Whole, wire: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([wire, wire, float(wire), str(wire)]))


@answered.register
def _(kind: Id, wire: Json, draw: Draw) -> Json:
    text = str(wire)
    same = text.isascii() and text.isdigit() and str(int(text)) == text
    return draw(st.sampled_from([wire, text, *([int(text)] if same else [])]))


@answered.register
def _(kind: IdSet, wire: Json, draw: Draw) -> Json:
    rows = draw(st.permutations(list(wire)))
    if kind.member:
        return [{**row, "name": draw(WORDS), kind.member: answered(kind.item, row[kind.member], draw)} for row in rows]
    return [answered(kind.item, row, draw) for row in rows]


@answered.register
def _(kind: ListOf, wire: Json, draw: Draw) -> Json:
    return [answered(kind.item, row, draw) for row in another_order(kind, wire, draw)]


@answered.register
def _(kind: _DeviceNames, wire: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([wire, {"count": len(wire), "total": len(wire), "data": wire}]))


@answered.register
def _(kind: _Levels, wire: Json, draw: Draw) -> Json:
    return [{**row, "links": {}} for row in wire]


@answered.register
def _(kind: Record, wire: Json, draw: Draw) -> Json:
    return answered_members(kind.fields, wire, draw)


@answered.register
def _(kind: SupportDays, wire: Json, draw: Draw) -> Json:
    days = {day: answered(Record(_hours(kind)), hours, draw) for day, hours in wire.items() if hours is not None}
    closed = [day for day, hours in wire.items() if hours is None and draw(st.booleans())]
    return {**days, **dict.fromkeys(closed)}


@answered.register
def _(kind: EscalationRule, wire: Json, draw: Draw) -> Json:
    row = answered_members(kind.fields, wire, draw)
    users = row.get("users")
    if isinstance(users, list) and len(users) == 1 and draw(st.booleans()):
        return {**{name: value for name, value in row.items() if name != "users"}, "user": users[0]}
    return row


@answered.register
def _(kind: LinkTemplate, wire: Json, draw: Draw) -> Json:
    row = answered_members(kind.fields, wire, draw)
    return {**row, "text": row["linkTextTemplate"].get("textTemplate", "")}


@answered.register
def _(kind: TextMap, wire: Json, draw: Draw) -> Json:
    whole = {name: int(text) for name, text in wire.items() if re.fullmatch(r"0|[1-9]\d{0,9}", text, re.ASCII)}
    some = {name: number for name, number in whole.items() if draw(st.booleans())}
    return {**{name: wire[name] for name in draw(st.permutations(list(wire)))}, **some}


@answered.register
def _(kind: PlainParams, wire: Json, draw: Draw) -> Json:
    return {**wire, **draw(st.sampled_from([{}, {"apiKey": "x", "secret": ""}, {"password": None}]))}


@answered.register
def _(kind: Params, wire: Json, draw: Draw) -> Json:
    return {**{name: wire[name] for name in draw(st.permutations(list(wire)))}, "zzUnset": ""}


@answered.register
def _(kind: FreeParams, wire: Json, draw: Draw) -> Json:
    return {**wire, **draw(st.sampled_from([{}, {"zzEchoed": None}, {"zzEchoed": {"a": [1]}}]))}


@answered.register
def _(kind: Template, wire: Json, draw: Draw) -> Json:
    text = again(kind, wire["textTemplate"], draw)
    return {
        "textTemplate": text,
        **draw(st.sampled_from([{}, {"elements": []}, {"elements": [{"type": "TEXT", "val": "?"}]}])),
    }


@answered.register
def _(kind: Duration, wire: Json, draw: Draw) -> Json:
    return again(kind, wire, draw)


@answered.register
def _(kind: EmailAddress, wire: Json, draw: Draw) -> Json:
    local = str(wire).strip().partition("@")
    whole = f"{local[0]}@{local[2] or 'acme.ilertnotify.com'}"
    return draw(st.sampled_from([wire, whole, whole.lower()]))


@answered.register
def _(kind: TimeOfDay, wire: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([wire, f"{wire}:00"]))


@answered.register
def _(kind: Moment, wire: Json, draw: Draw) -> Json:
    return again(kind, wire, draw)


@answered.register
def _(kind: Script, wire: Json, draw: Draw) -> Json:
    wrapped = "\r\n".join(re.findall(".{1,76}", str(wire)))
    return draw(st.sampled_from([wire, wrapped]))


@answered.register
def _(kind: GroovyScript, wire: Json, draw: Draw) -> Json:
    lines = str(wire).replace("\r\n", "\n").split("\n")
    return draw(st.sampled_from([wire, "\r\n".join(lines), f"{wire}\n\n// alert-wiring: ours\n"]))


def answered_members(table: Fields, wire: Remote, draw: Draw) -> Remote:
    """Return an object as a vendor may answer it: members nobody asked for, and what was not sent in some form."""
    told: Remote = {**wire}
    for field in table.inputs:
        if not field.wire or field.write_only:
            continue
        sent = dig(wire, field.wire)
        value = answered(field.type, sent, draw) if sent is not None else _unsent(field, table, draw)
        if value is not _MISSING:
            put(told, field.wire, value)
    strange = draw(st.sampled_from([*_STRANGE, ""]))
    return {**told, strange: draw(st.sampled_from([None, {}, "x", [1]]))} if strange else told


def _unsent(field: Field, table: Fields, draw: Draw) -> Json:
    """Return what a vendor answers for what it was not sent: nothing, or its own default where that is not ours."""
    shared = sum(other.wire == field.wire for other in table.inputs) > 1
    if shared:
        return _MISSING
    if field.hands_off and draw(st.booleans()):
        return field.type.to_wire(written(field.type, draw))
    empty: list[Any] = [_MISSING, None]
    if field.default is not None:
        empty.append(field.type.to_wire(field.default))
    elif isinstance(field.type, Text) and not isinstance(field.type, Template):
        empty.append("")
    elif isinstance(field.type, ListOf | IdSet):
        empty.append([])
    elif isinstance(field.type, Template | Record | TextMap):
        empty.append({})
    return draw(st.sampled_from(empty))


def put(body: Remote, path: str, value: Json) -> None:
    """Set the member at a dotted path; the objects on the way are copied, so that nobody else's change."""
    first, _, rest = path.partition(".")
    if not rest:
        body[first] = value
        return
    inner = body.get(first)
    body[first] = dict(inner) if isinstance(inner, dict) else {}
    put(body[first], rest, value)


def _hours(kind: SupportDays) -> Fields:
    item = kind.fields.inputs[0].type
    assert isinstance(item, Record)
    return item.fields
