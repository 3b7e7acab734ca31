"""What the reference leaves open about alert sources (ilert.md 2), each as a named switch."""

from __future__ import annotations

from vendor_sandbox.switches import Switch

SOURCES: tuple[Switch, ...] = (
    Switch(
        "ilert.unknown_integration_type",
        {
            "refuse": "An integrationType outside the enumeration is a 400.",
            "accept": "An integrationType outside the enumeration is kept as sent.",
        },
        "ilert.md Appendix A",
        "a type outside the enumeration",
    ),
    Switch(
        "ilert.grouping_rule",
        {
            "require_window": "A grouping alertCreation without a window is a 400; a window without grouping is kept.",
            "strict": "A grouping alertCreation without a window, and a window without grouping, are a 400.",
            "off": "Neither is checked.",
        },
        "ilert.md 2.7",
        "window and grouping go together",
    ),
    Switch(
        "ilert.duration_form",
        {
            "as_sent": "PT60M comes back as PT60M.",
            "canonical": "PT60M comes back as PT1H.",
        },
        "ilert.md 7 #12",
        "PT60M comes back as PT60M or as PT1H",
    ),
    Switch(
        "ilert.template_whitespace",
        {
            "normalised": "A template's {{x}} comes back as {{ x }}.",
            "as_sent": "A template comes back with the white space that was sent.",
        },
        "ilert.md 7 #13",
        "{{x}} comes back as {{ x }}",
    ),
    Switch(
        "ilert.integration_key_on_write",
        {
            "ignore": "An integrationKey in the body of a source that is not EMAIL is ignored.",
            "accept": "An integrationKey in the body becomes the source's key, whatever its type.",
        },
        "ilert.md 7 #6",
        "a chosen key for a non-email type",
    ),
    Switch(
        "ilert.integration_type_change",
        {
            "refuse": "A PUT with another integrationType is a 400.",
            "ignore": "A PUT with another integrationType keeps the old one and succeeds.",
            "accept": "A PUT with another integrationType changes it.",
        },
        "ilert.md 7 #8",
        "PUT with another type",
    ),
    Switch(
        "ilert.duplicate_names",
        {
            "allow": "Two alert sources may have one name.",
            "refuse": "A second alert source with a name is a 400.",
        },
        "ilert.md 7 #4",
        "two alert sources with one name",
    ),
    Switch(
        "ilert.name_length",
        {
            "255": "A name of more than 255 characters is a 400.",
            "unlimited": "A name may have any length.",
        },
        "ilert.md Appendix A",
        "the longest name: only the Terraform provider checks it",
    ),
    Switch(
        "ilert.default_priority_rule",
        {
            "HIGH": "alertPriorityRule is HIGH when it is not sent.",
            "LOW": "alertPriorityRule is LOW when it is not sent.",
        },
        "ilert.md 7 #19",
        "the server's default of alertPriorityRule",
    ),
    Switch(
        "ilert.default_auto_raise",
        {
            "false": "autoRaiseAlerts is false when it is not sent.",
            "true": "autoRaiseAlerts is true when it is not sent.",
        },
        "ilert.md 2.3",
        "the server's default of autoRaiseAlerts",
    ),
    Switch(
        "ilert.put_without_active",
        {
            "true": "PUT without active makes a source active.",
            "unchanged": "PUT without active leaves it as it was.",
        },
        "ilert.md 2.8",
        "what PUT does with a missing active",
    ),
    Switch(
        "ilert.api_source_url",
        {
            "plain": "The integrationUrl of an API source is /api/events.",
            "with_key": "The integrationUrl of an API source is /api/v1/events/api/ and its key.",
        },
        "ilert.md Appendix A",
        "the integrationUrl of an API source",
    ),
    Switch(
        "ilert.email_source_url",
        {
            "null": "The integrationUrl of an email source is null.",
            "absent": "An email source has no integrationUrl.",
        },
        "ilert.md Appendix A",
        "the integrationUrl of an email source",
    ),
    Switch(
        "ilert.email_address_form",
        {
            "as_sent": "An email address comes back as it was sent.",
            "full": "An email address comes back in lower case, with the tenant's domain when it had none.",
        },
        "ilert.md 5.4 #29",
        "the form in which an email source's address is read back",
    ),
    Switch(
        "ilert.integration_key_form",
        {
            "prefixed": "A new key is il1, three letters of its type and hex digits.",
            "uuid": "A new key is a UUID, as very old ones are.",
        },
        "ilert.md 2.11",
        "the form of an integration key",
    ),
    Switch(
        "ilert.integration_url_form",
        {
            "v1": "integrationUrl has /api/v1/events/ before slug and key.",
            "without_v1": "integrationUrl has /api/events/ before slug and key, as newer types do.",
        },
        "ilert.md 4.3",
        "the integrationUrl of a dedicated type: the API's answer was never published",
    ),
    Switch(
        "ilert.priority_rule_needs_hours",
        {
            "no": "A rule *_DURING_SUPPORT_HOURS without supportHours is kept.",
            "yes": "A rule *_DURING_SUPPORT_HOURS without supportHours is a 400.",
        },
        "ilert.md 2.7 rule 6",
        "whether support hours are enforced",
    ),
    Switch(
        "ilert.embedded_objects",
        {
            "whole": "escalationPolicy and supportHours of a source come back whole.",
            "short": "escalationPolicy and supportHours of a source come back as id and name.",
        },
        "ilert.md 7 #18",
        "how complete embedded objects are",
    ),
    Switch(
        "ilert.fresh_source_status",
        {
            "ALL_RESOLVED": "A source that never had an alert is ALL_RESOLVED.",
            "PENDING": "A source that never had an alert is PENDING.",
        },
        "ilert.md 2.9",
        "the status of a fresh source",
    ),
    Switch(
        "ilert.elements_sections",
        {
            "raw": "A section's tags are RAW elements of a template.",
            "text": "A section's tags are part of the TEXT elements around them.",
        },
        "ilert.md 2.10",
        "where sections go in the elements form",
    ),
)
"""The first reading of each is the default: the reference's best guess."""
