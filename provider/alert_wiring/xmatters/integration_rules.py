"""What an inbound integration needs, and whether API Fortress can fire it (`xmatters.md 4.3, 4.5, 5.2`)."""

from __future__ import annotations

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props
from alert_wiring.xmatters.trigger import AUTHENTICATION_TYPES, KEY_IN_URL

NO_KEY_YET = (
    "not set, so trigger_url has no key yet and xMatters will refuse it. After this up open the integration in "
    "xMatters, choose its authenticating user, copy the apiKey of its URL, and set it as a secret"
)


def check_parts(inputs: Props, problems: Problems) -> None:
    """Report what the operation or the authentication type demands or cannot use."""
    operation, kind = inputs.get("operation"), inputs.get("authentication_type")
    script, form_id = inputs.get("script"), inputs.get("form_id")
    if operation in {"CREATE_EVENT", "CREATE_EVENT_SIMPLE"} and form_id is None:
        problems.add("form_id", f"is required for operation {operation}; write form_id=form.id")
    if operation in {"CREATE_EVENT", "RUN_SCRIPT"} and script is None:
        ready = "script=xmatters.api_fortress_script()"
        problems.add("script", f"is required for operation {operation}; write {ready} or a script of your own")
    if operation == "CREATE_EVENT_SIMPLE" and script is not None:
        problems.add("script", 'is not used by CREATE_EVENT_SIMPLE; leave it out or write operation="CREATE_EVENT"')
    if kind in _BY_HEADER and inputs.get("api_key") is not None:
        text = f'is not accepted by authentication type {kind}; leave it out or write authentication_type="URL"'
        problems.add("api_key", text, secret=True)


def check_api_fortress(inputs: Props, problems: Problems) -> None:
    """Report why API Fortress could not fire it: it sends three keys of its own and no Authorization header."""
    operation, kind = inputs.get("operation"), inputs.get("authentication_type")
    other = 'or fired_by="OTHER" if something else fires it'
    if kind in _BY_HEADER:
        problems.add(
            "authentication_type",
            f"API Fortress sends no Authorization header, so it cannot fire an integration of type {kind}; write "
            f'authentication_type="URL", {other}',
        )
    if operation == "CREATE_EVENT_SIMPLE":
        problems.add(
            "operation",
            f'CREATE_EVENT_SIMPLE does not understand what API Fortress sends; write operation="CREATE_EVENT", {other}',
        )
    if kind in KEY_IN_URL and inputs.get("api_key") is None:
        problems.warn("api_key", NO_KEY_YET)


_BY_HEADER = frozenset(AUTHENTICATION_TYPES) - KEY_IN_URL
