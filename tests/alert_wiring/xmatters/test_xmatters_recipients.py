"""Looking recipients up: the documented exchanges, and what is said when somebody cannot be notified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alert_wiring.core.errors import InputError, NoMatchError, SeveralMatchesError
from alert_wiring.xmatters import lookups
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.recipient_search import Recipient, find_recipients, split_names
from support.cassettes import replay

CASSETTES = Path(__file__).parent / "cassettes"
THREE = "jdoe,Ops On-Call,mmcbride|Work Email"

PEOPLE: dict[str, dict[str, Any]] = {
    "jdoe": {"id": "p-1", "status": "ACTIVE"},
    "mmcbride": {"id": "p-2", "status": "ACTIVE"},
    "gone": {"id": "p-3", "status": "INACTIVE"},
    "Both": {"id": "p-4", "status": "ACTIVE"},
    "deaf": {"id": "p-5", "status": "ACTIVE"},
}
GROUPS: dict[str, dict[str, Any]] = {
    "Ops On-Call": {"id": "g-1", "status": "ACTIVE"},
    "Both": {"id": "g-2", "status": "ACTIVE"},
    "Nobody": {"id": "g-3", "status": "ACTIVE"},
}
DEVICES: dict[str, dict[str, Any]] = {
    "mmcbride|Work Email": {"id": "d-1", "status": "ACTIVE"},
    "mmcbride|Pager": {"id": "d-2", "status": "INACTIVE"},
    "jdoe|Phone": {"id": "d-3", "status": "ACTIVE", "testStatus": "INVALID"},
}


class FakeApi:
    """People, groups and devices in memory, asked by name or id."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def get(self, path: str) -> dict[str, Any] | None:
        self.calls.append(path)
        kind, _, quoted_name = path[1:].partition("/")
        name = quoted_name.replace("%20", " ").replace("%7C", "|")
        return next((item for item in self._all(kind) if name in (item["id"], item["targetName"])), None)

    def list_all(self, path: str, query: str = "", **_options: Any) -> list[dict[str, Any]]:
        self.calls.append(path)
        if path.endswith("/devices"):
            owner = path.split("/")[2]
            names = {item["id"]: item["targetName"] for item in self._all("people")}
            return [item for item in self._all("devices") if item["targetName"].startswith(f"{names[owner]}|")]
        if path.endswith("/members"):
            return [] if "g-3" in path else [{"member": {"id": "p-1"}}]
        search = query.removeprefix("search=").lower()
        return [item for item in self._all(path[1:]) if search in item["targetName"].lower()]

    @staticmethod
    def _all(kind: str) -> list[dict[str, Any]]:
        table, word = {"people": (PEOPLE, "PERSON"), "groups": (GROUPS, "GROUP"), "devices": (DEVICES, "DEVICE")}[kind]
        return [{"targetName": name, "recipientType": word, **item} for name, item in table.items()]


def find(*names: str) -> list[Recipient]:
    return find_recipients(FakeApi(), names)  # type: ignore[arg-type]  # it has what the look-up uses


def test_people_groups_and_devices_are_found_as_documented(api: XMattersApi) -> None:
    with replay(CASSETTES / "recipients_three.yaml"):
        found = find_recipients(api, [THREE])
    assert [(one.name, one.kind) for one in found] == [
        ("jdoe", "PERSON"),
        ("Ops On-Call", "GROUP"),
        ("mmcbride|Work Email", "DEVICE"),
    ]


@pytest.mark.parametrize("name", ["person_search", "person_devices", "group_search", "group_members"])
def test_lists_of_recipients_are_read_as_documented(api: XMattersApi, name: str) -> None:
    path, query = {
        "person_search": ("/people", "search=jdo"),
        "person_devices": ("/people/c21b7cc9-c52a-4878-8d26-82b26469fdc7/devices", ""),
        "group_search": ("/groups", "search=Ops&fields=NAME&operand=AND"),
        "group_members": ("/groups/386e0838-8e68-4429-8bc0-1951829c2b01/members", ""),
    }[name]
    with replay(CASSETTES / f"{name}.yaml"):
        assert len(api.list_all(path, query, page=100)) == 1


def test_a_list_is_trimmed_and_each_is_named_once() -> None:
    assert split_names(["a, b ,,a", " c "]) == ["a", "b", "c"]
    assert [one.id for one in find("jdoe, p-1")] == ["p-1"]


def test_an_id_may_stand_for_a_name_and_is_what_gets_written() -> None:
    assert [one.name for one in find("p-4", "g-2")] == ["p-4", "g-2"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("jdo", "did you mean jdoe"),
        ("xdoe", "did you mean jdoe"),
        ("Ops OnCall", "did you mean Ops On-Call"),
        ("zzzzzz", "check the spelling"),
        ("mmcbride|Work Mail", r"no device.*did you mean mmcbride\|Work Email"),
        ("mmcbrid|Work Email", r"did you mean mmcbride\|"),
        ("gone", "inactive person"),
        ("mmcbride|Pager", "inactive device"),
    ],
)
def test_who_cannot_be_notified_is_refused_with_what_was_meant(name: str, says: str) -> None:
    with pytest.raises(NoMatchError, match=says):
        find(name)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(NoMatchError) as raised:
        find("jdo", "gone", "Both", "jdoe")
    assert all(f"'{name}'" in raised.value.text for name in ("jdo", "gone", "Both"))
    assert "'jdoe'" not in raised.value.text


def test_a_person_and_a_group_of_one_name_are_both_named() -> None:
    with pytest.raises(SeveralMatchesError, match="person with id p-4 and the group with id g-2: write the id"):
        find("Both")


def test_nobody_at_all_is_refused() -> None:
    with pytest.raises(NoMatchError, match="write at least one"):
        find(" , ")


@pytest.mark.parametrize(
    ("name", "says"),
    [("deaf", "no active device"), ("Nobody", "no members"), ("jdoe|Phone", "INVALID")],
)
def test_who_is_there_but_out_of_reach_is_warned_about(name: str, says: str) -> None:
    (found,) = find(name)
    assert says in found.warnings[0]


def test_the_programs_look_up_asks_once_and_warns_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeApi()
    warned: list[str] = []
    monkeypatch.setattr(lookups, "shared_api", lambda *_args: fake)
    monkeypatch.setattr("pulumi.log.warn", warned.append)
    found = lookups.recipients("deaf,jdoe", "Ops On-Call")
    asked = list(fake.calls)
    assert str(lookups.recipients("jdoe", "deaf")) == "jdoe,deaf"
    assert fake.calls == asked
    assert found.text == "deaf,jdoe,Ops On-Call"
    assert len(warned) == 1


def test_an_output_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "shared_api", lambda *_args: FakeApi())
    with pytest.raises(InputError, match="must be a text"):
        lookups.recipients(object())  # type: ignore[arg-type]
