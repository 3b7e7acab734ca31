"""Which listed object is a resource's own: what carries its mark, and what a write without a clear answer has made."""

from __future__ import annotations

from typing import TypeVar

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import SeveralMatchesError
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Props, Remote

A = TypeVar("A", bound=VendorApi)


def free(kind: Kind[A], inventory: Inventory, marked: list[Remote]) -> list[Remote]:
    """Return what carries our mark; where objects may be equal, one that no resource of this run or state has."""
    if not kind.twins:
        return marked
    return next(([remote] for remote in marked if inventory.take(kind.id_of(remote))), [])


def made_since(
    kind: Kind[A], before: list[Remote], listed: list[Remote], inventory: Inventory, inputs: Props
) -> Remote | None:
    """Return the one new object with our mark that no other resource of this run has, None where there is none.

    Args:
        kind: its kind.
        before: what was there before the write.
        listed: what is there now.
        inventory: who has what.
        inputs: the checked inputs of the write.

    Raises:
        SeveralMatchesError: there are more.
    """
    old = {kind.id_of(remote) for remote in before}
    old |= {id_ for remote in listed if inventory.owned(id_ := kind.id_of(remote))}
    fresh = [remote for remote in listed if kind.id_of(remote) not in old]
    made = free(kind, inventory, kind.find_lost(inputs, fresh))
    if len(made) > 1:
        raise several(kind, made)
    return made[0] if made else None


def several(kind: Kind[A], found: list[Remote]) -> SeveralMatchesError:
    """Return the error about several objects where there may be one."""
    ids = ", ".join(kind.id_of(remote) for remote in found)
    return SeveralMatchesError(f"there are {len(found)} with this name (ids {ids}). Delete or rename all but one.")
