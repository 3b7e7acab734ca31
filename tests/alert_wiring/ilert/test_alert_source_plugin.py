"""An alert source through the real plugin process, against the running sandbox."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alert_source_served import PATH, checked, made, sent

from alert_wiring.core.marks import made_name
from alert_wiring.ilert.alert_source_fields import FIELDS
from support.plugin import PluginError, Secret, Served
from support.sandbox import Control

WRITES = {"POST", "PUT", "DELETE"}


def test_every_field_goes_there_and_comes_back_without_a_difference(
    source: Served, full: dict[str, Any], control: Control
) -> None:
    inputs = checked(source, full)
    assert set(FIELDS.names) - set(inputs) == {"email", "adopt"}, "a field without a test"
    control.clear_log()
    state = source.create(inputs)
    assert sent(control) == [f"GET {PATH}", f"POST {PATH}"], "one list for the mark, one write, nothing read back"
    assert inputs.items() <= state.outputs.items(), "outputs are a superset of the inputs, in the user's spelling"
    assert source.diff(state.id, state.outputs, inputs).changes is False
    found = source.read(state.id, state.outputs)
    assert found.inputs == inputs
    assert found.outputs == state.outputs
    stored = control.get("ilert", "alert-sources", state.id)
    assert stored["setupStatus"] == "FINISHED"
    assert sorted(team["id"] for team in stored["teams"]) == [int(one) for one in inputs["team_ids"]]


def test_keys_are_secret_after_create_update_and_read(source: Served, minimal: dict[str, Any]) -> None:
    inputs = checked(source, minimal)
    state = source.create(inputs)
    outputs = source.update(state.id, state.outputs, {**inputs, "severity": 2})
    found = source.read(state.id, outputs)
    for seen in (state.outputs, outputs, found.outputs):
        assert isinstance(seen["integration_key"], Secret)
        assert isinstance(seen["integration_url"], Secret)
        assert seen["integration_key"].value in seen["integration_url"].value
    assert state.outputs["integration_key"] == outputs["integration_key"], "an update keeps key and URL"


CHANGES: dict[str, Any] = {
    "name": "Checkout 2",
    "active": True,
    "alert_grouping_window": "PT15M",
    "score_threshold": 0.0,
    "auto_resolution_timeout": "PT2H",
    "alert_priority_rule": "LOW_DURING_SUPPORT_HOURS",
    "auto_raise_alerts": None,
    "summary_template": "other",
    "details_template": None,
    "routing_template": "x",
    "alert_key_template": None,
    "link_templates": None,
    "priority_template": None,
    "severity_template": None,
    "severity": None,
    "service_ids": None,
    "services_templates": ["{{ a }}", "{{ b }}"],
    "auto_create_services": None,
    "event_filter": None,
    "event_type_filter_create": None,
    "event_type_filter_accept": "event.summary contains 'x'",
    "event_type_filter_resolve": None,
    "team_ids": [],
}


def test_each_property_changes_in_place_and_only_it(source: Served, full: dict[str, Any]) -> None:
    inputs = checked(source, full)
    state = source.create(inputs)
    outputs = state.outputs
    for name, value in CHANGES.items():
        inputs = checked(source, {**inputs, name: value})
        diff = source.diff(state.id, outputs, inputs)
        assert (diff.changes, diff.replaces) == (True, []), name
        outputs = source.update(state.id, outputs, inputs)
        assert source.diff(state.id, outputs, inputs).changes is False, name
        assert source.read(state.id, outputs).inputs == inputs, name


def test_another_type_replaces_and_deletes_first(source: Served, minimal: dict[str, Any]) -> None:
    state = source.create(checked(source, minimal))
    diff = source.diff(state.id, state.outputs, checked(source, {**minimal, "integration_type": "API"}))
    assert (diff.changes, diff.replaces, diff.delete_before_replace) == (True, ["integration_type"], True)


DRIFT: dict[str, Any] = {
    "name": ("name", "By hand"),
    "active": ("active", True),
    "alertGroupingWindow": ("alert_grouping_window", "PT4H"),
    "scoreThreshold": ("score_threshold", 0.1),
    "autoResolutionTimeout": ("auto_resolution_timeout", "PT12H"),
    "alertPriorityRule": ("alert_priority_rule", "LOW"),
    "autoRaiseAlerts": ("auto_raise_alerts", False),
    "summaryTemplate": ("summary_template", {"textTemplate": "by hand"}),
    "detailsTemplate": ("details_template", None),
    "routingTemplate": ("routing_template", {"textTemplate": "by hand"}),
    "alertKeyTemplate": ("alert_key_template", {"textTemplate": "by hand"}),
    "linkTemplates": ("link_templates", []),
    "priorityTemplate": ("priority_template", None),
    "severityTemplate": ("severity_template", None),
    "severity": ("severity", 5),
    "services": ("service_ids", []),
    "servicesTemplate": ("services_templates", []),
    "autoCreateServices": ("auto_create_services", False),
    "eventFilter": ("event_filter", "event.summary contains 'muted'"),
    "eventTypeFilterCreate": ("event_type_filter_create", None),
    "eventTypeFilterAccept": ("event_type_filter_accept", None),
    "eventTypeFilterResolve": ("event_type_filter_resolve", None),
    "teams": ("team_ids", []),
}


def test_drift_of_each_property_is_seen_and_repaired(source: Served, full: dict[str, Any], control: Control) -> None:
    inputs = checked(source, full)
    state = source.create(inputs)
    for wire, (name, value) in DRIFT.items():
        control.edit("ilert", "alert-sources", state.id, **{wire: value})
        found = source.read(state.id, state.outputs)
        assert found.inputs is not None
        differing = {key for key in {*found.inputs, *inputs} if found.inputs.get(key) != inputs.get(key)}
        assert differing == {name}
        assert source.diff(state.id, found.outputs, inputs).changes is True, name
        repaired = source.update(state.id, found.outputs, inputs)
        assert source.diff(state.id, repaired, inputs).changes is False, name


def test_a_filter_that_nobody_asked_for_is_drift(source: Served, minimal: dict[str, Any], control: Control) -> None:
    inputs = checked(source, minimal)
    state = source.create(inputs)
    control.edit("ilert", "alert-sources", state.id, eventFilter="event.summary contains 'never'")
    found = source.read(state.id, state.outputs)
    assert found.inputs is not None and found.inputs["event_filter"] == "event.summary contains 'never'"
    assert source.diff(state.id, found.outputs, inputs).changes is True


def test_teams_that_are_not_managed_stay_alone(source: Served, minimal: dict[str, Any], control: Control) -> None:
    inputs = checked(source, minimal)
    state = source.create(inputs)
    team = control.objects("ilert", "teams")[0]
    control.edit("ilert", "alert-sources", state.id, teams=[{"id": team["id"]}])
    found = source.read(state.id, state.outputs)
    assert found.inputs == inputs
    source.update(state.id, found.outputs, {**inputs, "severity": 1})
    assert control.get("ilert", "alert-sources", state.id)["teams"] == [{"id": team["id"]}]


@pytest.mark.parametrize(
    "switches",
    [
        {"ilert.unset_fields": "null"},
        {"ilert.duration_form": "canonical"},
        {"ilert.template_whitespace": "as_sent"},
        {"ilert.list_order": "shuffled"},
        {"ilert.unknown_response_fields": "yes"},
        {"ilert.integration_key_on_write": "accept"},
    ],
    ids=str,
)
def test_every_reading_of_the_reference_works(
    source: Served, full: dict[str, Any], control: Control, switches: dict[str, str]
) -> None:
    control.switch(**switches)
    control.clear_log()
    for wanted in (full, {key: full[key] for key in ("name", "integration_type", "escalation_policy_id")}):
        inputs = checked(source, {**wanted, "name": f"Checkout {len(wanted)}"})
        state = source.create(inputs)
        found = source.read(state.id, state.outputs)
        assert found.inputs == inputs
        assert source.diff(state.id, found.outputs, inputs).changes is False
        outputs = source.update(state.id, found.outputs, {**inputs, "severity": 1})
        assert outputs["integration_key"] == state.outputs["integration_key"]
        one = f"{PATH}/{state.id}"
        calls = [f"POST {PATH}", f"GET {one}", f"GET {one}", f"PUT {one}"]
        assert sent(control)[-4:] == calls, "answers are complete; an update looks first"


def test_an_explicit_name_is_never_taken_over_silently(
    source: Served, minimal: dict[str, Any], control: Control
) -> None:
    first = source.create(checked(source, minimal))
    with pytest.raises(PluginError, match=rf"there is one already \(id {first.id}\).*adopt=True"):
        source.create(checked(source, minimal))
    wanted = {**minimal, "adopt": True, "severity": 4}
    inputs = checked(source, wanted)
    adopted = source.create(inputs)
    assert adopted.id == first.id
    assert len(made(control)) == 1
    assert made(control)[0]["severity"] == 4
    assert source.diff(adopted.id, adopted.outputs, inputs).changes is False
    without = checked(source, {**minimal, "severity": 4})
    assert source.diff(adopted.id, adopted.outputs, without).changes is False


def test_a_made_name_is_found_again_after_a_crash(source: Served, minimal: dict[str, Any], control: Control) -> None:
    name = made_name("checkout", ("organization", "project", "stack", "type", "checkout"))
    inputs = checked(source, {**minimal, "name": name})
    orphan = source.create(inputs)
    again = source.create(checked(source, {**minimal, "name": name, "severity": 2}))
    assert again.id == orphan.id
    assert made(control, name)[0]["severity"] == 2


@pytest.mark.parametrize("applied", [True, False], ids=["made", "not made"])
@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 500}, {"drop": True}], ids=str)
def test_a_lost_answer_is_resolved_by_a_search(
    source: Served, minimal: dict[str, Any], control: Control, fault: dict[str, Any], applied: bool
) -> None:
    inputs = checked(source, minimal)
    control.fault(vendor="ilert", method="POST", pathPrefix=PATH, times=1, applyFirst=applied, **fault)
    if applied:
        state = source.create(inputs)
        assert source.read(state.id, state.outputs).inputs == inputs
    else:
        with pytest.raises(PluginError, match="not known whether"):
            source.create(inputs)
    assert len(made(control)) == int(applied)
    assert sum(line == f"POST {PATH}" for line in sent(control)) == 1, "a POST is never repeated"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_may_be_repeated_is_repeated(
    source: Served, minimal: dict[str, Any], control: Control, method: str
) -> None:
    inputs = checked(source, minimal)
    state = source.create(inputs)
    control.fault(vendor="ilert", method=method, pathPrefix=PATH, times=2, status=502)
    if method == "GET":
        assert source.read(state.id, state.outputs).inputs == inputs
    elif method == "PUT":
        source.update(state.id, state.outputs, {**inputs, "severity": 1})
        assert made(control)[0]["severity"] == 1
    else:
        source.delete(state.id, state.outputs)
        assert made(control) == []


def test_gone_is_gone_only_after_a_definite_404(source: Served, minimal: dict[str, Any], control: Control) -> None:
    state = source.create(checked(source, minimal))
    control.delete("ilert", "alert-sources", state.id)
    control.clear_log()
    assert source.read(state.id, state.outputs).id == ""
    assert sent(control) == [f"GET {PATH}/{state.id}", "GET /api/users/current", f"GET {PATH}"]
    source.delete(state.id, state.outputs)
    source.delete(state.id, state.outputs)
    with pytest.raises(PluginError, match="deleted outside Pulumi: run `pulumi refresh`"):
        source.update(state.id, state.outputs, checked(source, {**minimal, "severity": 1}))


@pytest.mark.parametrize("status", [401, 403, 500])
def test_no_other_answer_means_gone(source: Served, minimal: dict[str, Any], control: Control, status: int) -> None:
    state = source.create(checked(source, minimal))
    control.fault(vendor="ilert", method="GET", pathPrefix=PATH, status=status)
    with pytest.raises(PluginError, match=f"answered {status}"):
        source.read(state.id, state.outputs)


def test_get_of_a_missing_source_is_an_error(source: Served) -> None:
    with pytest.raises(PluginError, match="there is no ilert alert source with id 999"):
        source.read("999", {"lookup": True})


def test_get_reads_everything_also_by_key(source: Served, full: dict[str, Any]) -> None:
    inputs = checked(source, full)
    state = source.create(inputs)
    found = source.read(state.id, {"lookup": True})
    assert found.inputs is not None and found.inputs["team_ids"] == inputs["team_ids"]
    again = source.read(state.id, found.outputs)
    assert again.inputs == found.inputs
    assert source.read(state.outputs["integration_key"].value, {"lookup": True}).id == state.id


def test_an_email_source_has_its_address_as_key(source: Served, minimal: dict[str, Any], control: Control) -> None:
    inputs = checked(source, {**minimal, "integration_type": "EMAIL2", "email": "Shop@example.ilertnotify.com"})
    state = source.create(inputs)
    assert made(control)[0]["integrationKey"].lower() == "shop@example.ilertnotify.com"
    assert source.read(state.id, state.outputs).inputs == inputs
    moved = {**inputs, "email": "cart@example.ilertnotify.com"}
    assert source.diff(state.id, state.outputs, moved).changes is True
    outputs = source.update(state.id, state.outputs, moved)
    assert outputs["integration_key"] == Secret("cart@example.ilertnotify.com")
    assert source.diff(state.id, outputs, moved).changes is False


def test_four_operations_at_once(source: Served, minimal: dict[str, Any], control: Control) -> None:
    control.clear_log()
    wanted = [checked(source, {**minimal, "name": f"Parallel {number}"}) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(source.create, wanted))
    assert len({state.id for state in states}) == 12
    assert sum(line == f"GET {PATH}" for line in sent(control)) == 1, "one list for all of them"
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda state: source.read(state.id, state.outputs), states))
    assert [one.inputs for one in found] == wanted
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda state: source.delete(state.id, state.outputs), states))
    assert not [row for row in control.objects("ilert", "alert-sources") if row["name"].startswith("Parallel")]


def test_numbers_arrive_as_floats_and_leave_as_whole_numbers(
    source: Served, minimal: dict[str, Any], control: Control
) -> None:
    state = source.create(checked(source, {**minimal, "severity": 3.0, "escalation_policy_id": 2344528}))
    stored = made(control)[0]
    assert isinstance(stored["severity"], int)
    assert isinstance(stored["escalationPolicy"]["id"], int)
    assert state.id.isdigit()
