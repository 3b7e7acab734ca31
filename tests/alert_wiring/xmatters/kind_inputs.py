"""Random valid inputs of every xMatters kind, for the property tests: one strategy per kind."""

from __future__ import annotations

from typing import Any

from fake_xmatters import PLAN
from hypothesis import strategies as st

from alert_wiring.core.kind import Kind
from alert_wiring.xmatters.constant import ConstantKind
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind
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
forms = props(
    {"plan_id": plan_id, "name": name},
    {
        "description": text,
        "api_enabled": flag,
        "ui_enabled": flag,
        "mobile_enabled": flag,
        "trigger_type": st.just("FLOW"),
        "on_delete": st.sampled_from(["disable", "ignore", "error"]),
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
    "PropertyDefinition": (PropertyDefinitionKind(), property_definitions),
    "InboundIntegration": (InboundIntegrationKind(), integrations),
}
