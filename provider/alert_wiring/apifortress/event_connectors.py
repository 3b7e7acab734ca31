"""The connectors that store or forward whole events: Elastic, Splunk, GTT-I Digestor (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

import pulumi

from .catalogue_connector import CatalogueConnector
from .names import ELASTIC, GTT_DIGESTOR, SPLUNK


class ElasticConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Elastic: stores the event message, in an index named like the project in lower case, type "event"."""

    rule = ELASTIC

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        username: pulumi.Input[str],
        password: pulumi.Input[str],
        base_url: pulumi.Input[str],
        connector: pulumi.Input[str] = ELASTIC,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Store failures in Elastic.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            username: user of the basic authentication.
            password: its password; secret.
            base_url: absolute address of the engine.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class SplunkConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Splunk: sends the event message to the HTTP event collector. Self-hosted instances have to load it first."""

    rule = SPLUNK

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        url: pulumi.Input[str],
        hec_token: pulumi.Input[str],
        connector: pulumi.Input[str] = SPLUNK,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send failures to Splunk.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            url: address of the collector with its port and without /services/collector.
            hec_token: token of the collector; secret.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class GttDigestorConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """GTT-I Digestor: a customer's own receiver; a score and a state per event, passing ones included."""

    rule = GTT_DIGESTOR

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        url: pulumi.Input[str],
        alert_group: pulumi.Input[str],
        connector: pulumi.Input[str] = GTT_DIGESTOR,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send every event to a GTT-I Digestor.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            url: absolute address of the endpoint; secret, since it may hold a key.
            alert_group: text copied into the body as Alert_Group; it has nothing to do with API Fortress' alert
                groups.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())
