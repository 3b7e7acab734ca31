"""The base of a kind: what one sort of remote object looks like and how it is reached. Everything else is derived.

A kind is one object without state: a table of fields, rules over several fields, and five remote hooks that call the
vendor's `api.py`. `core.lifecycle` makes check, diff, create, read, update and delete out of it; `alert_wiring.dynamic`
makes a Pulumi resource out of that.

    class AlertGroupKind(Kind[ApiFortressApi]):
        vendor, noun, api = "API Fortress", "alert group", ApiFortressApi
        fields = Fields(Field("name", "label", Text(1, 255), required=True), ADOPT)

        def list_remote(self, api, props):
            return api.list_groups()

        def get_remote(self, api, id_, props):          # only needed where the list is incomplete or slow
            return api.get_group(id_)                   # None after a definite 404

        def create_remote(self, api, body, inputs):
            return api.create_group(body)

        def update_remote(self, api, id_, body, inputs, olds):
            return api.update_group(id_, body)

        def delete_remote(self, api, id_, props):
            api.delete_group(id_)                       # NotFoundError is success

Hooks raise `core.errors`; they never retry, never cache and never know Pulumi.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import VendorError
from alert_wiring.core.fields import Field, Fields, dig
from alert_wiring.core.marks import is_made_name
from alert_wiring.core.problems import Problems
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Decimal, Flag, id_text

A = TypeVar("A", bound=VendorApi)

ADOPT = Field("adopt", "", Flag(), local=True)
"""The option of every named kind: take over the one object that has the explicit name already."""

OPERATION_TIMEOUT = Field("operation_timeout", "", Decimal(1, 86400), local=True)
"""The option of every kind: seconds for one operation. The engine's own limits never reach a provider (4.7 there)."""


