"""The nested objects that a program gives to a form, for editors and type checkers (`xmatters.md 3.3`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypedDict, get_args

import pulumi

from alert_wiring.xmatters.lookups import Recipients

SectionType = Literal[
    "CUSTOM_SECTION",
    "RECIPIENTS",
    "HANDLING_OPTIONS",
    "DEVICE_FILTER",
    "CONFERENCE_BRIDGE",
    "SENDER_OVERRIDES",
    "RESPONSE_CHOICES",
    "ATTACHMENTS",
    "DOCUMENT_UPLOAD",
    "INCIDENT",
]
SECTION_TYPES: tuple[str, ...] = get_args(SectionType)
RecipientType = Literal["PERSON", "GROUP", "DEVICE", "DYNAMIC_TEAM"]
RECIPIENT_TYPES: tuple[str, ...] = get_args(RecipientType)
SenderType = Literal["PERSON", "GROUP", "ROLE"]
SENDER_TYPES: tuple[str, ...] = get_args(SenderType)
ResponseAction = Literal[
    "RECORD_RESPONSE",
    "STOP_NOTIFYING_USER",
    "STOP_NOTIFYING_TARGET",
    "ESCALATE",
    "ASSIGN_TO_USER",
    "END",
    "COUNT_RESPONSE",
    "OMIT_RESPONSE_COUNT",
]
RESPONSE_ACTIONS: tuple[str, ...] = get_args(ResponseAction)
Contribution = Literal["NONE", "POSITIVE", "NEUTRAL", "NEGATIVE"]
CONTRIBUTIONS: tuple[str, ...] = get_args(Contribution)
BridgeType = Literal["XMATTERS_BRIDGES_ONLY", "EXTERNAL_BRIDGES_ONLY", "XMATTERS_AND_EXTERNAL_BRIDGES"]
BRIDGE_TYPES: tuple[str, ...] = get_args(BridgeType)
Priority = Literal["LOW", "MEDIUM", "HIGH"]
PRIORITIES: tuple[str, ...] = get_args(Priority)
VoicemailLeave = Literal["callbackandmessage", "messageonly", "callbackonly", "hangup"]
VOICEMAIL_LEAVES: tuple[str, ...] = get_args(VoicemailLeave)


class SectionItem(TypedDict):
    """A property of the workflow on a CUSTOM_SECTION, in the order of the list."""

    property_definition_id: pulumi.Input[str]
    required: NotRequired[pulumi.Input[bool]]
    multiline_text: NotRequired[pulumi.Input[bool]]
    visible: NotRequired[pulumi.Input[bool]]
    include_in_callbacks: NotRequired[pulumi.Input[bool]]


class VoicemailOptions(TypedDict):
    """What HANDLING_OPTIONS say of voice mail; `every` in seconds, `leave` in the vendor's words (5.1)."""

    retry: NotRequired[pulumi.Input[int]]
    every: NotRequired[pulumi.Input[int]]
    leave: NotRequired[pulumi.Input[VoicemailLeave]]


class FormSection(TypedDict):
    """A section of a form. Its title is its identity: another title is another section."""

    title: pulumi.Input[str]
    type: NotRequired[pulumi.Input[SectionType]]
    visible: NotRequired[pulumi.Input[bool]]
    collapsed: NotRequired[pulumi.Input[bool]]
    items: NotRequired[Sequence[SectionItem]]
    enable_response_count: NotRequired[pulumi.Input[bool]]
    response_count_threshold: NotRequired[pulumi.Input[int]]
    other_response_count_threshold: NotRequired[pulumi.Input[int]]
    priority: NotRequired[pulumi.Input[Priority]]
    expiration_in_minutes: NotRequired[pulumi.Input[int]]
    override_device_restrictions: NotRequired[pulumi.Input[bool]]
    escalation_override: NotRequired[pulumi.Input[bool]]
    bypass_phone_intro: NotRequired[pulumi.Input[bool]]
    require_phone_password: NotRequired[pulumi.Input[bool]]
    voicemail_options: NotRequired[VoicemailOptions]
    target_device_names: NotRequired[Sequence[pulumi.Input[str]]]
    bridge_type: NotRequired[pulumi.Input[BridgeType]]
    caller_id: NotRequired[pulumi.Input[str]]
    display_name: NotRequired[pulumi.Input[str]]


class FormRecipient(TypedDict):
    """Somebody whom the form notifies by default: the id of a person, group or device."""

    id: pulumi.Input[str]
    recipient_type: NotRequired[pulumi.Input[RecipientType]]


class SenderPermission(TypedDict):
    """Who may send the form: the id of a person, group or role; `manage_scenarios` is False unless given."""

    sender_id: pulumi.Input[str]
    sender_type: NotRequired[pulumi.Input[SenderType]]
    manage_scenarios: NotRequired[pulumi.Input[bool]]


class ResponseOption(TypedDict):
    """What a notified person may answer. Its place in the list, from 1, is its number."""

    text: pulumi.Input[str]
    description: NotRequired[pulumi.Input[str]]
    prompt: NotRequired[pulumi.Input[str]]
    action: NotRequired[pulumi.Input[ResponseAction]]
    contribution: NotRequired[pulumi.Input[Contribution]]
    join_conference: NotRequired[pulumi.Input[bool]]
    allow_comments: NotRequired[pulumi.Input[bool]]
    redirect_url: NotRequired[pulumi.Input[str]]


FormRecipients = Recipients | Sequence[FormRecipient]
"""What `xmatters.recipients(...)` found, or ids."""


def recipient_rows(recipients: FormRecipients | None) -> Any:
    """Return recipients as the form's property has them."""
    if isinstance(recipients, Recipients):
        return [{"id": one.id, "recipient_type": one.kind} for one in recipients.entries]
    return recipients
