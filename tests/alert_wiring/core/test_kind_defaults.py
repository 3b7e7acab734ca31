"""What every kind can do without a line of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import VendorError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT, OPERATION_TIMEOUT, Kind
from alert_wiring.core.marks import made_name
from alert_wiring.core.problems import Problems
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Text, Whole

API = cast(VendorApi, "the account")


def plain() -> Any:
    """Return a small named kind in a scope."""

    class ThingKind(Kind[VendorApi]):
        vendor, noun, api = "memory", "thing", VendorApi
        fields = Fields(
            Field("name", "label.text", Text(), required=True),
            Field("size", "size", Whole()),
            Field("key", "key", Text(), secret=True),
            ADOPT,
        )

        def scope(self, props: Props) -> tuple[str, ...]:
            return (str(props["parent"]),) if "parent" in props else super().scope(props)

        def list_remote(self, api: VendorApi, props: Props) -> Iterable[Remote]:
            assert api is API
            return [{"id": 1}, {"id": 2, "of": props}]

    return ThingKind


def pair() -> Any:
    class PairKind(Kind[VendorApi]):
        vendor, noun, api, name_field = "memory", "pair", VendorApi, None
        fields = Fields(
            Field("right", "right", Text()), Field("left", "left", Text()), Field("key", "", Text(), secret=True)
        )

    return PairKind


def stamped(stamp: str | None) -> Any:
    class StampedKind(Kind[VendorApi]):
        vendor, noun, api = "memory", "stamped", VendorApi
        fields = Fields(
            Field("name", "name", Text()),
            Field("more", "more", Text(), listed=False),
            Field("changed", "meta.changed", Text(), computed=True),
        )

    StampedKind.stamp = stamp
    return StampedKind()


def test_every_kind_has_the_common_option_once() -> None:
    class More(Fields):
        pass

    kind = plain()
    assert [field.name for field in kind.fields.all] == ["name", "size", "key", "adopt", "operation_timeout"]

    class Heir(kind):  # type: ignore[misc,valid-type]
        pass

    class Own(kind):  # type: ignore[misc,valid-type]
        fields = More(OPERATION_TIMEOUT, ADOPT)

    class Table(kind):  # type: ignore[misc,valid-type]
        fields = More(ADOPT)

    class Odd(kind):  # type: ignore[misc,valid-type]
        fields = None

    assert Heir.fields is kind.fields
    assert Own.fields.all == (OPERATION_TIMEOUT, ADOPT)
    assert type(Table.fields) is More
    assert Table.fields.all == (ADOPT, OPERATION_TIMEOUT)
    assert Odd.fields is None


@pytest.mark.parametrize(
    ("props", "seconds"),
    [
        ({}, 300.0),
        ({"operation_timeout": 5}, 5.0),
        ({"operation_timeout": 2.5}, 2.5),
        ({"operation_timeout": "9"}, 300.0),
    ],
)
def test_the_deadline_is_the_program_s_else_the_kind_s(props: Props, seconds: float) -> None:
    found = plain()().seconds_for(props)
    assert (found, type(found)) == (seconds, float)


def test_the_hooks_that_say_nothing() -> None:
    kind = plain()()
    assert kind.rules({}, Problems()) is None
    assert kind.scope({}) == ()
    assert kind.replacing({}) == ""
    assert kind.reads_list(API) is True
    assert kind.sees_anything(API) is True
    assert kind.confirm_gone(API) is None
    assert kind.advice("creating", VendorError("memory", "GET", "/")) == ""
    assert kind.hold(API, "1", {}, Removal.DROPPED, Settings({}, lambda _key: None)) is None


def test_the_hooks_that_a_kind_must_write() -> None:
    kind: Kind[Any] = pair()()
    for call in (
        lambda: kind.list_remote(API, {}),
        lambda: kind.create_remote(API, {}, {}),
        lambda: kind.update_remote(API, "1", {}, {}, {}),
        lambda: kind.delete_remote(API, "1", {}),
    ):
        with pytest.raises(NotImplementedError):
            call()


def test_the_table_makes_bodies_and_properties() -> None:
    class BodyKind(Kind[VendorApi]):
        vendor, noun, api = "memory", "thing", VendorApi
        fields = Fields(Field("name", "label", Text()), Field("fixed", "fixed", Text(), cleared=""))

    kind = BodyKind()
    assert kind.to_api({"name": "a"}, None) == {"label": "a"}
    assert kind.to_api({"name": "a"}, {}) == {"label": "a", "fixed": ""}
    kind = stamped("changed")
    remote = {"name": "a", "meta": {"changed": "now"}}
    known = {"name": "b", "more": "kept"}
    for known_, from_list in ((None, False), (known, True), (known, False)):
        found = kind.from_api(remote, known_, from_list=from_list)
        assert found == kind.fields.from_api(remote, known_, from_list=from_list)
    assert kind.from_api(remote, known) == kind.from_api(remote, known, from_list=False)
    assert kind.from_api(remote, known) != kind.from_api(remote, known, from_list=True)


def test_an_object_is_named_by_its_id() -> None:
    kind = plain()()
    assert kind.id_of({"id": 5}) == "5"
    assert kind.reference({"id": 6}) == "6"
    assert [kind.title({"name": "x"}), kind.title({"name": 5}), kind.title({})] == [
        "memory thing 'x'",
        "memory thing",
        "memory thing",
    ]
    assert pair()().title({"name": "x", None: "y"}) == "memory pair"


def test_it_is_found_by_its_name_without_blanks() -> None:
    kind = plain()()
    listed = [{"label": {"text": " a "}}, {"label": {"text": "A"}}, {"label": {}}, {"label": {"text": "b"}}]
    for find in (kind.find, kind.find_lost):
        assert find({"name": "a\n"}, listed) == listed[:1]
        assert find({"name": "c"}, listed) == []
        assert find({"name": ""}, listed) == [listed[2]]
        assert find({}, listed) == [listed[2]]
    assert pair()().find({"name": "a"}, listed) == []


def test_the_turn_is_of_the_name_in_its_scope_or_of_all_that_is_told() -> None:
    kind = plain()()
    assert kind.turn({"name": " Straße ", "size": 5}) == "('thing', 'strasse')"
    assert kind.turn({"name": "a", "parent": 7}) == "('thing', '7', 'a')"
    assert pair()().turn({"left": "l", "right": 5, "key": "not said"}) == (
        "('pair', [('left', 'l'), ('operation_timeout', 'None'), ('right', '5')])"
    )


def test_a_made_name_is_surely_one_s_own() -> None:
    made = made_name("thing", ("organization", "project", "dev", "thing"))
    kind = plain()()
    assert kind.is_mine({}, {"name": made}) is True
    assert kind.is_mine({}, {"name": "chosen"}) is False
    assert kind.is_mine({}, {}) is False
    assert pair()().is_mine({}, {"name": made, None: made}) is False


def test_a_list_without_all_fields_is_believed_while_the_stamp_stands_still() -> None:
    assert plain()().lists_everything is True
    assert plain()().is_fresh({}, {}) is True
    kind = stamped("changed")
    assert kind.lists_everything is False
    known = {"name": "a", "more": "m", "changed": "now"}
    assert kind.is_fresh({"name": "a", "meta": {"changed": "now"}}, known) is True
    assert kind.is_fresh({"name": "a", "meta": {"changed": "later"}}, known) is False
    assert kind.is_fresh({"name": "b", "meta": {"changed": "now"}}, known) is False
    assert kind.is_fresh({"name": "a"}, {"name": "a", "more": "m"}) is False
    assert kind.is_fresh({"name": "a", "meta": {"changed": "now"}}, {"name": "a", "changed": None}) is False
    assert stamped(None).is_fresh({"name": "a", "meta": {"changed": "now"}}, known) is False
    assert stamped("other").is_fresh({"name": "a", "meta": {"changed": "now"}}, {**known, "other": "x"}) is False


def test_one_object_is_looked_up_in_a_new_list_by_default() -> None:
    kind = plain()()
    props = {"size": 1}
    assert kind.get_remote(API, "2", props) == {"id": 2, "of": props}
    assert kind.get_remote(API, "1", props) == {"id": 1}
    assert kind.get_remote(API, "3", props) is None
