"""The connectors that open incidents: PagerDuty, BigPanda, StatusPage (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

import pulumi

from .catalogue_connector import CatalogueConnector
from .names import BIGPANDA, PAGERDUTY, STATUSPAGE


class PagerDutyConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """PagerDuty: one event per failing event. Self-hosted instances have to load the definition first."""

    rule = PAGERDUTY

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        routing_key: pulumi.Input[str],
        event_action: pulumi.Input[str],
        severity: pulumi.Input[str] | None = None,
        dedup_key: pulumi.Input[str] | None = None,
        connector: pulumi.Input[str] = PAGERDUTY,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send failures to a PagerDuty service.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            routing_key: integration key of the service; secret.
            event_action: "trigger", "acknowledge" or "resolve".
            severity: "critical", "error", "warning" or "info"; a test with one of these words for a tag overrides
                it. Without it only such tests reach PagerDuty.
            dedup_key: key that lets PagerDuty correlate alerts.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class BigPandaConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """BigPanda.io: one alert per event, passing ones included (status ok)."""

    rule = BIGPANDA

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        authorization: pulumi.Input[str],
        appkey: pulumi.Input[str],
        connector: pulumi.Input[str] = BIGPANDA,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send every event to BigPanda.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            authorization: the whole Authorization header with its scheme, `Bearer ...`; secret.
            appkey: app key; secret.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class StatusPageConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """StatusPage.io: opens an incident when a test fails and resolves it when the test passes."""

    rule = STATUSPAGE

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        page_id: pulumi.Input[str],
        apikey: pulumi.Input[str],
        connector: pulumi.Input[str] = STATUSPAGE,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Keep incidents on a status page.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            page_id: id of the page.
            apikey: API key; secret.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())
