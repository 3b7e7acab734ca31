"""The xMatters client against exchanges whose bodies are the documented examples (each cassette names its section)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ServerError,
    UnauthorizedError,
    VendorError,
)
from alert_wiring.xmatters.api import XMattersApi, plan_path
from alert_wiring.xmatters.trigger import Script, api_fortress_script
from support.cassettes import replay

CASSETTES = Path(__file__).parent / "cassettes"
PLAN = "5f1d2c1e-0c4b-4f0a-9a55-6a3b5c8f7d10"
FORM = "c7a0b6de-5b1c-4c39-8a0b-1b0f0d5f9e22"
INTEGRATION = "ab0e6f0b-2f5e-4b7c-9a2a-6d0b4c6f3a44"
CONSTANT = "41e3c7f0-7ad4-4b53-8f06-6a70c1b0a1d5"
PROPERTY = "b2d9f1a4-3a0e-4a5a-b8a7-0f6b6e1f2c01"
SECTION = "8f3b0a61-7a53-4a25-9a0f-2c9d0c5d7e11"
GROUP = "386e0838-8e68-4429-8bc0-1951829c2b01"
ENDPOINT = "6a1f0f0e-51a7-4b7e-8f4e-0f1f7f9f2b10"
LIBRARY = "0d0a1c58-20c5-4a4e-8a3f-5ab0e5a1c7d3"
PASSWORD = "planted-xmatters-secret"


def request_body(name: str, number: int = 0) -> Any:
    """Return what the documented request number `number` of a cassette carries."""
    stored = yaml.safe_load((CASSETTES / f"{name}.yaml").read_text(encoding="utf-8"))
    return json.loads(stored["interactions"][number]["request"]["body"])


SAVES = {
    "plan_create": "/plans",
    "plan_modify": "/plans",
    "property_create": plan_path(PLAN, "property-definitions"),
    "property_modify": plan_path(PLAN, "property-definitions"),
    "form_create": plan_path(PLAN, "forms"),
    "form_modify": plan_path(PLAN, "forms"),
    "constant_create": plan_path(PLAN, "constants"),
    "constant_modify": plan_path(PLAN, "constants"),
    "integration_create": plan_path(PLAN, "integrations"),
    "integration_modify": plan_path(PLAN, "integrations"),
    "endpoint_create": plan_path(PLAN, "endpoints"),
    "endpoint_modify": plan_path(PLAN, "endpoints"),
    "library_create": "/shared-libraries",
    "library_modify": "/shared-libraries",
    "section_create": f"/forms/{FORM}/sections",
    "section_modify": f"/forms/{FORM}/sections",
    "option_create": f"/forms/{FORM}/response-options",
    "option_modify": f"/forms/{FORM}/response-options",
}

READ_OTHERWISE = {"form", "plan", "authentication", "items"}
"""Members that come back with more, or less, than was sent: pointers, credentials, a section's items."""


@pytest.mark.parametrize("name", SAVES)
def test_create_and_modify_are_one_post(api: XMattersApi, name: str) -> None:
    body = request_body(name)
    with replay(CASSETTES / f"{name}.yaml") as played:
        saved = api.save(SAVES[name], body)
    kept = body.keys() - READ_OTHERWISE
    assert {key: saved[key] for key in kept} == {key: body[key] for key in kept}
    headers = played.headers()
    assert headers["accept"] == "application/json"
    assert headers["content-type"].startswith("application/json")
    credentials = base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode()
    assert credentials == f"iac-bot:{PASSWORD}"


LISTS = {
    "property_list": (plan_path(PLAN, "property-definitions"), [PROPERTY]),
    "form_list": (plan_path(PLAN, "forms"), [FORM]),
    "constant_list": (plan_path(PLAN, "constants"), [CONSTANT]),
    "integration_list": (plan_path(PLAN, "integrations"), [INTEGRATION]),
    "endpoint_list": (plan_path(PLAN, "endpoints"), [ENDPOINT, ENDPOINT[:-1] + "1"]),
    "library_list": (plan_path(PLAN, "shared-libraries"), [LIBRARY]),
    "section_list": (f"/forms/{FORM}/sections", [SECTION, SECTION[:-1] + "2"]),
    "option_list": (f"/forms/{FORM}/response-options", ["1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f"]),
    "recipients_list": (f"/forms/{FORM}/recipients", [GROUP]),
    "senders_list": (f"/forms/{FORM}/sender-permissions", [None]),
    "senders_bare_list": (f"/forms/{FORM}/sender-permissions", [None]),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_below_a_plan_or_a_form(api: XMattersApi, name: str) -> None:
    path, ids = LISTS[name]
    with replay(CASSETTES / f"{name}.yaml"):
        assert [item.get("id") for item in api.list_all(path)] == ids


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("recipients_replace", f"/forms/{FORM}/recipients"),
        ("senders_replace", f"/forms/{FORM}/sender-permissions"),
    ],
)
def test_a_whole_list_is_replaced_by_a_put(api: XMattersApi, name: str, path: str) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        api.replace(path, request_body(name))


