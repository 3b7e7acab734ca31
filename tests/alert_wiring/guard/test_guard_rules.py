"""The rules over small estates, by hand and at random against a count that knows nothing of resources."""

from __future__ import annotations

import pytest
from guard_estates import estate, group, pair, project_id, route, unknown_group, whole
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.core.marks import made_name
from alert_wiring.guard.judge import judge
from alert_wiring.guard.permission import Permission
from alert_wiring.guard.resources import ALERT_GROUP, ASSIGNMENT, Resource, resource_of
from alert_wiring.guard.rules import FEW_ROUTES_REMOVED, FOREIGN_MARK, MOST_REMOVED, NO_STRANDED_PROJECT, RULES

NOTHING = Permission()
BEFORE = estate(*route("one", "11", "Orders", "Portal"), *route("two", "12", "Checkout", "Search"))


def broken(after: dict[str, Resource], permission: Permission = NOTHING) -> list[tuple[str, str]]:
    """Return rule and thing of each violation from `BEFORE` to `after`."""
    return [(one.rule, one.thing) for one in judge(BEFORE, after, permission)]


def without(*names: str) -> dict[str, Resource]:
    """Return `BEFORE` without some resources."""
    return {urn: one for urn, one in BEFORE.items() if one.name not in names}


def test_nothing_is_broken_by_no_change() -> None:
    assert broken(BEFORE) == []


def test_a_project_without_its_assignment_is_stranded() -> None:
    assert broken(without("one-Orders")) == [(NO_STRANDED_PROJECT, "Orders")]


def test_projects_of_a_group_that_leads_nowhere_are_stranded() -> None:
    """The assignments stand; what leads out of their group does not. Half of all routes is too much as well."""
    found = broken(without("one-out"))
    assert found == [(NO_STRANDED_PROJECT, "Orders"), (NO_STRANDED_PROJECT, "Portal"), (FEW_ROUTES_REMOVED, "Orders")]


def test_a_project_is_the_same_under_its_name_and_its_id() -> None:
    """A route of another name, which tells the project by its id, in a group that is only made in this run."""
    id_ = str(BEFORE[next(urn for urn in BEFORE if urn.endswith("one-Orders"))].props["project_id"])
    made = group("three", "")
    way = resource_of(unknown_group(route("three", "x")[1], made["urn"]))
    moved = resource_of(unknown_group(pair("three-orders", id_, "x"), made["urn"]))
    after = without("one-Orders") | {made["urn"]: resource_of(made), moved.urn: moved}
    assert broken(after) == [(NO_STRANDED_PROJECT, "Orders")]
    assert broken(after | {way.urn: way}) == []


def test_a_group_that_the_stack_does_not_manage_leads_somewhere() -> None:
    assert broken(without("one-Orders") | estate(pair("elsewhere", "Orders", "999"))) == []


def test_a_whole_set_is_a_route_per_group_and_an_empty_one_strands() -> None:
    before = estate(*route("one", "11"), *route("two", "12"), whole("all", "Orders", ["11", "12"]))
    one_left = estate(*route("one", "11"), *route("two", "12"), whole("all", "Orders", ["11"]))
    none_left = estate(*route("one", "11"), *route("two", "12"), whole("all", "Orders", []))
    assert [one.rule for one in judge(before, one_left, NOTHING)] == [FEW_ROUTES_REMOVED]
    assert [one.rule for one in judge(before, none_left, NOTHING)] == [NO_STRANDED_PROJECT, FEW_ROUTES_REMOVED]


@pytest.mark.parametrize("name", ["Orders", " Orders ", project_id("Orders")])
def test_what_is_named_may_go(name: str) -> None:
    assert broken(without("one-Orders"), Permission(allow={name: "retired"})) == []
    assert broken(without("one-Orders"), Permission(allow={"Order": "retired"})) != []


def test_a_rule_that_is_turned_off_says_nothing() -> None:
    off = Permission(off={NO_STRANDED_PROJECT: "we move"})
    assert broken({}, off) == [(FEW_ROUTES_REMOVED, "Orders")]
    assert broken({}, Permission(off=dict.fromkeys(RULES, "we move"))) == []


PROJECTS = ["Orders", "Portal", "Checkout", "Search", "Login"]
GROUPS = ["11", "12", "13"]
Pairs = frozenset[tuple[str, str]]
PAIRS = st.frozensets(st.tuples(st.sampled_from(PROJECTS), st.sampled_from(GROUPS)), max_size=12)
LEADING = st.frozensets(st.sampled_from(GROUPS))


