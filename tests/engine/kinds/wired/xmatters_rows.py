"""The fields of xMatters' kinds (`xmatters.md 3, 4`), each with a change in code and a change by hand."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from wired.fields import Varied

_OTHER_PLAN = {"$of": "other-plan.id"}
_PLAN = {"$of": "plan.id"}
_BY_HAND = "by hand"


def _plan(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("xmatters.Workflow", field, old, new, by_hand)


def _property(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("xmatters.PropertyDefinition", field, old, new, by_hand, more=more)


def _constant(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("xmatters.Constant", field, old, new, by_hand)


def _form(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("xmatters.Form", field, old, new, by_hand)


def _integration(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("xmatters.InboundIntegration", field, old, new, by_hand, more=more)


def _endpoint(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("xmatters.Endpoint", field, old, new, by_hand or None, more=more)


def _library(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("xmatters.SharedLibrary", field, old, new, by_hand)


def _moved(kind: str) -> Varied:
    """The workflow in which something lives."""
    return Varied(f"xmatters.{kind}", "plan_id", _PLAN, _OTHER_PLAN, replaces=True)


def _type(name: str) -> dict[str, Any]:
    return {"property_type": name}


_GROUP, _PERSON = "c45e1f37-f240-538b-bc70-70e78e8c785c", "6ff3f7db-4c46-55c4-b3f8-f6d35f35a812"
"""Seeded: Ops On-Call, and jdoe."""
_CREATOR = "9a44e2df-da92-5393-b9b5-2184a35e522c"
"""Who makes a form may send it; this is the sandbox's user."""
_LOGIN = {"authentication_type": "BASIC", "username": "kept", "password": {"$secret": "kept-password"}}
_CLIENT = {
    "authentication_type": "OAUTH2",
    "oauth_token_url": "https://kept.example.com/token",
    "oauth_client_id": "kept",
    "client_secret": {"$secret": "kept-secret"},
}


def _senders(sender: str) -> list[dict[str, str]]:
    return [{"sender_id": sender, "sender_type": "GROUP" if sender == _GROUP else "PERSON"}]


def _options(text: str) -> list[dict[str, str]]:
    return [{"text": text, "action": "END"}]


_LEVELS = {**_type("HIERARCHY"), "categories": ["Land", "Town"], "paths": [["DE", "Bonn"], ["DE", "Ulm"]]}


def _levels(*path: str) -> list[dict[str, str]]:
    return [{"value": level} for level in path]


