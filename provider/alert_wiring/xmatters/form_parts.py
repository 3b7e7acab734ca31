"""What a form is made of besides itself, each with requests of its own (`xmatters.md 3.3`).

| part | whose is what is there | written by |
|---|---|---|
| `recipients` | all of it is the program's | one PUT of the whole list |
| `sections` | those with the program's titles; no call deletes one | a POST each |
| `response_options` | those with the numbers 1 to n; no call deletes one | a POST each |
| `sender_permissions` | those the program names; others stay (`xmatters.md 9.3`) | one PUT of the whole list |
"""

from __future__ import annotations

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import Json, Props, Remote, contains_unknown
from alert_wiring.core.valuetypes import Choice, Flag, Id, ListOf, Record, Text, Url, Whole
from alert_wiring.xmatters import form_args as words

PARTS = "_parts"
"""Member that the hooks add to each form: its parts, as they are at xMatters, by the property's name."""


class Part(Record):
    """An object of a part. A member that only one side has is not managed, so it never differs."""

    def equal(self, left: Json, right: Json) -> bool:
        """Equal member by member."""
        return all(
            field.type.same(one, other)
            for field in self.fields
            for one, other in [(field.present(left.get(field.name)), field.present(right.get(field.name)))]
            if not (field.hands_off and (one is None or other is None))
        )


class Parts(ListOf):
    """A list of such objects.

    Args:
        item: their type.
        key: members that tell them apart; no two may be the same.
        ordered: whether the order means something.
    """

    def __init__(self, item: Part, key: tuple[str, ...], *, ordered: bool) -> None:
        """Keep the rules."""
        super().__init__(item)
        self.key, self.ordered = key, ordered

    def check(self, value: Json, spot: Spot) -> Json:
        """Check each, and refuse doubles; what has no order is sorted."""
        rows = super().check(value, spot)
        if not isinstance(rows, list) or contains_unknown(rows) or not all(isinstance(row, dict) for row in rows):
            return rows
        keys = [self.key_of(row) for row in rows]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                spot.at(index).bad(f"is the second one with the same {' and '.join(self.key)}; keep one")
        return rows if self.ordered else sorted(rows, key=self.key_of)

    def key_of(self, row: Props) -> tuple[str, ...]:
        """Return what tells this one from the others."""
        return tuple(str(row.get(name, "")).strip() for name in self.key)

    def from_wire(self, value: Json) -> Json:
        """The list, sorted where the order means nothing; None where it was not read."""
        if not isinstance(value, list):
            return None
        rows: list[Props] = [self.item.from_wire(row) or {} for row in value]
        return rows if self.ordered else sorted(rows, key=self.key_of)


class _DeviceNames(ListOf):
    """Names of devices: texts here, `{"name": text}` on the wire, in a page when read."""

    def to_wire(self, value: Json) -> Json:
        """Wrap each name."""
        return [{"name": name} for name in value]

    def from_wire(self, value: Json) -> Json:
        """Unwrap each name."""
        rows = value.get("data") if isinstance(value, dict) else value
        return [str(row.get("name", "")) for row in rows] if isinstance(rows, list) else None


def _flag(name: str, wire: str, default: bool) -> Field:
    return Field(name, wire, Flag(), default=default)


def _option(name: str, wire: str, kind: Text | Flag | Whole | ListOf | Record) -> Field:
    return Field(name, wire, kind, hands_off=True)


_ITEM = Part(
    Fields(
        Field("property_definition_id", "propertyDefinition.id", Id(hint="write a definition's id"), required=True),
        _flag("required", "required", False),
        _flag("multiline_text", "multilineText", False),
        _flag("visible", "visible", True),
        _flag("include_in_callbacks", "includeInCallbacks", False),
    )
)
_VOICEMAIL = Part(
    Fields(
        _option("retry", "retry", Whole(0)),
        _option("every", "every", Whole(1, hint="0 is refused (trap 23); leave it out")),
        _option("leave", "leave", Choice(*words.VOICEMAIL_LEAVES)),
    )
)

