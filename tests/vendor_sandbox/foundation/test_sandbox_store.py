"""The store, the clock, the switches and the redaction, without a server."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendor_sandbox import store as store_module
from vendor_sandbox.clock import Clock
from vendor_sandbox.redaction import path_without_secrets, query_without_secrets
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switch, Switches, flag

TEXT = st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def store():
    made = Store(":memory:")
    yield made
    made.close()


@given(body=st.dictionaries(TEXT, JSON, max_size=4))
def test_what_is_written_is_what_is_read(body):
    store = Store(":memory:")
    store.insert("c", "k", body)
    assert store.get("c", "k") == body
    assert store.all("c") == [body]
    store.close()


def test_callers_get_copies(store):
    store.insert("c", "k", {"list": [1]})
    store.get("c", "k")["list"].append(2)
    assert store.get("c", "k") == {"list": [1]}


def test_insertion_order_survives_replacement_and_restart(tmp_path):
    path = tmp_path / "x.sqlite3"
    first = Store(path)
    for key in ("b", "a", "c"):
        first.insert("c", key, {"key": key})
    first.put("c", "a", {"key": "a", "new": True})
    first.put("c", "d", {"key": "d"})
    first.close()
    second = Store(path)
    assert [key for key, _ in second.items("c")] == ["b", "a", "c", "d"]
    assert second.get("c", "a") == {"key": "a", "new": True}
    second.close()


def test_a_key_is_inserted_once_and_deleted_once(store):
    store.insert("c", "k", {})
    with pytest.raises(ValueError, match="c k exists already"):
        store.insert("c", "k", {})
    store.insert("other", "k", {})
    assert store.delete("c", "k") is True
    assert store.delete("c", "k") is False
    assert store.get("c", "k") is None


def test_a_transaction_is_all_or_nothing(store):
    store.insert("c", "old", {"n": 1})
    with pytest.raises(RuntimeError), store.transaction():
        store.put("c", "old", {"n": 2})
        store.insert("c", "new", {})
        store.next_number("s", 5)
        store.append("j", {})
        raise RuntimeError
    assert store.items("c") == [("old", {"n": 1})]
    assert store.next_number("s", 5) == 5
    assert store.journal("j") == []


def test_a_nested_transaction_is_all_or_nothing_too(store):
    with store.transaction():
        store.insert("c", "a", {})
        with pytest.raises(RuntimeError), store.transaction():
            store.insert("c", "b", {})
            raise RuntimeError
        store.insert("c", "c", {})
    assert [key for key, _ in store.items("c")] == ["a", "c"]


def test_numbers_are_never_given_twice_by_any_thread(store):
    given_out = []

    def take():
        given_out.extend(store.next_number("s", 100) for _ in range(50))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given_out) == list(range(100, 300))


def test_the_seed_is_restored_exactly(store):
    store.insert("c", "a", {"n": 1})
    store.insert("c", "b", {"n": 2})
    store.next_number("s", 10)
    store.remember_seed()
    store.delete("c", "a")
    store.put("c", "b", {"n": 3})
    store.insert("c", "z", {})
    store.next_number("s", 10)
    store.append("j", {"x": 1})
    store.restore_seed()
    assert store.items("c") == [("a", {"n": 1}), ("b", {"n": 2})]
    assert store.next_number("s", 10) == 11
    assert store.journal("j") == []


def test_journals_are_read_on_cleared_and_cut(store, monkeypatch):
    numbers = [store.append("j", {"n": n}) for n in range(3)]
    store.append("other", {})
    assert [each["seq"] for each in store.journal("j")] == numbers
    assert store.journal("j", after=numbers[1]) == [{"seq": numbers[2], "n": 2}]
    store.clear_journal("j")
    assert store.journal("j") == []
    assert len(store.journal("other")) == 1
    monkeypatch.setattr(store_module, "JOURNAL_LIMIT", 10)
    for n in range(1000):
        store.append("j", {"n": n})
    kept = store.journal("j")
    assert len(kept) < 1000
    assert kept[-1]["n"] == 999


def test_the_clock_moves_forward_only_and_survives(store):
    clock = Clock(store)
    clock.advance(3600)
    clock.advance(0.5)
    ahead = Clock(store).now() - datetime.now(UTC)
    assert timedelta(seconds=3600) < ahead < timedelta(seconds=3605)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    store.clear()
    clock.reload()
    assert clock.offset_seconds == 0


def test_switches_know_their_choices(store):
    switches = Switches(store)
    first = flag("a", True, "x.md 1", "?", on="It is.", off="It is not.")
    assert (first.default, dict(first.readings)) == (True, {True: "It is.", False: "It is not."})
    switches.register(first, Switch("b", {"one": "One.", "two": "Two."}, "x.md 2", "?"))
    switches.set("b", "two")
    switches.set("a", False)
    again = Switches(store)
    again.register(*switches.known())
    assert again.positions() == {"a": False, "b": "two"}
    assert (again.on("a"), again.on("b")) == (False, False)
    for name, value in (("a", 1), ("a", "yes"), ("b", "three"), ("b", True)):
        with pytest.raises(ValueError, match=f"switch {name} takes one of"):
            switches.set(name, value)
    for name in ("c", ""):
        with pytest.raises(KeyError):
            switches.set(name, True)
        with pytest.raises(KeyError):
            switches.get(name)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v1/events/apifortress/il1afr5e0c1d2b3a4f596871", "/api/v1/events/apifortress/***"),
        ("/api/events/keep/whatever", "/api/events/keep/***"),
        ("/api/alert-sources/il1afr5e0c1d2b3a4f596871", "/api/alert-sources/***"),
        ("/api/alert-sources/2671001", "/api/alert-sources/2671001"),
        ("/app/api/rest/v3/0a1b2c3d-1111-4222-8333-444455556666123/tests", "/app/api/rest/v3/***/tests"),
        (
            "/api/integration/1/functions/3a9d0f01-174e-578f-8f17-3bdbbd08f24a/triggers",
            "/api/integration/1/functions/3a9d0f01-174e-578f-8f17-3bdbbd08f24a/triggers",
        ),
    ],
)
def test_paths_without_secrets(path, shown):
    assert path_without_secrets(path) == shown


@given(secret=st.text(st.characters(categories=["L", "N", "P"], exclude_characters="&=;#+%"), min_size=6, max_size=20))
def test_queries_without_secrets(secret):
    for name in ("apiKey", "api_key", "key", "access_token", "password", "client_secret", "auth_token", "X-Key"):
        assert query_without_secrets(f"a=1&{name}={secret}&limit=5") == f"a=1&{name}=***&limit=5"
    assert query_without_secrets("") == ""
