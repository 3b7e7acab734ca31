"""What the reference leaves open about ilert's neighbours of an alert source (ilert.md 3)."""

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
)
"""The first reading of each is the default."""