ROWS = [
    _plan("name", "matrix plan a", "matrix plan b", name="matrix plan by hand"),
    _plan("description", None, "new", description=_BY_HAND),
    _plan("enabled", None, False, enabled=True),
    _plan("accessible_by_all", None, True, accessibleByAll=False),
    _plan("logging_level", None, "INFO", loggingLevel="ERROR"),
    _moved("PropertyDefinition"),
    _property("name", "matrix property a", "matrix property b", name="matrix property by hand"),
    Varied("xmatters.PropertyDefinition", "property_type", "TEXT", "NUMBER", replaces=True),
    _property("description", "old", "new", description=_BY_HAND),
    _property("help_text", "old", None, helpText=_BY_HAND),
    _property("default", "old", "new", default=_BY_HAND),
    _property("max_length", 100, 200, maxLength=300),
    _property("min_length", 1, 2, minLength=3),
    _property("pattern", "a+", "b+", pattern="c+"),
    _property("validate", False, True, {"pattern": "a+"}, validate=False),
    _property("units", "ms", "s", _type("NUMBER"), units=_BY_HAND),
    _property("items", ["a", "b"], ["b", "a", "c"], _type("LIST_TEXT_SINGLE_SELECT"), items=["a"]),
    _property("delimiter", "/", ">", _LEVELS, delimiter="|"),
    _property("categories", ["Land", "Town"], ["State", "Town"], _LEVELS, categories=["By", "Hand"]),
    _property("paths", _LEVELS["paths"], [["DE", "Bonn"]], _LEVELS, paths=[_levels("DE", "Köln")]),
    _property("default_path", ["DE", "Bonn"], ["DE", "Ulm"], _LEVELS, default=_levels("DE", "Bonn")),
    _moved("Constant"),
    _constant("name", "matrix constant a", "matrix constant b", name="matrix constant by hand"),
    _constant("value", "old", "new", value=_BY_HAND),
    _constant("description", "old", None, description=_BY_HAND),
    _moved("Form"),
    _form("name", "matrix form a", "matrix form b", name="matrix form by hand"),
    _form("description", None, "new", description=_BY_HAND),
    _form("api_enabled", None, False, apiEnabled=True),
    _form("ui_enabled", None, True, uiEnabled=False),
    _form("mobile_enabled", None, True, mobileEnabled=False),
    Varied("xmatters.Form", "trigger_type", "FLOW", "FLOW_2", replaces=True),
    _form("recipients", [{"id": _PERSON}], [{"id": _GROUP, "recipient_type": "GROUP"}], recipients=[{"id": _PERSON}]),
    _form(
        *("sender_permissions", _senders(_PERSON), _senders(_GROUP)),
        senderPermissions=[{"senderType": "PERSON", "sender": {"id": _CREATOR}, "manageScenarios": True}],
    ),
    Varied("xmatters.Form", "response_options", _options("Accept"), _options("Accepted")),
    Varied("xmatters.Form", "sections", [{"title": "Details"}], [{"title": "Details", "collapsed": True}]),
    Varied("xmatters.Form", "on_delete", None, "ignore"),
    Varied("xmatters.PropertyDefinition", "on_delete", None, "ignore"),
    _moved("Endpoint"),
    _endpoint("name", "matrix endpoint a", "matrix endpoint b", name="matrix endpoint by hand"),
    _endpoint("url", "https://a.example.com", "https://b.example.com", url="https://hand.example.com"),
    _endpoint("authentication_type", None, "OAUTH_SLACK", authenticationType="NO_AUTH"),
    _endpoint("username", "a", "b", _LOGIN, authentication={"username": _BY_HAND, "password": "kept-password"}),
    _endpoint("password", {"$secret": "password-a"}, {"$secret": "password-b"}, _LOGIN),
    _endpoint("oauth_token_url", "https://a.example.com/token", "https://b.example.com/token", _CLIENT),
    _endpoint("oauth_client_id", "a", "b", _CLIENT),
    _endpoint("client_secret", {"$secret": "secret-a"}, {"$secret": "secret-b"}, _CLIENT),
    _endpoint("trust_self_signed", False, True, trustSelfSigned=False),
    _endpoint("preemptive", False, True, preemptive=False),
    _moved("SharedLibrary"),
    _library("name", "matrix library a", "matrix library b", name="matrix library by hand"),
    _library("script", "old();", "fresh();", script=b64encode(b"byHand();\n").decode()),
    Varied(
        "xmatters.InboundIntegration",
        "plan_id",
        _PLAN,
        _OTHER_PLAN,
        replaces=True,
        more={"form_id": None, "operation": "RUN_SCRIPT", "script": "ok();"},
    ),
    _integration("name", "matrix trigger a", "matrix trigger b", name="matrix trigger by hand"),
    _integration("form_id", {"$of": "form.id"}, {"$of": "other-form.id"}, form=None),
    _integration("operation", None, "RUN_SCRIPT", {"script": "ok();"}, operation="CREATE_EVENT"),
    _integration("authentication_type", None, "ANY", authenticationType="URL"),
    _integration("deployed", None, False, deployed=True),
    _integration("script", "old();", "fresh();", script=b64encode(b"byHand();\n").decode()),
    Varied("xmatters.InboundIntegration", "api_key", {"$secret": "key-a"}, {"$secret": "key-b"}),
    Varied("xmatters.InboundIntegration", "fired_by", None, "OTHER"),
]
