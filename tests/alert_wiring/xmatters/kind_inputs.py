"""Random valid inputs of every xMatters kind, for the property tests: one strategy per kind."""

from __future__ import annotations

from typing import Any

from fake_xmatters import PLAN
from hypothesis import strategies as st

from alert_wiring.core.kind import Kind
from alert_wiring.xmatters.constant import ConstantKind
from alert_wiring.xmatters.endpoint import EndpointKind
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind
from alert_wiring.xmatters.shared_library import SharedLibraryKind
from alert_wiring.xmatters.workflow import WorkflowKind

text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
name = text.filter(lambda value: bool(value.strip()))
flag = st.booleans()
length = st.one_of(st.integers(0, 2000), st.integers(0, 2000).map(float))


def props(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with all required and some optional members, any of which may be null."""
    loose = {key: st.one_of(st.none(), strategy) for key, strategy in optional.items()}
    return st.fixed_dictionaries(required, optional=loose)


plan_id = st.just(PLAN)
workflows = props(
    {"name": name},
    {
        "description": text,
        "enabled": flag,
        "accessible_by_all": flag,
        "logging_level": st.sampled_from(["ERROR", "INFO"]),
        "position": st.integers(1, 9),
    },
)
constants = props({"plan_id": plan_id, "name": name, "value": name}, {"description": text})
_url = st.just("https://example.com/a")
_http = {"plan_id": plan_id, "name": name, "url": _url}
_switches = {"trust_self_signed": flag, "preemptive": flag}
endpoints = st.one_of(
    props(_http, _switches),
    props({**_http, "authentication_type": st.just("BASIC"), "username": name, "password": name}, _switches),
    props(
        {
            **_http,
            "authentication_type": st.just("OAUTH2"),
            "oauth_token_url": _url,
            "oauth_client_id": name,
            "client_secret": name,
        },
        {**_switches, "username": text},
    ),
)
libraries = st.fixed_dictionaries({"plan_id": plan_id, "name": name, "script": name})
_key = st.text("abcdef0123456789", min_size=8, max_size=8)
_item = props(
    {"property_definition_id": _key},
    {"required": flag, "multiline_text": flag, "visible": flag, "include_in_callbacks": flag},
)
_look = {"visible": flag, "collapsed": flag}
_section = st.one_of(
    props({}, {**_look, "items": st.lists(_item, max_size=2, unique_by=lambda row: row["property_definition_id"])}),
    props(
        {"type": st.just("HANDLING_OPTIONS")},
        {
            **_look,
            "priority": st.sampled_from(["LOW", "HIGH"]),
            "expiration_in_minutes": st.integers(1, 900),
            "voicemail_options": props({}, {"retry": st.integers(0, 3), "every": st.integers(1, 90)}),
        },
    ),
    props({"type": st.just("DEVICE_FILTER")}, {**_look, "target_device_names": st.lists(name, max_size=2)}),
)
_option = props({}, {"description": text, "action": st.sampled_from(["END", "ESCALATE"]), "join_conference": flag})
_sender = props({"sender_id": _key}, {"sender_type": st.sampled_from(["PERSON", "GROUP"]), "manage_scenarios": flag})


def _named(rows: st.SearchStrategy[dict[str, Any]], member: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to three rows, each with a name of its own; the same name is always of the same type, which cannot change."""
    return st.lists(rows, max_size=3).map(
        lambda found: [{**row, member: f"{row.get('type')} {at}"} for at, row in enumerate(found)]
    )


parts = {
    "sections": _named(_section, "title"),
    "response_options": _named(_option, "text"),
    "recipients": st.lists(
        props({"id": _key}, {"recipient_type": st.sampled_from(["PERSON", "GROUP"])}),
        max_size=3,
        unique_by=lambda row: row["id"],
    ),
    "sender_permissions": st.lists(_sender, max_size=3, unique_by=lambda row: row["sender_id"]),
}
forms = props(
    {"plan_id": plan_id, "name": name},
    {
        "description": text,
        "api_enabled": flag,
        "ui_enabled": flag,
        "mobile_enabled": flag,
        "trigger_type": st.just("FLOW"),
        "on_delete": st.sampled_from(["disable", "ignore", "error"]),
        **parts,
    },
)
_limits = {"max_length": length.filter(lambda value: value >= 100), "min_length": st.integers(0, 99)}
_common = {"plan_id": plan_id, "name": name}
_texts = {"description": text, "help_text": text}
_path = st.lists(name, min_size=1, max_size=3)
property_definitions = st.one_of(
    props(_common, {**_texts, **_limits, "default": text, "pattern": text, "validate": flag}),
    props({**_common, "property_type": st.just("NUMBER")}, {**_texts, **_limits, "default": text, "units": text}),
    props({**_common, "property_type": st.just("PASSWORD")}, {**_texts, **_limits, "pattern": text, "validate": flag}),
    props({**_common, "property_type": st.just("BOOLEAN")}, {**_texts, "default": st.sampled_from(["true", "false"])}),
    props(
        {
            **_common,
            "property_type": st.sampled_from(["LIST_TEXT_SINGLE_SELECT", "LIST_TEXT_MULTI_SELECT"]),
            "items": st.lists(name, min_size=1, max_size=4),
        },
        _texts,
    ),
    props(
        {
            **_common,
            "property_type": st.just("HIERARCHY"),
            "categories": _path,
            "paths": st.lists(_path, min_size=1, max_size=3),
        },
        {**_texts, "delimiter": name, "default_path": _path},
    ),
)
_script = st.one_of(name, name.map(lambda value: value + "\r\n" + value))
integrations = st.one_of(
    props(
        {"plan_id": plan_id, "name": name, "form_id": st.just("form-1"), "script": _script},
        {"deployed": flag, "api_key": name, "authentication_type": st.sampled_from(["URL", "ANY"])},
    ),
    props(
        {
            "plan_id": plan_id,
            "name": name,
            "operation": st.just("CREATE_EVENT_SIMPLE"),
            "form_id": st.just("form-1"),
            "fired_by": st.just("OTHER"),
        },
        {"deployed": flag, "authentication_type": st.sampled_from(["BASIC", "API_KEY", "OAUTH"])},
    ),
)

KINDS: dict[str, tuple[Kind[Any], st.SearchStrategy[dict[str, Any]]]] = {
    "Workflow": (WorkflowKind(), workflows),
    "Constant": (ConstantKind(), constants),
    "Form": (FormKind(), forms),
    "Endpoint": (EndpointKind(), endpoints),
    "SharedLibrary": (SharedLibraryKind(), libraries),
    "PropertyDefinition": (PropertyDefinitionKind(), property_definitions),
    "InboundIntegration": (InboundIntegrationKind(), integrations),
}
