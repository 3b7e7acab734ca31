"""What the xMatters stand-in does, sentence by sentence; each row is a contract test."""

from __future__ import annotations

from vendor_sandbox.rules import Rule, table

TRANSPORT = (
    ("auth-none", "2.7", "A call without or with wrong credentials is a 401."),
    ("auth-basic", "2.3", "A user's web login and password are let in."),
    ("auth-api-key", "2.3", "An API key's name and secret are let in, and stand for their user."),
    ("auth-token", "2.3", "The password grant gives a bearer token of 899 seconds, and a refresh token."),
    ("auth-token-expired", "2.8", "An expired bearer token is a 401 in the OAuth layer's own shape."),
    ("auth-refresh", "2.3", "A refresh gives a new refresh token; a spent or unknown one is a 401."),
    ("auth-token-form", "10.1", "The token endpoint wants a form; JSON is a 415.", "token_json"),
    ("auth-token-grant", "10.1", "An unknown grant is a 400."),
    ("ping", "2.3", "ping is a 200 whatever the credentials."),
    ("error-body", "2.8", "An error has code, reason and message, and sometimes a stable subcode."),
    ("error-path", "10.1", "An unknown path is a 404, a known one with another method a 405."),
    ("error-order", "10.1", "Credentials are asked before the route, the route before the media type."),
    ("error-media", "2.4", "A body that is not application/json is a 415; an Accept without JSON a 406."),
    ("error-json", "2.7", "A body that is not JSON is a 400."),
    ("slash", "2.1", "A trailing slash makes no difference."),
    ("page", "2.5", "A page has count, total, data and links; 100 objects by default."),
    (
        "page-links",
        "2.5",
        "next and previous are there only when there is such a page, relative, other parameters first.",
        "link_order",
    ),
    ("page-limit", "2.5", "A limit above 1000 is a 400.", "limit_above_maximum"),
    ("rate-headers", "2.6", "Every answer tells limit and use."),
    ("rate-limit", "2.6", "Calls above the limit of a minute are 429.", "calls_per_minute"),
    ("rate-retry-after", "11 #10", "A 429 has no Retry-After.", "retry_after"),
    (
        "search",
        "2.5",
        "search finds any of its terms in any case; AND asks for all; shorter than two letters is a 400.",
    ),
    ("query-list", "2.4", "A literal comma separates values, an encoded one belongs to a value."),
)

PLANS = (
    ("plan-create", "3.1", "POST without id makes a plan: 201, with its defaults.", "create_answer"),
    ("plan-required", "3.2", "name and enabled are required; an empty name is a 400."),
    ("plan-trimmed", "10.2", "Names are trimmed.", "names"),
    ("plan-logging", "3.2", "loggingLevel is ignored on create and taken on modify."),
    ("plan-modify", "2.2", "POST with id changes only the given keys; null clears a text.", "modify_plan_status"),
    ("plan-unknown-id", "10.2", "POST with an id that nothing has is a 404.", "modify_unknown_id"),
    ("plan-clash", "7.1", "A plan's name is unique in the instance, whatever the case: 409."),
    ("plan-by-name", "3.1", "A plan is read by id or by its encoded name; 404 when there is none."),
    ("plan-list", "3.1", "Plans are filtered by planType and enabled, and sorted by name."),
    ("plan-embed", "3.1", "embed puts the lists below a plan into it, only their first page."),
    ("plan-position", "3.2", "A new plan goes to the top, and moving one moves the others."),
    ("plan-delete", "2.7", "DELETE is a 200 with the plan, then 204."),
    ("plan-delete-cascade", "7.2", "What is below a plan goes with it, and its triggers are 404."),
    ("plan-built-in", "7.2", "Only plans of type PLAN can be deleted or changed."),
    (
        "plan-visible",
        "10.2",
        "A plan one may not see is a 404 and in no list; one may not edit it: 403, editable false.",
    ),
    ("plan-xmatters-endpoint", "3.6", "Every plan has an XMATTERS endpoint that cannot be made, changed or deleted."),
    ("unset-texts", "7 #6", 'Unset texts come back as "".', "unset_strings"),
)

