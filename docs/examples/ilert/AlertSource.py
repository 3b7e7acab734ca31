"""An alert source for API Fortress: one open alert at a time, closed after four hours, with texts of its own."""

import pulumi

from alert_wiring import ilert

policy = ilert.escalation_policy("Payments on-call")
source = ilert.AlertSource(
    "checkout",
    integration_type="APIFORTRESS",
    escalation_policy_id=policy.id,
    alert_creation="ONE_OPEN_ALERT_ALLOWED",
    auto_resolution_timeout="PT4H",  # API Fortress never says that a test passes again
    summary_template="{{ projectName }}: {{ test.name }} failed",
    link_templates=[
        {
            "link_text_template": "Report",
            "href_template": "https://apif.example.com/app/web/events/details/{{ eventId }}",
        }
    ],
)
pulumi.export("checkout_alert_source", source.id)
pulumi.export("checkout_url", source.integration_url)  # secret: it holds the integration key
