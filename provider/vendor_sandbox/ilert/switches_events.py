"""What the reference leaves open about events and alerts (ilert.md 4), each as a named switch."""

from __future__ import annotations

from vendor_sandbox.switches import Switch

EVENTS: tuple[Switch, ...] = (
    Switch(
        "ilert.alerts_of_deleted_source",
        {
            "stay": "The alerts of a deleted source can still be read.",
            "vanish": "The alerts of a deleted source go with it.",
        },
        "ilert.md 7 #23",
        "what happens to a source's alerts",
    ),
    Switch(
        "ilert.resolve_resolved",
        {
            "200": "Resolving a resolved alert is a 200.",
            "400": "Resolving a resolved alert is a 400.",
        },
        "ilert.md 7 #26",
        "resolve on a resolved alert",
    ),
    Switch(
        "ilert.event_body",
        {
            "empty": "The 202 of an event has no body.",
            "object": "The 202 of an event has the body {}.",
            "alert": "The 202 has a body with alertKey, alertUrl and responseCode.",
        },
        "ilert.md 4.1",
        "the body of the 202: none, {} or what became of the event",
    ),
    Switch(
        "ilert.event_delay",
        {
            "0": "The alert is there when the 202 is.",
            "1": "The alert comes one second after the 202.",
            "5": "The alert comes five seconds after the 202.",
        },
        "ilert.md Appendix A",
        "seconds from the 202 to the alert",
    ),
    Switch(
        "ilert.success_resolves",
        {
            "no": "An API Fortress event without failures leaves the open alert alone.",
            "yes": "An API Fortress event without failures resolves the open alert.",
        },
        "ilert.md 4.3",
        "an API Fortress success resolves the open alert",
    ),
    Switch(
        "ilert.api_fortress_alert_key",
        {
            "none": "An API Fortress event has no alertKey of its own.",
            "test_id": "An API Fortress event has its test's id as alertKey.",
        },
        "ilert.md 4.3",
        "the alertKey of an API Fortress event",
    ),
    Switch(
        "ilert.dedicated_type_keys",
        {
            "accepted": "Sources of a dedicated type obey alertKey and event-type templates.",
            "ignored": "Sources of a dedicated type ignore alertKey and event-type templates.",
        },
        "ilert.md 7 #14",
        "alertKey and event-type templates there",
    ),
    Switch(
        "ilert.old_alert_parameters",
        {
            "accept": "state and alert-source filter alerts as states and sources do.",
            "ignore": "state and alert-source are ignored.",
        },
        "ilert.md 7 #16",
        "state, alert-source of old clients",
    ),
    Switch(
        "ilert.inactive_source_event",
        {
            "accepted": "An event to an inactive source is a 202 and makes no alert.",
            "refused": "An event to an inactive source is a 404.",
        },
        "ilert.md 4.1",
        "what an event to an inactive source is answered",
    ),
    Switch(
        "ilert.event_filter_sees",
        {
            "mapped": "eventFilter sees the event before the templates.",
            "rendered": "eventFilter sees summary, details and priority as the templates made them.",
        },
        "ilert.md 4.2",
        "the order of filter and templates",
    ),
    Switch(
        "ilert.api_fortress_mapping",
        {
            "readable": "An API Fortress alert without templates names project, test and failures.",
            "generic": "An API Fortress alert without templates has a fixed summary and its payload as details.",
        },
        "ilert.md 7 #1",
        "how an API Fortress payload is mapped",
    ),
    Switch(
        "ilert.missing_variable",
        {
            "empty": "A variable that the payload lacks prints nothing.",
            "as_written": "A variable that the payload lacks stays in the text as it was written.",
        },
        "ilert.md 4.4",
        "what a missing variable prints",
    ),
    Switch(
        "ilert.condition_precedence",
        {
            "and_first": "and binds tighter than or.",
            "left_to_right": "and and or are read from left to right.",
        },
        "ilert.md 4.4",
        "the precedence of and over or",
    ),
    Switch(
        "ilert.mapping_match",
        {
            "first": "The first mapping with the rendered value counts.",
            "last": "The last mapping with the rendered value counts.",
        },
        "ilert.md 2.4",
        "which of several mappings with one value wins",
    ),
    Switch(
        "ilert.key_and_grouping",
        {
            "key_wins": "An event with the key of an open alert is appended whatever alertCreation says.",
            "grouping_counts": "An event with the key of an open alert is appended only if alertCreation groups.",
        },
        "ilert.md 2.7 rule 11",
        "whether the grouping settings play in where a key matches: two pages of the vendor disagree",
    ),
    Switch(
        "ilert.alert_references",
        {
            "named": "An alert shows its source and policy with their names.",
            "ids": "An alert shows its source and policy as ids.",
        },
        "ilert.md 4.5",
        "which sub-fields of the objects inside an alert are there",
    ),
)
"""The first reading of each is the default: the reference's best guess."""
