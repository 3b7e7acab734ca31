"""What counts as JSON in a vendor's answer: nothing that a state could not carry, and nothing that Python chokes on."""

from __future__ import annotations

import pytest
import requests

from alert_wiring.core.wire import _parsed


def parsed(body: str) -> object:
    response = requests.Response()
    response._content = body.encode()
    return _parsed(response)


@pytest.mark.parametrize("body", ["", " ", "<html>", '{"a": NaN}', "[Infinity]", "[-Infinity]", "[1e999]", "[-1e999]"])
def test_what_is_no_json_is_none(body: str) -> None:
    assert parsed(body) is None


def test_numbers_of_thousands_of_digits_and_endless_nesting_are_none() -> None:
    assert parsed(f"[{'9' * 5000}]") is None
    assert parsed("[" * 100_000 + "]" * 100_000) is None


def test_everything_else_is_taken_as_it_is() -> None:
    assert parsed('{"a": [1, 1.5, -2e3, null, true, "x"]}') == {"a": [1, 1.5, -2000.0, None, True, "x"]}
