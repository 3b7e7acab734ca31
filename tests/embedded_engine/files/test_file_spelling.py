"""Numbers and words as the CLI spells and reads them (`pulumi-engine.md` 3.2, 8.3)."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedded_engine.errors import EngineError
from embedded_engine.files.gojson import canonical_number, compact, html_escaped, number_text
from embedded_engine.files.model import timestamp
from embedded_engine.files.yaml12 import load, plain

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (1.5, "1.5"),
        (1e16, "10000000000000000"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e21, "1.5e+21"),
        (1e-6, "0.000001"),
        (1.234e-5, "0.00001234"),
        (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (5e-324, "5e-324"),
        (0.0, "0"),
        (12345678901234567890, "12345678901234567890"),
    ],
)
def test_numbers_as_go_prints_them(value: float, text: str) -> None:
    assert number_text(value) == text


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(value: float) -> None:
    assert float(number_text(value)) == value
    assert "e" not in number_text(value) or not 1e-6 <= abs(value) < 1e21


def test_long_integers_lose_digits_as_in_the_cli() -> None:
    assert canonical_number(2**53 + 1) == 2**53
    assert isinstance(canonical_number(3.0), int)
    assert canonical_number(6.365891228385103e16) == 63658912283851030


@settings(deadline=None)
@given(JSON)
def test_both_spellings_are_json_of_the_same_value(value: object) -> None:
    assert json.loads(compact(value)) == value
    assert json.loads(html_escaped(value), parse_int=float) == value


def test_only_the_configuration_is_escaped_for_html() -> None:
    assert html_escaped({"b": "<&>", "a": 1.0}) == '{"a":1,"b":"\\u003c\\u0026\\u003e"}'
    assert compact({"b": "<&>"}) == '{"b":"<&>"}'


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("hello", "hello"),
        ("5", 5),
        ("0x10", 16),
        ("010", 8),
        ("0o10", 8),
        ("0b11", 3),
        ("1_000", 1000),
        ("-7", -7),
        ("1e3", 1000.0),
        ("1.50", 1.5),
        (".5", 0.5),
        ("12345678901234567890", 12345678901234567890),
        ("true", True),
        ("True", True),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("2026-01-02", "2026-01-02 00:00:00 +0000 UTC"),
        ("2026-01-02T03:04:05.5+02:00", "2026-01-02 03:04:05.5 +0200 +0200"),
        ("2026-13-45", "2026-13-45"),
        ("~", None),
        ("", None),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
    ],
)
def test_plain_words(word: str, value: object) -> None:
    found = plain(word)
    assert (found, type(found)) == (value, type(value))


def test_infinities() -> None:
    assert plain(".inf") == math.inf
    assert plain("-.inf") == -math.inf


def test_quotes_and_blocks_keep_text() -> None:
    assert load("a: \"007\"\nb: 'no'\nc: |\n  5\nd: >-\n  true\n", "x") == {
        "a": "007",
        "b": "no",
        "c": "5\n",
        "d": "true",
    }


def test_anchors_merges_and_json() -> None:
    assert load("a: &x {q: 1}\nb: {<<: *x, r: 2}\n", "x")["b"] == {"q": 1, "r": 2}
    assert load('{"a": [1, null]}', "x") == {"a": [1, None]}


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1\n", "\tb: 1\n"])
def test_unreadable_files_are_one_line(text: str) -> None:
    with pytest.raises(EngineError, match=r"Pulumi\.yaml") as caught:
        load(text, "Pulumi.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (1_795_313_931_040_689_030, "2026-11-22T02:18:51.04068903Z"),
        (1_000_000_000_000_000_000, "2001-09-09T01:46:40Z"),
        (1, "1970-01-01T00:00:00.000000001Z"),
    ],
)
def test_times_as_go_prints_them(nanos: int, text: str) -> None:
    assert timestamp(nanos) == text
