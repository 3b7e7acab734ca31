"""Users in alert groups, over every backend (`api-fortress.md 1.6`, `4.6` U1 to U3)."""

from __future__ import annotations

from typing import Any

import pytest
from apif_backends import rest_only

from alert_wiring.apifortress.alert_group import AlertGroupKind
from alert_wiring.apifortress.group_user import GroupUserKind
from alert_wiring.core.errors import NoMatchError, SeveralMatchesError

GROUP, MEMBER = AlertGroupKind(), GroupUserKind()


def members(account: Any, group: str) -> dict[int, bool]:
    rows = account.control.objects("apifortress", "groupUsers")
    return {row["userId"]: row["sms"] for row in rows if str(row["alertGroupId"]) == group}


def test_the_life_of_a_membership(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": "payments"})
    id_, outputs = account.made(MEMBER, {"alert_group_id": group, "user": " Ann@Example.com ", "send_sms": True})
    assert id_ == f"{group}/12"
    assert outputs == {
        "alert_group_id": group,
        "user": " Ann@Example.com ",
        "send_sms": True,
        "user_id": "12",
        "email": "ann@example.com",
        "full_name": "Ann Example",
    }
    assert members(account, group) == {12: True}
    account.new_process()
    read = account.of(MEMBER).read(id_, outputs)
    assert read is not None
    assert read.outputs == outputs
    account.of(MEMBER).delete(id_, outputs)
    account.of(MEMBER).delete(id_, outputs)
    assert members(account, group) == {}
    account.new_process()
    assert account.of(MEMBER).read(id_, outputs) is None


@pytest.mark.parametrize("spelling", ["12", "ann@example.com", "ANN@example.com", "Ann Example"])
def test_every_way_of_naming_a_user_is_the_same_user(account: Any, spelling: str) -> None:
    group, _ = account.made(GROUP, {"name": "payments"})
    id_, outputs = account.made(MEMBER, {"alert_group_id": group, "user": spelling})
    assert (id_, outputs["user"], outputs["send_sms"]) == (f"{group}/12", spelling, False)
    for other in ("12", "ann@example.com", "Ann Example"):
        assert account.of(MEMBER).diff(outputs, {**outputs, "user": other}).changed == ()
    for name, value in (("user", "13"), ("alert_group_id", "170"), ("send_sms", True)):
        change = account.of(MEMBER).diff(outputs, {**outputs, name: value})
        assert (change.changed, change.replaces) == ((name,), (name,)), "the flag is set by delete and add (7.12)"


def test_other_users_of_the_group_are_untouched_and_one_that_is_there_is_taken_in(account: Any) -> None:
    before = members(account, "170")
    assert before == {11: False, 12: True}
    made, outputs = account.made(MEMBER, {"alert_group_id": "170", "user": "13"})
    taken, _ = account.made(MEMBER, {"alert_group_id": "170", "user": "Ann Example", "send_sms": True})
    assert (made, taken) == ("170/13", "170/12")
    assert members(account, "170") == {**before, 13: False}
    account.made(MEMBER, {"alert_group_id": "170", "user": "Mary Manager", "send_sms": True})
    assert members(account, "170") == {11: True, 12: True, 13: False}
    account.of(MEMBER).delete(made, outputs)
    assert members(account, "170") == {11: True, 12: True}


def test_a_membership_that_others_took_away_or_changed_is_drift(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": "payments"})
    one, first = account.made(MEMBER, {"alert_group_id": group, "user": "12"})
    two, second = account.made(MEMBER, {"alert_group_id": group, "user": "13"})
    account.control.delete("apifortress", "groupUsers", one)
    account.control.edit("apifortress", "groupUsers", two, sms=True)
    account.new_process()
    assert account.of(MEMBER).read(one, first) is None
    live = account.of(MEMBER).read(two, second)
    assert live is not None
    assert account.of(MEMBER).diff(live.outputs, second).replaces == ("send_sms",)


def test_a_deleted_group_takes_its_users_along(account: Any) -> None:
    group, outputs = account.made(GROUP, {"name": "payments"})
    id_, member = account.made(MEMBER, {"alert_group_id": group, "user": "12"})
    account.of(GROUP).delete(group, outputs)
    account.new_process()
    assert account.of(MEMBER).read(id_, member) is None
    account.of(MEMBER).delete(id_, member)


def test_only_who_is_in_a_group_is_known_by_name(account: Any) -> None:
    with pytest.raises(NoMatchError, match=r'in any alert group, .* write user="<id>"'):
        account.of(MEMBER).create({"alert_group_id": "171", "user": "paul@example.com"})
    assert account.made(MEMBER, {"alert_group_id": "171", "user": "13"})[1]["email"] == "paul@example.com"
    account.new_process()
    assert account.made(MEMBER, {"alert_group_id": "172", "user": "paul@example.com"})[0] == "172/13"


def test_a_name_that_fits_nobody_or_several_is_refused(account: Any) -> None:
    with pytest.raises(NoMatchError, match=r"Did you mean 'ann@example\.com'"):
        account.of(MEMBER).create({"alert_group_id": "171", "user": "an@example.com"})
    account.control.edit("apifortress", "users", 11, fullName="Ann Example")
    account.new_process()
    with pytest.raises(SeveralMatchesError, match=r"manager@example.com.*Write the e-mail address"):
        account.of(MEMBER).create({"alert_group_id": "171", "user": "Ann Example"})


@rest_only
def test_what_a_membership_costs(account: Any) -> None:
    account.control.clear_log()
    account.made(MEMBER, {"alert_group_id": "171", "user": "12"})
    assert account.requests() == ["GET /alertGroups/171/users", "PUT /alertGroups/171/users/12"]
    account.new_process()
    account.control.clear_log()
    account.made(MEMBER, {"alert_group_id": "171", "user": "Mary Manager"})
    listed, named, *of_each, added = account.requests()
    assert (listed, named, added) == ("GET /alertGroups/171/users", "GET /alertGroups", "PUT /alertGroups/171/users/11")
    assert sorted(of_each) == [f"GET /alertGroups/{group}/users" for group in (170, 171, 172)]