PARTS = (
    ("constant-write", "3.4", "A constant is made and modified by POST: 201 both times."),
    ("constant-get", "3.4", "One constant cannot be read: 404."),
    ("constant-delete", "3.4", "DELETE of a constant is a 200 with it, then 204."),
    ("name-clash", "7.1", "A name is unique inside its plan, whatever the case: 409.", "name_clash"),
    ("parent", "10.1", "Below an unknown plan everything is a 404."),
    ("property-write", "3.5", "A property is made with 201 and modified with 200; its defaults come back."),
    ("property-types", "3.5", "Each of the seven types has its own fields."),
    ("property-invalid", "3.5", "An unknown type, a changed type or a list of other than strings is a 400."),
    ("property-delete", "3.5", "A property definition cannot be deleted: 405.", "property_delete"),
    ("endpoint-secrets", "3.6", "An endpoint's password and client secret are never returned."),
    (
        "endpoint-write",
        "3.6",
        "An endpoint needs a name and a URL; 201 for create and modify, 200 then 204 for DELETE.",
    ),
    ("library-write", "3.7", "A library is made under its plan's id in the body and read by id or name."),
    ("library-delete", "3.7", "DELETE of a library is a 200 with it, then 204."),
    ("library-names", "7.1", "A library's name is unique inside its plan.", "library_names"),
)

FORMS = (
    (
        "form-write",
        "3.3",
        "A form is made with 201, its flags false, and modified in the same way.",
        "modify_form_status",
    ),
    ("form-delete", "3.3", "A form cannot be deleted: 405."),
    ("form-read", "3.3", "A form is read with or without its plan in the path, below a plan by name too."),
    ("form-list", "3.3", "The list of all forms names their plans; the list of a plan does not."),
    (
        "form-recipients",
        "3.3",
        "PUT of recipients replaces the list; anything but an array, or an unknown one, is a 400.",
    ),
    ("form-senders", "3.3", "The creator may send; PUT of sender permissions replaces them."),
    ("form-sections", "3.3", "A section puts properties of the plan on a form; its type cannot change."),
    ("form-options", "3.3", "Response options are made and modified by POST."),
    ("form-templates", "3.3", "Message templates are written one kind at a time."),
)

INTEGRATIONS = (
    ("integration-create", "4.2", "An integration is made with 201 and its defaults.", "create_integration_status"),
    ("integration-secretless", "4.3", "Neither the trigger URL, nor its key, nor the authenticating user is returned."),
    ("integration-modify", "4.2", "POST with id changes only what is given: 200."),
    ("integration-enums", "10.2", "A value outside its enumeration is a 400; INBOUND_INTEGRATION is none."),
    ("integration-type", "10.2", "A changed integrationType is a 400."),
    ("integration-script", "10.2", "CREATE_EVENT and RUN_SCRIPT need a script that is base64."),
    ("integration-form", "10.2", "CREATE_EVENT needs a form, and it must be one of the plan: else 400."),
    ("integration-outbound", "10.2", "triggeredBy and endpoint are refused for an inbound one.", "outbound_fields"),
    ("integration-deployed", "10.2", "deployed is false when not sent.", "deployed_default"),
    ("integration-created-by", "10.2", "createdBy is IB.", "created_by"),
    (
        "integration-script-form",
        "7 #4",
        "A script comes back as base64 in one line, however it was sent.",
        "script_form",
    ),
    ("integration-read", "4.2", "An integration is read by id or name; 404 when there is none."),
    ("integration-list", "4.2", "Integrations are filtered by type and deployed; embed=logs adds their logs."),
    ("integration-delete", "2.7", "DELETE is a 200 with the integration, then 204.", "deleted_script"),
    ("integration-bookkeeping", "11 #11", "Undocumented fields are not there.", "bookkeeping_fields"),
)

