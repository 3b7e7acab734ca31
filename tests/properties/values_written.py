"""What a program may write for a value type: generated from the type itself, so that a new field needs nothing here."""

from __future__ import annotations

import string
from functools import singledispatch
from typing import Any

from hypothesis import strategies as st

from alert_wiring.apifortress.connector_fields import ConnectorName
from alert_wiring.apifortress.parameters import Params
from alert_wiring.apifortress.scripts import Script as GroovyScript
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.valuetypes import (
    Choice,
    Decimal,
    Flag,
    Id,
    IdSet,
    ListOf,
    Moment,
    Record,
    Text,
    TextMap,
    Url,
    ValueType,
    Whole,
)
from alert_wiring.ilert.action_fields import Delay, FreeParams
from alert_wiring.ilert.connectors import CREDENTIALS, PlainParams
from alert_wiring.ilert.hours_types import Day, SupportDays, TimeOfDay, TimeZone
from alert_wiring.ilert.members import Members
from alert_wiring.ilert.value_types import Duration, EmailAddress, Template
from alert_wiring.xmatters.form_parts import Parts
from alert_wiring.xmatters.property_types import _Levels

Draw = Any
"""Hypothesis' `draw`."""

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
_ODD = [
    *("null", "None", "true", "0", "1.0", "-1", "007", "1e3", "NaN", "²", "٣", "[]", "{}", "%2F", "a/b?c#d", "a:b::c"),
    *("PT60M", "{{ a }}", "{{a.b}} {{ c.upperCase() }}", "********", "\u202eabc", "ﬁ", "İ", "ß", "e\u0301", "💥👩‍👩‍👧"),
    *(
        "two\nlines",
        "two\r\nlines",
        "tab\tbed",
        "“quoted”",
        "'\"\\",
        "<b>&amp;</b>",
        "x" * 300,
        "ä" * 5000,
        "a" * 70000,
    ),
]
SHORT = st.text(LETTERS, min_size=1, max_size=12)
TEXTS = st.one_of(SHORT, st.text(string.ascii_letters + " ", min_size=1, max_size=8), st.sampled_from(_ODD))
KEPT_WHEN_NEEDED = SHORT.filter(lambda text: bool(set(text.strip()) - set("*•●")))
"""Text that is neither blank nor what stands for a masked secret (`api-fortress.md 7.5`)."""
IDS = st.one_of(st.integers(1, 9), st.integers(1, 10**12)).map(str)
UUIDS = st.uuids(version=4).map(str)
WORDS = st.text(string.ascii_letters, min_size=1, max_size=8)
JSON = st.recursive(
    st.one_of(SHORT, st.integers(-5, 10**6), st.booleans()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3),
    max_leaves=6,
)
_TEMPLATES = st.one_of(
    st.sampled_from(["{{ testName }}", "plain", "[{{a.b}}] {{ c.upperCase() }} x", "{{a}}{{  b }}", "{{ x", "} }}"]),
    SHORT,
)
_ZONES = ["Europe/Berlin", "Asia/Tokyo", "UTC", "Etc/GMT+3", "America/Argentina/Buenos_Aires"]
_DAYS = ["2026-12-24", "2026-12-26", "2027-01-02T00:00:00Z", "2027-02-03T10:00:00+02:00", "2024-02-29"]


@singledispatch
def written(kind: ValueType, draw: Draw) -> Any:
    """Return a value of the type, in any form that `check` accepts. A type that is not known here fails."""
    raise NotImplementedError(f"no values of {type(kind).__name__}")


@written.register
def _(kind: Text, draw: Draw) -> Any:
    text: str = draw(TEXTS)
    if len(text.strip()) < kind.shortest:
        text = f"{text}x" * max(1, kind.shortest)
    if kind.longest is not None and len(text.strip()) > kind.longest:
        text = text.strip()[: kind.longest].strip() or "x"
    return text


@written.register
def _(kind: Choice, draw: Draw) -> Any:
    known = draw(st.sampled_from(kind.words))
    return draw(WORDS) if kind.open_set and draw(st.integers(0, 19)) == 7 else known


@written.register
def _(kind: Flag, draw: Draw) -> Any:
    return draw(st.booleans())


@written.register
def _(kind: Whole, draw: Draw) -> Any:
    least = 0 if kind.least is None else kind.least
    most = least + 10**9 if kind.most is None else kind.most
    return draw(st.one_of(st.sampled_from([least, most]), st.integers(least, most)))


@written.register
def _(kind: Delay, draw: Draw) -> Any:
    return draw(st.one_of(st.just(0), st.integers(kind.least, kind.most)))


@written.register
def _(kind: Decimal, draw: Draw) -> Any:
    return draw(st.one_of(st.sampled_from([kind.least, kind.most]), st.floats(kind.least, kind.most, width=32)))


