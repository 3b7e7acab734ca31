"""Every call of ilert's and xMatters' clients has a documented answer, and so has every row of the error tables.

The tables below are the references', so that a cassette that goes missing is missed. API Fortress has its own test,
since its calls have names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.cassettes import contents

TESTS = Path(__file__).parents[1] / "alert_wiring"


def _all(collection: str, calls: str) -> set[str]:
    """Calls on a collection and, where the path goes on, on one of its objects."""
    return {call.replace("…", collection) for call in calls.split(", ")}


ILERT = {
    *_all("alert-sources", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("escalation-policies", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("teams", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("support-hours", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("connectors", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("alert-actions", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("heartbeat-monitors", "GET …, POST …, GET …/*, PUT …/*, DELETE …/*"),
    *_all("users", "GET …, GET …/current, POST …/search-email"),
    *_all("schedules", "GET …"),
    *_all("alerts", "GET …, GET …/*, PUT …/*/resolve"),
}
"""What the client asks of ilert (`ilert.md 2.1, 3, 4.5`)."""

XMATTERS = {
    *_all("plans", "GET …, POST …, GET …/*, DELETE …/*"),
    *_all("plans/*/forms", "GET …, POST …, GET …/*, DELETE …/*"),
    *_all("plans/*/constants", "GET …, POST …, DELETE …/*"),
    *_all("plans/*/endpoints", "GET …, POST …, DELETE …/*"),
    *_all("plans/*/property-definitions", "GET …, POST …, DELETE …/*"),
    *_all("plans/*/integrations", "GET …, POST …, GET …/*, DELETE …/*"),
    *_all("plans/*/shared-libraries", "GET …"),
    *_all("shared-libraries", "POST …, GET …/*, DELETE …/*"),
    *_all("forms/*/recipients", "GET …, PUT …"),
    *_all("forms/*/sender-permissions", "GET …, PUT …"),
    *_all("forms/*/sections", "GET …, POST …"),
    *_all("forms/*/response-options", "GET …, POST …"),
    *_all("people", "GET …, GET …/*, GET …/*/devices"),
    *_all("groups", "GET …, GET …/*, GET …/*/members"),
    *_all("devices", "GET …/*"),
    *_all("events", "GET …, GET …/*, POST …"),
    *_all("integrations", "GET …/*/logs"),
    *_all("oauth2", "POST …/token"),
}
"""What the client asks of xMatters (`xmatters.md 10.1`)."""

CALLS = {"ilert": ("/api/", ILERT), "xmatters": ("/api/xm/1/", XMATTERS)}

ERRORS = {
    "ilert": [400, 401, 402, 403, 404, 405, 409, 422, 423, 425, 429, 500, 502],
    "xmatters": [400, 401, 403, 404, 405, 406, 409, 415, 429, 501, 502, 503],
}
"""The rows of the error tables (`ilert.md 1.9`, `xmatters.md 2.7`), with what a form's deletion answers (7.2)."""


@pytest.mark.parametrize("vendor", CALLS)
def test_every_call_has_a_documented_answer_and_every_answer_a_call(vendor: str) -> None:
    _, calls = CALLS[vendor]
    refused = {"DELETE plans/*/forms/*"}  # there is no such call: the answer that says so is the documented one
    asked = _exchanges(vendor)
    answered = {call for call, status in asked if 200 <= status < 300}
    assert calls - answered - refused == set()
    assert {call for call, _ in asked} - calls == set()


@pytest.mark.parametrize("vendor", ERRORS)
def test_every_row_of_the_error_table_has_its_answer(vendor: str) -> None:
    assert set(ERRORS[vendor]) - {status for _, status in _exchanges(vendor)} == set()


@pytest.mark.parametrize("vendor", CALLS)
def test_every_cassette_names_its_section(vendor: str) -> None:
    for path in _cassettes(vendor):
        source = contents(path)["metadata"]["source"]
        assert re.match(rf"{vendor}\.md (\d|trap \d)", source), path.name


def test_every_cassette_of_ilert_is_played() -> None:
    """The player fails a test over an exchange that nobody asked for; a cassette that nobody plays it cannot see."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (TESTS / "ilert").glob("test_*.py"))
    nouns = re.findall(r'Told\(\s*"(\w+)"', tests)
    built = {f"{noun}_{verb}" for noun in nouns for verb in ("create", "read", "update", "delete")}
    assert all(f'"{{told.noun}}_{verb}.yaml"' in tests for verb in ("create", "read", "update", "delete"))
    assert 'f"error_{status}.yaml"' in tests
    built |= {f"error_{status}" for status in re.findall(r"\b4\d\d\b", tests)}
    known = built | set(re.findall(r"\w+", tests))
    assert [path.name for path in _cassettes("ilert") if path.stem not in known] == []


def _cassettes(vendor: str) -> list[Path]:
    return sorted((TESTS / vendor / "cassettes").glob("*.yaml"))


def _exchanges(vendor: str) -> set[tuple[str, int]]:
    """The documented calls, ids and names as stars, with the status of their answers."""
    prefix, calls = CALLS[vendor]
    words = {word for call in calls for word in call.split(" ")[1].split("/")}
    found = set()
    for path in _cassettes(vendor):
        for exchange in contents(path)["interactions"]:
            asked = exchange["request"]
            place = urlsplit(asked["uri"]).path.removeprefix(prefix)
            call = f"{asked['method']} {'/'.join(_stars(place.split('/'), words))}"
            found.add((call, exchange["response"]["status"]["code"]))
    return found


def _stars(segments: Iterable[str], words: set[str]) -> list[str]:
    return [segment if segment in words else "*" for segment in segments]
