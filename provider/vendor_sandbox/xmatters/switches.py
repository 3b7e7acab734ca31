"""What the reference leaves open about xMatters, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.switches import Switch


def _choice(name: str, choices: tuple[str, ...], source: str, meaning: str) -> Switch:
    return Switch(f"xmatters.{name}", choices[0], choices, f"xmatters.md {source}", meaning)


SWITCHES: tuple[Switch, ...] = (
    _choice("create_integration_status", ("201", "200"), "10.1", "what POST of a new integration answers"),
    _choice("modify_form_status", ("200", "201"), "3.3", "what POST with the id of a form answers"),
    _choice("modify_plan_status", ("201", "200"), "3.1", "what POST with the id of a plan answers"),
    _choice("modify_unknown_id", ("404", "400"), "10.2", "POST with an id that nothing has"),
    _choice("create_answer", ("complete", "as_2019_sample"), "7 #12", "the sample lacks planType and others"),
    _choice("deployed_default", ("false", "true"), "10.2", "deployed of an integration made without it"),
    _choice("created_by", ("IB", "absent"), "10.2", "createdBy of an integration made by API"),
    _choice("outbound_fields", ("refuse", "ignore"), "10.2", "triggeredBy or endpoint on an inbound integration"),
    _choice("library_names", ("plan", "instance"), "7.1", "where the name of a shared library must be unique"),
    _choice("name_clash", ("refuse", "allow"), "11 #8", "two forms, integrations or constants with one name"),
    _choice("property_delete", ("405", "200"), "3.5", "DELETE of a property definition"),
    _choice("script_form", ("one_line", "wrapped"), "7 #4", "base64 in one line or wrapped at 76 columns"),
    _choice("deleted_script", ("base64", "decoded"), "10.2", "the script in the answer to DELETE"),
    _choice("unset_strings", ("empty", "absent"), "7 #6", 'whether unset texts come back as ""'),
    _choice("names", ("trimmed", "as_sent"), "11 #15", "whether names are trimmed"),
    _choice("limit_above_maximum", ("400", "cap"), "10.2", "a page size above 1000"),
    _choice("link_order", ("limit_last", "alphabetical"), "9.5", "the order of parameters in page links"),
    _choice("calls_per_minute", ("60000", "60"), "2.6", "the rate limit that the headers tell"),
    _choice("retry_after", ("no", "yes"), "11 #10", "whether a 429 carries Retry-After"),
    _choice("token_json", ("refuse", "accept"), "10.1", "the token endpoint asked in JSON"),
    _choice("undeployed_trigger", ("404", "202"), "10.3", "a trigger of an integration that is not deployed"),
    _choice("disabled_plan_trigger", ("202", "404"), "5.3", "a trigger below a disabled plan or form"),
    _choice("trigger_without_permission", ("202", "403"), "5.3", "a trigger by a user who may not send the form"),
    _choice("too_large_status", ("413", "400"), "5.3", "a payload above 200 000 bytes"),
    _choice("event_delay", ("1", "0", "5"), "10.3", "seconds from the 202 to the event"),
    _choice("unknown_script", ("COMPLETED", "FAILED"), "10.3", "the outcome of a script that is not recognised"),
    _choice("failure_event", ("no", "yes"), "5.3", "whether a failure also makes a SYSTEM event"),
    _choice("request_id_in_events", ("yes", "no"), "5.4", "whether events show their requestId"),
    _choice("standing_trigger_key", ("yes", "no"), "11 #2", "the seeded user's key works on every integration"),
    _choice("log_authorization", ("no", "yes"), "10.3", "whether logs keep the Authorization header"),
    _choice("bookkeeping_fields", ("absent", "present"), "11 #11", "originType and other undocumented fields"),
)
"""The first choice of each is the default."""
