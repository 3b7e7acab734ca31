"""The params of alert actions as a program writes them (`ilert.md 3.7`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi


class HeaderArgs(TypedDict):
    """One header of a webhook's request."""

    key: pulumi.Input[str]
    value: pulumi.Input[str]


class WebhookArgs(TypedDict):
    """Params of a `webhook` action."""

    webhook_url: pulumi.Input[str]
    body_template: NotRequired[pulumi.Input[str]]
    headers: NotRequired[Sequence[pulumi.Input[HeaderArgs]]]


class EmailArgs(TypedDict):
    """Params of an `email` action."""

    recipients: pulumi.Input[Sequence[pulumi.Input[str]]]
    subject: NotRequired[pulumi.Input[str]]
    body_template: NotRequired[pulumi.Input[str]]


class SlackArgs(TypedDict):
    """Params of a `slack` action."""

    channel_id: pulumi.Input[str]
    channel_name: NotRequired[pulumi.Input[str]]
    team_domain: NotRequired[pulumi.Input[str]]
    team_id: NotRequired[pulumi.Input[str]]
