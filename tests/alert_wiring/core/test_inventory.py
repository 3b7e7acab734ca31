"""What an account holds: listed once, entered as we write, and who has what."""

from __future__ import annotations

from typing import Any

import pytest

from alert_wiring.core.inventory import RECENT_SECONDS, Inventories, Inventory


class Account:
    """Counts how often it is listed; its clock stands still until a test moves it."""

    def __init__(self, *ids: str) -> None:
        self.rows: list[dict[str, Any]] = [{"id": id_} for id_ in ids]
        self.lists = 0
        self.now = 1000.0

    def load(self) -> list[dict[str, Any]]:
        self.lists += 1
        return list(self.rows)

    def clock(self) -> float:
        return self.now


def inventory(account: Account) -> Inventory:
    return Inventory(account.load, lambda remote: str(remote["id"]), clock=account.clock)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_it_lists_once_and_again_when_told() -> None:
    account = Account("1", "2", "2")
    found = inventory(account)
    assert account.lists == 0
    assert ids(found.all()) == ["1", "2"]
    assert ids(found.all()) == ["1", "2"]
    assert found.get("2") == {"id": "2"}
    assert found.get("3") is None
    assert account.lists == 1
    account.rows = [{"id": "3"}]
    assert ids(found.reload()) == ["3"]
    assert account.lists == 2


def test_a_first_get_lists_too_and_a_failed_list_is_tried_again() -> None:
    account = Account("1")
    assert inventory(account).get("1") == {"id": "1"}
    attempts = []

    def fails_once() -> list[dict[str, Any]]:
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("not now")
        return [{"id": "1"}]

    found = Inventory(fails_once, lambda remote: str(remote["id"]))
    with pytest.raises(ValueError, match="not now"):
        found.all()
    assert ids(found.all()) == ["1"]


def test_a_write_of_ours_counts_unless_only_the_vendor_s_word_does() -> None:
    account = Account("1")
    found = inventory(account)
    found.put({"id": "0"})  # before the list: the list will tell
    assert ids(found.all()) == ["1"]
    found.put({"id": "2", "new": True})
    assert found.get("2") == {"id": "2", "new": True}
    assert found.get("2", written=True) == {"id": "2", "new": True}
    assert found.get("2", written=False) is None
    assert found.get("1", written=False) == {"id": "1"}
    assert found.recent("2") is None
    assert found.recent("1") == {"id": "1"}
    account.rows = [{"id": "2"}]
    found.reload()
    assert found.get("2", written=False) == {"id": "2"}
    assert found.recent("2") == {"id": "2"}


def test_recent_is_what_a_young_list_has() -> None:
    account = Account("1")
    found = inventory(account)
    assert found.recent("1") is None
    assert account.lists == 0
    found.all()
    assert found.recent("1") == {"id": "1"}
    assert found.recent("2") is None
    account.now += RECENT_SECONDS
    assert found.recent("1") == {"id": "1"}
    account.now += 0.001
    assert found.recent("1") is None
    account.now -= 1
    found.put({"id": "1"})
    assert found.recent("1") is None
    assert account.lists == 1


def test_all_since_lists_again_when_the_list_is_as_old_as_that() -> None:
    account = Account("1")
    found = inventory(account)
    assert ids(found.all_since(None)) == ["1"]
    account.now += 10
    account.rows = [{"id": "2"}]
    assert ids(found.all_since(None)) == ["1"]
    assert ids(found.all_since(10.001)) == ["1"]
    assert account.lists == 1
    assert ids(found.all_since(10)) == ["2"]
    assert account.lists == 2
    account.now += 1
    assert ids(found.all_since(5)) == ["2"]
    assert account.lists == 2
    assert ids(inventory(account).all_since(5000)) == ["2"]


def test_what_is_gone_is_out_and_remembered() -> None:
    account = Account("1", "2")
    found = inventory(account)
    found.drop("9")  # before the list
    found.all()
    assert found.dropped("1") is False
    found.drop("1")
    found.drop("7")
    assert [found.dropped(id_) for id_ in ("1", "2", "7", "9")] == [True, False, True, True]
    assert ids(found.all()) == ["2"]


def test_who_has_what() -> None:
    found = inventory(Account())
    assert [found.claimed("1"), found.owned("1")] == [False, False]
    found.claim("1")
    assert [found.claimed("1"), found.owned("1")] == [True, True]
    assert found.keep("1") is False
    assert found.take("1") is False
    assert found.keep("2") is True
    assert found.keep("2") is True
    assert [found.claimed("2"), found.owned("2")] == [False, True]
    assert found.take("2") is False
    assert found.take("3") is True
    assert found.take("3") is False
    assert [found.claimed("3"), found.owned("3"), found.keep("3")] == [True, True, False]
    assert found.owned("4") is False
    found.put({"id": "4"})
    assert [found.owned("4"), found.claimed("4")] == [True, False]


def test_each_key_has_one_inventory() -> None:
    account = Account("1")
    all_ = Inventories()
    whole = all_.of(("thing",), account.load, lambda remote: str(remote["id"]))
    below = all_.of(("thing", "5"), account.load, lambda remote: "x" + str(remote["id"]))
    assert all_.of(("thing",), account.load, lambda remote: "other") is whole
    assert whole is not below
    assert [whole.scoped, below.scoped] == [False, True]
    assert whole.get("1") == {"id": "1"}
    assert below.get("x1") == {"id": "1"}
    assert Inventory(account.load, str).scoped is False
