"""The API Fortress constructors and look-ups in a program: names, scripts, helpers, verification."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pytest
from conftest_route import World, is_secret, plain

from alert_wiring import apifortress
from alert_wiring.core.errors import InputError, NoMatchError, SeveralMatchesError
from alert_wiring.core.marks import is_made_name


def test_a_group_without_a_name_gets_one_that_stays(world: World) -> None:
    names = []
    for _ in range(2):
        world.run(lambda: apifortress.AlertGroup("payments").name)
        names.append(world.one("apifortress:AlertGroup").inputs["name"])
    assert names[0] == names[1]
    assert names[0].startswith("payments-")
    assert is_made_name(names[0])
    assert "replace_to_rename" not in world.one("apifortress:AlertGroup").inputs


def test_an_instance_that_cannot_rename_is_written_into_the_inputs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APIFORTRESS_RENAME_GROUPS", "false")
    world.run(lambda: apifortress.AlertGroup("payments", name="x").name)
    assert world.one("apifortress:AlertGroup").inputs["replace_to_rename"] is True


def test_a_definition_is_filled_in_from_its_readme_and_its_links_point_here(world: World, tmp_path: Path) -> None:
    script = tmp_path / "xmatters.groovy"
    script.write_text("link = 'https://mastiff.apifortress.com/app/web/events/details/'\n")
    world.run(lambda: apifortress.ConnectorDefinition("x", name="xmatters", code_path=str(script)).name)
    inputs = world.one("apifortress:ConnectorDefinition").inputs
    assert [row["name"] for row in inputs["params"]] == ["trigger_url", "recipients"]
    assert (inputs["finished"], inputs["open"], inputs["run_on_success"]) == (True, True, False)
    assert "mastiff" not in inputs["code"]
    assert "/app/web/events/details/" in inputs["code"]
    assert is_made_name(inputs["mark"])


def test_a_definition_of_ones_own(world: World) -> None:
    def program() -> Any:
        return apifortress.ConnectorDefinition(
            "mine", name="Mine", code="class Mine { }", params={"b": "second", "a": "first"}, description="d"
        ).name

    world.run(program)
    inputs = world.one("apifortress:ConnectorDefinition").inputs
    assert inputs["params"] == [{"name": "b", "description": "second"}, {"name": "a", "description": "first"}]
    assert "finished" not in inputs


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "write either code_path or code"),
        ({"code": "c", "code_path": "p"}, "write either code_path or code"),
        ({"code_path": "nowhere.groovy"}, r"nowhere.groovy cannot be read \(No such file"),
    ],
)
def test_a_definition_needs_one_script(world: World, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        world.run(lambda: apifortress.ConnectorDefinition("x", name="xMatters", **arguments).name)
    assert isinstance(caught.value, pulumi.RunError)


def test_the_helpers_write_the_vendors_words(world: World) -> None:
    def program() -> Any:
        group = apifortress.AlertGroup("g")
        made = [
            apifortress.JsonAlertConnector("a", alert_group_id=group.id, url="https://a.example/x"),
            apifortress.JsonAlertThresholdConnector(
                "b",
                alert_group_id=group.id,
                url=pulumi.Output.from_input("https://b.example/x"),
                counter=2,
                ttl_seconds=60,
                connector=pulumi.Output.from_input("0" * 24),
                schedule_interval_seconds=30,
            ),
            apifortress.XMattersConnector(
                "c",
                alert_group_id=group.id,
                trigger_url="https://c.example/x?apiKey=k",
                recipients=[" jdoe ", pulumi.Output.from_input("Ops On-Call")],
                connector=pulumi.Output.from_input("1" * 24),
            ),
        ]
        return pulumi.Output.all(*(one.id for one in made))

    world.run(program)
    inputs = {one.name: one.inputs for one in world.of("apifortress:Connector")}
    assert all(is_secret(one["params"]) for one in inputs.values())
    assert plain(inputs["a"]["params"]) == {"url": "https://a.example/x"}
    assert plain(inputs["b"]["params"]) == {"url": "https://b.example/x", "counter": 2, "ttl": 60}
    assert plain(inputs["c"]["params"])["recipients"] == "jdoe,Ops On-Call"
    assert [inputs[name]["checked_as"] for name in "abc"] == ["JSON Alert", "JSON Alert /w Threshold", "xMatters"]
    assert inputs["b"]["schedule_interval_seconds"] == 30


def test_lookups_take_names_spellings_and_ids(world: World) -> None:
    assert apifortress.get_project("Payments API") == apifortress.get_project("3074")
    definition = apifortress.get_connector_definition("json ALERT")
    assert (definition.name, definition.params, definition.run_on_success) == ("JSON Alert", ("url",), False)
    assert apifortress.get_connector_definition(definition.id) == definition
    assert apifortress.get_connector_definition("HipChat v2").name == "Hipchat v2"
    asked = [row["path"] for row in world.control.requests_log("apifortress")]
    assert sorted(asked) == ["/app/api/rest/v3/connectors", "/app/api/rest/v3/projects"]


def test_lookups_say_what_was_meant(world: World) -> None:
    with pytest.raises(NoMatchError, match="Did you mean 'Payments API'"):
        apifortress.get_project("payments api")
    with pytest.raises(NoMatchError, match="Did you mean 'Slack Webhook'"):
        apifortress.get_connector_definition("Slack Webhok")
    with pytest.raises(NoMatchError, match=r'name="xMatters", code_path="connectors/xmatters.groovy"'):
        apifortress.get_connector_definition("xMatters")


def test_of_several_definitions_the_finished_and_open_one_is_meant(world: World) -> None:
    """`api-fortress.md 7.3`."""
    first = {"name": "Jira", "mode": "Event", "runOnSuccess": False, "params": [], "code": "c", "description": ""}
    ready = world.control.create("apifortress", "connectorDefinitions", {**first, "finished": True, "open": True})
    world.control.create("apifortress", "connectorDefinitions", {**first, "finished": False, "open": False})
    assert apifortress.get_connector_definition("jira").id == ready["id"]
    world.control.create("apifortress", "connectorDefinitions", {**first, "finished": True, "open": True})
    from alert_wiring.core import api as shared

    shared._shared.clear()
    with pytest.raises(SeveralMatchesError, match="Write the id instead of the name"):
        apifortress.get_connector_definition("jira")


def test_an_account_that_does_not_answer_holds_nothing_up(world: World) -> None:
    """A verification is advice: the write itself would tell the error."""
    world.control.fault(vendor="apifortress", method="GET", pathPrefix="/app/api/rest/v3", status=401, times=50)

    def program() -> Any:
        pairs = [
            apifortress.ProjectAssignment(f"p{number}", project=f"Project {number}", alert_group_id="1")
            for number in range(5)
        ]
        return pulumi.Output.all(*(pair.id for pair in pairs))

    world.run(program)
    assert len(world.of("apifortress:ProjectAssignment")) == 5
    (told,) = [text for text in world.said if "names were not checked before writing" in text]
    assert "answered 401" in told
    assert len(world.control.requests_log("apifortress")) == 1


def test_without_an_account_nothing_is_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APIFORTRESS_API_KEY")
    world.run(lambda: apifortress.ProjectAssignment("p", project="No such", alert_group_id="1").id)
    assert world.control.requests_log("apifortress") == []
    assert [text for text in world.said if "API Fortress" in text] == []
