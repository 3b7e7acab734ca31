"""The same value in another spelling: as a program writes it, and as a vendor answers it."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import Any

from hypothesis import strategies as st

from alert_wiring.apifortress.connector_fields import ConnectorName
from alert_wiring.apifortress.parameters import Params
from alert_wiring.apifortress.scripts import Script as GroovyScript
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Choice, Id, IdSet, ListOf, Moment, Record, Text, TextMap, ValueType, Whole
from alert_wiring.ilert.action_fields import Words
from alert_wiring.ilert.hours_types import Exceptions, TimeOfDay
from alert_wiring.ilert.members import Members
from alert_wiring.ilert.value_types import Duration, EmailAddress, Template, duration_seconds
from alert_wiring.xmatters.form_parts import Parts
from alert_wiring.xmatters.trigger import Script
from properties.values_written import Draw

_PADS = st.sampled_from(["", "", " ", "  ", "\n", "\t", " \r\n", "\u00a0", "\u2003"])


@singledispatch
def again(kind: ValueType, value: Json, draw: Draw) -> Json:
    """Return what a program may write instead, meaning the same; most types have one spelling only."""
    return value


@again.register
def _(kind: Text, value: Json, draw: Draw) -> Json:
    return draw(_PADS) + str(value).strip() + draw(_PADS) if str(value).strip() else value


@again.register(Choice)
@again.register(ConnectorName)
def _(kind: Text, value: Json, draw: Draw) -> Json:
    return value


@again.register
def _(kind: Whole, value: Json, draw: Draw) -> Json:
    number = int(value)
    return draw(st.sampled_from([number, float(number), str(number), f" {number} "]))


@again.register
def _(kind: Id, value: Json, draw: Draw) -> Json:
    text = str(value)
    forms: list[Any] = [text, f" {text} "]
    if text.isascii() and text.isdigit() and str(int(text)) == text and len(text) < 15:
        forms += [int(text), float(int(text))]
    return draw(st.sampled_from(forms))


@again.register
def _(kind: IdSet, value: Json, draw: Draw) -> Json:
    rows = [again(kind.item, row, draw) for row in draw(st.permutations(list(value)))]
    return rows + rows[:1] if kind.most is None or len(rows) < kind.most else rows


@again.register
def _(kind: ListOf, value: Json, draw: Draw) -> Json:
    return [again(kind.item, row, draw) for row in another_order(kind, value, draw)]


@again.register
def _(kind: Record, value: Json, draw: Draw) -> Json:
    return again_members(kind.fields, value, draw)


@again.register
def _(kind: TextMap, value: Json, draw: Draw) -> Json:
    def item(text: Json) -> Json:
        whole = isinstance(text, str) and re.fullmatch(r"0|-?[1-9]\d{0,9}", text, re.ASCII)
        return draw(st.sampled_from([text, int(text), float(text)])) if whole else text

    return {name: item(value[name]) for name in draw(st.permutations(list(value)))}


@again.register
def _(kind: Params, value: Json, draw: Draw) -> Json:
    padded = {
        name: f" {value[name]} " if isinstance(value[name], str) else value[name]
        for name in draw(st.permutations(list(value)))
    }
    return {**padded, "zzUnset": draw(st.sampled_from(["", " ", None]))}


@again.register
def _(kind: Template, value: Json, draw: Draw) -> Json:
    blanks = draw(st.sampled_from(["", " ", "  ", "\t"]))
    spaced = re.sub(
        r"\{\{\s*(.*?)\s*\}\}", lambda found: "{{" + blanks + found[1] + blanks + "}}", str(value), flags=re.S
    )
    return draw(_PADS) + spaced.strip() + draw(_PADS) if spaced.strip() else value


@again.register
def _(kind: Duration, value: Json, draw: Draw) -> Json:
    seconds = duration_seconds(value) or 0
    forms = [f"PT{seconds}S", f" PT{seconds}S", f"pt{seconds}s", f"P0DT{seconds}S"]
    forms += [f"PT{seconds // 60}M"] * (seconds % 60 == 0) + [f"PT{seconds // 3600}H0M"] * (seconds % 3600 == 0)
    return draw(st.sampled_from(forms))


@again.register
def _(kind: EmailAddress, value: Json, draw: Draw) -> Json:
    return draw(st.sampled_from([value, value.upper(), value.lower(), f" {value} "]))


@again.register
def _(kind: TimeOfDay, value: Json, draw: Draw) -> Json:
    hour, minute = value.strip().split(":")[:2]
    return draw(st.sampled_from([f"{int(hour)}:{minute}", f"{int(hour):02}:{minute}:00", f" {value}"]))


@again.register
def _(kind: Moment, value: Json, draw: Draw) -> Json:
    text = str(value).strip()
    if len(text) == 10:
        return draw(st.sampled_from([text, f"{text}T00:00:00Z", f"{text}T23:59:59.999Z"]))
    return draw(st.sampled_from([text, text.replace("Z", "+00:00"), re.sub("Z$", ".000Z", text)]))


@again.register
def _(kind: Script, value: Json, draw: Draw) -> Json:
    unix = str(value).replace("\r\n", "\n")
    return draw(st.sampled_from([unix, unix.replace("\n", "\r\n"), f"\n{unix}\n\n"]))


@again.register
def _(kind: GroovyScript, value: Json, draw: Draw) -> Json:
    lines = str(value).replace("\r\n", "\n").split("\n")
    return draw(st.sampled_from(["\r\n".join(lines), "\n".join(f"{line}  " for line in lines), f"\n{value}\n\n"]))


def another_order(kind: ListOf, rows: Json, draw: Draw) -> list[Json]:
    """Return the rows of a list in an order that means the same: any, or theirs."""
    free = not kind.ordered if isinstance(kind, Parts) else isinstance(kind, Words | Members | Exceptions)
    return list(draw(st.permutations(list(rows))) if free else rows)


def again_members(table: Fields, values: Json, draw: Draw) -> Json:
    """Return members that mean the same: in another order, what is not set as null or empty, defaults left out."""
    names = draw(st.permutations([field.name for field in table.inputs]))
    byname = {field.name: field for field in table.inputs}
    told = {name: _member(byname[name], values.get(name), draw) for name in names}
    return {name: value for name, value in told.items() if value is not _LEFT_OUT}


_LEFT_OUT = object()
_NOT_SET = st.sampled_from([_LEFT_OUT, None, "", " ", [], {}])
_UNMANAGED = st.sampled_from([_LEFT_OUT, None])


def _member(field: Field, value: Json, draw: Draw) -> Json:
    if value is None and (field.hands_off or field.local):
        return draw(_UNMANAGED)
    meant = field.present(value)
    if meant is None:
        return draw(_NOT_SET)
    if meant == field.default:
        return draw(st.one_of(_NOT_SET, st.just(meant)))
    return again(field.type, meant, draw)