def built(pairs: Pairs, leading: frozenset[str]) -> dict[str, Resource]:
    """Return an estate: groups, connectors in those that lead somewhere, and pairs."""
    rows = [row for id_ in GROUPS for row in route(f"g{id_}", id_)[: 2 if id_ in leading else 1]]
    return estate(*rows, *(pair(f"{project}-{id_}", project, id_) for project, id_ in pairs))


@given(PAIRS, LEADING, PAIRS, LEADING, st.frozensets(st.sampled_from(PROJECTS)))
def test_the_rules_agree_with_a_count(
    before: Pairs, led: frozenset[str], after: Pairs, still_led: frozenset[str], named: frozenset[str]
) -> None:
    """Who is stranded and how many go, counted over plain pairs; every violation tells how to be allowed."""
    had = {project: sum(one == project and id_ in led for one, id_ in before) for project in PROJECTS}
    has = {project: sum(one == project and id_ in still_led for one, id_ in after) for project in PROJECTS}
    stranded = {project for project in PROJECTS if had[project] and not has[project]} - named
    lost = sum(max(0, had[project] - has[project]) for project in PROJECTS if project not in named)
    found = judge(built(before, led), built(after, still_led), Permission(allow=dict.fromkeys(named, "why")))
    assert {one.thing for one in found if one.rule == NO_STRANDED_PROJECT} == stranded
    assert any(one.rule == FEW_ROUTES_REMOVED for one in found) == (lost > sum(had.values()) * MOST_REMOVED)
    for one in found:
        assert f'allow["{one.thing}"]' in one.line and f"turned_off.{one.rule}" in one.line and "\n" not in one.line


IDENTITY = ("organization", "wired", "dev", ALERT_GROUP, "payments")
MINE = made_name("payments", IDENTITY)
THEIRS = made_name("payments", (*IDENTITY[:2], "prod", *IDENTITY[3:]))
OTHER = made_name("orders", (*IDENTITY[:4], "orders"))
STRANGE = made_name("orders", (*IDENTITY[:2], "prod", ALERT_GROUP, "orders"))


def labelled(label: str, name: str = "payments", type_: str = ALERT_GROUP) -> dict[str, Resource]:
    """Return one group with this label."""
    return estate({"urn": f"urn:pulumi:dev::wired::{type_}::{name}", "type": ALERT_GROUP, "inputs": {"name": label}})


@pytest.mark.parametrize(
    ("label", "organization", "foreign"),
    [
        (MINE, "organization", False),
        (THEIRS, "organization", True),
        (THEIRS, None, False),  # without the organization only the front of the name tells
        (OTHER, None, False),  # of the same stack: the resource was renamed
        (OTHER, "organization", False),
        (STRANGE, None, True),
        (STRANGE, "organization", True),
        ("chosen by a person", "organization", False),
        ("payments-0123456789", "organization", False),
    ],
)
def test_a_mark_of_another_is_told(label: str, organization: str | None, foreign: bool) -> None:
    wanted = [FOREIGN_MARK] if foreign else []
    assert [one.rule for one in judge({}, labelled(label), NOTHING, organization)] == wanted
    assert [one.rule for one in judge(labelled(label), {}, NOTHING, organization)] == wanted
    assert judge(labelled(label), labelled(label), NOTHING, organization) == []
    for name in (label, "payments", next(iter(labelled(label)))):
        assert judge({}, labelled(label), Permission(allow={name: "it moves here"}), organization) == []


def test_what_is_kept_is_not_deleted_and_outer_components_need_not_be_known() -> None:
    kept = labelled(THEIRS)
    row = next(iter(kept.values()))
    assert judge({row.urn: Resource(row.urn, row.type, props=row.props, kept=True)}, {}, NOTHING, "organization") == []
    nested = labelled(MINE, type_=f"their:index:Outer${ALERT_GROUP}")
    assert judge({}, nested, NOTHING, "organization") == []


def test_an_assignment_that_is_only_read_is_no_route() -> None:
    read = Resource(f"urn:pulumi:dev::wired::{ASSIGNMENT}::x", ASSIGNMENT, props={"project": "x"}, external=True)
    assert judge({read.urn: read}, {}, NOTHING) == []