class Kind(Generic[A]):
    """One kind of remote object. Subclasses set the class variables and write the hooks."""

    def __init_subclass__(cls, **more: object) -> None:
        """Give every kind the options that all have."""
        super().__init_subclass__(**more)
        own = cls.__dict__.get("fields")
        if isinstance(own, Fields) and OPERATION_TIMEOUT not in own.all:
            cls.fields = type(own)(*own.all, OPERATION_TIMEOUT)

    vendor: ClassVar[str]
    """The vendor's name in messages."""

    noun: ClassVar[str]
    """What the vendor calls the object, lower case, in messages."""

    api: type[A]
    """The vendor's client class."""

    fields: ClassVar[Fields]
    """The table of properties."""

    name_field: ClassVar[str | None] = "name"
    """The property that is the identity mark; None for kinds that have no name (a pair, for instance)."""

    twins: ClassVar[bool] = False
    """Whether two objects may be equal in all that tells them: one that a resource of this run has is not another's."""

    longest_name: ClassVar[int] = 255
    """Most characters of a made name."""

    makes_name: ClassVar[bool] = True
    """Whether the constructor makes a name when none is given."""

    delete_before_replace: ClassVar[bool] = True
    """Whether the old object must go first; true wherever the mark stays the same in a replacement."""

    stamp: ClassVar[str | None] = None
    """The property with the object's own time stamp, where lists leave fields out and so are not enough alone."""

    looks_before_update: ClassVar[bool] = True
    """Whether an update looks at the object first, since its write takes away what it does not say (`core.byhand`)."""

    cleared_when_absent: ClassVar[tuple[str, ...]] = ()
    """`hands_off` properties that a write without them would clear: what is there is sent back (`ilert.md 5.1 #4`)."""

    operation_seconds: ClassVar[float] = 300.0
    """Deadline of one operation where `operation_timeout` says nothing else."""

    def seconds_for(self, props: Props) -> float:
        """Return the deadline of one operation on an object with these properties, in seconds."""
        told = props.get(OPERATION_TIMEOUT.name)
        return float(told) if isinstance(told, int | float) else self.operation_seconds

    # ---- rules, no I/O -------------------------------------------------------------------------------------------

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Report what is wrong with several properties together.

        Values may be absent or UNKNOWN (also where the value itself was refused already): skip those.
        """

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        """Return the request body; `olds` are the old outputs in an update, None in a create."""
        return self.fields.to_api(inputs, update=olds is not None)

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Return all properties of a remote object (`Fields.from_api`); override to derive outputs."""
        return self.fields.from_api(remote, known, from_list=from_list)

    # ---- identity ------------------------------------------------------------------------------------------------

    def id_of(self, remote: Remote) -> str:
        """Return the object's id as text."""
        return id_text(remote.get("id"))

    def reference(self, remote: Remote) -> str:
        """Return what a program writes into `.get()` to refer to the object: by default its id."""
        return self.id_of(remote)

    def scope(self, props: Props) -> tuple[str, ...]:
        """Return what the object lives in (ids of parents): each scope has an inventory of its own."""
        del props
        return ()

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """Return the listed objects that carry the mark of these inputs: by default the same name, stripped."""
        if self.name_field is None:
            return []
        wire = next(field.wire for field in self.fields if field.name == self.name_field)
        name = str(inputs.get(self.name_field, "")).strip()
        return [remote for remote in listed if str(dig(remote, wire) or "").strip() == name]

    def turn(self, inputs: Props) -> str:
        """Return what no two creates may be at at the same time: all with this name, or all that are told alike."""
        if self.name_field is None:
            told = sorted((one.name, str(inputs.get(one.name))) for one in self.fields.inputs if not one.secret)
            return repr((self.noun, told))
        return repr((self.noun, *self.scope(inputs), str(inputs.get(self.name_field)).strip().casefold()))

    def find_lost(self, inputs: Props, fresh: Iterable[Remote]) -> list[Remote]:
        """Return which of the objects that are new since a create whose answer was lost carry the mark."""
        return self.find(inputs, fresh)

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """Say whether an object found by its mark surely is this resource's own: by default if the name was made."""
        del remote
        return self.name_field is not None and is_made_name(str(inputs.get(self.name_field)))

    def title(self, props: Props) -> str:
        """Return how messages call the object: vendor, noun and name."""
        name = props.get(self.name_field) if self.name_field else None
        return f"{self.vendor} {self.noun}" + (f" {name!r}" if isinstance(name, str) else "")

    @property
    def lists_everything(self) -> bool:
        """Whether a list entry has all fields."""
        return all(field.listed for field in self.fields)

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """Say whether a list entry (with what state knows) tells everything, so that no GET is needed.

        Where lists leave fields out, the object must not have moved since it was last read or written as a whole: its
        time stamp is the one in state, and no listed field differs, lest a time stamp that does not move hides it.
        """
        if self.lists_everything:
            return True
        stamp = next((field for field in self.fields if field.name == self.stamp), None)
        if stamp is None or known.get(stamp.name) is None:
            return False
        now = self.from_api(listed, known, from_list=True)
        unmoved = stamp.type.same(stamp.type.from_wire(dig(listed, stamp.wire)), known[stamp.name])
        return unmoved and not self.fields.differing(now, known)

    def reads_list(self, api: A) -> bool:
        """Say whether a read looks into the list first; False sends every read straight to the object."""
        del api
        return True

    def replacing(self, olds: Props) -> str:
        """Return what the preview of a replacement must say of the old object, such as that it stays; else empty."""
        del olds
        return ""

    # ---- remote hooks --------------------------------------------------------------------------------------------

    def list_remote(self, api: A, props: Props) -> Iterable[Remote]:
        """Return all objects of this kind in the scope of `props`, every page."""
        raise NotImplementedError

    def get_remote(self, api: A, id_: str, props: Props) -> Remote | None:
        """Return one object with everything, None after a definite 404. By default: list anew and look."""
        return next((remote for remote in self.list_remote(api, props) if self.id_of(remote) == id_), None)

    def create_remote(self, api: A, body: Remote, inputs: Props) -> Remote:
        """Make the object with one write and return the vendor's complete answer."""
        raise NotImplementedError

    def update_remote(self, api: A, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Bring the object into the wanted state (absolute, safe to repeat) and return the complete answer."""
        raise NotImplementedError

    def delete_remote(self, api: A, id_: str, props: Props) -> str | None:
        """Delete the object; a NotFoundError counts as success.

        Returns:
            What the user is warned of, such as what the vendor cannot delete and is left behind; usually None.
        """
        raise NotImplementedError

    def hold(self, api: A, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Raise what speaks against this deletion, which is no replacement; called before anything is written."""
        del api, id_, props, removal, settings

    def confirm_gone(self, api: A) -> None:
        """Raise if a 404 may mean "not visible" rather than "gone"; called before an object is given up."""

    def sees_anything(self, api: A) -> bool:
        """Say whether the credential sees anything in its account; asked once, where all of a kind are gone."""
        del api
        return True

    def advice(self, doing: str, error: VendorError) -> str:
        """Return what to do next after this error, when the kind knows better than the error; else empty."""
        del doing, error
        return ""
