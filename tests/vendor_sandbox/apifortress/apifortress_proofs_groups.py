"""Proofs of the rules about alert groups, their users, and projects."""

from __future__ import annotations

from apifortress_account import PROOFS, World


@PROOFS.of("group-list")
def _(world: World) -> None:
    found = {each["id"]: each for each in world.ok("GET", "/alertGroups")}
    assert found[170] == {
        "id": 170,
        "label": "on-call mail",
        "companyId": 1,
        "usersCount": 2,
        "connectorsCount": 0,
        "projectIds": [3073, 3074],
    }
    assert found[171]["connectorsCount"] == 2


@PROOFS.of("group-by-label")
def _(world: World) -> None:
    first, second = world.group("Same"), world.group("Same")
    world.group("same")
    assert [each["id"] for each in world.ok("GET", "/alertGroups?label=Same")] == [first, second]
    assert world.ok("GET", "/alertGroups?label=SAME") == []


@PROOFS.of("group-create")
def _(world: World) -> None:
    made = world.ok("POST", "/alertGroups", {"label": "  Slack – Größe "})
    assert made == {
        "id": 189,
        "label": "Slack – Größe",
        "companyId": 1,
        "usersCount": 0,
        "connectorsCount": 0,
        "projectIds": [],
    }
    assert world.ok("GET", "/alertGroups/189") == made


@PROOFS.of("group-label-rules")
def _(world: World) -> None:
    answer = world.refused(400, "POST", "/alertGroups", {"label": ""})
    assert answer.body["message"] == {
        "errors": [{"object": "alertGroup", "field": "label", "message": "must not be blank", "rejected-value": ""}]
    }
    for bad in ({}, {"label": " \t"}, {"label": 3}, {"label": None}, {"label": "x" * 256}):
        assert world.refused(400, "POST", "/alertGroups", bad).errors()["field"] == "label"
    world.ok("POST", "/alertGroups", {"label": " " + "x" * 255 + " "})


@PROOFS.of("group-rename")
def _(world: World) -> None:
    before = world.ok("GET", "/alertGroups/171")
    assert world.ok("PUT", "/alertGroups/171", {"label": "renamed"}) == before | {"label": "renamed"}
    assert world.refused(400, "PUT", "/alertGroups/171", {"label": " "}).errors()["field"] == "label"
    world.switch("renameAllowed", False)
    world.refused(405, "PUT", "/alertGroups/171", {"label": "again"})
    assert world.ok("GET", "/alertGroups/171")["label"] == "renamed"


@PROOFS.of("group-unique")
def _(world: World) -> None:
    assert world.group("twin") != world.group("twin")
    world.switch("uniqueLabels", True)
    world.refused(409, "POST", "/alertGroups", {"label": "datadog"})
    world.refused(409, "PUT", "/alertGroups/170", {"label": "datadog"})
    world.ok("PUT", "/alertGroups/171", {"label": "datadog"})
    world.ok("POST", "/alertGroups", {"label": "Datadog"})


@PROOFS.of("group-delete-assigned")
def _(world: World) -> None:
    answer = world.refused(409, "DELETE", "/alertGroups/172")
    assert "2901" in answer.body["message"]
    world.ok("DELETE", "/projects/2901/alertGroups/172")
    assert world.ok("DELETE", "/alertGroups/172") == {"status": "success"}
    world.refused(404, "GET", "/alertGroups/172")
    world.refused(404, "DELETE", "/alertGroups/172")
    world.switch("cascadeAssigned", True)
    world.ok("DELETE", "/alertGroups/170")
    assert [world.ok("GET", f"/projects/{each}")["alertGroupIds"] for each in (3073, 3074)] == [[], [2]]


@PROOFS.of("group-delete-content")
def _(world: World) -> None:
    group = world.group()
    instance = world.instance(group, world.definition("JSON Alert"))
    world.ok("PUT", f"/alertGroups/{group}/users/12")
    world.ok("DELETE", f"/alertGroups/{group}")
    world.refused(404, "GET", f"/alertGroups/{group}/connectors/{instance}")
    state = world.control.state()["apifortress"]
    assert group not in [each["alertGroupId"] for each in state["connectors"] + state["groupUsers"]]


@PROOFS.of("group-ids")
def _(world: World) -> None:
    first = world.group()
    world.ok("DELETE", f"/alertGroups/{first}")
    assert world.group() == first + 1


@PROOFS.of("group-users")
def _(world: World) -> None:
    joined = world.ok("PUT", "/alertGroups/171/users/12", {"sms": True})
    assert joined == {"userId": 12, "fullName": "Ann Example", "email": "ann@example.com", "sms": True}
    assert world.ok("GET", "/alertGroups/171/users") == [joined]
    assert world.ok("GET", "/alertGroups/171")["usersCount"] == 1
    assert world.ok("DELETE", "/alertGroups/171/users/12") == {"status": "success"}
    assert world.ok("GET", "/alertGroups/171/users") == []
    world.refused(404, "DELETE", "/alertGroups/171/users/12")


