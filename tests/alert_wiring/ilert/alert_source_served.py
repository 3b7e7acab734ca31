"""What the tests of the alert source in a plugin process share."""

from __future__ import annotations

from typing import Any

from support.plugin import Served
from support.sandbox import Control

PATH = "/api/alert-sources"


def sent(control: Control) -> list[str]:
    return [f"{row['method']} {row['path']}" for row in control.requests_log("ilert")]


def made(control: Control, name: str = "Checkout") -> list[dict[str, Any]]:
    return [row for row in control.objects("ilert", "alert-sources") if row["name"] == name]


def checked(source: Served, inputs: dict[str, Any]) -> dict[str, Any]:
    answer = source.check(inputs)
    assert answer.failures == []
    return answer.inputs
