"""The API Fortress kinds in the real plugin process, over gRPC, against the sandbox: floats, nulls, secrets, errors.

What asks no backend (check, diff) and what is the REST contract's own runs once; the rest over every backend.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apif_backends import able, rest_only

from alert_wiring import apifortress
from alert_wiring.apifortress.backend import Capability
from support.plugin import UNKNOWN, Plugin, PluginError, Secret, plugin

URL = "https://ilert.example/api/v1/events/apifortress/planted-ilert-key"


@pytest.fixture
def served(account: Any) -> Iterator[Plugin]:
    with plugin(environment=account.environment, log=True) as process:
        yield process


@able(Capability.RENAME_GROUP)
def test_a_groups_whole_life(served: Plugin, account: Any) -> None:
    group = served.of(apifortress.AlertGroup)
    checked = group.check({"name": "payments"})
    assert checked.failures == []
    made = group.create(checked.inputs)
    assert made.id == "189"
    assert made.outputs == {"name": "payments"}
    assert group.diff(made.id, made.outputs, checked.inputs).changes is False
    renamed = group.check({"name": "payments 2"}, made.outputs).inputs
    change = group.diff(made.id, made.outputs, renamed)
    assert (change.changes, change.replaces, change.delete_before_replace) == (True, [], True)
    outputs = group.update(made.id, made.outputs, renamed)
    read = group.read(made.id, outputs)
    assert (read.outputs, read.inputs) == ({"name": "payments 2"}, {"name": "payments 2"})
    group.delete(made.id, outputs)
    group.delete(made.id, outputs)
    assert group.read(made.id, outputs).id == ""
    refused = {**renamed, "replace_to_rename": True}
    assert group.diff(made.id, made.outputs, refused).replaces == ["name"]


def test_a_connectors_numbers_are_text_and_its_map_is_secret_everywhere(served: Plugin, account: Any) -> None:
    account.control.reset("full")
    group = served.of(apifortress.AlertGroup).create({"name": "payments"})
    connector = served.of(apifortress.Connector)
    checked = connector.check(
        {
            "alert_group_id": group.id,
            "connector": "json alert /w threshold",
            "params": {"url": URL, "counter": 2, "ttl": 60},
            "schedule_interval_seconds": 30,
        }
    )
    assert checked.failures == []
    assert checked.inputs["params"] == Secret({"url": URL, "counter": "2", "ttl": "60"})
    assert checked.inputs["schedule_interval_seconds"] == 30
    made = connector.create(checked.inputs)
    assert made.outputs["params"] == checked.inputs["params"]
    assert made.outputs["connector_name"] == "JSON Alert /w Threshold"
    read = connector.read(made.id, made.outputs)
    assert read.inputs is not None
    assert read.outputs["params"] == read.inputs["params"] == made.outputs["params"]
    assert connector.diff(made.id, read.outputs, checked.inputs).changes is False
    changed = connector.check(
        {"alert_group_id": group.id, "connector": "JSON Alert /w Threshold", "params": {"url": URL, "counter": 3}}
    )
    assert connector.diff(made.id, made.outputs, changed.inputs).replaces == []
    outputs = connector.update(made.id, made.outputs, changed.inputs)
    assert outputs["params"] == Secret({"url": URL, "counter": "3"})
    connector.delete(made.id, outputs)


@rest_only
def test_every_failure_of_a_connector_is_told_at_once_and_none_shows_a_value(served: Plugin) -> None:
    connector = served.of(apifortress.Connector)
    checked = connector.check(
        {
            "alert_group_id": "189",
            "connector": "JSON Alert /w Threshold",
            "params": {"url": "ftp://planted-address", "counter": 0.5, "ttl": 7200, "cuonter": "planted-value"},
        }
    )
    reasons = [reason for _, reason in checked.failures]
    assert {prop for prop, _ in checked.failures} == {""}, "the engine prints the value of a named property"
    assert reasons == ["params.counter: must be text"]
    assert "planted" not in str(reasons)
    checked = connector.check(
        {
            "alert_group_id": "189",
            "connector": "JSON Alert /w Threshold",
            "params": {"url": "ftp://planted-address", "counter": 0, "ttl": 7200, "cuonter": "planted-value"},
        }
    )
    reasons = [reason for _, reason in checked.failures]
    assert any("params.url: must be an absolute http or https address" in reason for reason in reasons)
    assert any("counter: must be a whole number of at least 1" in reason for reason in reasons)
    assert any("ttl: must be at most 3600 seconds" in reason and "write 3600" in reason for reason in reasons)
    assert any("cuonter: JSON Alert /w Threshold has no such parameter; did you mean counter" in one for one in reasons)
    assert "planted" not in str(reasons)


@rest_only
@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("JSON Alert", {}, "is required"),
        ("JSON Alert", {"url": "   "}, "is required"),
        ("JSON Alert /w Threshold", {"counter": "2"}, "url: JSON Alert /w Threshold cannot work without it"),
        ("xMatters", {"trigger_url": "https://x.example/y?apiKey=k"}, "recipients: xMatters cannot work without it"),
        (
            "xMatters",
            {"trigger_url": "https://x.example/api/integration/1/functions/f/triggers", "recipients": "jdoe"},
            "trigger_url: it holds no key, and API Fortress could not fire it",
        ),
        (
            "PagerDuty",
            {"routing_key": "k", "event_action": "panic"},
            "event_action: must be one of trigger, acknowledge, resolve",
        ),
    ],
)
def test_what_a_connector_needs(served: Plugin, name: str, params: dict[str, Any], words: str) -> None:
    checked = served.of(apifortress.Connector).check({"alert_group_id": "189", "connector": name, "params": params})
    assert any(words in reason for _, reason in checked.failures), checked.failures


@rest_only
def test_an_unreachable_threshold_is_refused_with_what_to_write(served: Plugin) -> None:
    props = {"alert_group_id": "189", "connector": "definition-id", "checked_as": "JSON Alert /w Threshold"}
    connector = served.of(apifortress.Connector)
    wrong = {**props, "params": {"url": URL, "counter": 2, "ttl": 60}, "schedule_interval_seconds": 300}
    (failure,) = connector.check(wrong).failures
    assert "can never be reached by a test that runs every 300 seconds" in failure[1]
    assert "write ttl=301 or more, or counter=1 or fewer" in failure[1]
    defaults = {**props, "params": {"url": URL}, "schedule_interval_seconds": 300}
    assert "counter=3 within ttl=600" in connector.check(defaults).failures[0][1]
    for interval in (None, 59, UNKNOWN):
        assert connector.check({**wrong, "schedule_interval_seconds": interval}).failures == []


@rest_only
def test_a_threshold_below_every_schedule_is_warned_about(served: Plugin) -> None:
    """The ilert guide's own example, 2 within 60 s, is one (`api-fortress.md 6.4`)."""
    connector = served.of(apifortress.Connector)
    props = {"alert_group_id": "189", "connector": "JSON Alert /w Threshold"}
    for params, more in (
        ({"counter": 2, "ttl": 301}, {}),
        ({"counter": 1, "ttl": 1}, {}),
        ({"counter": 2, "ttl": 60}, {"schedule_interval_seconds": 30}),
        ({"counter": 2, "ttl": 60}, {"schedule_interval_seconds": UNKNOWN}),
        ({"counter": UNKNOWN, "ttl": 60}, {}),
    ):
        assert connector.check({**props, **more, "params": {"url": URL, **params}}).failures == []
    assert served.messages == []
    assert connector.check({**props, "params": {"url": URL, "counter": 2, "ttl": 60}}).failures == []
    (message,) = served.messages
    assert "counter=2 within ttl=60 is out of reach of every schedule" in message.text
    assert "write ttl=301 or more" in message.text


