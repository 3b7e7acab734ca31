"""What the reference leaves open about the neighbours of an alert source (ilert.md 3), each as a named switch."""

from __future__ import annotations

from vendor_sandbox.switches import Switch

NEIGHBOURS: tuple[Switch, ...] = (
    Switch(
        "ilert.connector_secrets",
        {
            "returned": "GET of a connector shows its secret params to an administrator.",
            "hidden": "GET of a connector leaves its secret params out.",
        },
        "ilert.md 3.6",
        "whether apiKey, password, authorization and secret of a connector come back",
    ),
    Switch(
        "ilert.alert_action_shape",
        {
            "alert_sources": "Without version an alert action lists alertSources, objects with an id.",
            "alert_source_ids": "Without version an alert action lists alertSourceIds, bare numbers.",
        },
        "ilert.md 3.7",
        "the shape of an alert action that is read without version",
    ),
    Switch(
        "ilert.not_resolved_delay_limit",
        {
            "172800": "notResolvedDelaySec may be up to two days.",
            "7200": "notResolvedDelaySec may be up to two hours.",
        },
        "ilert.md 3.7",
        "the longest notResolvedDelaySec: the published document and the Terraform provider disagree",
    ),
    Switch(
        "ilert.heartbeat_put_without_key",
        {
            "refuse": "PUT of a heartbeat monitor without integrationKey is a 400.",
            "accept": "PUT of a heartbeat monitor without integrationKey keeps the key.",
        },
        "ilert.md 3.8",
        "whether the API really expects the old key on an update",
    ),
    Switch(
        "ilert.heartbeat_alert_source",
        {
            "reference": "Without include a heartbeat monitor shows id and name of its alert source.",
            "hidden": "Without include a heartbeat monitor does not show its alert source.",
        },
        "ilert.md 3.8",
        "whether a monitor's alertSource comes back without include=alertSource",
    ),
    Switch(
        "ilert.heartbeat_recovery",
        {
            "resolves": "A ping resolves the alert of an overdue monitor.",
            "leaves": "A ping makes an overdue monitor healthy and leaves its alert open.",
        },
        "ilert.md 3.8",
        "what becomes of the alert of an overdue monitor that is heard of again",
    ),
    Switch(
        "ilert.policy_repeating_default",
        {
            "false": "repeating of a policy is false when it is not sent.",
            "true": "repeating of a policy is true when it is not sent.",
        },
        "ilert.md 3.1",
        "the default of repeating: the schema and the Terraform provider's text disagree",
    ),
    Switch(
        "ilert.policy_delay_limit",
        {
            "15": "delayMin of a policy is at most 15.",
            "60": "delayMin of a policy is at most 60.",
        },
        "ilert.md 3.1",
        "the largest delayMin: the schema and the user guide disagree",
    ),
    Switch(
        "ilert.rule_without_target",
        {
            "refuse": "An escalation rule without a user, schedule or team is a 400.",
            "accept": "An escalation rule may have no target.",
        },
        "ilert.md 3.1",
        "whether every rule needs a target",
    ),
    Switch(
        "ilert.people_order",
        {
            "as_sent": "Users, schedules and members come back in the order in which they were sent.",
            "by_id": "Users, schedules and members come back sorted by id.",
        },
        "ilert.md 5.6 #48",
        "the order of people inside an escalation rule and a team",
    ),
    Switch(
        "ilert.closed_days",
        {
            "null": "A closed day of support hours is null.",
            "absent": "A closed day of support hours is left out.",
        },
        "ilert.md 5.6 #46",
        "how a closed day comes back",
    ),
    Switch(
        "ilert.exception_times",
        {
            "as_sent": "start and end of an exception come back as they were sent.",
            "date_time": "A date in an exception comes back as a date-time at midnight.",
        },
        "ilert.md 3.3",
        "dates or date-times in exceptions: the published document and the vendor's client disagree",
    ),
)
"""The first reading of each is the default: the reference's best guess."""
