"""The provider's side of the acceptance scenarios against the sandbox (`api-fortress.md 9`), row by row.

Each scenario runs over every backend that can do what it needs (`apif_backends.py`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apif_backends import able, rest_only
from apif_rows import CONNECTOR, DEFINITION, GROUP, MADE, PAIR, TRIGGER, URL, connector, definition, labels

from alert_wiring.apifortress.backend import Capability, Outcome
from alert_wiring.core.errors import (
    BadRequestError,
    InputError,
    NoMatchError,
    SeveralMatchesError,
    UnauthorizedError,
    WiringError,
)


@rest_only
def test_row_1_a_wrong_secret_is_one_line_that_names_the_settings(account: Any) -> None:
    account.environment["APIFORTRESS_API_SECRET"] = "planted-wrong-secret"
    with pytest.raises(UnauthorizedError) as caught:
        account.of(GROUP).create({"name": MADE})
    assert "APIFORTRESS_API_KEY" in caught.value.text
    assert "planted-wrong-secret" not in caught.value.text
    account.environment["APIFORTRESS_API_SECRET"] = "sandbox-secret"
    assert account.api().backend.ping().name == "Example Co."


@rest_only
def test_row_1_a_token_61_seconds_old_is_refused(account: Any) -> None:
    api = account.api()
    api.http.auth._clock = lambda: 1_000_000_000
    with pytest.raises(UnauthorizedError, match="clock"):
        api.backend.ping()


@rest_only
def test_row_2_login_mode_logs_in_once_more_after_the_token_expired(account: Any) -> None:
    del account.environment["APIFORTRESS_API_KEY"], account.environment["APIFORTRESS_API_SECRET"]
    account.environment |= {
        "APIFORTRESS_EMAIL": "manager@example.com",
        "APIFORTRESS_PASSWORD": "sandbox-manager-password",
    }
    backend = account.api().backend
    backend.ping()
    account.control.advance(31 * 60)
    backend.ping()
    assert account.requests() == ["GET /login", "GET /company", "GET /company", "GET /login", "GET /company"]


def test_row_3_the_life_of_a_group(account: Any) -> None:
    id_, outputs = account.made(GROUP, {"name": "  ilert-webhook  "})
    read = account.of(GROUP).read(id_, outputs)
    assert read is not None
    assert read.outputs == outputs
    assert account.of(GROUP).diff(read.outputs, {"name": "ilert-webhook"}).changed == ()
    account.of(GROUP).delete(id_, outputs)
    account.new_process()
    assert account.of(GROUP).read(id_, outputs) is None
    account.of(GROUP).delete(id_, outputs)


@able(Capability.RENAME_GROUP)
def test_row_3_a_group_is_renamed_in_place(account: Any) -> None:
    id_, outputs = account.made(GROUP, {"name": "one"})
    renamed = account.of(GROUP).update(id_, outputs, {"name": "renamed"})
    assert renamed["name"] == "renamed"
    assert "renamed" in labels(account)
    assert "one" not in labels(account)


def test_row_4_where_renaming_is_impossible_a_new_name_replaces(account: Any) -> None:
    old = {"name": "one"}
    assert account.of(GROUP).diff(old, {"name": "two"}).replaces == ()
    change = account.of(GROUP).diff(old, {"name": "two", "replace_to_rename": True})
    assert (change.changed, change.replaces) == (("name",), ("name",))
    assert account.of(GROUP).diff(old, {"name": "one", "replace_to_rename": True}).changed == ()


@rest_only
def test_row_4_an_instance_that_refuses_to_rename_is_explained(account: Any) -> None:
    account.control.switch(renameAllowed=False)
    id_, outputs = account.made(GROUP, {"name": "one"})
    with pytest.raises(BadRequestError, match="pulumi config set apifortress:renameGroups false"):
        account.of(GROUP).update(id_, outputs, {"name": "two"})


def test_row_5_parameters_are_checked_before_anything_is_written(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    account.control.clear_log()
    with pytest.raises(InputError, match="JSON Alert has no such parameter; did you mean url"):
        account.of(CONNECTOR).create(connector(group, "JSON Alert", url=URL, urll="x"))
    inputs, problems = account.of(CONNECTOR).check(
        connector(group, "pagerduty", routing_key=" k ", event_action="trigger")
    )
    assert problems.found == []
    assert inputs["params"] == {"routing_key": "k", "event_action": "trigger"}
    assert account.requests() == []


def test_row_5_a_missing_parameter_is_empty_and_no_drift(account: Any) -> None:
    account.control.reset("full")
    group, _ = account.made(GROUP, {"name": MADE})
    props = connector(group, "JSON Alert /w Threshold", url=URL, counter=2)
    id_, outputs = account.made(CONNECTOR, props)
    (stored,) = (
        row for row in account.control.objects("apifortress", "connectors") if str(row["alertGroupId"]) == group
    )
    assert stored["params"] == {"url": URL, "counter": "2", "ttl": ""}
    account.new_process()
    read = account.of(CONNECTOR).read(id_, outputs)
    assert read is not None
    assert account.of(CONNECTOR).diff(read.outputs, account.of(CONNECTOR).check(props)[0]).changed == ()


@able(Capability.LOAD_DEFINITION)
def test_row_6_an_unloaded_connector_says_what_to_write_then_loads_and_works(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    props = connector(group, "xmatters", trigger_url=TRIGGER, recipients="jdoe")
    with pytest.raises(NoMatchError) as caught:
        account.of(CONNECTOR).create(props)
    assert "not loaded on this API Fortress instance. Load it first" in caught.value.text
    assert 'ConnectorDefinition("xmatters", name="xMatters", code_path=' in caught.value.text
    assert "planted-trigger-key" not in caught.value.text
    account.made(DEFINITION, definition())
    id_, outputs = account.made(CONNECTOR, props)
    assert outputs["connector_name"] == "xMatters"
    assert outputs["connector"] == "xmatters"
    assert id_.startswith(f"{group}/")


def test_row_7_parallel_assignments_of_one_project_are_all_there(account: Any) -> None:
    groups = [account.made(GROUP, {"name": f"group {number}"})[0] for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        ids = list(
            pool.map(lambda one: account.made(PAIR, {"project": "Payments API", "alert_group_id": one})[0], groups)
        )
    project = account.project("Payments API")
    assert {int(group) for group in groups} <= set(project["alertGroupIds"])
    assert sorted(ids) == sorted(f"{project['id']}/{group}" for group in groups)


@rest_only
def test_row_7_the_same_without_pairwise_writes(account: Any) -> None:
    """A backend that can only write whole lists keeps everything too (`api-fortress.md 7.1`)."""
    groups = [account.made(GROUP, {"name": f"group {number}"})[0] for number in range(4)]
    account.api().backend._capabilities = frozenset()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: account.made(PAIR, {"project": "Inventory", "alert_group_id": one}), groups))
    assert {int(group) for group in groups} | {171, 172} == set(account.project("Inventory")["alertGroupIds"])
    assert any(row.startswith("PUT /projects/2901/alertGroups") for row in account.requests())


def test_row_8_foreign_groups_of_a_project_are_untouched(account: Any) -> None:
    before = account.control.state()["apifortress"]
    group, outputs = account.made(GROUP, {"name": MADE})
    id_, pair = account.made(PAIR, {"project": "Inventory", "alert_group_id": group})
    assert set(account.project("Inventory")["alertGroupIds"]) == {171, 172, int(group)}
    account.of(PAIR).delete(id_, pair)
    account.of(PAIR).delete(id_, pair)
    account.of(GROUP).delete(group, outputs)
    assert account.control.state()["apifortress"] == before


def test_row_9_a_group_that_is_assigned_names_its_projects(account: Any) -> None:
    group, outputs = account.made(GROUP, {"name": MADE})
    id_, pair = account.made(PAIR, {"project": "Payments API", "alert_group_id": group})
    with pytest.raises(WiringError, match="still assigned to Payments API: take it out there"):
        account.of(GROUP).delete(group, outputs)
    account.of(PAIR).delete(id_, pair)
    account.of(GROUP).delete(group, outputs)
    assert MADE not in labels(account)


@able(Capability.LOAD_DEFINITION)
def test_row_10_destroy_in_order_leaves_the_sandbox_as_it_was_and_again_is_clean(account: Any) -> None:
    before = account.control.state()["apifortress"]
    made = [(DEFINITION, *account.made(DEFINITION, definition()))]
    group, outputs = account.made(GROUP, {"name": MADE})
    made.append((GROUP, group, outputs))
    props = connector(group, "xMatters", trigger_url=TRIGGER, recipients="jdoe")
    made.append((CONNECTOR, *account.made(CONNECTOR, props)))
    made.append((PAIR, *account.made(PAIR, {"project": "Payments API", "alert_group_id": group})))
    for _ in range(2):
        account.new_process()
        for kind, id_, props in reversed(made):
            account.of(kind).delete(id_, props)
        assert account.control.state()["apifortress"] == before


def test_row_12_masked_values_are_no_drift(account: Any) -> None:
    account.control.reset("full")
    group, _ = account.made(GROUP, {"name": MADE})
    props = connector(group, "JSON Alert /w Threshold", url=URL, counter="2", ttl="60")
    account.control.switch(maskSecrets=True)
    id_, outputs = account.made(CONNECTOR, props)
    assert outputs["params"]["url"] == URL
    account.new_process()
    read = account.of(CONNECTOR).read(id_, outputs)
    assert read is not None
    assert read.outputs["params"] == props["params"]
    assert account.of(CONNECTOR).diff(read.outputs, read.inputs).changed == ()
    assert account.warnings == []
    changed = account.of(CONNECTOR).update(id_, outputs, connector(group, props["connector"], url=URL + "2", ttl="60"))
    assert changed["params"] == {"url": URL + "2", "ttl": "60"}


def test_row_13_drift_is_shown_and_repaired(account: Any) -> None:
    group, named = account.made(GROUP, {"name": MADE})
    id_, outputs = account.made(CONNECTOR, connector(group))
    account.control.edit("apifortress", "alertGroups", group, label="by hand")
    account.control.edit("apifortress", "connectors", id_.split("/")[1], params={"url": "https://elsewhere.example/x"})
    account.new_process()
    live_group, live = account.of(GROUP).read(group, named), account.of(CONNECTOR).read(id_, outputs)
    assert live_group is not None
    assert live is not None
    assert account.of(GROUP).diff(live_group.outputs, {"name": MADE}).changed == ("name",)
    assert account.of(CONNECTOR).diff(live.outputs, connector(group)).changed == ("params",)
    account.of(CONNECTOR).update(id_, live.outputs, connector(group))
    account.new_process()
    again = account.of(CONNECTOR).read(id_, live.outputs)
    assert again is not None
    assert again.outputs == outputs


@able(Capability.RENAME_GROUP)
def test_row_13_a_label_changed_by_hand_is_written_back(account: Any) -> None:
    group, outputs = account.made(GROUP, {"name": MADE})
    account.control.edit("apifortress", "alertGroups", group, label="by hand")
    account.new_process()
    account.of(GROUP).update(group, {"name": "by hand"}, outputs)
    assert MADE in labels(account)


def test_row_13_an_unassigned_pair_and_a_deleted_connector_are_gone(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    pair_id, pair = account.made(PAIR, {"project": "Payments API", "alert_group_id": group})
    id_, outputs = account.made(CONNECTOR, connector(group))
    account.control.edit("apifortress", "projects", account.project("Payments API")["id"], alertGroupIds=[])
    account.control.delete("apifortress", "connectors", id_.split("/")[1])
    account.new_process()
    assert account.of(PAIR).read(pair_id, pair) is None
    assert account.of(CONNECTOR).read(id_, outputs) is None
    account.made(PAIR, {"project": "Payments API", "alert_group_id": group})
    assert account.project("Payments API")["alertGroupIds"] == [int(group)]


def test_row_14_two_projects_of_one_name_are_refused_with_their_ids(account: Any) -> None:
    one, two = (account.control.add_project("Twice")["id"] for _ in range(2))
    group, _ = account.made(GROUP, {"name": MADE})
    with pytest.raises(SeveralMatchesError, match=f'id {one}, id {two}. Write project="<id>"'):
        account.of(PAIR).create({"project": "Twice", "alert_group_id": group})
    id_, outputs = account.made(PAIR, {"project": str(two), "alert_group_id": group})
    assert id_ == f"{two}/{group}"
    assert (outputs["project"], outputs["project_name"]) == (str(two), "Twice")
    assert account.of(PAIR).diff(outputs, {"project": "Twice", "alert_group_id": group}).changed == ()


def test_row_14_a_missing_project_names_near_ones(account: Any) -> None:
    with pytest.raises(NoMatchError, match="Did you mean 'Payments API'"):
        account.of(PAIR).create({"project": "Payment API", "alert_group_id": "2"})


def test_row_15_the_threshold_that_we_write_counts_as_the_table_says(account: Any) -> None:
    """counter 2, ttl 60: failures 50 seconds apart fire once, 70 seconds apart never (`api-fortress.md 6.4`)."""
    account.control.reset("full")
    group, _ = account.made(GROUP, {"name": MADE})
    account.made(CONNECTOR, connector(group, "JSON Alert /w Threshold", url=URL, counter=2, ttl=60))
    account.made(PAIR, {"project": "Examples", "alert_group_id": group})
    assert _fired(account, gap=70) == [0, 0]
    account.control.advance(3600)
    assert _fired(account, gap=50) == [0, 1]


def _fired(account: Any, gap: int) -> list[int]:
    run = {"test": {"id": "5ea9ad6ab3cb1f0001b3bf54", "name": "Orders"}, "failuresCount": 1, "trigger": "schedule"}
    counts = []
    for pause in (0, gap):
        account.control.advance(pause)
        account.control.call("DELETE", "/deliveries")
        account.control.run_test("Examples", **run)
        counts.append(len(account.control.deliveries()))
    return counts


@pytest.mark.parametrize("run", [{"trigger": "manual"}, {"silent": True, "trigger": "api"}, {"failuresCount": 0}])
def test_row_16_runs_that_must_not_fire_do_not(account: Any, run: dict[str, Any]) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    account.made(CONNECTOR, connector(group))
    account.made(PAIR, {"project": "Examples", "alert_group_id": group})
    account.control.run_test("Examples", **run)
    assert account.control.deliveries() == []
    account.control.run_test("Examples", trigger="schedule", failuresCount=1)
    assert [row["url"] for row in account.control.deliveries()] == [URL]


def test_row_17_one_group_on_two_projects_delivers_once_per_connector(account: Any) -> None:
    group, _ = account.made(GROUP, {"name": MADE})
    account.made(CONNECTOR, connector(group))
    for project in ("Examples", "Inventory"):
        account.made(PAIR, {"project": project, "alert_group_id": group})
    account.control.run_test("Examples", trigger="schedule", failuresCount=1)
    assert [row["url"] for row in account.control.deliveries()].count(URL) == 1


@able(Capability.TEST_FIRE)
def test_row_18_test_fire_reports_each_connector(account: Any) -> None:
    account.control.switch(deliver="record")
    group, _ = account.made(GROUP, {"name": MADE})
    id_, _ = account.made(CONNECTOR, connector(group))
    pair, _ = account.made(PAIR, {"project": "Examples", "alert_group_id": group})
    backend = account.api().backend
    (one,) = backend.test_fire(group, id_.split("/")[1], Outcome.FAILURE)
    (same,) = backend.test_fire_project(pair.split("/")[0], Outcome.FAILURE)
    assert (one.group_id, one.connector_name, one.host) == (group, "JSON Alert", "127.0.0.1")
    assert same.instance_id == one.instance_id == id_.split("/")[1]
    (unsent,) = backend.test_fire(group, one.instance_id, Outcome.SUCCESS)
    assert (unsent.sent, unsent.reason) == (False, "success-not-enabled")
    assert "planted-ilert-key" not in repr([one, same, unsent])


@able(Capability.RENAME_GROUP)
def test_row_19_a_throttled_get_and_an_unavailable_put_are_repeated_a_post_only_after_a_look(account: Any) -> None:
    id_, outputs = account.made(GROUP, {"name": MADE})
    account.new_process()
    account.fault("read a group", status=429)
    account.fault("rename a group", status=503)
    account.of(GROUP).update(id_, outputs, {"name": "renamed"})
    assert account.of(GROUP).read(id_, {"name": "renamed"}) is not None
    account.fault("create a group", status=429)
    account.control.clear_log()
    account.of(GROUP).create({"name": "another"})
    methods = [row.partition(" ")[0] for row in account.requests()]
    assert methods.count("POST") == 2
    first = methods.index("POST")
    assert "GET" in methods[first : methods.index("POST", first + 1)]


def test_row_20_an_html_error_page_is_readable(account: Any) -> None:
    account.fault("list groups", status=502, html=True, times=9)
    with pytest.raises(WiringError) as caught:
        account.of(GROUP).create({"name": MADE})
    assert "so perhaps from a proxy or firewall" in caught.value.text
    assert "<" not in caught.value.text
    assert not any(account.environment[name] in caught.value.text for name in account.backend.secrets)