def test_all_pages_are_read_though_the_server_caps_them(api: XMattersApi) -> None:
    with replay(CASSETTES / "plan_list.yaml"):
        names = [item["name"] for item in api.list_all("/plans")]
    assert names == ["API Fortress Alerts", "Internal", "Old one"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("plan_get", plan_path("API Fortress Alerts")),
        ("form_get", plan_path(PLAN, "forms", FORM)),
        ("integration_get", plan_path(PLAN, "integrations", INTEGRATION)),
        ("integration_wrapped_script", plan_path(PLAN, "integrations", INTEGRATION)),
        ("library_get", f"/shared-libraries/{LIBRARY}"),
        ("person_get", "/people/jdoe"),
        ("group_get", "/groups/Ops%20On-Call"),
        ("device_get", "/devices/mmcbride%7CWork%20Email"),
    ],
)
def test_get_one(api: XMattersApi, name: str, path: str) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        found = api.get(path)
    assert found is not None
    assert found["id"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("plan_get_missing", plan_path(PLAN)),
        ("integration_get_missing", plan_path(PLAN, "integrations", INTEGRATION)),
        ("person_get_missing", "/people/nobody"),
        ("device_get_missing", "/devices/mmcbride%7CPager"),
    ],
)
def test_get_of_a_missing_object_is_none(api: XMattersApi, name: str, path: str) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert api.get(path) is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("plan_delete", plan_path(PLAN)),
        ("constant_delete", plan_path(PLAN, "constants", CONSTANT)),
        ("integration_delete", plan_path(PLAN, "integrations", INTEGRATION)),
        ("endpoint_delete", plan_path(PLAN, "endpoints", ENDPOINT)),
        ("library_delete", f"/shared-libraries/{LIBRARY}"),
    ],
)
def test_deleting_twice_is_no_error(api: XMattersApi, name: str, path: str) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert api.delete(path) is True
        assert api.delete(path) is False


@pytest.mark.parametrize(
    ("name", "path", "done"),
    [
        ("property_delete", plan_path(PLAN, "property-definitions", PROPERTY), True),
        ("property_delete_refused", plan_path(PLAN, "property-definitions", PROPERTY), False),
        ("form_delete_refused", plan_path(PLAN, "forms", FORM), False),
    ],
)
def test_what_may_have_no_delete_says_whether_it_went(api: XMattersApi, name: str, path: str, done: bool) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert api.try_delete(path) is done


def create(name: str, path: str) -> Callable[[XMattersApi], object]:
    return lambda api: api.save(path, request_body(name))


def read(api: XMattersApi) -> object:
    return api.get(plan_path(PLAN))


@pytest.mark.parametrize(
    ("name", "call", "error", "texts"),
    [
        (
            "error_400",
            create("error_400", SAVES["integration_create"]),
            BadRequestError,
            ["answered 400", "Could not find a form with id", "validation.form.form_not_exists"],
        ),
        ("error_401", read, UnauthorizedError, ["answered 401", "Authentication failed", "XMATTERS_PASSWORD"]),
        ("error_401_oauth", read, UnauthorizedError, ["Access token expired", "invalid_token"]),
        ("error_401_empty", read, UnauthorizedError, ["answered 401", "an empty body", "XMATTERS_PASSWORD"]),
        ("error_406", read, BadRequestError, ["answered 406", "not supported"]),
        ("error_415", create("error_415", "/plans"), BadRequestError, ["answered 415", "Unsupported content type"]),
        (
            "error_403",
            create("error_403", SAVES["constant_create"]),
            ForbiddenError,
            ["answered 403", "edit access to the workflow"],
        ),
        (
            "error_404_plan",
            create("error_404_plan", SAVES["constant_create"]),
            NotFoundError,
            ["answered 404", "Could not find a plan", "validation.plan.plan_not_exists"],
        ),
        ("error_409", create("error_409", "/plans"), ConflictError, ["validation.plan.name_not_unique"]),
        ("error_502_create", create("error_502_create", "/plans"), AmbiguousError, ["answered 502", "not JSON"]),
        ("error_html_create", create("error_html_create", "/plans"), AmbiguousError, ["not JSON", "sign-in page"]),
        ("error_html_200", read, ServerError, ["not JSON", "after 4 tries", "sign-in page"]),
    ],
)
def test_each_refusal_is_one_line_with_what_to_do(
    api: XMattersApi, name: str, call: Callable[[XMattersApi], object], error: type[VendorError], texts: list[str]
) -> None:
    with replay(CASSETTES / f"{name}.yaml"), pytest.raises(error) as raised:
        call(api)
    text = raised.value.text
    assert "\n" not in text
    assert "/api/xm/1/plans" in text
    assert [part for part in texts if part not in text] == []
    assert PASSWORD not in text


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("error_429_get", read),
        ("error_429_create", create("error_429_create", "/plans")),
        ("error_502_get", read),
        ("error_501_get", read),
        ("error_503_modify", create("error_503_modify", "/plans")),
    ],
)
def test_what_may_be_repeated_is_repeated_after_a_pause(
    api: XMattersApi, pauses: list[float], name: str, call: Callable[[XMattersApi], Any]
) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert call(api)["id"] == PLAN
    assert len(pauses) == 1


def test_every_cassette_is_played_by_a_test() -> None:
    here = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [path.stem for path in sorted(CASSETTES.glob("*.yaml")) if path.stem not in here] == []


def test_the_documented_script_is_the_ready_made_one() -> None:
    assert request_body("integration_create")["script"] == Script().to_wire(api_fortress_script())
