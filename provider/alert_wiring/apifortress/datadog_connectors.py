"""The three connectors that feed DataDog (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

import pulumi

from .catalogue_connector import CatalogueConnector
from .names import DATADOG_CHECK, DATADOG_EVENTS, DATADOG_METRICS


class DataDogCheckConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """DataDog custom check: a check run per event, passing ones included (0 ok, 1 failures, 2 critical)."""

    rule = DATADOG_CHECK

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        api_key: pulumi.Input[str],
        host: pulumi.Input[str],
        connector: pulumi.Input[str] = DATADOG_CHECK,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Report every event as a check run.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            api_key: DataDog API key; secret.
            host: host name to attach.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class DataDogMetricsConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """DataDog test results metrics: the metric apifortress.events, passing events included, tagged by status."""

    rule = DATADOG_METRICS

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        api_key: pulumi.Input[str],
        host: pulumi.Input[str],
        connector: pulumi.Input[str] = DATADOG_METRICS,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Count every event in a metric.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            api_key: DataDog API key; secret.
            host: host name to attach.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class DataDogEventsConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """DataDog failed tests Events: an event per failing event."""

    rule = DATADOG_EVENTS

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        api_key: pulumi.Input[str],
        connector: pulumi.Input[str] = DATADOG_EVENTS,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send failures as DataDog events.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            api_key: DataDog API key; secret.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())
