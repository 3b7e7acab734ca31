"""What several fields of an alert source must say together (`ilert.md 2.7, 5`)."""

from __future__ import annotations

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import UNKNOWN, Json, Props
from alert_wiring.ilert.alert_source_fields import GROUPED
from alert_wiring.ilert.integration_types import EMAIL_TYPES, KEYED_TYPES

_KEYED_FIELDS = (
    "alert_key_template",
    "event_type_filter_create",
    "event_type_filter_accept",
    "event_type_filter_resolve",
)


def check_rules(inputs: Props, problems: Problems) -> None:
    """Report what does not fit together; a rule with an unknown value in it is left for later."""
    _check_grouping(inputs, problems)
    _check_email(inputs, problems)
    _warn_without_effect(inputs, problems)


def _check_grouping(inputs: Props, problems: Problems) -> None:
    creation, window = inputs.get("alert_creation"), inputs.get("alert_grouping_window")
    threshold = inputs.get("score_threshold")
    if not _known(creation):
        return
    if creation in GROUPED and window is None:
        problems.add("alert_grouping_window", f'is needed with alert_creation="{creation}"; write "PT30M" for example')
    if creation not in GROUPED and _given(window):
        grouped = " or ".join(f'"{word}"' for word in GROUPED)
        problems.add("alert_grouping_window", f"fits only alert_creation={grouped}; write one of them or leave it out")
    if creation != "INTELLIGENT_GROUPING" and _given(threshold):
        problems.add("score_threshold", 'fits only alert_creation="INTELLIGENT_GROUPING"; leave it out')
    if creation == "INTELLIGENT_GROUPING" and threshold is None:
        problems.warn("score_threshold", "should be set with INTELLIGENT_GROUPING, for example 0.9")


def _check_email(inputs: Props, problems: Problems) -> None:
    kind, email = inputs.get("integration_type"), inputs.get("email")
    if not _known(kind):
        return
    if kind in EMAIL_TYPES and email is None:
        problems.add("email", f"is needed with integration_type {kind}: the address that ilert shall listen to")
    if kind not in EMAIL_TYPES and _given(email):
        problems.add("email", f'fits only integration_type="EMAIL2", not {kind}; leave it out')


def _warn_without_effect(inputs: Props, problems: Problems) -> None:
    rule, hours = inputs.get("alert_priority_rule"), inputs.get("support_hours_id")
    if isinstance(rule, str) and rule.endswith("_DURING_SUPPORT_HOURS") and hours is None:
        problems.warn("alert_priority_rule", f"{rule} has no effect without support_hours_id")
    if inputs.get("auto_raise_alerts") is True and hours is None:
        problems.warn("auto_raise_alerts", "has no effect without support_hours_id")
    if inputs.get("auto_create_services") is True and inputs.get("services_templates") is None:
        problems.warn("auto_create_services", "has no effect without services_templates")
    kind = inputs.get("integration_type")
    if isinstance(kind, str) and kind not in KEYED_TYPES:
        for name in _KEYED_FIELDS:
            if inputs.get(name) is not None:
                problems.warn(
                    name, f"ilert may ignore it for {kind}: it was made for {' and '.join(sorted(KEYED_TYPES))}"
                )


def _known(value: Json) -> bool:
    return value is not None and value is not UNKNOWN


def _given(value: Json) -> bool:
    return value is not None
