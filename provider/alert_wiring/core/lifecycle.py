"""The lifecycle of every kind, on plain dictionaries: check, diff, create, read, update, delete.

The guarantees, whatever the kind (`pulumi-dynamic-providers.md 4.5, 5, 6`):

- `check` and `diff` do no I/O.
- `create` looks for the mark first, writes once, and resolves a lost answer by a search, never by a second write.
- An explicit name that exists already is an error; it is taken over only with `adopt=True`.
- `update` is absolute, `delete` succeeds when the object is gone, `read` gives an object up only after a definite 404.
- Every error is one line that says what was done to which object and what to do next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from alert_wiring.core.api import VendorApi, shared_api
from alert_wiring.core.byhand import by_hand, lost_by
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import (
    AmbiguousError,
    ConflictError,
    ExistsError,
    InputError,
    NoMatchError,
    NotFoundError,
    SettingError,
    ThrottledError,
    VendorError,
    WiringError,
)
from alert_wiring.core.fields import Change
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import Kind
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.redaction import hide_all
from alert_wiring.core.removal import Removal
from alert_wiring.core.search import free, made_since, several
from alert_wiring.core.settings import Settings
from alert_wiring.core.sight import hidden_secrets, new_secrets, surely_gone
from alert_wiring.core.telling import cautioning
from alert_wiring.core.unkept import unkept
from alert_wiring.core.values import UNKNOWN, Props, Remote, plain_json

A = TypeVar("A", bound=VendorApi)

GONE_ADVICE = "It was deleted outside Pulumi: run `pulumi refresh`, then `pulumi up` makes it again."


@dataclass(frozen=True)
class Live:
    """An object as it is now: its id, all its properties, and the inputs among them in checked form."""

    id: str
    outputs: Props
    inputs: Props


class Lifecycle(Generic[A]):
    """The operations of one kind.

    Args:
        kind: the kind.
        settings: where the connection settings come from, asked at first use.
        warn: shows a warning to the user.
    """

    def __init__(self, kind: Kind[A], settings: Callable[[], Settings], warn: Callable[[str], None]) -> None:
        """Keep the three; nothing is connected yet."""
        self.kind, self._settings, self._warn = kind, settings, warn

    # ---- no I/O --------------------------------------------------------------------------------------------------

    def check(self, news: Props) -> tuple[Props, Problems]:
        """Return the inputs in checked form and everything that is wrong with them."""
        problems = Problems()
        self._hide(news)
        inputs = self.kind.fields.check_members(news, Spot(problems, "", ""))
        refused = dict.fromkeys(problems.refused & set(self.kind.fields.names), UNKNOWN)
        self.kind.rules({**inputs, **refused}, problems)
        return inputs, problems

    def not_set(self) -> str | None:
        """Return what is missing or wrong in the settings of the account, None when all is there."""
        try:
            self._api()
        except SettingError as error:
            return error.text
        return None

    def diff(self, olds: Props, news: Props, id_: str = "") -> Change:
        """Compare old outputs with checked inputs.

        The object of an unchanged resource is heard of nowhere else, so an equal new one would take it (`Kind.twins`);
        where that has happened already, since its create came first, this resource gets an object of its own.
        """
        change = self.kind.fields.compare(olds, news)
        if self.kind.twins and id_:
            with suppress(SettingError):
                if not self._inventory(self._api(), olds).keep(id_):
                    return Change(change.changed or self.kind.fields.names[:1], self.kind.fields.names[:1])
        return change

    # ---- remote --------------------------------------------------------------------------------------------------

    def create(self, props: Props) -> Live:
        """Make the object, or take over the one that carries the mark.

        Raises:
            ExistsError: an explicit name is taken.
            WiringError: anything else, told in one line.
        """
        with self._explained("Creating", props):
            inputs = self._valid(props)
            api = self._api()
            inventory = self._inventory(api, inputs)
            with api.turns.turn(self.kind.turn(inputs)) as quiet:
                return self._created(api, inventory, inputs, quiet)

    def read(self, id_: str, props: Props, *, lookup: bool = False) -> Live | None:
        """Return the object as it is, None when it is gone.

        Args:
            id_: its id.
            props: the outputs in state.
            lookup: a `.get()`: nothing is known, and a missing object is an error.

        Raises:
            NoMatchError: a `.get()` of an object that does not exist.
        """
        with self._explained("Reading", props, id_):
            api = self._api()
            known = None if lookup else props
            inventory = self._inventory(api, props)
            listed = self._listed(inventory, id_) if self.kind.reads_list(api) and not lookup else None
            if listed is not None and self.kind.is_fresh(listed, props):
                return self._told(self._live(api, listed, known, from_list=True), known)
            remote = self.kind.get_remote(api, id_, props)
            if remote is not None:
                return self._told(self._live(api, remote, known), known)
            surely_gone(self.kind, api, inventory, id_, lookup=lookup)
            inventory.drop(id_)
            if lookup:
                raise NoMatchError(
                    f"there is no {self.kind.vendor} {self.kind.noun} with id {id_}, or this credential may not see "
                    "it. Check the id."
                )
            return None

    def update(self, id_: str, olds: Props, news: Props) -> Props:
        """Bring the object into the wanted state and return its complete outputs."""
        with self._explained("Updating", news, id_):
            inputs = self._valid(news)
            return self._updated(self._api(), id_, inputs, olds).outputs

    def delete(self, id_: str, props: Props, removal: Removal = Removal.REPLACED) -> None:
        """Delete the object; one that is gone already is fine.

        Only a replacement's deletion is nobody else's business; `removal` says what this one is.

        An object that this run has taken over stays: where a resource got another name in the program, the engine
        first creates the new one, which finds the object, and then deletes the old one, which has the same.
        """
        with self._explained("Deleting", props, id_):
            api = self._api()
            inventory = self._inventory(api, props)
            if inventory.claimed(id_):
                self._warn(f"{self.kind.title(props)}: it stays, since another resource of this run has taken it over.")
                return
            if removal is not Removal.REPLACED:
                self.kind.hold(api, id_, props, removal, self._settings())
            left = None
            try:
                left = self.kind.delete_remote(api, id_, props)
            except NotFoundError:
                if not inventory.dropped(id_):
                    surely_gone(self.kind, api, inventory, id_)
            inventory.drop(id_)
            if left:
                self._warn(f"{self.kind.title(props)}: {left}")

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _api(self) -> A:
        return shared_api(self.kind.api, self._settings())

    def _inventory(self, api: A, props: Props) -> Inventory:
        key = (self.kind.noun, *self.kind.scope(props))
        return api.inventories.of(key, lambda: self.kind.list_remote(api, props), self.kind.id_of)

    def _valid(self, props: Props) -> Props:
        """Check once more before writing: a policy pack may change inputs after check (14 f there)."""
        inputs, problems = self.check(props)
        if problems.found:
            raise InputError("; ".join(problem.text for problem in problems.found))
        return inputs

    def _listed(self, inventory: Inventory, id_: str) -> Remote | None:
        """Return the list entry; a list whose parent is gone has none."""
        try:
            return inventory.get(id_, written=self.kind.lists_everything)
        except NotFoundError:
            return None

    def _created(self, api: A, inventory: Inventory, inputs: Props, quiet: float | None) -> Live:
        before = inventory.all_since(quiet)
        if found := free(self.kind, inventory, self.kind.find(inputs, before)):
            return self._take_over(api, found, inputs)
        try:
            remote = self._create_remote(api, inventory, inputs, before)
        except AmbiguousError as lost:
            return self._recovered(api, self._search(before, inventory, inputs, lost), inputs, lost)
        except ConflictError:
            found = free(self.kind, inventory, self.kind.find(inputs, inventory.reload()))
            if not found:
                raise
            return self._take_over(api, found, inputs)
        return self._finished(api, remote, inputs, inputs)

    def _create_remote(self, api: A, inventory: Inventory, inputs: Props, before: list[Remote]) -> Remote:
        """Write once. Where the client may not repeat it after a 429, look first and write again, while there is time.

        `api-fortress.md 4.2` forbids to repeat a POST unseen (`7.2` there).
        """
        while True:
            try:
                return self.kind.create_remote(api, self.kind.to_api(inputs, None), inputs)
            except ThrottledError as refused:
                try:
                    listed = inventory.reload()  # its turn comes when the vendor's refusals are over
                except WiringError:
                    raise refused from None
                if made := made_since(self.kind, before, listed, inventory, inputs):
                    return made

    def _search(self, before: list[Remote], inventory: Inventory, inputs: Props, lost: AmbiguousError) -> Remote:
        """Find what a write with a lost answer made."""
        try:
            listed = inventory.reload()
        except WiringError as error:
            lost.next_step = f"Nor can be seen whether it is there ({error.text.rstrip('.')}). {lost.next_step}"
            raise lost from None
        made = made_since(self.kind, before, listed, inventory, inputs)
        if made is None:
            lost.next_step = f"{self.kind.vendor} does not list it now. {lost.next_step}"
            raise lost
        inventory.put(made)
        return made

    def _recovered(self, api: A, remote: Remote, inputs: Props, lost: AmbiguousError) -> Live:
        """Go on with an object whose creation was not answered; an error now would make it an orphan."""
        id_ = self.kind.id_of(remote)
        self._warn(f"{self.kind.title(inputs)}: it was made, as the list shows (id {id_}), although {lost.facts}.")
        try:
            return self._settled(api, remote, inputs)
        except WiringError as error:
            self._warn(f"{self.kind.title(inputs)}: it could not be looked at yet: {error.text}")
            return self._live(api, remote, inputs, from_list=True)

    def _take_over(self, api: A, found: list[Remote], inputs: Props) -> Live:
        ids = ", ".join(self.kind.id_of(remote) for remote in found)
        mine = self.kind.is_mine(found[0], inputs)
        if not mine and not inputs.get("adopt"):
            raise ExistsError(
                f"there is one already (id {ids}), which is not taken over silently. Write adopt=True to take it over, "
                f"use .get(name, {self.kind.reference(found[0])!r}) to only refer to it, or give another name."
            )
        if len(found) > 1:
            raise several(self.kind, found)
        live = self._settled(api, found[0], inputs)
        self._inventory(api, inputs).claim(live.id)
        return live

    def _settled(self, api: A, remote: Remote, inputs: Props) -> Live:
        """Bring an object that exists already into the wanted state."""
        id_ = self.kind.id_of(remote)
        full = remote if self.kind.is_fresh(remote, {}) else self.kind.get_remote(api, id_, inputs) or remote
        live = self._live(api, full, inputs)
        differing = self.kind.fields.differing(live.outputs, inputs)
        if not differing:
            return live
        if goes := lost_by(self.kind.fields, live.outputs, inputs, differing):
            self._warn(f"{self.kind.title(inputs)}: {', '.join(goes)} goes, since the program does not declare it.")
        return self._written(api, id_, inputs, live.outputs, full)

    def _updated(self, api: A, id_: str, inputs: Props, olds: Props) -> Live:
        """Look at the object, then write it: what a person has set and the program does not declare stays."""
        remote = self._as_it_is(api, id_, inputs, olds)
        if remote is None:
            return self._written(api, id_, inputs, olds, {})
        live = self._live(api, remote, olds).outputs
        if not self.kind.fields.differing(live, inputs):
            return self._live(api, remote, {**self._computed(live), **inputs})
        found = by_hand(self.kind.fields, olds, inputs, live)
        for text in found.told():
            self._warn(f"{self.kind.title(inputs)}: {text}.")
        return self._written(api, id_, {**inputs, **found.kept}, {**olds, **self._computed(live)}, remote)

    def _computed(self, props: Props) -> Props:
        """Return what the vendor alone says."""
        return {field.name: props[field.name] for field in self.kind.fields if field.computed and field.name in props}

    def _as_it_is(self, api: A, id_: str, inputs: Props, olds: Props) -> Remote | None:
        """Return the object as it is now, None where the state is known to tell it.

        Raises:
            NotFoundError: it is gone.
        """
        if not self.kind.looks_before_update:
            return None
        needed = any(name not in inputs for name in self.kind.cleared_when_absent)
        listed = self._inventory(api, olds).recent(id_) if self.kind.reads_list(api) and not needed else None
        if listed is not None and self.kind.is_fresh(listed, olds):
            return None
        if (remote := self.kind.get_remote(api, id_, olds)) is not None:
            return remote
        raise NotFoundError(self.kind.vendor, "GET", f"{self.kind.noun} {id_}", status=404)

    def _written(self, api: A, id_: str, inputs: Props, olds: Props, now: Remote) -> Live:
        """Write the wanted state, with what the program leaves alone and the write would clear as it is `now`."""
        absent = [name for name in self.kind.cleared_when_absent if name not in inputs]
        everything = self.kind.from_api(now, None) if absent else {}
        whole = {**{name: everything[name] for name in absent if everything.get(name)}, **inputs}
        remote = self.kind.update_remote(api, id_, self.kind.to_api(whole, olds), whole, olds)
        return self._finished(api, remote, inputs, {**self._computed(olds), **inputs})

    def _finished(self, api: A, remote: Remote, inputs: Props, known: Props) -> Live:
        """Turn the answer to a write into outputs; read once only if the answer lacks what was sent."""
        live = self._live(api, remote, known)
        self._inventory(api, inputs).put(remote)
        if self.kind.fields.differing(live.outputs, inputs):
            with suppress(WiringError):  # the write has happened: an error now would make an orphan
                again = self.kind.get_remote(api, live.id, live.outputs)
                live = self._live(api, again, known) if again is not None else live
        for what in unkept(self.kind.fields, inputs, live.outputs):
            self._warn(f"{self.kind.title(inputs)}: {self.kind.vendor} did not keep {what}.")
        return live

    def _live(self, api: A, remote: Remote, known: Props | None, *, from_list: bool = False) -> Live:
        outputs = plain_json(self.kind.from_api(remote, known, from_list=from_list), self.kind.noun)
        self._hide(outputs)
        hidden = hidden_secrets(self.kind.fields, known or {}, remote, from_list)
        if hidden and api.first(f"hidden {self.kind.noun}"):
            self._warn(
                f"{self.kind.title(outputs)}: {self.kind.vendor} does not show its {' and '.join(hidden)} to this "
                "credential; what is known is kept, here and for all others."
            )
        id_ = self.kind.id_of(remote)
        if not id_.strip("/"):  # the engine takes an object without an id for deleted
            raise WiringError(
                f"{self.kind.vendor} answered with a {self.kind.noun} without an id. Run the same command again."
            )
        return Live(id_, outputs, self.kind.fields.inputs_of(outputs))

    def _told(self, live: Live, known: Props | None) -> Live:
        """Say that a key was made anew: an engine shows two secrets that differ as the same (`ilert.md 5.4 #32`)."""
        if new := new_secrets(self.kind.fields, known or {}, live.outputs):
            self._warn(
                f"{self.kind.title(live.outputs)}: another {' and '.join(new)} than before; the next up gives it to "
                "whatever of this program uses it."
            )
        return live

    def _hide(self, props: Props) -> None:
        """Mask the values of secret properties in every later text."""
        for name in self.kind.fields.secret_names:
            hide_all(props.get(name))

    @contextmanager
    def _explained(self, doing: str, props: Props, id_: str = "") -> Iterator[None]:
        """Say in every error what was done to which object."""
        self._hide(props)
        place = f" (id {id_})" if id_ else ""
        try:
            with (
                operation_deadline(self.kind.seconds_for(props)),
                cautioning(lambda text: self._warn(f"{self.kind.title(props)}: {text}.")),
            ):
                yield
        except WiringError as error:
            advice = self.kind.advice(doing, error) if isinstance(error, VendorError) else ""
            if doing == "Updating" and isinstance(error, NotFoundError):
                advice = advice or GONE_ADVICE
            raise error.about(f"{doing} {self.kind.title(props)}{place} failed: ", advice) from None
