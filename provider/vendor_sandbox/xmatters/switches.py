"""What the reference leaves open about xMatters, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.switches import Switch, Value


def _choice(name: str, readings: dict[Value, str], source: str, meaning: str) -> Switch:
    return Switch(f"xmatters.{name}", readings, f"xmatters.md {source}", meaning)


SWITCHES: tuple[Switch, ...] = (
    _choice(
        "create_integration_status",
        {"201": "POST of a new integration is a 201.", "200": "POST of a new integration is a 200."},
        "10.1",
        "what POST of a new integration answers",
    ),
    _choice(
        "modify_form_status",
        {"200": "POST with the id of a form is a 200.", "201": "POST with the id of a form is a 201."},
        "3.3",
        "what POST with the id of a form answers",
    ),
    _choice(
        "modify_plan_status",
        {"201": "POST with the id of a plan is a 201.", "200": "POST with the id of a plan is a 200."},
        "3.1",
        "what POST with the id of a plan answers",
    ),
    _choice(
        "modify_unknown_id",
        {"404": "POST with an id that nothing has is a 404.", "400": "POST with an id that nothing has is a 400."},
        "10.2",
        "POST with an id that nothing has",
    ),
    _choice(
        "create_answer",
        {
            "complete": "The answer to POST of a new plan has every field that GET has.",
            "as_2019_sample": "The answer to POST of a new plan lacks planType, editable and loggingLevel.",
        },
        "7 #12",
        "the sample lacks planType and others",
    ),
    _choice(
        "deployed_default",
        {
            "false": "An integration made without deployed is not deployed.",
            "true": "An integration made without deployed is deployed.",
        },
        "10.2",
        "deployed of an integration made without it",
    ),
    _choice(
        "created_by",
        {"IB": "createdBy of an integration made by API is IB.", "absent": "createdBy is left out."},
        "10.2",
        "createdBy of an integration made by API",
    ),
    _choice(
        "outbound_fields",
        {
            "refuse": "triggeredBy or endpoint on an inbound integration is a 400.",
            "ignore": "triggeredBy and endpoint on an inbound integration are ignored.",
        },
        "10.2",
        "triggeredBy or endpoint on an inbound integration",
    ),
    _choice(
        "library_names",
        {
            "plan": "The name of a shared library is unique inside its plan.",
            "instance": "The name of a shared library is unique in the instance.",
        },
        "7.1",
        "where the name of a shared library must be unique",
    ),
    _choice(
        "name_clash",
        {
            "refuse": "A second form, integration, constant, endpoint or property of a plan with one name is a 409.",
            "allow": "Several objects of a plan may have one name.",
        },
        "11 #8",
        "two forms, integrations or constants with one name",
    ),
    _choice(
        "property_delete",
        {"405": "DELETE of a property definition is a 405.", "200": "DELETE of a property definition works: 200."},
        "3.5",
        "DELETE of a property definition",
    ),
    _choice(
        "script_form",
        {
            "one_line": "A script comes back as base64 in one line.",
            "wrapped": "A script comes back as base64 wrapped at 76 columns.",
        },
        "7 #4",
        "base64 in one line or wrapped at 76 columns",
    ),
    _choice(
        "deleted_script",
        {
            "base64": "The answer to DELETE of an integration has its script as base64.",
            "decoded": "The answer to DELETE of an integration has its script as plain text.",
        },
        "10.2",
        "the script in the answer to DELETE",
    ),
    _choice(
        "unset_strings",
        {"empty": 'Unset texts come back as "".', "absent": "Unset texts are left out."},
        "7 #6",
        'whether unset texts come back as ""',
    ),
    _choice(
        "names",
        {"trimmed": "Blanks around a name are taken off.", "as_sent": "A name is kept as sent, blanks included."},
        "11 #15",
        "whether names are trimmed",
    ),
    _choice(
        "limit_above_maximum",
        {"400": "A page size above 1000 is a 400.", "cap": "A page size above 1000 is taken as 1000."},
        "10.2",
        "a page size above 1000",
    ),
    _choice(
        "link_order",
        {
            "limit_last": "Page links have the call's own parameters first, then offset, then limit.",
            "alphabetical": "Page links have their parameters in alphabetical order.",
        },
        "9.5",
        "the order of parameters in page links",
    ),
    _choice(
        "calls_per_minute",
        {"60000": "60 000 calls a minute are allowed.", "60": "60 calls a minute are allowed; more are a 429."},
        "2.6",
        "the rate limit that the headers tell",
    ),
    _choice(
        "retry_after",
        {"no": "A 429 has no Retry-After.", "yes": "A 429 says in Retry-After how long to wait."},
        "11 #10",
        "whether a 429 carries Retry-After",
    ),
    _choice(
        "token_json",
        {
            "refuse": "The token endpoint wants a form; JSON is a 415.",
            "accept": "The token endpoint takes JSON as well as a form.",
        },
        "10.1",
        "the token endpoint asked in JSON",
    ),
    _choice(
        "undeployed_trigger",
        {
            "404": "A trigger of an integration that is not deployed is a 404.",
            "202": "A trigger of an integration that is not deployed is a 202, and its log says FAILED.",
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
        "bookkeeping_fields",
        {
            "absent": "Integrations have the documented fields only.",
            "present": "Integrations have originType and other undocumented fields too.",
        },
        "11 #11",
        "originType and other undocumented fields",
    ),
)
"""The first reading of each is the default."""
