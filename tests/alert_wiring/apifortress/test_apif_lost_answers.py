"""What interrupted creates leave is found again, and nothing of anybody else (`api-fortress.md 7.2, 9 row 11`)."""

from __future__ import annotations

from typing import Any

import pytest
from apif_backends import able
from apif_rows import CONNECTOR, DEFINITION, GROUP, MADE, PAIR, connector, definition, labels

from alert_wiring.apifortress.backend import Capability
from alert_wiring.core.errors import (
    AmbiguousError,
)


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}])
def test_row_11_a_lost_answer_makes_one_group(account: Any, fault: dict[str, Any]) -> None:
    """The POST happened and its answer is lost: a search finds the group, explicit name or not."""
    for name in (MADE, "explicit"):
        account.fault("create a group", applyFirst=True, **fault)
        account.made(GROUP, {"name": name})
        assert labels(account).count(name) == 1


@able(Capability.LOAD_DEFINITION)
def test_row_11_the_same_for_a_connector_and_a_definition(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    account.fault("load a definition", applyFirst=True, status=502)
    account.made(DEFINITION, definition())
    account.fault("create a connector", applyFirst=True, status=502)
    account.made(CONNECTOR, connector(group))
    loaded = [row["name"] for row in account.control.objects("apifortress", "connectorDefinitions")]
    assert loaded.count("xMatters") == 1
    connectors = account.control.objects("apifortress", "connectors")
    assert len([row for row in connectors if str(row["alertGroupId"]) == group]) == 1


def test_row_11_a_masked_connector_is_found_among_its_neighbours(account: Any) -> None:
    """A mask hides what was sent; that one connector is new, and not another one of this run, tells it."""
    account.control.switch(maskSecrets=True)
    group, _ = account.made(GROUP, {"name": MADE})
    others = [account.made(CONNECTOR, connector(group, url="https://other.example.com"))[0]]
    account.fault("create a connector", applyFirst=True, status=502)
    id_, _ = account.made(CONNECTOR, connector(group))
    connectors = account.control.objects("apifortress", "connectors")
    there = {f"{group}/{row['id']}" for row in connectors if str(row["alertGroupId"]) == group}
    assert there == {id_, *others}


@able(Capability.LOAD_DEFINITION)
def test_row_11_a_killed_run_is_repeated_without_duplicates(account: Any) -> None:
    """What a killed process left is found by its mark: name, content, or the mark in the script."""
    group, _ = account.made(GROUP, {"name": MADE})
    first, _ = account.made(CONNECTOR, connector(group))
    loaded, _ = account.made(DEFINITION, definition())
    account.new_process()
    assert account.made(GROUP, {"name": MADE})[0] == group
    assert account.made(CONNECTOR, connector(group))[0] == first
    assert account.made(DEFINITION, definition())[0] == loaded


def test_row_11_a_lost_answer_that_did_not_happen_is_said(account: Any) -> None:
    account.fault("create a group", status=503)
    with pytest.raises(AmbiguousError, match="run the same command again"):
        account.of(GROUP).create({"name": MADE})
    assert MADE not in labels(account)
    account.made(GROUP, {"name": MADE})


def test_two_equal_connectors_of_one_program_are_two(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    assert account.made(CONNECTOR, connector(group))[0] != account.made(CONNECTOR, connector(group))[0]


def test_a_resource_that_got_another_name_in_the_program_loses_nothing(account: Any) -> None:
    """The engine makes the new one, which finds the object, and then deletes the old one, which has the same id."""
    group, _ = account.made(GROUP, {"name": MADE})
    props = {CONNECTOR: connector(group), PAIR: {"project": "Payments API", "alert_group_id": group}}
    made = {kind: account.made(kind, inputs) for kind, inputs in props.items()}
    account.new_process()
    for kind, inputs in props.items():
        assert account.made(kind, inputs)[0] == made[kind][0]
        account.of(kind).delete(*made[kind])
    account.new_process()
    for kind in props:
        assert account.of(kind).read(*made[kind]) is not None
        account.of(kind).delete(*made[kind])
        assert account.of(kind).read(*made[kind]) is None
    assert [text for text in account.warnings if "another resource of this run has taken it over" in text]


def test_two_equal_connectors_are_two_though_the_group_was_listed_anew(account: Any) -> None:
    """A lost answer has the group listed again; what this run made there stays with the resource that made it."""
    group, _ = account.made(GROUP, {"name": MADE})
    first = account.made(CONNECTOR, connector(group))[0]
    account.fault("create a connector", applyFirst=True, status=502)
    lost = account.made(CONNECTOR, connector(group, url="https://other.example.com"))[0]
    assert account.made(CONNECTOR, connector(group))[0] not in {first, lost}


def test_a_connector_of_other_parameters_is_never_taken_over(account: Any) -> None:
    """Group 171 holds a JSON Alert of somebody else."""
    before = account.control.objects("apifortress", "connectors")
    id_, _ = account.made(CONNECTOR, connector("171"))
    after = account.control.objects("apifortress", "connectors")
    assert [row for row in after if row["id"] != id_.split("/")[1]] == before


def test_a_new_equal_connector_leaves_the_one_in_state_alone(account: Any) -> None:
    """Of an unchanged resource a run hears by its diff only, whichever of both comes first."""
    group, _ = account.made(GROUP, {"name": MADE})
    id_, outputs = account.made(CONNECTOR, connector(group))
    inputs = account.of(CONNECTOR).check(connector(group))[0]

    account.new_process()
    assert account.of(CONNECTOR).diff(outputs, inputs, id_).changed == ()
    second, _ = account.made(CONNECTOR, connector(group))
    assert second != id_

    account.new_process()
    account.of(CONNECTOR).delete(second, outputs)
    account.new_process()
    assert account.made(CONNECTOR, connector(group))[0] == id_, "it came before the diff, and cannot know"
    change = account.of(CONNECTOR).diff(outputs, inputs, id_)
    assert change.replaces, "so the one in state gets an object of its own"
    account.of(CONNECTOR).delete(id_, outputs)
    assert account.made(CONNECTOR, connector(group))[0] != id_
    assert len([each for each in account.control.objects("apifortress", "connectors") if _in(each, group)]) == 2


def test_equal_connectors_of_a_killed_run_are_found_one_each(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    left = {account.made(CONNECTOR, connector(group))[0] for _ in range(3)}
    account.new_process()
    assert {account.made(CONNECTOR, connector(group))[0] for _ in range(3)} == left


def _in(stored: Any, group: str) -> bool:
    return str(stored.get("alertGroupId", stored.get("group_id"))) == group