@PROOFS.of("group-user-again")
def _(world: World) -> None:
    world.ok("PUT", "/alertGroups/171/users/12", {"sms": True})
    assert world.ok("PUT", "/alertGroups/171/users/12", {})["sms"] is False
    assert [(each["userId"], each["sms"]) for each in world.ok("GET", "/alertGroups/171/users")] == [(12, False)]


@PROOFS.of("group-user-rules")
def _(world: World) -> None:
    for user in (15, 999, "x"):
        world.refused(404, "PUT", f"/alertGroups/171/users/{user}", {"sms": True})
    assert world.refused(400, "PUT", "/alertGroups/171/users/12", {"sms": "yes"}).errors()["field"] == "sms"
    assert world.ok("GET", "/alertGroups/171/users") == []


@PROOFS.of("projects")
def _(world: World) -> None:
    world.ok("PUT", "/projects/3075/alertGroups", {"alertGroupIds": [172, 2]})
    wanted = {
        "id": 3075,
        "name": "Checkout",
        "description": "",
        "notes": "",
        "viewableOnStatusPage": True,
        "companyId": 1,
        "alertGroupIds": [2, 172],
    }
    assert world.ok("GET", "/projects/3075") == wanted
    assert wanted in world.ok("GET", "/projects")


@PROOFS.of("project-by-name")
def _(world: World) -> None:
    twin = world.control.add_project("Checkout")["id"]
    assert [each["id"] for each in world.ok("GET", "/projects?name=Checkout")] == [3075, twin]
    assert world.ok("GET", "/projects?name=checkout") == []
    assert len(world.ok("GET", "/projects?name=Alert%20to%20iLert")) == 1


@PROOFS.of("assigned")
def _(world: World) -> None:
    assert world.ok("GET", "/projects/3074/alertGroups") == [
        {"id": 2, "label": "Slack Demo"},
        {"id": 170, "label": "on-call mail"},
    ]
    world.refused(404, "GET", "/projects/1/alertGroups")


@PROOFS.of("replace-assigned")
def _(world: World) -> None:
    body = {"alertGroupIds": [172, 170, 172]}
    assert world.ok("PUT", "/projects/3074/alertGroups", body)["alertGroupIds"] == [170, 172]
    assert world.ok("PUT", "/projects/3074/alertGroups", {"alertGroupIds": []})["alertGroupIds"] == []


@PROOFS.of("replace-assigned-bad")
def _(world: World) -> None:
    for bad in ([171, 999], ["171"], [True], [1.5], "171", None):
        world.refused(400, "PUT", "/projects/3074/alertGroups", {"alertGroupIds": bad})
    world.refused(400, "PUT", "/projects/3074/alertGroups", {})
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [2, 170]


@PROOFS.of("add-assigned")
def _(world: World) -> None:
    for _ in range(2):
        assert world.ok("PUT", "/projects/3074/alertGroups/171")["alertGroupIds"] == [2, 170, 171]
    world.refused(404, "PUT", "/projects/3074/alertGroups/999")
    world.refused(404, "PUT", "/projects/999/alertGroups/171")


@PROOFS.of("remove-assigned")
def _(world: World) -> None:
    assert world.ok("DELETE", "/projects/3074/alertGroups/2") == {"status": "success"}
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [170]
    world.refused(404, "DELETE", "/projects/3074/alertGroups/2")
    world.refused(404, "DELETE", "/projects/3074/alertGroups/999")


@PROOFS.of("project-gone")
def _(world: World) -> None:
    world.control.call("DELETE", "/projects/2901")
    world.refused(404, "GET", "/projects/2901")
    assert world.ok("GET", "/alertGroups/172")["projectIds"] == []
    world.ok("DELETE", "/alertGroups/172")


@PROOFS.of("empty-group")
def _(world: World) -> None:
    group = world.group()
    world.assign(3075, group)
    assert world.ok("GET", "/projects/3075")["alertGroupIds"] == [group]


@PROOFS.of("parallel-assignments")
def _(world: World) -> None:
    groups = [world.group(f"g{number}") for number in range(12)]
    assert set(world.together(*(("PUT", f"/projects/3074/alertGroups/{each}") for each in groups))) == {200}
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [2, 170, *groups]


@PROOFS.of("teardown-order")
def _(world: World) -> None:
    before = world.control.state()["apifortress"]
    group, instance = world.wired(world.definition("JSON Alert"))
    world.refused(409, "DELETE", f"/alertGroups/{group}")
    paths = (
        f"/projects/3075/alertGroups/{group}",
        f"/alertGroups/{group}/connectors/{instance}",
        f"/alertGroups/{group}",
    )
    for path in paths:
        world.ok("DELETE", path)
    assert world.control.state()["apifortress"] == before
    for path in paths:
        world.refused(404, "DELETE", path)


@PROOFS.of("applied-then-failed")
def _(world: World) -> None:
    world.control.fault(method="POST", pathPrefix="/app/api/rest/v3/alertGroups", status=502, applyFirst=True, times=1)
    assert world.call("POST", "/alertGroups", {"label": "ambiguous"}).status == 502
    assert len(world.ok("GET", "/alertGroups?label=ambiguous")) == 1
