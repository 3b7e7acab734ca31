"""What the reference leaves open about integrations and their keys."""

from __future__ import annotations

from functools import partial

from vendor_sandbox.switches import Switch, reading_of

_choice = partial(reading_of, "xmatters")

SWITCHES: tuple[Switch, ...] = (
    _choice(
        "create_integration_status",
        {"201": "POST of a new integration is a 201.", "200": "POST of a new integration is a 200."},
        "10.1",
        "what POST of a new integration answers",
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
        "script_form",
        {
            "one_line": "A script comes back as base64 in one line.",
            "wrapped": "A script comes back as base64 wrapped at 76 columns.",
            "unix_lines": "A script comes back with \\n for every line end.",
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
        "bookkeeping_fields",
        {
            "absent": "Integrations have the documented fields only.",
            "present": "Integrations have originType and other undocumented fields too.",
        },
        "11 #11",
        "originType and other undocumented fields",
    ),
    _choice(
        "missing_form",
        {
            "refuse": "An integration that creates events without a form is a 400.",
            "accept": "An integration that creates events without a form is kept, and its triggers fail.",
        },
        "11 #13",
        "CREATE_EVENT without a form",
    ),
    _choice(
        "inbound_onpremise",
        {
            "accept": "An inbound integration may be ONPREMISE.",
            "refuse": "An inbound integration that is ONPREMISE is a 400.",
        },
        "4.1",
        "ONPREMISE on an inbound integration",
    ),
    _choice(
        "environment_change",
        {
            "ignore": "A changed environment is ignored.",
            "accept": "A changed environment is taken.",
            "refuse": "A changed environment is a 400.",
        },
        "4.3, 4.4",
        "modify of an integration's environment",
    ),
    _choice(
        "integration_modify",
        {
            "all": "A modify changes every field of an integration that it gives.",
            "name_and_deployed": "A modify changes name and deployed only; the rest is silently ignored.",
        },
        "4.4",
        "which fields of an integration a modify really changes",
    ),
    _choice(
        "key_after_type_change",
        {
            "survives": "A trigger key survives a change of authenticationType.",
            "dies": "A change of authenticationType kills the integration's keys.",
        },
        "11 #4",
        "what becomes of a trigger key",
    ),
    _choice(
        "reference_links",
        {
            "always": "References to plan and form have links in every answer.",
            "writes_only": "References to plan and form have links in answers to writes only.",
        },
        "4.3, 9.5",
        "links in an integration's references",
    ),
    _choice(
        "integration_type_change",
        {"refuse": "A changed integrationType is a 400.", "ignore": "A changed integrationType is ignored."},
        "4.4, 10.2",
        "modify of integrationType",
    ),
    _choice(
        "created_by_change",
        {"ignore": "createdBy on modify is ignored.", "accept": "createdBy on modify is taken."},
        "4.3",
        "modify of createdBy",
    ),
)
