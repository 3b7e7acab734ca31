"""The whole set of alert groups of a project, over every backend (`api-fortress.md 4.12`)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apif_backends import rest_only

from alert_wiring.apifortress.alert_group import AlertGroupKind
from alert_wiring.apifortress.project_assignment import ProjectAssignmentKind
from alert_wiring.apifortress.project_assignments import ProjectAssignmentsKind
from alert_wiring.core.errors import ServerError, WiringError
from alert_wiring.core.marks import made_name

GROUP, PAIR, WHOLE = AlertGroupKind(), ProjectAssignmentKind(), ProjectAssignmentsKind()


def assigned(account: Any, project: str = "Inventory") -> list[int]:
    return sorted(account.project(project)["alertGroupIds"])


def whole(*groups: str, project: str = "Inventory", **more: Any) -> dict[str, Any]:
    return {"project": project, "alert_group_ids": list(groups), **more}


def test_the_life_of_a_set(account: Any) -> None:
    """Inventory has 171 and 172; the set replaces them, and brings them back when it goes."""
    group, _ = account.made(GROUP, {"name": "payments"})
    id_, outputs = account.made(WHOLE, whole(group, "172", group))
    assert id_ == "2901"
    assert outputs == {
        "project": "Inventory",
        "project_id": "2901",
        "project_name": "Inventory",
        "alert_group_ids": ["172", group],
        "alert_group_ids_before": ["171", "172"],
        "on_delete": "restore",
    }
    assert assigned(account) == [172, int(group)]
    account.new_process()
    read = account.of(WHOLE).read(id_, outputs)
    assert read is not None
    assert read.outputs == outputs
    assert account.of(WHOLE).diff(read.outputs, whole("172", group, project="2901")).changed == ()
    changed, _ = account.of(WHOLE).check(whole(group))
    assert account.of(WHOLE).diff(outputs, changed).replaces == ()
    updated = account.of(WHOLE).update(id_, outputs, changed)
    assert assigned(account) == [int(group)]
    assert updated["alert_group_ids_before"] == ["171", "172"], "what was there first stays known"
    account.of(WHOLE).delete(id_, updated)
    assert assigned(account) == [171, 172]
    account.of(WHOLE).delete(id_, updated)
    assert assigned(account) == [171, 172]


def test_an_empty_set_is_a_set(account: Any) -> None:
    id_, outputs = account.made(WHOLE, whole())
    assert assigned(account) == []
    account.new_process()
    read = account.of(WHOLE).read(id_, outputs)
    assert read is not None
    assert read.inputs["alert_group_ids"] == []
    assert account.of(WHOLE).diff(read.outputs, account.of(WHOLE).check(whole())[0]).changed == ()
    account.of(WHOLE).delete(id_, outputs)
    assert assigned(account) == [171, 172]


def test_what_a_person_adds_is_drift_and_taken_out_again(account: Any) -> None:
    id_, outputs = account.made(WHOLE, whole("171"))
    account.control.edit("apifortress", "projects", 2901, alertGroupIds=[2, 171])
    account.new_process()
    live = account.of(WHOLE).read(id_, outputs)
    assert live is not None
    assert account.of(WHOLE).diff(live.outputs, account.of(WHOLE).check(whole("171"))[0]).changed == (
        "alert_group_ids",
    )
    account.of(WHOLE).update(id_, live.outputs, whole("171"))
    assert assigned(account) == [171]


def test_deleting_leaves_what_others_added_and_skips_what_is_gone(account: Any) -> None:
    gone, group = account.made(GROUP, {"name": "to go"})
    account.control.edit("apifortress", "projects", 2901, alertGroupIds=[171, int(gone)])
    id_, outputs = account.made(WHOLE, whole("172"))
    assert outputs["alert_group_ids_before"] == ["171", gone]
    account.of(GROUP).delete(gone, group)
    account.control.edit("apifortress", "projects", 2901, alertGroupIds=[2, 172])
    account.of(WHOLE).delete(id_, outputs)
    assert assigned(account) == [2, 171]


def test_on_delete_empty_brings_nothing_back(account: Any) -> None:
    id_, outputs = account.made(WHOLE, whole("2", on_delete="empty"))
    account.of(WHOLE).delete(id_, outputs)
    assert assigned(account) == []
    change = account.of(WHOLE).diff(outputs, account.of(WHOLE).check(whole("2"))[0])
    assert (change.changed, change.replaces) == (("on_delete",), ()), "the next up must know"
    _, problems = account.of(WHOLE).check(whole("2", on_delete="keep"))
    assert problems.refused == {"on_delete"}


def test_a_set_that_takes_over_from_pairs_loses_nothing(account: Any) -> None:
    """The engine deletes the pairs after it made the set, in the same process."""
    group, _ = account.made(GROUP, {"name": "payments"})
    pair, outputs = account.made(PAIR, {"project": "Inventory", "alert_group_id": group})
    other, others = account.made(PAIR, {"project": "Inventory", "alert_group_id": "2"})
    account.new_process()
    account.made(WHOLE, whole(group))
    account.of(PAIR).delete(pair, outputs)
    account.of(PAIR).delete(other, others)
    assert assigned(account) == [int(group)]


def test_a_set_found_as_wanted_still_lets_its_own_groups_go(account: Any) -> None:
    """A run that was killed after the write: the next one finds the set, and would bring back its own group."""
    group, outputs = account.made(GROUP, {"name": "payments"})
    account.made(WHOLE, whole(group))
    account.new_process()
    id_, found = account.made(WHOLE, whole(group))
    assert found["alert_group_ids_before"] == [group]
    account.new_process()
    account.of(WHOLE).delete(id_, found)
    account.of(GROUP).delete(group, outputs)
    assert assigned(account) == []


def test_a_set_that_a_killed_run_wrote_brings_nothing_of_its_own_back(account: Any) -> None:
    """A group with a made name can only be there because that run wrote it; one that a person named may be older."""
    group, _ = account.made(GROUP, {"name": made_name("payments", ("organization", "project", "stack"))})
    account.made(WHOLE, whole(group, "171"))
    account.new_process()
    id_, found = account.made(WHOLE, whole(group, "171"))
    assert found["alert_group_ids_before"] == ["171"]
    account.new_process()
    account.of(WHOLE).delete(id_, found)
    assert assigned(account) == [171]


def test_what_the_project_had_is_not_lost_with_an_answer(account: Any) -> None:
    """The write happened, the list says so: neither its lost answer nor a failed look at it is a failure."""
    backend = account.api().backend
    write, look = backend.set_assigned, backend.get_assigned
    failure = ServerError("API Fortress", "PUT", "/projects/2901/alertGroups", status=500)

    def unanswered(project: str, groups: set[str]) -> None:
        write(project, groups)
        raise failure

    backend.set_assigned = unanswered
    _, outputs = account.made(WHOLE, whole("2"))
    assert outputs["alert_group_ids_before"] == ["171", "172"]

    backend.set_assigned = write
    backend.get_assigned = in_turn(look, failing(failure))
    _, outputs = account.made(WHOLE, whole("170", project="Orders API"))
    assert outputs["alert_group_ids_before"] == ["2"]


def test_a_write_that_did_not_happen_is_a_failure(account: Any) -> None:
    backend = account.api().backend
    failure = ServerError("API Fortress", "PUT", "/projects/2901/alertGroups", status=500)
    backend.set_assigned = failing(failure)
    with pytest.raises(ServerError, match="answered 500"):
        account.of(WHOLE).create(whole("2"))


def in_turn(*calls: Callable[..., Any]) -> Callable[..., Any]:
    """Return a call that makes these, one after the other."""
    left = list(calls)

    def call(*args: Any) -> Any:
        return left.pop(0)(*args)

    return call


def failing(failure: Exception) -> Callable[..., Any]:
    """Return a call that fails."""

    def fail(*_: Any) -> Any:
        raise failure

    return fail


def test_a_set_that_was_there_already_stays_when_the_resource_goes(account: Any) -> None:
    id_, outputs = account.made(WHOLE, whole("172", "171"))
    account.new_process()
    account.of(WHOLE).delete(id_, outputs)
    assert assigned(account) == [171, 172]


def test_a_project_that_is_gone_is_gone(account: Any) -> None:
    project = str(account.control.add_project("Passing")["id"])
    id_, outputs = account.made(WHOLE, whole("2", project="Passing"))
    assert id_ == project
    account.control.delete("apifortress", "projects", project)
    account.new_process()
    assert account.of(WHOLE).read(id_, outputs) is None
    account.of(WHOLE).delete(id_, outputs)
    with pytest.raises(WiringError, match="run `pulumi refresh`"):
        account.of(WHOLE).update(id_, outputs, whole("171", project="Passing"))


def test_sets_of_several_projects_at_once(account: Any) -> None:
    projects = ("Inventory", "Checkout", "Payments API", "Examples")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda project: account.made(WHOLE, whole("2", "170", project=project)), projects))
    assert {tuple(assigned(account, project)) for project in projects} == {(2, 170)}


def test_a_write_that_somebody_else_overtakes_is_told(account: Any) -> None:
    backend = account.api().backend
    real = backend.set_assigned

    def overtaken(project: str, groups: set[str]) -> None:
        real(project, groups)
        account.control.edit("apifortress", "projects", int(project), alertGroupIds=[171])

    backend.set_assigned = overtaken
    with pytest.raises(WiringError, match=r"changed by somebody else .* alert group 171, 2\)"):
        account.of(WHOLE).create(whole("2"))


def test_a_write_that_somebody_else_overtakes_once_is_made_anew(account: Any) -> None:
    backend = account.api().backend
    real = backend.set_assigned

    def overtaken(project: str, groups: set[str]) -> None:
        real(project, groups)
        account.control.edit("apifortress", "projects", int(project), alertGroupIds=[171])
        backend.set_assigned = real

    backend.set_assigned = overtaken
    account.made(WHOLE, whole("2"))
    assert assigned(account) == [2]


def test_a_group_that_goes_while_it_is_brought_back_is_no_failure(account: Any) -> None:
    """Another resource of the same run deletes it between the look and the write."""
    account.control.edit("apifortress", "projects", 2901, alertGroupIds=[171, 172])
    id_, outputs = account.made(WHOLE, whole("2"))
    account.new_process()
    backend = account.api().backend
    real = backend.set_assigned

    def overtaken(project: str, groups: set[str]) -> None:
        account.control.delete("apifortress", "alertGroups", 172)
        backend.set_assigned = real
        real(project, groups - {"172"})

    backend.set_assigned = overtaken
    account.of(WHOLE).delete(id_, outputs)
    assert assigned(account) == [171]


def test_what_a_person_has_added_since_the_refresh_is_taken_out_with_a_word(account: Any) -> None:
    id_, outputs = account.made(WHOLE, whole("2"))
    account.control.edit("apifortress", "projects", 2901, alertGroupIds=[2, 171])
    account.new_process()
    account.of(WHOLE).update(id_, outputs, account.of(WHOLE).check(whole("2", "170"))[0])
    assert assigned(account) == [2, 170]
    assert [text for text in account.warnings if "alert group 171, which somebody has added" in text]


@rest_only
def test_what_a_set_costs(account: Any) -> None:
    account.control.clear_log()
    id_, outputs = account.made(WHOLE, whole("2"))
    groups = "GET /projects/2901/alertGroups"
    assert account.requests() == ["GET /projects", groups, "PUT /projects/2901/alertGroups", groups]
    account.new_process()
    account.control.clear_log()
    account.of(WHOLE).read(id_, outputs)
    assert account.requests() == ["GET /projects"]
    account.control.clear_log()
    account.of(WHOLE).delete(id_, outputs)
    assert account.requests() == [groups, "GET /alertGroups", "PUT /projects/2901/alertGroups", groups]
