"""Indexes say at every moment what a scan of the whole collection would say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendor_sandbox.indexes import Index
from vendor_sandbox.store import Store

BY_COLOUR = Index("things", lambda body: [body["colour"]], lambda body: body["size"])
BY_TAG = Index("things", lambda body: body["tags"])
ALL = Index("things")
INDEXES = (BY_COLOUR, BY_TAG, ALL)

bodies = st.fixed_dictionaries(
    {"size": st.integers(0, 3)},
    optional={"colour": st.sampled_from("rgb"), "tags": st.lists(st.sampled_from("xyz"), max_size=3)},
)
steps = st.recursive(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("abcd"), bodies),
        st.tuples(st.just("delete"), st.sampled_from("abcd"), st.none()),
        st.tuples(st.just("look"), st.none(), st.none()),
        st.tuples(st.just("clear"), st.none(), st.none()),
    ),
    lambda inner: st.tuples(st.sampled_from(["commit", "rollback"]), st.none(), st.lists(inner, max_size=5)),
    max_leaves=25,
)


class UndoneError(Exception):
    pass


def scanned(store, index, value):
    rows = store.items("things")
    found = [
        (key, body)
        for key, body in rows
        if value in {"colour": [body.get("colour")], "tags": body.get("tags", []), "all": [None]}[kind(index)]
    ]
    if index is BY_COLOUR:
        found.sort(key=lambda item: item[1]["size"])
    return found


def kind(index):
    return {BY_COLOUR: "colour", BY_TAG: "tags", ALL: "all"}[index]


def check(store):
    for index, values in ((BY_COLOUR, "rgb"), (BY_TAG, "xyz"), (ALL, (None,))):
        for value in values:
            expected = scanned(store, index, value)
            assert store.found(index, value) == [body for _, body in expected]
            assert store.count(index, value) == len(expected)
            assert store.found(index, value, 1, 2) == [body for _, body in expected[1:3]]
            assert store.first(index, value) == (expected[0][1] if expected else None)
            for number, (key, _) in enumerate(expected):
                assert store.rank(index, key, value) == number


def run(store, step):
    word, key, rest = step
    if word == "put":
        store.put("things", key, rest)
    elif word == "delete":
        store.delete("things", key)
    elif word == "clear":
        store.clear()
    elif word == "look":
        check(store)
    else:
        try:
            with store.transaction():
                for each in rest:
                    run(store, each)
                if word == "rollback":
                    raise UndoneError
        except UndoneError:
            pass


@settings(max_examples=50, deadline=None)
@given(st.lists(steps, max_size=8), st.booleans())
def test_an_index_says_what_a_scan_says(story, early):
    store = Store(":memory:")
    try:
        if early:
            check(store)
        for step in story:
            run(store, step)
        check(store)
    finally:
        store.close()


@pytest.fixture
def store():
    made = Store(":memory:")
    yield made
    made.close()


def test_only_the_asked_part_is_read(store):
    for number in range(50):
        store.insert("things", str(number), {"size": 50 - number, "colour": "r"})
    assert store.count(BY_COLOUR, "r") == 50
    before = store.rows_read
    assert [body["size"] for body in store.found(BY_COLOUR, "r", 10, 3)] == [11, 12, 13]
    assert store.rows_read - before == 3
    assert store.rank(BY_COLOUR, "49", "r") == 0
    assert store.rank(BY_COLOUR, "none", "r") is None
    assert store.rows_read - before == 3


def test_what_lacks_the_field_is_under_no_value(store):
    store.insert("things", "a", {"size": 1})
    store.insert("things", "b", {"colour": ["r"], "size": 1})
    store.insert("things", "c", {"colour": "r", "size": 1})
    assert [body["colour"] for body in store.found(BY_COLOUR, "r")] == ["r"]
    assert store.found(BY_COLOUR, None) == []


def test_a_reset_empties_the_indexes_too(store):
    store.insert("things", "a", {"size": 1, "colour": "r"})
    store.remember_seed()
    store.insert("things", "b", {"size": 1, "colour": "r"})
    assert store.count(BY_COLOUR, "r") == 2
    store.restore_seed()
    assert store.count(BY_COLOUR, "r") == 1