@rest_only
def test_unknown_values_pass_at_every_depth(served: Plugin) -> None:
    connector = served.of(apifortress.Connector)
    props = {
        "alert_group_id": UNKNOWN,
        "connector": UNKNOWN,
        "checked_as": "xMatters",
        "params": {"trigger_url": UNKNOWN, "recipients": "jdoe"},
    }
    checked = connector.check(props)
    assert checked.failures == []
    assert checked.inputs["params"] == Secret({"trigger_url": UNKNOWN, "recipients": "jdoe"})
    olds = {"alert_group_id": "189", "connector": "xMatters", "params": {"trigger_url": URL, "recipients": "jdoe"}}
    change = connector.diff("189/x", olds, checked.inputs)
    assert change.changes is True
    assert set(change.replaces) == {"alert_group_id", "connector"}


def test_an_assignment_keeps_foreign_groups_and_four_at_once_are_all_kept(served: Plugin, account: Any) -> None:
    group = served.of(apifortress.AlertGroup)
    pair = served.of(apifortress.ProjectAssignment)
    ids = [group.create({"name": f"group {number}"}).id for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda one: pair.create({"project": "Inventory", "alert_group_id": one}), ids))
    assert set(account.project("Inventory")["alertGroupIds"]) == {171, 172, *map(int, ids)}
    assert made[0].outputs == {
        "project": "Inventory",
        "alert_group_id": ids[0],
        "project_id": "2901",
        "project_name": "Inventory",
    }
    moved = pair.check({"project": "Checkout", "alert_group_id": ids[0]}).inputs
    assert pair.diff(made[0].id, made[0].outputs, moved).replaces == ["project"]
    for one in made:
        pair.delete(one.id, one.outputs)
    assert account.project("Inventory")["alertGroupIds"] == [171, 172]


