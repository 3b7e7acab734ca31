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
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import (
    AmbiguousError,
    ConflictError,
    ExistsError,
    InputError,
    NoMatchError,
    NotFoundError,
    SettingError,
    SeveralMatchesError,
    VendorError,
    WiringError,
)
from alert_wiring.core.fields import Change
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import Kind
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.redaction import hide
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.telling import cautioning
from alert_wiring.core.unkept import unkept
from alert_wiring.core.values import UNKNOWN, Json, Props, Remote, plain_json

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

    def diff(self, olds: Props, news: Props) -> Change:
        """Compare old outputs with checked inputs."""
        return self.kind.fields.compare(olds, news)

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
            before = inventory.all()
            found = self._found(inventory, inputs, before)
            if found:
                return self._take_over(api, found, inputs)
            try:
                remote = self.kind.create_remote(api, self.kind.to_api(inputs, None), inputs)
            except AmbiguousError as lost:
                known = {self.kind.id_of(other) for other in before}
                return self._settled(api, self._search(inventory, inputs, known, lost), inputs)
            except ConflictError:
                found = self._found(inventory, inputs, inventory.reload())
                if not found:
                    raise
                return self._take_over(api, found, inputs)
            return self._finished(api, remote, inputs, inputs)

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
                return self._live(listed, known, from_list=True)
            remote = self.kind.get_remote(api, id_, props)
            if remote is not None:
                return self._live(remote, known)
            self.kind.confirm_gone(api)
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
            with suppress(NotFoundError):
                left = self.kind.delete_remote(api, id_, props)
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

    def _found(self, inventory: Inventory, inputs: Props, listed: list[Remote]) -> list[Remote]:
        """Find what carries our mark, and where objects may be equal, what no other resource of this run has."""
        return [
            remote
            for remote in self.kind.find(inputs, listed)
            if not (self.kind.twins and inventory.owned(self.kind.id_of(remote)))
        ]

    def _search(self, inventory: Inventory, inputs: Props, before: set[str], lost: AmbiguousError) -> Remote:
        """Find what a write with a lost answer made: the one new object with our mark."""
        try:
            listed = inventory.reload()
        except WiringError:
            raise lost from None
        old = before | {id_ for remote in listed if inventory.owned(id_ := self.kind.id_of(remote))}
        fresh = [remote for remote in listed if self.kind.id_of(remote) not in old]
        made = self.kind.find_lost(inputs, fresh)
        if len(made) == 1:
            inventory.put(made[0])
            return made[0]
        raise self._several(made) if made else lost

    def _take_over(self, api: A, found: list[Remote], inputs: Props) -> Live:
        ids = ", ".join(self.kind.id_of(remote) for remote in found)
        mine = self.kind.is_mine(found[0], inputs)
        if not mine and not inputs.get("adopt"):
            raise ExistsError(
                f"there is one already (id {ids}), which is not taken over silently. Write adopt=True to take it over, "
                f"use .get(name, {self.kind.reference(found[0])!r}) to only refer to it, or give another name."
            )
        if len(found) > 1:
            raise self._several(found)
        live = self._settled(api, found[0], inputs)
        self._inventory(api, inputs).claim(live.id)
        return live

    def _several(self, found: list[Remote]) -> SeveralMatchesError:
        ids = ", ".join(self.kind.id_of(remote) for remote in found)
        return SeveralMatchesError(f"there are {len(found)} with this name (ids {ids}). Delete or rename all but one.")

    def _settled(self, api: A, remote: Remote, inputs: Props) -> Live:
        """Bring an object that exists already into the wanted state."""
        id_ = self.kind.id_of(remote)
        full = remote if self.kind.is_fresh(remote, {}) else self.kind.get_remote(api, id_, inputs) or remote
        live = self._live(full, inputs)
        if not self.kind.fields.differing(live.outputs, inputs):
            return live
        return self._updated(api, id_, inputs, live.outputs)

    def _updated(self, api: A, id_: str, inputs: Props, olds: Props) -> Live:
        remote = self.kind.update_remote(api, id_, self.kind.to_api(inputs, olds), inputs, olds)
        kept = {field.name: olds[field.name] for field in self.kind.fields if field.computed and field.name in olds}
        return self._finished(api, remote, inputs, {**kept, **inputs})

    def _finished(self, api: A, remote: Remote, inputs: Props, known: Props) -> Live:
        """Turn the answer to a write into outputs; read once only if the answer lacks what was sent."""
        live = self._live(remote, known)
        self._inventory(api, inputs).put(remote)
        if self.kind.fields.differing(live.outputs, inputs):
            with suppress(WiringError):  # the write has happened: an error now would make an orphan
                again = self.kind.get_remote(api, live.id, live.outputs)
                live = self._live(again, known) if again is not None else live
        for what in unkept(self.kind.fields, inputs, live.outputs):
            self._warn(f"{self.kind.title(inputs)}: {self.kind.vendor} did not keep {what}.")
        return live

    def _live(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Live:
        outputs = plain_json(self.kind.from_api(remote, known, from_list=from_list), self.kind.noun)
        self._hide(outputs)
        return Live(self.kind.id_of(remote), outputs, self.kind.fields.inputs_of(outputs))

    def _cautioner(self, props: Props) -> Callable[[str], None]:
        return lambda text: self._warn(f"{self.kind.title(props)}: {text}.")

    def _hide(self, props: Props) -> None:
        """Mask the values of secret properties in every later text."""
        for name in self.kind.fields.secret_names:
            _hide_all(props.get(name))

    @contextmanager
    def _explained(self, doing: str, props: Props, id_: str = "") -> Iterator[None]:
        """Say in every error what was done to which object."""
        self._hide(props)
        place = f" (id {id_})" if id_ else ""
        try:
            with operation_deadline(self.kind.operation_seconds), cautioning(self._cautioner(props)):
                yield
        except WiringError as error:
            advice = self.kind.advice(doing, error) if isinstance(error, VendorError) else ""
            if doing == "Updating" and isinstance(error, NotFoundError):
                advice = advice or GONE_ADVICE
            raise error.about(f"{doing} {self.kind.title(props)}{place} failed: ", advice) from None


def _hide_all(value: Json) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _hide_all(item)
    elif isinstance(value, list):
        for item in value:
            _hide_all(item)
    else:
        hide(value)
