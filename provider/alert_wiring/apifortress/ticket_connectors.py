"""The connectors that write to trackers: Jira and Testrail (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

import pulumi

from .catalogue_connector import CatalogueConnector
from .names import JIRA, TESTRAIL


class JiraConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Jira: one issue per failing event. Self-hosted instances have to load the definition first."""

    rule = JIRA

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        hostname: pulumi.Input[str],
        username: pulumi.Input[str],
        password: pulumi.Input[str],
        project_name: pulumi.Input[str],
        issue_type: pulumi.Input[str],
        connector: pulumi.Input[str] = JIRA,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Open an issue for every failure.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            hostname: host of Jira without scheme and path, such as jira.example.com.
            username: user.
            password: password or token; secret.
            project_name: the project's key.
            issue_type: issue type, such as Bug.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class TestrailConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Testrail: a result per event, passing ones included."""

    rule = TESTRAIL

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        username: pulumi.Input[str],
        password: pulumi.Input[str],
        project_id: pulumi.Input[str],
        domain: pulumi.Input[str],
        connector: pulumi.Input[str] = TESTRAIL,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Write every result to Testrail.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            username: user.
            password: password; secret.
            project_id: id that stands in the result's address.
            domain: what follows https:// in the address; older releases of the connector take the sub-domain alone.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())
