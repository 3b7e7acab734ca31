"""The connectors that write to people: Slack, Hipchat, SMS by Twilio (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

import pulumi

from .catalogue_connector import CatalogueConnector
from .names import HIPCHAT, SLACK_WEBHOOK, TWILIO


class SlackWebhookConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Slack Webhook: one message per failing event, with its failures and a link."""

    rule = SLACK_WEBHOOK

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        hook: pulumi.Input[str],
        username: pulumi.Input[str] | None = None,
        connector: pulumi.Input[str] = SLACK_WEBHOOK,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Write failures to a Slack channel.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            hook: what follows /services/ in the address of the incoming webhook, three parts; secret.
            username: name shown in the chat.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class HipchatConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Hipchat v2: one message per failing event."""

    rule = HIPCHAT

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        token: pulumi.Input[str],
        room_id: pulumi.Input[str],
        connector: pulumi.Input[str] = HIPCHAT,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Write failures to a Hipchat room.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            token: personal token; secret.
            room_id: id of the room in the API.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())


class TwilioConnector(CatalogueConnector, module="apifortress", name="Connector"):
    """Twilio: one SMS per failing event. Self-hosted instances have to load the definition first."""

    rule = TWILIO

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        credentials: pulumi.Input[str],
        from_: pulumi.Input[str],
        to: pulumi.Input[str],
        connector: pulumi.Input[str] = TWILIO,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send failures by SMS.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            credentials: account SID and auth token with a colon between them, `AC...:token`; secret.
            from_: number that you own, such as +15555555555.
            to: number that gets the SMS.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals())
