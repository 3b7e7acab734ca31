"""Every kind, and valid inputs of each: drawn from its table, then fitted to what several fields must say together."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.apifortress.catalogue import CATALOGUE, ConnectorRule
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from alert_wiring.dynamic import KindResource
from alert_wiring.ilert.action_fields import TYPED
from alert_wiring.ilert.alert_source_fields import GROUPED
from alert_wiring.ilert.integration_types import EMAIL_TYPES
from alert_wiring.ilert.policy_fields import TARGETS
from alert_wiring.xmatters import form_parts
from alert_wiring.xmatters.endpoint_rules import ALL as CREDENTIALS
from alert_wiring.xmatters.endpoint_rules import TAKES
from alert_wiring.xmatters.property_types import ALL_SPECIAL, FIELDS_OF
from properties.values_written import KEPT_WHEN_NEEDED, Draw, chosen, written

RESOURCES: dict[str, type[KindResource]] = {
    f"{room.__name__.rpartition('.')[2]}.{name}": one
    for room in (ilert, xmatters, apifortress)
    for name, one in vars(room).items()
    if inspect.isclass(one) and issubclass(one, KindResource) and "provider_class" in vars(one)
}
"""Every kind that a program can use; a new one is in it by itself."""

KINDS: dict[str, Kind[Any]] = {name: one.provider_class.kind for name, one in RESOURCES.items()}


def pure(kind: Kind[Any]) -> Lifecycle[Any]:
    """Return a lifecycle for what does no I/O."""
    return Lifecycle(kind, Settings.from_environment, lambda _text: None)


@st.composite
def inputs_of(draw: Draw, name: str) -> Props:
    """Draw inputs of a kind that `check` has nothing against, as a program writes them."""
    kind = KINDS[name]
    fields = {field.name: field for field in kind.fields.inputs}
    drawn = {field.name: written(field.type, draw) for field in chosen(kind.fields, draw)}
    fitted = FITTED.get(name, _as_drawn)(drawn, draw, lambda field: written(fields[field].type, draw))
    assume(not pure(kind).check(fitted)[1].found)
    return fitted


Fresh = Callable[[str], Any]
"""Draws a value of a field."""


def _as_drawn(drawn: Props, _draw: Draw, _fresh: Fresh) -> Props:
    return drawn


def _source(drawn: Props, draw: Draw, fresh: Fresh) -> Props:
    if draw(st.integers(0, 3)) == 0:
        drawn["alert_creation"] = draw(st.sampled_from(GROUPED))
        drawn["score_threshold"] = fresh("score_threshold")
    if draw(st.integers(0, 7)) == 0:
        drawn["integration_type"] = draw(st.sampled_from(sorted(EMAIL_TYPES)))
    grouped = drawn.get("alert_creation") in GROUPED
    if grouped and "alert_grouping_window" not in drawn:
        drawn["alert_grouping_window"] = fresh("alert_grouping_window")
    elif not grouped:
        drawn.pop("alert_grouping_window", None)
    if drawn.get("alert_creation") != GROUPED[1]:
        drawn.pop("score_threshold", None)
    drawn.pop("email", None)
    if drawn["integration_type"] in EMAIL_TYPES:
        drawn["email"] = fresh("email")
    return drawn


def _policy(drawn: Props, draw: Draw, _fresh: Fresh) -> Props:
    for rule in drawn["escalation_rules"]:
        if not any(rule.get(target) for target in TARGETS):
            rule[draw(st.sampled_from(TARGETS))] = ["5"]
    return drawn


def _action(drawn: Props, draw: Draw, fresh: Fresh) -> Props:
    if draw(st.booleans()):
        drawn["connector_type"] = draw(st.sampled_from(TYPED))
    wanted = drawn["connector_type"] if drawn["connector_type"] in TYPED else "params"
    given = {field: value for field, value in drawn.items() if field not in (*TYPED, "params")}
    given[wanted] = drawn.get(wanted) or fresh(wanted)
    given.setdefault("connector_id", fresh("connector_id"))
    given["alert_source_ids"] = given["alert_source_ids"] or ["1"]
    return given


def _endpoint(drawn: Props, draw: Draw, fresh: Fresh) -> Props:
    takes = TAKES[drawn.get("authentication_type", "NO_AUTH")]
    given = {field: value for field, value in drawn.items() if field not in CREDENTIALS}
    return {**given, **{field: fresh(field) for field in takes}}


def _definition(drawn: Props, draw: Draw, fresh: Fresh) -> Props:
    kind = drawn["property_type"] = draw(st.sampled_from(sorted(FIELDS_OF)))
    own = {field.name for field in FIELDS_OF[kind]}
    given = {k: v for k, v in drawn.items() if k in own or k not in {field.name for field in ALL_SPECIAL}}
    for field in own & {"items", "categories", "paths"}:
        given[field] = fresh(field)
    if kind == "BOOLEAN" and "default" in given:
        given["default"] = draw(st.sampled_from(["true", "false"]))
    if "max_length" in given:
        given["max_length"] = draw(st.integers(100_000, 200_000))
        given["min_length"] = draw(st.integers(0, 99))
    return given


def _form(drawn: Props, draw: Draw, _fresh: Fresh) -> Props:
    for section in drawn.get("sections", []):
        own = {field.name for field in form_parts.OF_TYPE.get(section.get("type", "CUSTOM_SECTION"), ())}
        for field in [field for fields in form_parts.OF_TYPE.values() for field in fields]:
            if field.name not in own:
                section.pop(field.name, None)
    return drawn


def _integration(drawn: Props, draw: Draw, fresh: Fresh) -> Props:
    given = {"form_id": fresh("form_id"), "script": fresh("script"), **drawn}
    if given.get("operation") == "CREATE_EVENT_SIMPLE":
        del given["script"]
    if given.get("authentication_type", "URL") not in ("URL", "ANY"):
        given.pop("api_key", None)
    return {**given, "fired_by": "OTHER"} if draw(st.booleans()) or "script" not in given else given


_FORMS = {
    "hook": "T0AB/B0CD/efGH12",
    "authorization": "Bearer abc",
    "hostname": "tickets.example.com:8443",
    "domain": "acme.testrail.io",
    "credentials": "AC0123:abcdef",
}


def params_of(rule: ConnectorRule, draw: Draw) -> Props:
    """Draw the parameters of a connector of the catalogue."""
    params: Props = {}
    for param in rule.params:
        if not param.required and draw(st.booleans()):
            continue
        if param.url:
            value: Any = draw(st.sampled_from(["https://a.example/x", "http://b.example", " https://c.example/?k=1 "]))
        elif param.form:
            value = _FORMS[param.name]
        elif param.choices:
            value = draw(st.sampled_from(param.choices))
        elif param.whole:
            number = draw(st.integers(1, param.most or 10_000))
            value = draw(st.sampled_from([number, str(number), float(number)]))
        else:
            value = draw(KEPT_WHEN_NEEDED)
        params[param.name] = value
    return params


def _connector(drawn: Props, draw: Draw, _fresh: Fresh) -> Props:
    if draw(st.booleans()):
        rule = draw(st.sampled_from(CATALOGUE))
        return {**drawn, "connector": rule.name, "params": params_of(rule, draw)}
    return {name: value for name, value in drawn.items() if name not in ("checked_as", "schedule_interval_seconds")}


def _script(drawn: Props, draw: Draw, _fresh: Fresh) -> Props:
    rows = {row["name"]: row for row in drawn.get("params", [])}
    return {**drawn, "params": list(rows.values())} if rows else drawn


FITTED: dict[str, Callable[[Props, Draw, Fresh], Props]] = {
    "ilert.AlertSource": _source,
    "ilert.EscalationPolicy": _policy,
    "ilert.AlertAction": _action,
    "xmatters.Endpoint": _endpoint,
    "xmatters.PropertyDefinition": _definition,
    "xmatters.Form": _form,
    "xmatters.InboundIntegration": _integration,
    "apifortress.Connector": _connector,
    "apifortress.ConnectorDefinition": _script,
}
"""What makes drawn fields fit together, by kind; kinds whose fields stand alone need nothing."""
