"""ilert's two small languages (ilert.md 4.4), feature by feature, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendor_sandbox.ilert.conditions import Surroundings, holds
from vendor_sandbox.ilert.templates import from_elements, normalise, render, to_elements

PAYLOAD: dict[str, Any] = {
    "name": "Checkout happy path",
    "path": "a/b/c",
    "count": 2,
    "ok": True,
    "none": None,
    "test": {"id": "t1", "key with space": "spaced"},
    "list": [{"b": "first"}, {"b": "second"}],
    "tags": ["x", "y"],
    "empty": [],
    "html": "<b>&</b>",
    "ms": 1789374031000,
    "date": "2026-09-14T08:20:31+0000",
}

RENDERED = {
    "plain text": "plain text",
    "{{ name }}": "Checkout happy path",
    "{{ test.id }}/{{list[1].b}}": "t1/second",
    "{{ test.key\\ with\\ space }}": "spaced",
    "{{ missing }}{{ none }}{{ test.nothing.more }}|": "|",
    "{{ count }} {{ ok }}": "2 true",
    "{{ html }}": "<b>&</b>",
    "{{ #list }}[{{ b }} {{ name }}]{{ /list }}": "[first Checkout happy path][second Checkout happy path]",
    "{{ #tags }}{{ . }},{{ /tags }}": "x,y,",
    "{{ #test }}{{ id }}{{ /test }}": "t1",
    "{{ #empty }}no{{ /empty }}{{ ^empty }}none{{ /empty }}": "none",
    "{{ #none }}no{{ name }}{{ /none }}after": "after",
    "{{ ^ok }}no{{ /ok }}{{ #ok }}yes{{ /ok }}": "yes",
    "{{ name.substring(0, 8) }}|{{ name.substring(9) }}": "Checkout|happy path",
    "{{ name.lowerCase() }} {{ name.upperCase() }}": "checkout happy path CHECKOUT HAPPY PATH",
    '{{ path.replaceAll("/", ".") }}': "a.b.c",
    "{{ path.splitTakeAt('/', 1) }}": "b",
    "{{ path.splitTakeAt('/', 9) }}": "",
    '{{ name.extractRegex("[a-z]+ ") }}|': "heckout |",
    '{{ name.extractRegexGroups("(C)[a-z]+ (h)") }}': "Ch",
    r'{{ name.extractRegex("\w+$") }}': "path",
    '{{ name.containsTake("happy", "yes") }}': "yes",
    '{{ name.containsTake("sad", "yes") }}': "Checkout happy path",
    '{{ name.startsWithTakeOrDrop("X", "yes") }}|': "|",
    '{{ name.endsWithElse("path", "no") }}': "Checkout happy path",
    '{{ name.equalsElse("x", "no") }}': "no",
    '{{ name.equalsElseOrDrop("x", "no") }}': "no",
    '{{ name.containsElseOrDrop("happy", "no") }}|': "|",
    "{{ name.upperCase().substring(0, 5) }}": "CHECK",
    "{{ ms.formatUnixMs() }}": "Sep 14, 2026, 8:20:31 AM",
    '{{ date.formatDateString("S") }}': "9/14/26, 8:20 AM",
    '{{ tags.join() }} {{ tags.join("-") }}': "x, y x-y",
    '{{ list.joinFromObjectArr("b", "; ") }}': "first; second",
    "{{ name.nonsense() }}|": "|",
    "{{ name.substring(x) }}|": "|",
}


@pytest.mark.parametrize("template", RENDERED)
def test_template(template: str) -> None:
    assert render(template, PAYLOAD) == RENDERED[template]
    assert render(normalise(template), PAYLOAD) == RENDERED[template]


EVENT: dict[str, Any] = {
    "summary": "Login is Slow",
    "priority": "HIGH",
    "severity": 3,
    "links": [{"href": "https://x"}],
    "customDetails": {"failuresCount": 2, "ok": True, "text": "5", "tags": ["a", "b"], "nil": None},
}

TRUE = (
    "event.customDetails.failuresCount > 1",
    "event.customDetails.failuresCount >= 2 and event.severity < 4 and event.severity <= 3",
    "event.priority == 'HIGH'",
    "event.priority != 'LOW'",
    "event.customDetails.text == 5",
    "event.customDetails.ok == true",
    "event.customDetails.missing == nil",
    "event.customDetails.ok",
    "event.summary matches 'login is slow'",
    "event.summary contains 'SLOW'",
    "event.summary not contains 'fast'",
    "event.summary not_contains 'fast'",
    "event.summary starts_with 'login' and event.summary ends_with 'slow'",
    "event.summary regex 'is\\s+slow'",
    "event.summary exact_contains 'Slow'",
    "event.summary exact_matches 'Login is Slow'",
    'event.summary contains_any ["fast", "slow"]',
    'event.summary starts_with_any ["log"]',
    'event.summary ends_with_any ["low"]',
    "'a' in event.customDetails.tags",
    'event.priority in ["HIGH", "LOW"]',
    "event.links[0].href contains 'x'",
    "event.severity == 9 or event.severity == 3",
    "(event.severity == 9 or event.severity == 3) and event.priority == 'HIGH'",
    "event.severity == 3 or event.severity == 3 and event.priority == 'LOW'",
    'now is_in {"id": 1, "type": "SUPPORT_HOUR"}',
    'now not is_in {"id": 2, "type": "SUPPORT_HOUR"}',
    'now is_in {"id": 3, "type": "ON_CALL_SCHEDULE"}',
    "trigger_count.5m == 300 and trigger_count.5s == 5 and trigger_count.2d == 172800",
    "trigger_count.PT5M == 300 and resetting_trigger_count.10m >= 601",
)
FALSE = (
    "event.customDetails.failuresCount > 2",
    "event.customDetails.failuresCount > 'many'",
    "event.customDetails.ok > 0",
    "event.summary exact_contains 'slow'",
    "event.customDetails.missing contains 'x'",
    "event.customDetails.missing not contains 'x'",
    "event.summary",
    "event.summary regex '('",
    "event.summary like 'x'",
    "event.summary ==",
    "(event.severity == 3",
    "event.severity == 3)",
    "event.severity ? 3",
    'now is_in {"id": 1, "type": "HOLIDAY"}',
    'now is_in {"id": "1", "type": "SUPPORT_HOUR"}',
    "trigger_count.4s > 0",
    "trigger_count.3d > 0",
    "trigger_count.m > 0",
    "",
)


SURROUNDINGS = Surroundings(
    support_hours_now=lambda number: number == 1,
    on_call_now=lambda number: number == 3,
    triggers=lambda seconds, resetting: seconds + resetting,
)


@pytest.mark.parametrize(("condition", "expected"), [*((c, True) for c in TRUE), *((c, False) for c in FALSE)])
def test_condition(condition: str, expected: bool) -> None:
    assert holds(condition, {"event": EVENT}, SURROUNDINGS) is expected


YES, NO = "event.severity == 3", "event.severity == 9"
FROM_THE_LEFT = {
    f"{YES} or {YES} and {NO}": False,
    f"{NO} and {NO} or {YES}": True,
    f"{YES} or ({YES} and {NO})": True,
    f"{YES} and {YES}": True,
    f"{YES} {YES}": False,
}


@pytest.mark.parametrize("condition", FROM_THE_LEFT)
def test_condition_from_left_to_right(condition: str) -> None:
    assert holds(condition, {"event": EVENT}, Surroundings(left_to_right=True)) is FROM_THE_LEFT[condition]


@given(st.text(alphabet="ab .{}#^/()'\"1,[]"))
def test_any_text_is_a_template(text: str) -> None:
    render(text, PAYLOAD)
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.lists(
        st.sampled_from(
            ["text ", "{{ a }}", "{{ a.b.upperCase() }}", r'{{ a.extractRegex("\d") }}', "{{ #x }}", "{{ /x }}"]
        ),
        max_size=6,
    )
)
def test_a_template_survives_its_elements(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert from_elements(to_elements(text)) == text


@given(st.text(alphabet="event.summary ()'\"andor=<>[]{}1"))
def test_any_text_is_a_condition(text: str) -> None:
    assert holds(text, {"event": EVENT}) in {True, False}
