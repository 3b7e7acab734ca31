"""What is taken for gone, which secrets count as hidden, and which as new."""

from __future__ import annotations

from typing import Any

import pytest

from alert_wiring.core.errors import NotFoundError, WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.sight import hidden_secrets, new_secrets, surely_gone
from alert_wiring.core.valuetypes import Text
from support.parts import PartKind, Shelf, part

STILL_LISTED = (
    "Vend answers 404 for it and still lists it, so it is not taken for deleted. Run the same command again later."
)
BLIND = (
    "with this credential the Vend account shelf.example shows nothing at all, so nothing is taken for deleted and "
    "nothing is changed. Check that it is the right account, and give the credential its rights back."
)


def gone(shelf: Shelf, *lists: Any, scoped: bool = False, lookup: bool | None = None) -> int:
    """Ask for part 7 where the list answers these one after the other; return how many lists were read."""
    answers = list(lists)

    def load() -> list[dict[str, Any]]:
        answer = answers.pop(0)
        if isinstance(answer, WiringError):
            raise answer
        return list(answer)

    kind = PartKind(shelf)
    inventory = Inventory(load, kind.id_of, scoped=scoped)
    more = {} if lookup is None else {"lookup": lookup}
    surely_gone(kind, shelf, inventory, "7", **more)
    return len(lists) - len(answers)


def test_what_no_list_has_is_gone_once_the_credential_is_known_to_be_good() -> None:
    shelf = Shelf()
    assert gone(shelf, [part("8")]) == 1
    assert shelf.did == ["confirm"], "where something else is listed, the credential sees the account"
    assert gone(shelf, [part("8")]) == 1
    assert shelf.did == ["confirm"], "asked once"


def test_a_list_that_still_has_it_is_read_again() -> None:
    assert gone(Shelf(), [part("7")], [part("8")]) == 2
    with pytest.raises(WiringError) as caught:
        gone(Shelf(), [part("8"), part("7")], [part("7"), part("8")])
    assert caught.value.text == STILL_LISTED


def test_nothing_at_all_is_believed_only_when_the_credential_sees_anything() -> None:
    shelf = Shelf()
    assert gone(shelf, []) == 1
    assert gone(shelf, []) == 1
    assert shelf.did == ["confirm", "sees"], "asked once"
    shelf = Shelf()
    shelf.sees = False
    with pytest.raises(WiringError) as caught:
        gone(shelf, [])
    assert caught.value.text == BLIND
    assert gone(shelf, [part("8")]) == 1
    assert gone(shelf, lookup=True) == 0, "a look-up gives nothing up"


def test_a_bad_credential_proves_nothing() -> None:
    shelf = Shelf()
    shelf.failures["confirm"] = [WiringError("no good")]
    with pytest.raises(WiringError, match=r"^no good$"):
        gone(shelf, [part("8")])


def test_a_list_whose_parent_is_gone_is_enough_only_where_there_is_a_parent() -> None:
    missing = NotFoundError("Vend", "GET", "/boxes/b", status=404)
    shelf = Shelf()
    shelf.sees = False
    assert gone(shelf, missing, scoped=True) == 1
    with pytest.raises(NotFoundError):
        gone(shelf, missing)


def table(**more: Any) -> Fields:
    """Return a table of one secret that the vendor makes."""
    told = {"computed": True, "secret": True, "sticky": True, **more}
    return Fields(Field("key", "wire.key", Text(), **told), Field("name", "name", Text()))


KNOWN = {"key": "key-one-1", "name": "a"}


@pytest.mark.parametrize(
    ("more", "known", "remote", "from_list", "hidden"),
    [
        ({}, KNOWN, {}, False, ["key"]),
        ({}, KNOWN, {}, True, ["key"]),
        ({}, KNOWN, {"wire": {"key": "key-one-1"}}, False, []),
        ({}, KNOWN, {"wire": {"key": None}}, False, ["key"]),
        ({}, {"name": "a"}, {}, False, []),
        ({"listed": False}, KNOWN, {}, True, []),
        ({"listed": False}, KNOWN, {}, False, ["key"]),
        ({"sticky": False}, KNOWN, {}, False, []),
        ({"secret": False}, KNOWN, {}, False, []),
        ({"computed": False}, KNOWN, {}, False, []),
    ],
)
def test_a_secret_is_hidden_when_it_is_known_and_the_vendor_shows_none(
    more: dict[str, bool], known: dict[str, Any], remote: dict[str, Any], from_list: bool, hidden: list[str]
) -> None:
    assert hidden_secrets(table(**more), known, remote, from_list) == hidden


@pytest.mark.parametrize(
    ("more", "known", "now", "new"),
    [
        ({}, KNOWN, {"key": "key-two-2", "name": "b"}, ["key"]),
        ({}, KNOWN, KNOWN, []),
        ({}, KNOWN, {}, ["key"]),
        ({}, {}, KNOWN, []),
        ({"secret": False}, KNOWN, {"key": "key-two-2"}, []),
        ({"computed": False}, KNOWN, {"key": "key-two-2"}, []),
    ],
)
def test_a_secret_is_new_when_another_one_was_known(
    more: dict[str, bool], known: dict[str, Any], now: dict[str, Any], new: list[str]
) -> None:
    assert new_secrets(table(**more), known, now) == new
