"""The ilert alert source that a route makes: what its alerts say does not depend on ilert's unknown mapping.

What ilert makes of an API Fortress payload by itself is published nowhere (`ilert.md 0.3` fact 10, `4.3`).
"""

from __future__ import annotations

import pulumi

from alert_wiring import ilert
from alert_wiring.apifortress.rest import server_url
from alert_wiring.apifortress.settings import URL
from alert_wiring.dynamic import program_settings

API_FORTRESS = "APIFORTRESS"
"""Integration type of the alert source (`ilert.md 4.3`)."""

SUMMARY = "[API Fortress] {{ projectName }} / {{ test.name }} failed"
DETAILS = (
    "{{ failuresCount }} failure(s) at {{ location }}\n"
    "{{ #criticalFailures }}\n- {{ expression }}: {{ status }} {{ extra }}\n{{ /criticalFailures }}"
)
"""What an alert says, from the payload's fields (`ilert.md 2.9`)."""

LINK_TEXT = "Open event in API Fortress"
REPORT = "/web/events/details/{{ eventId }}?cid={{ companyId }}"
"""Where the report stands below the instance's address (`ilert.md 4.3`, `api-fortress.md 2.4`)."""


def alert_source(
    name: str, policy: str, auto_resolution: pulumi.Input[str] | None, opts: pulumi.ResourceOptions
) -> ilert.AlertSource:
    """Make a route's alert source; its alerts link to the report where API Fortress' address is known."""
    url = program_settings().get(URL)
    report: ilert.LinkTemplateArgs | None = None
    if url:
        report = {"link_text_template": LINK_TEXT, "href_template": server_url(url) + REPORT}
    return ilert.AlertSource(
        name,
        integration_type=API_FORTRESS,
        escalation_policy_id=policy,
        auto_resolution_timeout=auto_resolution,
        summary_template=SUMMARY,
        details_template=DETAILS,
        link_templates=[report] if report else None,
        opts=opts,
    )
