"""Who manages a project's alert groups, and projects by pattern: what a program registers, tells and refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from conftest_route import World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alert_wiring import AlertRoute, apifortress
from alert_wiring.apifortress import lookups, patterns
from alert_wiring.core import api as shared
from alert_wiring.core.errors import InputError, NoMatchError, SeveralMatchesError, WiringError


@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program believe that it is previewed."""
    monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: True)


def whole(name: str, project: Any) -> Any:
    return apifortress.ProjectAssignments(name, project=project, alert_group_ids=["171"])


def pair(name: str, project: Any, group: Any = "170") -> Any:
    return apifortress.ProjectAssignment(name, project=project, alert_group_id=group)


def later(value: str) -> pulumi.Output[str]:
    return pulumi.Output.from_input(value)


def several(*made: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: pulumi.Output.all(*(one().id for one in made))


@pytest.mark.usefixtures("unread_futures")
@pytest.mark.parametrize("spelling", ["Inventory", "2901"])
@pytest.mark.parametrize("when", [str, later])
def test_a_pair_and_a_whole_set_on_one_project_are_refused_with_both_names(
    world: World, spelling: str, when: Callable[[str], Any]
) -> None:
    for first, second in (
        (lambda: whole("all", "Inventory"), lambda: pair("one", when(spelling))),
        (lambda: pair("one", when(spelling)), lambda: whole("all", "Inventory")),
    ):
        with pytest.raises(InputError) as caught:
            world.run(several(first, second))
        assert "ProjectAssignments 'all' owns the whole set of alert groups" in caught.value.text
        assert "and ProjectAssignment 'one' adds one: they would undo each other" in caught.value.text
        assert isinstance(caught.value, pulumi.RunError), "one line, no traceback"
        assert len({one.name for one in world.registered if "ProjectAssignment" in one.type}) <= 1


def test_two_whole_sets_of_one_project_are_refused(world: World) -> None:
    with pytest.raises(InputError, match=r"ProjectAssignments 'b' owns the whole set .* 'a' owns it too"):
        world.run(several(lambda: whole("a", "Inventory"), lambda: whole("b", "2901")))


def test_a_route_and_a_whole_set_on_one_project_are_refused(world: World) -> None:
    def program() -> Any:
        AlertRoute("payments", projects=["Inventory"], ilert_escalation_policy="Payments on-call")
        return whole("all", "2901").id

    with pytest.raises(
        InputError, match=r"ProjectAssignments 'all' owns .* ProjectAssignment 'payments-Inventory' adds"
    ):
        world.run(program)


def test_pairs_beside_each_other_and_sets_of_other_projects_are_fine(world: World) -> None:
    for _ in range(2):  # what one run claimed means nothing to the next
        world.run(
            several(
                lambda: pair("a", "Inventory"),
                lambda: pair("b", "2901", "171"),
                lambda: whole("c", "Checkout"),
                lambda: whole("d", later("Payments API")),
            )
        )
        assert len(world.of("apifortress:ProjectAssignments")) == 2


def test_a_set_of_a_project_that_does_not_exist_names_near_ones(world: World) -> None:
    with pytest.raises(NoMatchError, match="Did you mean 'Inventory'"):
        world.run(lambda: whole("all", "Inventry").id)


@pytest.mark.usefixtures("preview")
def test_the_preview_tells_what_a_set_takes_out_and_whether_it_comes_back(world: World) -> None:
    def program(**more: Any) -> Callable[[], Any]:
        return lambda: apifortress.ProjectAssignments("all", project="Inventory", **more).id

    world.run(program(alert_group_ids=["171", "2"]))
    assert world.said == [
        "API Fortress project 'Inventory' loses all other alert groups: 'datadog 2' go, and come back when this "
        "resource is deleted."
    ]
    world.said.clear()
    world.run(program(alert_group_ids=[], on_delete="empty"))
    assert world.said == [
        "API Fortress project 'Inventory' loses all other alert groups: 'datadog', 'datadog 2' go, and do not come "
        "back by themselves."
    ]
    world.said.clear()
    world.run(program(alert_group_ids=["172", "171"]))
    assert world.said == [], "nothing is lost"


def test_an_up_does_not_tell_again(world: World) -> None:
    world.run(lambda: whole("all", "Inventory").id)
    assert apifortress.projects_matching("*API") == ["Orders API", "Payments API"]
    assert world.said == []


@pytest.mark.usefixtures("preview")
def test_a_route_takes_patterns_and_shows_what_they_match(world: World) -> None:
    def program() -> Any:
        route = AlertRoute(
            "payments", projects=["Checkout", "*API", "Check*"], ilert_escalation_policy="Payments on-call"
        )
        return pulumi.Output.all(route.assignments, route.matched_projects)

    assignments, matched = world.run(program)
    assert list(assignments) == ["Checkout", "Orders API", "Payments API"]
    assert matched == {"*API": ["Orders API", "Payments API"], "Check*": ["Checkout"]}
    assert [one.inputs["project"] for one in world.of("apifortress:ProjectAssignment")] == list(assignments)
    assert "API Fortress projects that match '*API': 'Orders API', 'Payments API'" in world.said


@pytest.mark.usefixtures("preview")
def test_assigned_projects_take_lists_and_patterns(world: World) -> None:
    def program() -> Any:
        made = apifortress.AssignedProjects("p", alert_group_id="170", projects=["3074", "*API", "Checkout"])
        return pulumi.Output.all(made.project_ids.apply(list), made.matched_projects)

    ids, matched = world.run(program)
    assert ids == ["3074", "Orders API", "Checkout"], "each project once, and as it was written"
    assert matched == {"*API": ["Orders API", "Payments API"]}
    assert [one.name for one in world.of("apifortress:ProjectAssignment")] == ["p-3074", "p-Orders API", "p-Checkout"]
    assert len([text for text in world.said if "that match '*API'" in text]) == 1


@pytest.mark.parametrize("projects", [[], "Checkout", ""])
def test_assigned_projects_need_a_list(world: World, projects: Any) -> None:
    with pytest.raises(InputError, match="projects must be a list: write projects="):
        world.run(lambda: apifortress.AssignedProjects("p", alert_group_id="1", projects=projects).project_ids)


def test_nothing_matched_is_an_error_with_near_names(world: World) -> None:
    with pytest.raises(NoMatchError, match=r"No API Fortress project matches 'Paymnts\*'. Near are 'Payments API'"):
        world.run(lambda: apifortress.AssignedProjects("p", alert_group_id="1", projects=["Paymnts*"]).project_ids)
    with pytest.raises(NoMatchError, match=r"matches 'payments \*'. Near are 'Payments API'"):
        apifortress.projects_matching("payments *")
    with pytest.raises(NoMatchError, match="There are 'Alert to iLert', 'Checkout'"):
        apifortress.projects_matching("zzzz?")
    assert world.registered == []


def test_a_pattern_needs_the_account(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APIFORTRESS_API_KEY")
    with pytest.raises(WiringError, match="APIFORTRESS_API_KEY"):
        apifortress.projects_matching("*")
    world.run(lambda: apifortress.AssignedProjects("p", alert_group_id="1", projects=["Anything"]).project_ids)


def test_a_project_may_be_called_like_a_pattern(world: World) -> None:
    odd = world.control.add_project("What?")
    world.control.add_project("Whats")
    world.control.add_project("[EU] Orders")
    assert patterns.expanded(["What?"]).projects == ["What?"]
    assert patterns.expanded(["What?"]).matched == {}
    assert apifortress.projects_matching("W*") == ["What?", "Whats"]
    assert apifortress.projects_matching("[EU]*") == ["[EU] Orders"]
    assert lookups.get_project("What?").id == str(odd["id"])


def test_projects_of_one_name_are_written_by_their_ids(world: World) -> None:
    ids = [str(world.control.add_project("Twice")["id"]) for _ in range(2)]
    assert sorted(apifortress.projects_matching("Twic*")) == sorted(ids)
    with pytest.raises(SeveralMatchesError):
        patterns.expanded(["Twice", "*"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pattern=st.text("aAb*?[]. ", min_size=1, max_size=6), names=st.sets(st.text("aAb*?[]. ", min_size=1, max_size=6))
)
def test_a_pattern_matches_what_a_person_would_read_into_it(
    monkeypatch: pytest.MonkeyPatch, pattern: str, names: set[str]
) -> None:
    """Against a matcher that eats the pattern letter by letter."""

    def reads(pattern: str, name: str) -> bool:
        if not pattern:
            return not name
        if pattern[0] == "*":
            return reads(pattern[1:], name) or (bool(name) and reads(pattern, name[1:]))
        return bool(name) and pattern[0] in ("?", name[0]) and reads(pattern[1:], name[1:])

    rows = [{"id": str(number), "name": name} for number, name in enumerate(sorted(names))]
    wanted = {row["id"] for row in rows if reads(pattern.strip(), row["name"].strip())}
    try:
        found = {row["id"] for row in patterns._matching(rows, pattern)}
    except NoMatchError:
        found = set()
    assert found == wanted


def test_alert_groups_and_users_are_looked_up_by_name_and_id(world: World) -> None:
    assert apifortress.get_alert_group("datadog") == apifortress.get_alert_group("171")
    assert apifortress.get_alert_group(" Slack Demo ").id == "2"
    with pytest.raises(NoMatchError, match="Did you mean 'Slack Demo'"):
        apifortress.get_alert_group("slack demo")
    assert apifortress.get_user("ANN@example.com") == apifortress.get_user("12") == apifortress.get_user("Ann Example")
    assert apifortress.get_user("12").email == "ann@example.com"
    with pytest.raises(NoMatchError, match="Did you mean 'Mary Manager'"):
        apifortress.get_user("Marie Manager")
    world.control.create("apifortress", "alertGroups", {"label": "datadog", "companyId": 1})
    shared._shared.clear()
    with pytest.raises(SeveralMatchesError, match=r"id 171.*Write the id instead of the label"):
        apifortress.get_alert_group("datadog")


def test_a_user_is_verified_while_the_program_runs(world: World) -> None:
    with pytest.raises(NoMatchError, match="in any alert group"):
        world.run(lambda: apifortress.GroupUser("u", alert_group_id="171", user="nobody@example.com").id)
    assert world.of("apifortress:GroupUser") == []
    world.run(lambda: apifortress.GroupUser("u", alert_group_id="171", user="999", send_sms=True).id)
    assert world.one("apifortress:GroupUser").inputs["send_sms"] is True


def test_matching_asks_once(world: World) -> None:
    shared._shared.clear()
    world.control.clear_log()
    apifortress.projects_matching("*API", "Check*")
    apifortress.projects_matching("In*")
    assert [row["path"] for row in world.control.requests_log("apifortress")] == ["/app/api/rest/v3/projects"]