@written.register
def _(kind: Url, draw: Draw) -> Any:
    scheme = draw(st.sampled_from(kind.schemes))
    return f"{scheme}://{draw(WORDS).lower()}.example{draw(st.sampled_from(['', '/', '/x?y=z#w', ':8443/ä', '/%20']))}"


@written.register
def _(kind: Id, draw: Draw) -> Any:
    return draw(IDS if kind.numeric else st.one_of(IDS, UUIDS, WORDS))


@written.register
def _(kind: IdSet, draw: Draw) -> Any:
    found: list[Any] = draw(
        st.lists(IDS if kind.item.numeric else st.one_of(IDS, UUIDS), max_size=min(kind.most or 5, 5))
    )
    return found


@written.register
def _(kind: ListOf, draw: Draw) -> Any:
    return [written(kind.item, draw) for _ in range(draw(st.integers(1, min(kind.most or 4, 4))))]


@written.register
def _(kind: _Levels, draw: Draw) -> Any:
    return [draw(TEXTS.filter(str.strip)) for _ in range(draw(st.integers(1, 3)))]


@written.register
def _(kind: Members, draw: Draw) -> Any:
    rows = [written(kind.item, draw) for _ in range(draw(st.integers(1, 4)))]
    return list({str(row["user_id"]): row for row in rows}.values())


@written.register
def _(kind: Parts, draw: Draw) -> Any:
    rows = [written(kind.item, draw) for _ in range(draw(st.integers(1, 3)))]
    return list({kind.key_of(row): row for row in rows}.values())


@written.register
def _(kind: Record, draw: Draw) -> Any:
    return members(kind.fields, draw)


@written.register
def _(kind: SupportDays, draw: Draw) -> Any:
    days = members(kind.fields, draw)
    return days or {"monday": {"start": "08:00", "end": "17:00"}}


@written.register
def _(kind: TextMap, draw: Draw) -> Any:
    values = st.one_of(TEXTS, st.integers(-5, 10**6))
    return draw(st.dictionaries(WORDS, values, max_size=4))


@written.register
def _(kind: Params, draw: Draw) -> Any:
    return draw(st.dictionaries(WORDS, st.one_of(TEXTS.filter(str.strip), st.integers(0, 999)), min_size=1, max_size=4))


@written.register
def _(kind: PlainParams, draw: Draw) -> Any:
    found = draw(st.dictionaries(WORDS, st.one_of(TEXTS, st.integers(0, 99)), min_size=1, max_size=4))
    return {name: value for name, value in found.items() if name not in CREDENTIALS} or {"url": "x"}


@written.register
def _(kind: FreeParams, draw: Draw) -> Any:
    return draw(st.dictionaries(WORDS, JSON, min_size=1, max_size=4))


@written.register
def _(kind: Template, draw: Draw) -> Any:
    text: str = draw(_TEMPLATES)
    return text if len(text.strip()) >= kind.shortest else "x"


@written.register
def _(kind: Duration, draw: Draw) -> Any:
    return draw(st.sampled_from([*kind.known, "PT27M"] if kind.open_set else kind.known))


@written.register
def _(kind: EmailAddress, draw: Draw) -> Any:
    return draw(WORDS) + draw(st.sampled_from(["", "@acme.ilertnotify.com", "@Example.COM"]))


@written.register
def _(kind: TimeOfDay, draw: Draw) -> Any:
    minute = draw(st.integers(0, 24 * 60 - 1))
    return f"{minute // 60:02}:{minute % 60:02}"


@written.register
def _(kind: TimeZone, draw: Draw) -> Any:
    return draw(st.sampled_from(_ZONES))


@written.register
def _(kind: Day, draw: Draw) -> Any:
    return draw(st.sampled_from(_DAYS))


@written.register
def _(kind: Moment, draw: Draw) -> Any:
    return draw(st.datetimes()).isoformat() + "Z"


@written.register
def _(kind: ConnectorName, draw: Draw) -> Any:
    return draw(st.one_of(SHORT.filter(str.strip), st.sampled_from(["JSON Alert", "Slack", "Our own connector"])))


@written.register
def _(kind: GroovyScript, draw: Draw) -> Any:
    lines = draw(st.lists(st.sampled_from(["class A {", "", "  def run() { }  ", "}", "\r", "// ä", "\t"]), max_size=5))
    return "\n".join(["class X { }", *lines])


def members(table: Fields, draw: Draw) -> dict[str, Any]:
    """Return members of a table: the required ones, and of the others a few."""
    return {field.name: written(field.type, draw) for field in chosen(table, draw)}


def chosen(table: Fields, draw: Draw) -> list[Field]:
    """Return the fields that a program writes: the required ones, and of the others a few, in any order."""
    free = [field for field in table.inputs if not field.required]
    some = set(draw(st.lists(st.integers(0, len(free) - 1), max_size=5))) if free else set()
    return [field for field in table.inputs if field.required or (field in free and free.index(field) in some)]
