"""The two connectors that feed ilert: JSON Alert, and JSON Alert /w Threshold (`api-fortress.md 2.3`, `6.3`, `6.4`)."""

from __future__ import annotations

import pulumi

from .connector import Connector
from .names import JSON_ALERT, JSON_ALERT_THRESHOLD


class JsonAlertConnector(Connector, module="apifortress", name="Connector"):
    """JSON Alert: one POST per failing event, at once. A recovery is never sent (`api-fortress.md 6.3`)."""

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        url: pulumi.Input[str],
        connector: pulumi.Input[str] = JSON_ALERT,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send every failure to an address.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            url: where the JSON goes, for instance `alert_source.integration_url`; secret, since it holds a key.
            connector: name or id of the definition, where it is not called as usual.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(
            resource_name,
            alert_group_id=alert_group_id,
            connector=connector,
            params={"url": url},
            checked_as=JSON_ALERT,
            operation_timeout=operation_timeout,
            opts=opts,
        )


class JsonAlertThresholdConnector(Connector, module="apifortress", name="Connector"):
    """JSON Alert /w Threshold: one POST when a test has failed `counter` times within `ttl_seconds`.

    The window opens at the first failure and a new one opens at the POST; a passing run does not reset the count. Two
    such connectors that hear of the same test share its counter (`api-fortress.md 6.4`).
    """

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        url: pulumi.Input[str],
        counter: pulumi.Input[int] | None = None,
        ttl_seconds: pulumi.Input[int] | None = None,
        connector: pulumi.Input[str] = JSON_ALERT_THRESHOLD,
        schedule_interval_seconds: pulumi.Input[int] | None = None,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Send a failure to an address once there were enough of them.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            url: where the JSON goes, for instance `alert_source.integration_url`; secret, since it holds a key.
            counter: failures of one test before sending, at least 1; the connector takes 3 if left out.
            ttl_seconds: length of the window in seconds, 1 to 3600 (the connector silently cuts more); it takes 600 if
                left out.
            connector: name or id of the definition; self-hosted instances often have to load it first.
            schedule_interval_seconds: seconds between two runs of the project's tests, where that is known: a
                threshold that it can never reach is refused.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(
            resource_name,
            alert_group_id=alert_group_id,
            connector=connector,
            params={"url": url, "counter": counter, "ttl": ttl_seconds},
            checked_as=JSON_ALERT_THRESHOLD,
            schedule_interval_seconds=schedule_interval_seconds,
            operation_timeout=operation_timeout,
            opts=opts,
        )
