"""The control plane: token, state, reset, clock, switches, journals, edits by hand."""

import pytest
import requests

from support.sandbox import ControlError


def comparable(state):
    del state["clock"]
    return state


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer ü"}]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/state"),
        ("POST", "/reset"),
        ("GET", "/requests"),
        ("DELETE", "/requests"),
        ("GET", "/deliveries"),
        ("POST", "/events"),
        ("POST", "/faults"),
        ("POST", "/clock"),
        ("POST", "/options"),
        ("POST", "/switches"),
        ("POST", "/projects"),
        ("GET", "/objects/apifortress/projects"),
        ("DELETE", "/objects/apifortress/projects/2"),
    ],
)
def test_everything_but_health_needs_the_token(sandbox, method, path, headers):
    url = sandbox.status["control"]["url"] + "/__sandbox"
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    assert requests.request(method, url + path, headers=encoded, timeout=10).status_code == 401
    assert requests.get(url + "/health", timeout=10).json() == {"status": "ok"}


def test_bad_bodies_are_refused_in_one_line(sandbox):
    url = sandbox.status["control"]["url"] + "/__sandbox/clock"
    headers = {"Authorization": f"Bearer {sandbox.status['control']['token']}"}
    for text in ("{", "[]", "3"):
        assert requests.post(url, data=text, headers=headers, timeout=10).status_code == 400
    for body in ({}, {"advanceSeconds": -1}, {"advanceSeconds": "1"}, {"advanceSeconds": True}):
        with pytest.raises(ControlError, match="advanceSeconds"):
            sandbox.control.call("POST", "/clock", body)


def test_reset_restores_the_seeded_state_exactly(sandbox):
    control = sandbox.control
    seeded = comparable(control.state())
    first_project = control.add_project("new")
    control.delete("apifortress", "alertGroups", 171)
    control.edit("apifortress", "projects", 2, name="changed")
    control.delete("ilert", "alert-sources", control.objects("ilert", "alert-sources")[0]["id"])
    control.switch(uniqueLabels=True)
    control.advance(1000)
    control.fault(status=500, times=0)
    control.run_test(3075)
    assert comparable(control.state()) != seeded
    control.reset()
    assert comparable(control.state()) == seeded
    assert control.state()["clock"]["offsetSeconds"] == 0
    for journal in ("/faults", "/deliveries", "/events"):
        assert control.call("GET", journal) == []
    assert control.add_project("new") == first_project


def test_reset_to_another_profile_and_back(sandbox):
    control = sandbox.control
    seeded = comparable(control.state())
    control.reset("empty")
    assert control.state()["apifortress"]["connectorDefinitions"] == []
    assert control.state()["apifortress"]["connectors"] == []
    control.reset()
    assert comparable(control.state()) == seeded
    with pytest.raises(ControlError, match="self-hosted, cloud, full, empty"):
        control.reset("huge")


def test_switches_are_listed_with_their_sources_and_checked(sandbox):
    listed = {each["name"]: each for each in sandbox.control.call("GET", "/switches")}
    for name in ("uniqueLabels", "maskSecrets", "cascadeAssigned", "renameAllowed", "deliver"):
        assert listed[name]["source"].startswith("api-fortress.md 4.9")
    for each in listed.values():
        assert each["value"] == each["default"]
        assert each["default"] in each["choices"]
        assert ".md" in each["source"] and each["meaning"]
        assert [one["value"] for one in each["readings"]] == each["choices"]
        sentences = [one["reading"] for one in each["readings"]]
        assert len(set(sentences)) == len(sentences) > 1, each["name"]
        assert all(one.endswith(".") for one in sentences), each["name"]
    with pytest.raises(ControlError, match="unknown switch"):
        sandbox.control.switch(nonsense=True)
    for bad in ("yes", 1, None):
        with pytest.raises(ControlError, match="takes one of"):
            sandbox.control.call("POST", "/options", {"renameAllowed": False, "uniqueLabels": bad})
    assert sandbox.control.call("GET", "/options")["renameAllowed"] is True


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_an_edit_by_hand_moves_the_objects_own_time_stamp(sandbox, method):
    control = sandbox.control
    before = control.objects("ilert", "alert-sources")[0]
    path = f"/objects/ilert/alert-sources/{before['id']}"
    answers = [control.call(method, path, {**before, "severity": number}) for number in (1, 2)]
    stamps = [before["updatedAt"], *(answer["updatedAt"] for answer in answers)]
    assert len(set(stamps)) == 3 and stamps == sorted(stamps)
    assert control.get("ilert", "alert-sources", before["id"]) == answers[-1]


