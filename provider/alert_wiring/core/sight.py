"""What a credential sees, and what must not be concluded from what it does not see."""

from __future__ import annotations

from typing import TypeVar

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import NotFoundError, WiringError
from alert_wiring.core.fields import Fields, dig
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Props, Remote

A = TypeVar("A", bound=VendorApi)


def surely_gone(kind: Kind[A], api: A, inventory: Inventory, id_: str, *, lookup: bool = False) -> None:
    """Raise unless a 404 surely means that an object is gone (`ilert.md 1.9`, `5.7 #54`).

    It does not where the list still has the object, and where the credential sees nothing of the account at all.

    Args:
        kind: the object's kind.
        api: the account.
        inventory: what it is listed in.
        id_: its id.
        lookup: nothing is known of the object and nothing given up, so that a good credential is enough.

    Raises:
        WiringError: it may be there.
    """
    api.confirm(lambda: kind.confirm_gone(api))
    if lookup:
        return
    try:
        listed = inventory.all()
        if any(kind.id_of(remote) == id_ for remote in listed):
            listed = inventory.reload()
    except NotFoundError:
        if not inventory.scoped:
            raise
        return  # what it lived in is gone
    if any(kind.id_of(remote) == id_ for remote in listed):
        raise WiringError(
            f"{kind.vendor} answers 404 for it and still lists it, so it is not taken for deleted. Run the same "
            "command again later."
        )
    if not listed and not api.visible(lambda: kind.sees_anything(api)):
        raise WiringError(
            f"with this credential the {kind.vendor} account {api.account()} shows nothing at all, so nothing is taken "
            "for deleted and nothing is changed. Check that it is the right account, and give the credential its "
            "rights back."
        )


def hidden_secrets(fields: Fields, known: Props, remote: Remote, from_list: bool) -> list[str]:
    """Return the secrets that the vendor made, that are known, and that it does not show (`ilert.md 5.4 #31`)."""
    return [
        field.name
        for field in fields
        if field.computed and field.secret and field.sticky and (field.listed or not from_list)
        if known.get(field.name) is not None and field.type.from_wire(dig(remote, field.wire)) is None
    ]


def new_secrets(fields: Fields, known: Props, now: Props) -> list[str]:
    """Return the secrets that the vendor has made anew."""
    names = [field.name for field in fields if field.computed and field.secret]
    return [name for name in names if known.get(name) not in (None, now.get(name))]
