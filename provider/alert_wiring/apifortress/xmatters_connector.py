"""The connector that feeds xMatters (`api-fortress.md 2.3`, `2.4`)."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from .connector import Connector
from .names import XMATTERS

_SEPARATOR = ","


class XMattersConnector(Connector, module="apifortress", name="Connector"):
    """xMatters: fires a workflow's inbound integration with a summary, a message and the recipients."""

    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        trigger_url: pulumi.Input[str],
        recipients: pulumi.Input[str] | Sequence[pulumi.Input[str]],
        connector: pulumi.Input[str] = XMATTERS,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Fire an xMatters workflow on every failure.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            trigger_url: the whole trigger URL with its key, for instance `integration.trigger_url`; secret.
            recipients: user ids, group names or `userid|device`, as a list or as one text with commas. API Fortress
                hands the text on unchanged, and a name with a comma cannot be used (`xmatters.md 6.3`). Nothing checks
                here whether they exist: `xmatters.recipients("jdoe", "Ops On-Call").text` looks them up first.
            connector: name or id of the definition; self-hosted instances have to load it first.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(
            resource_name,
            alert_group_id=alert_group_id,
            connector=connector,
            params={"trigger_url": trigger_url, "recipients": _one_text(recipients)},
            checked_as=XMATTERS,
            operation_timeout=operation_timeout,
            opts=opts,
        )


def _one_text(recipients: pulumi.Input[str] | Sequence[pulumi.Input[str]]) -> pulumi.Input[str]:
    """Return the recipients as the one text that the connector takes."""
    if isinstance(recipients, str | pulumi.Output) or not isinstance(recipients, Sequence):
        return recipients
    if all(isinstance(one, str) for one in recipients):
        return _SEPARATOR.join(str(one).strip() for one in recipients)
    return pulumi.Output.all(*recipients).apply(lambda names: _SEPARATOR.join(str(name).strip() for name in names))