OF_TYPE: dict[str, tuple[Field, ...]] = {
    "CUSTOM_SECTION": (_option("items", "items", Parts(_ITEM, ("property_definition_id",), ordered=True)),),
    "RECIPIENTS": (
        _option("enable_response_count", "enableResponseCount", Flag()),
        _option("response_count_threshold", "responseCountThreshold", Whole(0)),
    ),
    "HANDLING_OPTIONS": (
        _option("other_response_count_threshold", "otherResponseCountThreshold", Whole(0)),
        _option("priority", "priority", Choice(*words.PRIORITIES)),
        _option("expiration_in_minutes", "expirationInMinutes", Whole(1)),
        _option("override_device_restrictions", "overrideDeviceRestrictions", Flag()),
        _option("escalation_override", "escalationOverride", Flag()),
        _option("bypass_phone_intro", "bypassPhoneIntro", Flag()),
        _option("require_phone_password", "requirePhonePassword", Flag()),
        _option("voicemail_options", "voicemailOptions", _VOICEMAIL),
    ),
    "DEVICE_FILTER": (_option("target_device_names", "targetDeviceNames", _DeviceNames(Text(1))),),
    "CONFERENCE_BRIDGE": (_option("bridge_type", "bridgeType", Choice(*words.BRIDGE_TYPES)),),
    "SENDER_OVERRIDES": (
        _option("caller_id", "callerId", Text(1)),
        _option("display_name", "displayName", Text(1)),
    ),
}
"""What sections of some types have besides the common members; the other types have nothing more."""

SECTIONS = Parts(
    Part(
        Fields(
            Field("title", "title", Text(1), required=True),
            Field("type", "type", Choice(*words.SECTION_TYPES, open_set=True), default="CUSTOM_SECTION"),
            _flag("visible", "visible", True),
            _flag("collapsed", "collapsed", False),
            *(field for fields in OF_TYPE.values() for field in fields),
        )
    ),
    ("title",),
    ordered=True,
)
RECIPIENTS = Parts(
    Part(
        Fields(
            Field("id", "id", Id(hint="look it up with xmatters.recipients(...)"), required=True),
            _option("recipient_type", "recipientType", Choice(*words.RECIPIENT_TYPES, open_set=True)),
        )
    ),
    ("id",),
    ordered=False,
)
SENDER_PERMISSIONS = Parts(
    Part(
        Fields(
            Field("sender_id", "sender.id", Id(), required=True),
            Field("sender_type", "senderType", Choice(*words.SENDER_TYPES, open_set=True), default="PERSON"),
            _flag("manage_scenarios", "manageScenarios", False),
        )
    ),
    ("sender_type", "sender_id"),
    ordered=False,
)
RESPONSE_OPTIONS = Parts(
    Part(
        Fields(
            Field("text", "text", Text(1), required=True),
            _option("description", "description", Text()),
            _option("prompt", "prompt", Text()),
            _option("action", "action", Choice(*words.RESPONSE_ACTIONS, open_set=True)),
            _option("contribution", "contribution", Choice(*words.CONTRIBUTIONS, open_set=True)),
            _option("join_conference", "joinConference", Flag()),
            _option("allow_comments", "allowComments", Flag()),
            _option("redirect_url", "redirectUrl", Url()),
        )
    ),
    ("text",),
    ordered=True,
)

TYPES: dict[str, Parts] = {
    "recipients": RECIPIENTS,
    "sections": SECTIONS,
    "response_options": RESPONSE_OPTIONS,
    "sender_permissions": SENDER_PERMISSIONS,
}
"""The parts by property, in the order in which they are written."""

FIELDS = tuple(Field(name, f"{PARTS}.{name}", kind, hands_off=True) for name, kind in TYPES.items())


def check_sections(inputs: Props, problems: Problems) -> None:
    """Report members that a section's type does not have."""
    sections = inputs.get("sections")
    for index, section in enumerate(sections if isinstance(sections, list) else []):
        kind = section.get("type") if isinstance(section, dict) else None
        if not isinstance(kind, str) or kind not in words.SECTION_TYPES:
            continue
        own = {field.name for field in OF_TYPE.get(kind, ())}
        for field in (field for fields in OF_TYPE.values() for field in fields):
            if field.name not in own and section.get(field.name) is not None:
                there = ", ".join(sorted(own)) or "nothing of its own"
                place = f"sections[{index}].{field.name}"
                problems.add("sections", f"{place} does not belong to type {kind}, which has {there}; leave it out")


def split(body: Remote) -> tuple[Remote, dict[str, Json]]:
    """Return the body of the form itself, and its parts as the API takes them."""
    rest = dict(body)
    return rest, rest.pop(PARTS, {})