def test_a_users_and_a_sets_whole_life(served: Plugin, account: Any) -> None:
    """Two kinds in one process: unknowns, floats of the wire, defaults, replacement, both gone twice."""
    user, whole = served.of(apifortress.GroupUser), served.of(apifortress.ProjectAssignments)
    checked = user.check({"alert_group_id": "171", "user": "12"})
    assert checked.failures == []
    assert checked.inputs == {"alert_group_id": "171", "user": "12", "send_sms": False}
    made = user.create(checked.inputs)
    assert made.id == "171/12"
    assert made.outputs["email"] == "ann@example.com"
    assert user.read(made.id, made.outputs).inputs == checked.inputs
    texting = user.check({"alert_group_id": "171", "user": "Ann Example", "send_sms": True}, made.outputs).inputs
    change = user.diff(made.id, made.outputs, texting)
    assert (change.replaces, change.delete_before_replace) == (["send_sms"], True)
    unknown = user.check({"alert_group_id": UNKNOWN, "user": UNKNOWN}).inputs
    assert set(user.diff(made.id, made.outputs, unknown).replaces) == {"alert_group_id", "user"}
    for _ in range(2):
        user.delete(made.id, made.outputs)
    assert user.read(made.id, made.outputs).id == ""

    checked = whole.check({"project": "Inventory", "alert_group_ids": [172.0, "2", 172]})
    assert checked.failures == []
    assert checked.inputs == {"project": "Inventory", "alert_group_ids": ["2", "172"], "on_delete": "restore"}
    made = whole.create(checked.inputs)
    assert made.outputs["alert_group_ids_before"] == ["171", "172"]
    later = whole.check({"project": "Inventory", "alert_group_ids": ["2", UNKNOWN]}).inputs
    change = whole.diff(made.id, made.outputs, later)
    assert (change.changes, change.replaces) == (True, [])
    emptied = whole.check({"project": "Inventory", "alert_group_ids": []}, made.outputs).inputs
    outputs = whole.update(made.id, made.outputs, emptied)
    assert (outputs["alert_group_ids"], account.project("Inventory")["alertGroupIds"]) == ([], [])
    for _ in range(2):
        whole.delete(made.id, outputs)
    assert account.project("Inventory")["alertGroupIds"] == [171, 172]
    failures = whole.check({"project": "Inventory", "alert_group_ids": "2", "on_delete": "keep"}).failures
    assert [prop for prop, _ in failures] == ["alert_group_ids", "on_delete"]


