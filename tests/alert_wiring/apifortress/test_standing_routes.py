"""The last line of defence: which deletions the instance itself speaks against."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from alert_wiring.apifortress.objects import Group, Instance, Member, Project
from alert_wiring.apifortress.standing import StandingRoutes
from alert_wiring.core.errors import RefusedError, SettingError
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.dynamic.seen import Seen

DROPPED, DESTROYED = Removal.DROPPED, Removal.DESTROYED
OFF = {"turned_off": dict.fromkeys(("no-stranded-project", "few-routes-removed"), "why")}


class Estate:
    """An instance with two projects: Orders is heard of in two ways, Portal in one."""

    def __init__(self, *, counts: bool = True) -> None:
        self.calls: Counter[str] = Counter()
        self._ways = {"1": 2, "2": 1, "3": 0}
        self._counts = counts

    def list_projects(self) -> list[Project]:
        self.calls["projects"] += 1
        return [Project("10", "Orders", frozenset("123")), Project("11", "Portal", frozenset("2"))]

    def list_groups(self) -> list[Group]:
        self.calls["groups"] += 1
        return [Group(id_, id_, 0, number if self._counts else 0) for id_, number in self._ways.items()]

    def list_instances(self, group_id: str) -> list[Instance]:
        self.calls["instances"] += 1
        return [Instance(str(one), group_id, "d", "JSON Alert", {}) for one in range(self._ways[group_id])]

    def list_members(self, group_id: str) -> list[Member]:
        return []


@pytest.fixture
def instance() -> Estate:
    return Estate()


@pytest.fixture
def standing(instance: Estate) -> StandingRoutes:
    return StandingRoutes(instance)  # type: ignore[arg-type]


def permitting(permission: Any = None) -> Settings:
    return Settings({"ALERT_WIRING_GUARD": json.dumps(permission or {})}, lambda _: None)


def test_the_last_group_that_leads_somewhere_stays(standing: StandingRoutes, instance: Estate) -> None:
    """Groups that lead nowhere count for nothing, and what went before is remembered; two lists are all it costs."""
    standing.hold_groups("10", {"1"}, DROPPED, permitting())
    standing.hold_groups("10", {"3"}, DROPPED, permitting())
    with pytest.raises(RefusedError, match="nobody would hear of failures in project 'Orders' any more"):
        standing.hold_groups("10", {"2"}, DROPPED, permitting())
    assert instance.calls == {"projects": 1, "groups": 1, "instances": 1}, "one look at the group that counts nothing"


def test_the_last_connector_of_a_projects_last_group_stays(standing: StandingRoutes) -> None:
    standing.hold_way("1", DROPPED, permitting())
    standing.hold_way("1", DROPPED, permitting())
    standing.hold_way("3", DROPPED, permitting())
    with pytest.raises(RefusedError, match=r"project '(Orders|Portal)'"):
        standing.hold_way("2", DROPPED, permitting())


def test_a_destroy_takes_no_route_that_leads_somewhere(standing: StandingRoutes) -> None:
    with pytest.raises(RefusedError, match=r"a destroy takes this route of project 'Orders' away .*few-routes-removed"):
        standing.hold_groups("10", {"1"}, DESTROYED, permitting())
    with pytest.raises(RefusedError, match="few-routes-removed"):
        standing.hold_way("1", DESTROYED, permitting())
    with pytest.raises(RefusedError, match="no-stranded-project"):
        standing.hold_groups("11", {"2"}, DESTROYED, permitting())
    standing.hold_groups("10", {"3"}, DESTROYED, permitting())
    standing.hold_groups("12", {"3"}, DESTROYED, permitting())


@pytest.mark.parametrize("name", ["Portal", "11"])
def test_a_named_project_may_become_silent(standing: StandingRoutes, name: str) -> None:
    standing.hold_groups("11", {"2"}, DESTROYED, permitting({"allow": {name: "retired"}}))


def test_each_rule_is_turned_off_by_itself(standing: StandingRoutes, instance: Estate) -> None:
    standing.hold_groups("11", {"2"}, DESTROYED, permitting(OFF))
    assert not instance.calls, "nothing is asked where nothing can be refused"
    silent = permitting({"turned_off": {"no-stranded-project": "why"}})
    with pytest.raises(RefusedError, match="few-routes-removed"):
        standing.hold_groups("11", {"2"}, DESTROYED, silent)
    standing.hold_groups("11", {"2"}, DROPPED, silent)
    with pytest.raises(SettingError):
        standing.hold_groups("11", {"2"}, DROPPED, permitting({"turned_off": {"no-stranded-project": ""}}))


def test_groups_that_come_back_count_as_far_as_they_exist(standing: StandingRoutes) -> None:
    with pytest.raises(RefusedError):
        standing.hold_groups("11", {"2"}, DROPPED, permitting(), back={"9", "3"})
    standing.hold_groups("11", {"2"}, DROPPED, permitting(), back={"1"})


def test_a_list_that_does_not_count_is_no_reason_to_let_go() -> None:
    standing = StandingRoutes(Estate(counts=False))  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="no-stranded-project"):
        standing.hold_groups("11", {"2"}, DROPPED, permitting())


def test_why_an_object_is_deleted_is_told_by_what_was_seen_before() -> None:
    seen = Seen()
    assert seen.removal("urn:a", "connector", "1") is DESTROYED
    seen.checked("urn:b")
    assert seen.removal("urn:a", "connector", "1") is DROPPED
    assert seen.removal("urn:b", "connector", "1") is Removal.REPLACED
    seen.replaced("connector", "1")
    assert seen.removal("urn:a", "connector", "1") is Removal.REPLACED
    assert seen.removal("urn:a", "alert group", "1") is DROPPED
