"""A kind's fields as one table; check, diff, both directions of the wire, and the list of secrets derive from it.

    FIELDS = Fields(
        Field("name", "name", Text(1, 255), required=True),
        Field("escalation_policy_id", "escalationPolicy.id", Id(numeric=True), required=True),
        Field("active", "active", Flag(), default=True),
        Field("team_ids", "teams", IdSet(numeric=True, member="id"), hands_off=True),
        Field("integration_type", "integrationType", Text(1), required=True, immutable=True),
        Field("integration_key", "integrationKey", Text(), computed=True, secret=True, sticky=True),
    )

The rules, the same for every kind:

- Absent, null, empty text and an empty list all mean "not set" (`ilert.md 1.12`), except in `hands_off` fields, where
  an empty list means "none".
- `check` writes every `default` into the inputs; a vendor's null in such a field is read as the default. So a checked
  input, the answer to a create and a later read have the same form.
- The user's own spelling stays in state as long as the type says that the vendor's value means the same.
- An unknown value of an immutable field counts as a replacement only for `parent` fields (the identity of what this
  object lives in); for others it counts as an update, which may turn out to be a replacement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import Json, Props, Remote, contains_unknown
from alert_wiring.core.valuetypes import ValueType

OMIT: Final = object()
"""Marks a field that is left out of the body when it is not set."""


@dataclass(frozen=True)
class Field:
    """One property of a kind.

    Attributes:
        name: property name, snake_case.
        wire: path in the vendor's JSON, members separated by dots; empty for a property the API does not have.
        type: how values are checked, compared and written on the wire.
        required: must be given.
        default: what absence means; written into the checked inputs.
        immutable: a change replaces the object.
        parent: immutable, and says what the object lives in: an unknown value counts as a replacement.
        secret: stored as a Pulumi secret, never shown.
        write_only: the API never returns it; the value in state is kept.
        hands_off: not given means not managed: not sent, not compared, not read (`ilert.md 5.1 #3`).
        local: an option for the provider itself; never sent, never compared.
        computed: an output, never an input.
        sticky: a null from the vendor means "you may not see it", so the value in state is kept (`ilert.md 5.4 #31`).
        listed: False when the vendor's list leaves the field out.
        cleared: what an update sends when the field is not set; left out of the body by default.
        hint: what to write when it is missing.
    """

    name: str
    wire: str
    type: ValueType
    required: bool = False
    default: Json = None
    immutable: bool = False
    parent: bool = False
    secret: bool = False
    write_only: bool = False
    hands_off: bool = False
    local: bool = False
    computed: bool = False
    sticky: bool = False
    listed: bool = True
    cleared: Json = OMIT
    hint: str = ""

    def present(self, value: Json) -> Json:
        """Return the value, the default where it is not set, else None; blanks, which vendors strip, set nothing."""
        given = value.strip() if isinstance(value, str) else value
        blank = given is None or (not self.hands_off and given in ("", [], {}))
        return self.default if blank else value


@dataclass(frozen=True)
class Change:
    """What `diff` found.

    Attributes:
        changed: names of the properties that differ.
        replaces: those of them that cannot be changed in place.
    """

    changed: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


class Fields:
    """The table of one kind, or of one nested object."""

    def __init__(self, *fields: Field) -> None:
        """Keep the fields in the order given."""
        self.all = fields
        self.inputs = tuple(field for field in fields if not field.computed)
        self.names = tuple(field.name for field in self.inputs)
        self.output_names = tuple(field.name for field in fields)
        self.secret_names = tuple(field.name for field in fields if field.secret)

    def __iter__(self) -> Iterator[Field]:
        """Iterate over all fields, outputs included."""
        return iter(self.all)

    def check_members(self, members: Props, spot: Spot) -> Props:
        """Return the members in checked form and report everything that is wrong with them."""
        for name in members:
            if name not in self.names:
                near = near_matches(name, self.names)
                meant = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(self.names)}"
                spot.member(name).bad(f"there is no such property; {meant}")
        checked: Props = {}
        for field in self.inputs:
            value = field.present(members.get(field.name))
            place = spot.member(field.name, secret=field.secret)
            if value is not None:
                value = field.present(field.type.checked(value, place))
            if value is not None:
                checked[field.name] = value
            elif field.required:
                place.bad(f"is required{'; ' + field.hint if field.hint else ''}")
        return checked

    def compare(self, olds: Props, news: Props) -> Change:
        """Compare old outputs (or inputs) with new inputs, managed properties only. Unknown values never raise."""
        changed = self.differing(olds, news)
        table = {field.name: field for field in self.inputs}
        replaces = [
            name
            for name in changed
            if table[name].immutable and (table[name].parent or not contains_unknown(news.get(name)))
        ]
        return Change(tuple(changed), tuple(replaces))

    def differing(self, olds: Props, news: Props) -> list[str]:
        """Return the names of the managed properties whose meaning differs."""
        found = []
        for field in self.inputs:
            old, new = field.present(olds.get(field.name)), field.present(news.get(field.name))
            unmanaged = field.local or (field.hands_off and new is None)
            if not unmanaged and not field.type.same(old, new):
                found.append(field.name)
        return found

    def to_api(self, inputs: Props, *, update: bool = False) -> Remote:
        """Return the request body that these inputs describe.

        Args:
            inputs: checked inputs, fully known.
            update: whether fields that are not set are sent as their `cleared` value.
        """
        body: Remote = {}
        for field in self.inputs:
            if field.local or not field.wire:
                continue
            value = field.present(inputs.get(field.name))
            if value is not None:
                _put(body, field.wire, field.type.to_wire(value))
            elif update and field.cleared is not OMIT:
                _put(body, field.wire, field.cleared)
        return body

    def from_api(self, remote: Remote, known: Props | None = None, *, from_list: bool = False) -> Props:
        """Return all properties, outputs included, as the remote object says.

        Args:
            remote: the object as the API returned it.
            known: what state or the inputs say: the source of spellings, write-only values and of which `hands_off`
                fields are managed. None when nothing is known: then everything is read.
            from_list: the object came from a list, so fields with `listed=False` are taken from `known`.
        """
        props: Props = {}
        for field in self.all:
            old = field.present((known or {}).get(field.name))
            if field.local or field.write_only or (from_list and not field.listed):
                value = old
            elif field.hands_off and known is not None and field.name not in known:
                continue
            else:
                value = field.present(field.type.from_wire(dig(remote, field.wire))) if field.wire else None
                keep = (field.sticky and value is None) or (old is not None and field.type.same(old, value))
                value = old if keep else value
            if value is not None:
                props[field.name] = value
        return props

    def inputs_of(self, props: Props) -> Props:
        """Return the inputs within `props`, in checked form."""
        found = {field.name: field.present(props.get(field.name)) for field in self.inputs}
        return {name: value for name, value in found.items() if value is not None}


def dig(remote: Json, path: str) -> Json:
    """Return the member at a dotted path, None where anything on the way is missing."""
    for step in path.split("."):
        remote = remote.get(step) if isinstance(remote, dict) else None
    return remote


def _put(body: Remote, path: str, value: Json) -> None:
    *parents, last = path.split(".")
    for step in parents:
        body = body.setdefault(step, {})
    body[last] = value
