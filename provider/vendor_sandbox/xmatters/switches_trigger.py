"""What the reference leaves open about triggers, events and logs."""

from __future__ import annotations

from functools import partial

from vendor_sandbox.switches import Switch, reading_of

_choice = partial(reading_of, "xmatters")

SWITCHES: tuple[Switch, ...] = (
    _choice(
        "undeployed_trigger",
        {
            "404": "A trigger of an integration that is not deployed is a 404.",
            "202": "A trigger of an integration that is not deployed is a 202, and nothing comes of it.",
        },
        "10.3",
        "a trigger of an integration that is not deployed",
    ),
    _choice(
        "disabled_plan_trigger",
        {
            "202": "A trigger below a disabled plan or form is a 202, and its log says FAILED.",
            "404": "A trigger below a disabled plan or form is a 404.",
        },
        "5.3",
        "a trigger below a disabled plan or form",
    ),
    _choice(
        "trigger_without_permission",
        {
            "202": "A trigger by a user who may not send the form is a 202, and its log says FAILED.",
            "403": "A trigger by a user who may not send the form is a 403.",
        },
        "5.3",
        "a trigger by a user who may not send the form",
    ),
    _choice(
        "too_large_status",
        {"413": "A payload above 200 000 bytes is a 413.", "400": "A payload above 200 000 bytes is a 400."},
        "5.3",
        "a payload above 200 000 bytes",
    ),
    _choice(
        "event_delay",
        {
            "1": "The event comes one second after the 202.",
            "0": "The event is there when the 202 is.",
            "5": "The event comes five seconds after the 202.",
        },
        "10.3",
        "seconds from the 202 to the event",
    ),
    _choice(
        "unknown_script",
        {
            "COMPLETED": "A script that is not recognised completes without an event.",
            "FAILED": "A script that is not recognised fails.",
        },
        "10.3",
        "the outcome of a script that is not recognised",
    ),
    _choice(
        "failure_event",
        {
            "no": "A failed integration makes no event.",
            "yes": "A failed integration makes a SYSTEM event that tells the plan's owners.",
        },
        "5.3",
        "whether a failure also makes a SYSTEM event",
    ),
    _choice(
        "request_id_in_events",
        {"yes": "Events show their requestId.", "no": "Events do not show their requestId; the filter still works."},
        "5.4",
        "whether events show their requestId",
    ),
    _choice(
        "standing_trigger_key",
        {
            "yes": "The seeded user's key works on every integration.",
            "no": "A key works on the one integration that it was made for.",
        },
        "11 #2",
        "the seeded user's key works on every integration",
    ),
    _choice(
        "log_authorization",
        {
            "no": "Integration logs leave the Authorization header out.",
            "yes": "Integration logs keep the Authorization header.",
        },
        "10.3",
        "whether logs keep the Authorization header",
    ),
    _choice(
        "trigger_credentials_status",
        {
            "401": "A trigger with credentials that do not hold is a 401.",
            "403": "A trigger with credentials that do not hold is a 403.",
        },
        "5.3",
        "a trigger with wrong credentials, or of the wrong kind",
    ),
    _choice(
        "trigger_error_body",
        {"error_object": "A refused trigger has the usual error object.", "empty": "A refused trigger has no body."},
        "11 #9",
        "the body of a refused trigger",
    ),
    _choice(
        "trigger_wrong_method",
        {
            "405": "A trigger by another method than POST is a 405.",
            "404": "A trigger by another method than POST is a 404.",
        },
        "5.3",
        "another method than POST",
    ),
    _choice(
        "trigger_bad_json",
        {
            "400": "CREATE_EVENT_SIMPLE without a JSON object is a 400.",
            "202": "CREATE_EVENT_SIMPLE without a JSON object is a 202, and its log says FAILED.",
        },
        "5.3",
        "a body that is not JSON",
    ),
    _choice(
        "flood_control",
        {"boolean": "floodControl of an event is a boolean.", "text": "floodControl of an event is the text false."},
        "5.4",
        "the type of floodControl",
    ),
    _choice(
        "event_name",
        {
            "plain": "The name of an event is its subject.",
            "newline": "The name of an event is its subject and a line end.",
            "absent": "Events have no name.",
        },
        "5.4",
        "the name of an event",
    ),
)