def test_objects_are_edited_by_hand(sandbox):
    control = sandbox.control
    made = control.create("apifortress", "alertGroups", {"label": "by hand", "companyId": 1})
    assert isinstance(made["id"], int)
    assert control.edit("apifortress", "alertGroups", made["id"], label="changed")["label"] == "changed"
    assert control.get("apifortress", "alertGroups", made["id"])["companyId"] == 1
    control.call("PUT", f"/objects/apifortress/alertGroups/{made['id']}", {**made, "label": "replaced"})
    assert control.get("apifortress", "alertGroups", made["id"])["label"] == "replaced"
    with pytest.raises(ControlError, match="409"):
        control.create("apifortress", "alertGroups", made)
    control.delete("apifortress", "alertGroups", made["id"])
    for call in (control.get, control.edit, control.delete):
        with pytest.raises(ControlError, match="404"):
            call("apifortress", "alertGroups", made["id"])
    for vendor, kind in (("nobody", "alertGroups"), ("apifortress", "nothing")):
        with pytest.raises(ControlError, match="404"):
            control.objects(vendor, kind)


def test_new_ids_have_the_form_of_the_others(sandbox):
    body = {"alertGroupId": 171, "connectorId": "x", "params": {}}
    assert len(sandbox.control.create("apifortress", "connectors", body)["id"]) == 24
    first = sandbox.control.create("apifortress", "projects", {"name": "a"})["id"]
    assert sandbox.control.create("apifortress", "projects", {"name": "b"})["id"] > first > 900_000


def test_an_edit_by_hand_keeps_the_object_in_its_place(sandbox):
    before = [each["id"] for each in sandbox.control.objects("apifortress", "projects")]
    sandbox.control.edit("apifortress", "projects", before[0], name="z")
    assert [each["id"] for each in sandbox.control.objects("apifortress", "projects")] == before


def test_a_group_deleted_by_hand_takes_its_connectors_and_assignments(sandbox):
    sandbox.control.delete("apifortress", "alertGroups", 171)
    state = sandbox.control.state()["apifortress"]
    assert all(171 not in each["alertGroupIds"] for each in state["projects"])
    assert all(each["alertGroupId"] != 171 for each in state["connectors"])


def test_projects_come_and_go(sandbox):
    made = sandbox.control.add_project("new", alertGroupIds=[170, 2])
    assert made["alertGroupIds"] == [2, 170]
    sandbox.control.call("DELETE", f"/projects/{made['id']}")
    with pytest.raises(ControlError, match="404"):
        sandbox.control.call("DELETE", f"/projects/{made['id']}")
    for bad in ({}, {"name": " "}, {"name": "x", "alertGroupIds": [999]}, {"name": "x", "notes": 3}):
        with pytest.raises(ControlError, match="400"):
            sandbox.control.call("POST", "/projects", bad)


def test_bad_runs_are_refused(sandbox):
    for bad in (
        {},
        {"projectId": 999},
        {"project": "nobody"},
        {"projectId": 2, "trigger": "cron"},
        {"projectId": 2, "failuresCount": -1},
        {"projectId": 2, "tags": "x"},
        {"projectId": 2, "silent": "no"},
        {"projectId": 2, "test": "x"},
    ):
        with pytest.raises(ControlError, match="400"):
            sandbox.control.call("POST", "/events", bad)
    assert sandbox.control.events() == []


def test_the_request_log_has_every_request_and_no_secret(sandbox):
    ilert, fortress = sandbox.status["ilert"]["url"], sandbox.status["apifortress"]["url"]
    sandbox.control.clear_log()
    headers = {"Authorization": "Bearer planted-token", "X-Key": "planted-key", "X-Token": "planted-md5"}
    requests.get(ilert + "/api/alert-sources?include=x&apiKey=planted-query", headers=headers, timeout=10)
    requests.post(ilert + "/api/v1/events/apifortress/planted-integration", json={"a": "planted-body"}, timeout=10)
    hook = "0a1b2c3d-1111-4222-8333-444455556666123"
    requests.get(f"{fortress}/api/rest/v3/{hook}/tests", timeout=10)
    log = sandbox.control.requests_log()
    assert [(each["vendor"], each["method"], each["path"], each["query"]) for each in log] == [
        ("ilert", "GET", "/api/alert-sources", "include=x&apiKey=***"),
        ("ilert", "POST", "/api/v1/events/apifortress/***", ""),
        ("apifortress", "GET", "/app/api/rest/v3/***/tests", ""),
    ]
    assert all(isinstance(each["status"], int) and each["milliseconds"] >= 0 for each in log)
    assert "planted" not in str(log) and hook not in str(log)
    assert [each["vendor"] for each in sandbox.control.requests_log("apifortress")] == ["apifortress"]
    assert sandbox.control.call("GET", f"/requests?after={log[0]['seq']}") == log[1:]
    with pytest.raises(ControlError, match="after"):
        sandbox.control.call("GET", "/requests?after=x")
    sandbox.control.clear_log()
    assert sandbox.control.requests_log() == []


def test_the_page_is_served_beside_the_control_plane(sandbox):
    answer = requests.get(sandbox.status["page"], timeout=10)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
