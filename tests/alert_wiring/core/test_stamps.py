"""When a list entry that leaves fields out is as good as the object: its own time stamp did not move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import NotFoundError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Moment, Text, Whole

MOMENT = Moment()
STAMP = "2026-09-14T08:12:44.318Z"
LATER = "2026-09-14T08:12:44.319Z"


class Account(VendorApi):
    """Objects in memory, and what was asked for."""

    objects: dict[str, Remote]
    calls: list[str]

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        del settings
        api = cls(HttpSession("memory", "http://localhost", BearerAuth("x"), lambda answer: Reason(), Limiter(1)))
        api.objects, api.calls = {}, []
        return api


class NoteKind(Kind[Account]):
    """Lists leave the text out."""

    vendor, noun, api, stamp = "memory", "note", Account, "changed"
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field("size", "size", Whole(1, 9)),
        Field("text", "text", Text(), listed=False),
        Field("changed", "changed", Moment(), computed=True),
    )

    def list_remote(self, api: Account, props: Props) -> Iterable[Remote]:
        api.calls.append("list")
        return [{key: value for key, value in one.items() if key != "text"} for one in api.objects.values()]

    def get_remote(self, api: Account, id_: str, props: Props) -> Remote | None:
        api.calls.append("get")
        return api.objects.get(id_)

    def create_remote(self, api: Account, body: Remote, inputs: Props) -> Remote:
        return self.update_remote(api, "1", body, inputs, {})

    def update_remote(self, api: Account, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        api.objects[id_] = {"id": id_, **body, "changed": STAMP}
        return api.objects[id_]

    def delete_remote(self, api: Account, id_: str, props: Props) -> None:
        if api.objects.pop(id_, None) is None:
            raise NotFoundError("memory", "DELETE", "/x", status=404)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Account:
    found = Account.connect(Settings({}, lambda key: None))
    monkeypatch.setattr("alert_wiring.core.api._shared", {(Account,): found})
    return found


@pytest.fixture
def notes(api: Account) -> Lifecycle[Account]:
    return Lifecycle(NoteKind(), lambda: Settings({}, lambda key: None), pytest.fail)


def remote(**changes: Any) -> Remote:
    return {"id": "1", "name": "a", "size": 2, "text": "long", "changed": STAMP, **changes}


KNOWN: Props = {"name": "a", "size": 2, "text": "long", "changed": STAMP}


@pytest.mark.parametrize(
    ("live", "known", "calls"),
    [
        (remote(), KNOWN, ["list"]),
        (remote(changed="2026-09-14T10:12:44.318000+02:00"), KNOWN, ["list"]),
        (remote(changed=LATER), KNOWN, ["list", "get"]),
        (remote(changed="2026-09-14T08:12:44Z"), KNOWN, ["list", "get"]),
        (remote(changed=None), KNOWN, ["list", "get"]),
        (remote(), {**KNOWN, "changed": None}, ["list", "get"]),
        (remote(size=3), KNOWN, ["list", "get"]),
        (remote(), {}, ["list", "get"]),
    ],
    ids=["same", "spelled otherwise", "moved", "cut", "none there", "none known", "a listed field moved", "import"],
)
def test_a_read_gets_what_may_have_changed(
    notes: Lifecycle[Account], api: Account, live: Remote, known: Props, calls: list[str]
) -> None:
    api.objects["1"] = live
    found = notes.read("1", {key: value for key, value in known.items() if value is not None})
    assert found is not None and found.outputs["text"] == "long"
    assert api.calls == calls


def test_the_spelling_in_state_stays(notes: Lifecycle[Account], api: Account) -> None:
    api.objects["1"] = remote(changed="2026-09-14T08:12:44.318000Z")
    found = notes.read("1", KNOWN)
    assert found is not None and found.outputs == KNOWN, "a refresh shows no change"


def test_what_we_wrote_in_this_process_is_read_again(notes: Lifecycle[Account], api: Account) -> None:
    """The list is older than the write, and the answer to the write may be older than the object."""
    made = notes.create({"name": "a", "text": "long"})
    assert api.calls == ["list"]
    api.objects["1"]["text"] = "by hand"
    found = notes.read("1", made.outputs)
    assert found is not None and found.outputs["text"] == "by hand"
    assert api.calls == ["list", "get"]


def test_gone_takes_more_than_a_list(notes: Lifecycle[Account], api: Account) -> None:
    assert notes.read("1", KNOWN) is None
    assert api.calls == ["list", "get"]


moments = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments, zones)
def test_an_instant_is_the_same_in_every_zone_and_precision(moment: datetime, zone: timezone) -> None:
    plain = f"{moment:%Y-%m-%dT%H:%M:%S.%f}"
    spellings = [f"{plain}Z", f"{plain}000Z", plain, f" {plain}+00:00", moment.astimezone(zone).isoformat()]
    if not moment.microsecond:
        spellings.append(f"{moment:%Y-%m-%dT%H:%M:%S}Z")
    assert all(MOMENT.same(one, other) for one in spellings for other in spellings)


@given(moments, moments)
def test_other_instants_are_not(one: datetime, other: datetime) -> None:
    assert MOMENT.same(one.isoformat(), other.isoformat()) is (one == other)


@pytest.mark.parametrize("text", ["soon", "", "1757837564", "2026-13-41T99:99:99Z", "0001-01-01T00:00:00+23:00"])
def test_what_is_no_time_stamp_is_compared_as_text(text: str) -> None:
    assert MOMENT.same(text, text)
    assert not MOMENT.same(text, STAMP) and not MOMENT.same(STAMP, text)
    assert not MOMENT.same(text, None) and not MOMENT.same(None, text)


def test_nanoseconds_count() -> None:
    assert not MOMENT.same("2026-09-14T08:12:44.318000001Z", "2026-09-14T08:12:44.318Z")