TRIGGER = (
    ("trigger-accepted", "5.1", "A trigger is a 202 with a requestId."),
    ("trigger-unknown", "5.3", "An unknown integration is a 404, before credentials are looked at."),
    ("trigger-types", "4.5", "Each authenticationType takes its own kind of credential, ANY all of them."),
    ("trigger-key", "10.3", "A key is made for one integration and user, told once, and worth nothing elsewhere."),
    ("trigger-standing-key", "11 #2", "The seeded user's key works on every integration.", "standing_trigger_key"),
    ("trigger-undeployed", "10.3", "A trigger of an integration that is not deployed is a 404.", "undeployed_trigger"),
    ("trigger-size", "5.3", "More than 200 000 bytes are a 413.", "too_large_status"),
    ("trigger-method", "5.3", "Only POST is served: 405."),
    ("trigger-simple-json", "5.3", "CREATE_EVENT_SIMPLE wants a JSON object: else 400."),
    ("trigger-delay", "5.6", "The event comes after the 202: at first the list is empty.", "event_delay"),
    ("trigger-api-fortress", "5.2", "API Fortress' three keys become recipients and properties."),
    ("trigger-cut", "5.2", "The script's cuts apply; a text longer than the property fails."),
    ("trigger-simple", "5.1", "CREATE_EVENT_SIMPLE takes recipients by id, name or user|device, and typed properties."),
    (
        "trigger-fails-later",
        "5.3",
        "An unknown property or recipient, or a script error, is a 202 and then a FAILED log.",
    ),
    ("trigger-disabled", "5.3", "Below a disabled plan or form: 202, then FAILED.", "disabled_plan_trigger"),
    ("trigger-permission", "5.3", "A user without sender permission: 202, then FAILED.", "trigger_without_permission"),
    ("trigger-run-script", "10.3", "RUN_SCRIPT completes without an event."),
    ("trigger-other-script", "10.3", "A script that is not recognised completes without an event.", "unknown_script"),
    ("trigger-form-recipients", "5.1", "Without recipients the form's own are told."),
    ("trigger-failure-event", "5.3", "A failure makes no event.", "failure_event"),
    ("log-level", "4.7", "Successes are logged only at level INFO, failures always; the entry has the requestId."),
    ("log-key", "4.7", "The log holds the apiKey of the call."),
    ("log-authorization", "10.3", "The log does not hold the Authorization header.", "log_authorization"),
)

EVENTS = (
    ("event-fields", "5.4", "An event has number, plan, form, submitter, priority, status and its own time format."),
    ("event-properties", "5.4", "Text properties come back with a language, only with embed."),
    ("event-recipients", "5.4", "targeted=true gives who was addressed; without it their members too."),
    ("event-request-id", "5.4", "Events are found by requestId and show it.", "request_id_in_events"),
    (
        "event-filters",
        "5.4",
        "Events are filtered by plan, form, status, priority, submitter, property, time and subject.",
    ),
    ("event-order", "5.4", "Events come newest first."),
    ("event-read", "5.4", "An event is read by uuid or number; 404 when unknown."),
    ("event-terminate", "5.5", "A status change is a 202, repeated a 200; termination is final."),
    ("event-annotate", "5.5", "An annotation is a 201."),
    ("event-expires", "10.3", "An event terminates when its time is over."),
)

RECIPIENTS = (
    ("person-read", "6.1", "A person is read by uuid or target name; 404 with a message otherwise."),
    ("person-exact", "6.1", "targetName and webLogin are exact and mind the case."),
    ("person-devices", "6.1", "A person's devices are listed."),
    ("group-read", "6.1", "A group is read by uuid or encoded name, a slash in it included."),
    ("group-members", "6.1", "The members of a group are listed; a group may have none."),
    ("group-hidden", "6.3", "A group that is not observed by all is a 404 for others."),
    ("device-read", "6.1", "A device is read by uuid or user|device."),
    ("recipient-status", "6.2", "Recipients say whether they are active."),
    ("site-read", "6.2", "Sites are listed and read."),
)

RULES: tuple[Rule, ...] = table(
    "xmatters", (*TRANSPORT, *PLANS, *PARTS, *FORMS, *INTEGRATIONS, *TRIGGER, *EVENTS, *RECIPIENTS)
)