@able(Capability.LOAD_DEFINITION)
def test_a_definitions_whole_life_and_its_mark_stays_out_of_sight(served: Plugin, account: Any) -> None:
    definition = served.of(apifortress.ConnectorDefinition)
    props: dict[str, Any] = {
        "name": "xMatters",
        "code": "class X { }\n",
        "params": [{"name": "trigger_url", "description": "URL"}, {"name": "recipients"}],
        "finished": True,
        "mark": "xmatters-0123456789",
    }
    checked = definition.check(props)
    assert checked.failures == []
    made = definition.create(checked.inputs)
    stored = account.control.get("apifortress", "connectorDefinitions", made.id)
    assert stored["code"].endswith("// alert-wiring: xmatters-0123456789\n")
    assert [row["name"] for row in stored["params"]] == ["trigger_url", "recipients"]
    read = definition.read(made.id, made.outputs)
    assert read.inputs == {**checked.inputs, "code": read.outputs["code"]}
    assert "alert-wiring" not in read.outputs["code"]
    assert definition.diff(made.id, read.outputs, checked.inputs).changes is False
    changed = definition.check({**props, "code": "class Y { }", "params": [{"name": "trigger_url"}]}).inputs
    assert definition.diff(made.id, made.outputs, changed).replaces == []
    outputs = definition.update(made.id, made.outputs, changed)
    assert definition.diff(made.id, outputs, changed).changes is False
    definition.delete(made.id, outputs)
    assert definition.read(made.id, outputs).id == ""


@rest_only
def test_a_definition_that_cannot_be_is_refused(served: Plugin) -> None:
    definition = served.of(apifortress.ConnectorDefinition)
    rows = [{"name": f"p{number}"} for number in range(6)]
    failures = definition.check({"name": "x", "code": "planted code ", "params": rows, "mode": "Metric"}).failures
    assert any("at most 5" in reason for _, reason in failures)
    assert any(prop == "mode" for prop, _ in failures)
    (failure,) = definition.check({"name": "x", "code": "c", "params": [{"name": "a"}, {"name": "a"}]}).failures
    assert "a stands there twice" in failure[1]


@rest_only
def test_passing_runs_for_json_alert_are_warned_about(served: Plugin) -> None:
    props = {"name": "JSON Alert", "code": "c", "run_on_success": True}
    assert served.of(apifortress.ConnectorDefinition).check(props).failures == []
    assert any("passing runs are sent as failures" in message.text for message in served.messages)


@rest_only
def test_an_error_is_one_line_without_a_secret(served: Plugin, account: Any) -> None:
    connector = served.of(apifortress.Connector)
    with pytest.raises(PluginError) as caught:
        connector.create({"alert_group_id": "999", "connector": "JSON Alert", "params": {"url": URL}})
    text = str(caught.value)
    assert text.startswith("Creating API Fortress connector 'JSON Alert' in alert group 999 failed: API Fortress: POST")
    assert "answered 404" in text
    assert "\n" not in text
    assert "planted-ilert-key" not in text
    assert "sandbox-secret" not in text


@rest_only
def test_without_a_key_the_line_names_variable_and_config_key(account: Any) -> None:
    with plugin(environment={"APIFORTRESS_URL": account.url}) as process:
        group = process.of(apifortress.AlertGroup)
        ((prop, text),) = group.check({"name": "x"}).failures
        with pytest.raises(PluginError) as caught:
            group.create({"name": "x"})
    assert prop == ""
    for told in (text, str(caught.value)):
        assert "APIFORTRESS_API_KEY" in told
        assert "pulumi config set apifortress:key" in told


@rest_only
def test_the_stacks_configuration_works_as_well_as_the_environment(account: Any) -> None:
    config = {"apifortress:url": account.url, "apifortress:key": "sandbox-key", "apifortress:secret": "sandbox-secret"}
    with plugin(config=config) as process:
        assert process.of(apifortress.AlertGroup).create({"name": "from config"}).id == "189"
