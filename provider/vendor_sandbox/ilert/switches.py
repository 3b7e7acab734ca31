"""What the reference leaves open about ilert, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.ilert.switches_neighbours import NEIGHBOURS
from vendor_sandbox.switches import Switch, Value


def _choice(name: str, readings: dict[Value, str], source: str, meaning: str) -> Switch:
    return Switch(name, readings, source, meaning)


SWITCHES: tuple[Switch, ...] = (
    _choice(
        "ilert.rate_limit",
        {
            "off": "No call is ever refused for its number.",
            "documented": "The 121st call of a minute per API key, and the 51st event per integration key, are a 429.",
        },
        "ilert.md 1.7",
        "120 calls a minute per key, 50 events per source key",
    ),
    _choice(
        "ilert.neighbour_create_status",
        {"201": "A POST of a team or service answers 201.", "200": "A POST of a team or service answers 200."},
        "ilert.md 1.10",
        "what POST answers for teams and services",
    ),
    _choice(
        "ilert.unknown_integration_type",
        {
            "refuse": "An integrationType outside the enumeration is a 400.",
            "accept": "An integrationType outside the enumeration is kept as sent.",
        },
        "ilert.md Appendix A",
        "a type outside the enumeration",
    ),
    _choice(
        "ilert.missing_reference_status",
        {
            "400": "A body that refers to an object that is not there is a 400.",
            "404": "A body that refers to an object that is not there is a 404.",
        },
        "ilert.md 7 #10",
        "a reference to an object that is not there",
    ),
    _choice(
        "ilert.grouping_rule",
        {
            "require_window": "A grouping alertCreation without a window is a 400; a window without grouping is kept.",
            "strict": "A grouping alertCreation without a window, and a window without grouping, are a 400.",
            "off": "Neither is checked.",
        },
        "ilert.md 2.7",
        "window and grouping go together",
    ),
    _choice(
        "ilert.duration_form",
        {"as_sent": "PT60M comes back as PT60M.", "canonical": "PT60M comes back as PT1H."},
        "ilert.md 7 #12",
        "PT60M comes back as PT60M or as PT1H",
    ),
    _choice(
        "ilert.template_whitespace",
        {
            "normalised": "A template's {{x}} comes back as {{ x }}.",
            "as_sent": "A template comes back with the white space that was sent.",
        },
        "ilert.md 7 #13",
        "{{x}} comes back as {{ x }}",
    ),
    _choice(
        "ilert.unset_fields",
        {"absent": "A field without a value is left out.", "null": "A field without a value is null."},
        "ilert.md 7 #11",
        "how a field without a value is shown",
    ),
    _choice(
        "ilert.integration_key_on_write",
        {
            "ignore": "An integrationKey in the body of a source that is not EMAIL is ignored.",
            "accept": "An integrationKey in the body becomes the source's key, whatever its type.",
        },
        "ilert.md 7 #6",
        "a chosen key for a non-email type",
    ),
    _choice(
        "ilert.integration_type_change",
        {
            "refuse": "A PUT with another integrationType is a 400.",
            "ignore": "A PUT with another integrationType keeps the old one and succeeds.",
            "accept": "A PUT with another integrationType changes it.",
        },
        "ilert.md 7 #8",
        "PUT with another type",
    ),
    _choice(
        "ilert.delete_in_use",
        {
            "refuse": "DELETE of an object that others refer to is a 400.",
            "allow": "DELETE of an object that others refer to succeeds.",
        },
        "ilert.md 7 #9",
        "DELETE of an object that others refer to",
    ),
    _choice(
        "ilert.duplicate_names",
        {"allow": "Two alert sources may have one name.", "refuse": "A second alert source with a name is a 400."},
        "ilert.md 7 #4",
        "two alert sources with one name",
    ),
    _choice(
        "ilert.name_lookup_case",
        {"exact": "/name/{name} minds the case.", "ignore": "/name/{name} ignores the case."},
        "ilert.md 3.11",
        "whether /name/{name} ignores case",
    ),
    _choice(
        "ilert.alerts_of_deleted_source",
        {
            "stay": "The alerts of a deleted source can still be read.",
            "vanish": "The alerts of a deleted source go with it.",
        },
        "ilert.md 7 #23",
        "what happens to a source's alerts",
    ),
    _choice(
        "ilert.resolve_resolved",
        {"200": "Resolving a resolved alert is a 200.", "400": "Resolving a resolved alert is a 400."},
        "ilert.md 7 #26",
        "resolve on a resolved alert",
    ),
    _choice(
        "ilert.event_body",
        {"empty": "The 202 of an event has no body.", "object": "The 202 of an event has the body {}."},
        "ilert.md 4.1",
        "the body of the 202: none, or {}",
    ),
    _choice(
        "ilert.event_delay",
        {
            "0": "The alert is there when the 202 is.",
            "1": "The alert comes one second after the 202.",
            "5": "The alert comes five seconds after the 202.",
        },
        "ilert.md Appendix A",
        "seconds from the 202 to the alert",
    ),
    _choice(
        "ilert.success_resolves",
        {
            "no": "An API Fortress event without failures leaves the open alert alone.",
            "yes": "An API Fortress event without failures resolves the open alert.",
        },
        "ilert.md 4.3",
        "an API Fortress success resolves the open alert",
    ),
    _choice(
        "ilert.api_fortress_alert_key",
        {
            "none": "An API Fortress event has no alertKey of its own.",
            "test_id": "An API Fortress event has its test's id as alertKey.",
        },
        "ilert.md 4.3",
        "the alertKey of an API Fortress event",
    ),
    _choice(
        "ilert.dedicated_type_keys",
        {
            "accepted": "Sources of a dedicated type obey alertKey and event-type templates.",
            "ignored": "Sources of a dedicated type ignore alertKey and event-type templates.",
        },
        "ilert.md 7 #14",
        "alertKey and event-type templates there",
    ),
    _choice(
        "ilert.updated_at_moves",
        {"yes": "An edit in the console moves updatedAt.", "no": "An edit in the console leaves updatedAt alone."},
        "ilert.md 2.3",
        "an edit in the console moves updatedAt",
    ),
    _choice(
        "ilert.list_order",
        {"by_id": "Lists are sorted by id.", "shuffled": "Lists are sorted by nothing a client could guess."},
        "ilert.md 1.6",
        "the order of a list",
    ),
    _choice(
        "ilert.unknown_response_fields",
        {"no": "Answers have the documented properties only.", "yes": "Answers carry properties nobody knows."},
        "ilert.md 1.2",
        "answers carry properties nobody knows",
    ),
    _choice(
        "ilert.old_alert_parameters",
        {
            "accept": "state and alert-source filter alerts as states and sources do.",
            "ignore": "state and alert-source are ignored.",
        },
        "ilert.md 7 #16",
        "state, alert-source of old clients",
    ),
    *NEIGHBOURS,
)
"""The first reading of each is the default."""
