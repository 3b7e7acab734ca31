"""What the reference leaves open about ilert, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.switches import Switch


def _choice(name: str, choices: tuple[str, ...], source: str, meaning: str) -> Switch:
    return Switch(name, choices[0], choices, source, meaning)


SWITCHES: tuple[Switch, ...] = (
    _choice(
        "ilert.rate_limit",
        ("off", "documented"),
        "ilert.md 1.7",
        "120 calls a minute per key, 50 events per source key",
    ),
    _choice(
        "ilert.neighbour_create_status", ("201", "200"), "ilert.md 1.10", "what POST answers for teams and services"
    ),
    _choice(
        "ilert.unknown_integration_type", ("refuse", "accept"), "ilert.md Appendix A", "a type outside the enumeration"
    ),
    _choice(
        "ilert.missing_reference_status", ("400", "404"), "ilert.md 7 #10", "a reference to an object that is not there"
    ),
    _choice(
        "ilert.grouping_rule", ("require_window", "strict", "off"), "ilert.md 2.7", "window and grouping go together"
    ),
    _choice("ilert.duration_form", ("as_sent", "canonical"), "ilert.md 7 #12", "PT60M comes back as PT60M or as PT1H"),
    _choice("ilert.template_whitespace", ("normalised", "as_sent"), "ilert.md 7 #13", "{{x}} comes back as {{ x }}"),
    _choice("ilert.unset_fields", ("absent", "null"), "ilert.md 7 #11", "how a field without a value is shown"),
    _choice(
        "ilert.integration_key_on_write", ("ignore", "accept"), "ilert.md 7 #6", "a chosen key for a non-email type"
    ),
    _choice("ilert.integration_type_change", ("refuse", "ignore", "accept"), "ilert.md 7 #8", "PUT with another type"),
    _choice("ilert.delete_in_use", ("refuse", "allow"), "ilert.md 7 #9", "DELETE of an object that others refer to"),
    _choice("ilert.duplicate_names", ("allow", "refuse"), "ilert.md 7 #4", "two alert sources with one name"),
    _choice("ilert.name_lookup_case", ("exact", "ignore"), "ilert.md 3.11", "whether /name/{name} ignores case"),
    _choice(
        "ilert.alerts_of_deleted_source", ("stay", "vanish"), "ilert.md 7 #23", "what happens to a source's alerts"
    ),
    _choice("ilert.resolve_resolved", ("200", "400"), "ilert.md 7 #26", "resolve on a resolved alert"),
    _choice("ilert.event_body", ("empty", "object"), "ilert.md 4.1", "the body of the 202: none, or {}"),
    _choice("ilert.event_delay", ("0", "1", "5"), "ilert.md Appendix A", "seconds from the 202 to the alert"),
    _choice("ilert.success_resolves", ("no", "yes"), "ilert.md 4.3", "an API Fortress success resolves the open alert"),
    _choice(
        "ilert.api_fortress_alert_key", ("none", "test_id"), "ilert.md 4.3", "the alertKey of an API Fortress event"
    ),
    _choice(
        "ilert.dedicated_type_keys",
        ("accepted", "ignored"),
        "ilert.md 7 #14",
        "alertKey and event-type templates there",
    ),
    _choice("ilert.updated_at_moves", ("yes", "no"), "ilert.md 2.3", "an edit in the console moves updatedAt"),
    _choice("ilert.list_order", ("by_id", "shuffled"), "ilert.md 1.6", "the order of a list"),
    _choice("ilert.unknown_response_fields", ("no", "yes"), "ilert.md 1.2", "answers carry properties nobody knows"),
    _choice("ilert.old_alert_parameters", ("accept", "ignore"), "ilert.md 7 #16", "state, alert-source of old clients"),
)
"""The first choice of each is the default."""
