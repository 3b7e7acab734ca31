"""Rows on alert groups, their users, and projects (4.5, 4.6: G, U, P, A)."""

from apifortress_contract.table import row
from apifortress_contract.world import World


@row("4.5, 4.6 G1", "groups come as a plain array with counts and ascending project ids")
def group_list(world: World) -> None:
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


@row("4.6 G1", "?label= matches exactly and case-sensitively; several hits are possible")
def group_by_label(world: World) -> None:
    first, second = world.group("Same"), world.group("Same")
    world.group("same")
    assert [each["id"] for each in world.ok("GET", "/alertGroups?label=Same")] == [first, second]
    assert world.ok("GET", "/alertGroups?label=SAME") == []


@row("4.6 G2, G3, 9 row 3", "create gives the whole group, its label trimmed; a read sees it at once")
def group_create(world: World) -> None:
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


@row("4.4, 4.5", "a label is 1 to 255 characters of text: else 400 with the field error of the contract")
def group_label_rules(world: World) -> None:
    answer = world.refused(400, "POST", "/alertGroups", {"label": ""})
    assert answer.body["message"] == {
        "errors": [{"object": "alertGroup", "field": "label", "message": "must not be blank", "rejected-value": ""}]
    }
    for bad in ({}, {"label": " \t"}, {"label": 3}, {"label": None}, {"label": "x" * 256}):
        assert world.refused(400, "POST", "/alertGroups", bad).errors()["field"] == "label"
    world.ok("POST", "/alertGroups", {"label": " " + "x" * 255 + " "})


@row("4.6 G4, 9 row 3", "rename changes the label and nothing else; the id stays")
def group_rename(world: World) -> None:
    before = world.ok("GET", "/alertGroups/171")
    assert world.ok("PUT", "/alertGroups/171", {"label": "renamed"}) == before | {"label": "renamed"}
    assert world.refused(400, "PUT", "/alertGroups/171", {"label": " "}).errors()["field"] == "label"


@row("4.9 renameAllowed, 9 row 4", "with renameAllowed off a rename is 405")
def group_rename_off(world: World) -> None:
    world.control.switch(renameAllowed=False)
    world.refused(405, "PUT", "/alertGroups/171", {"label": "renamed"})
    assert world.ok("GET", "/alertGroups/171")["label"] == "datadog"


@row("4.9 uniqueLabels", "with uniqueLabels on a taken label is 409, on create and on rename")
def group_unique(world: World) -> None:
    world.control.switch(uniqueLabels=True)
    world.refused(409, "POST", "/alertGroups", {"label": "datadog"})
    world.refused(409, "PUT", "/alertGroups/170", {"label": "datadog"})
    world.ok("PUT", "/alertGroups/171", {"label": "datadog"})
    world.ok("POST", "/alertGroups", {"label": "Datadog"})


@row("4.6 G5, 9 row 9", "an assigned group is not deleted (409, naming the projects); unassigned it is")
def group_delete_assigned(world: World) -> None:
    answer = world.refused(409, "DELETE", "/alertGroups/172")
    assert "2901" in answer.body["message"]
    world.ok("DELETE", "/projects/2901/alertGroups/172")
    assert world.ok("DELETE", "/alertGroups/172") == {"status": "success"}
    world.refused(404, "GET", "/alertGroups/172")
    world.refused(404, "DELETE", "/alertGroups/172")


@row("4.6 G5", "deleting a group takes its connectors and memberships along")
def group_delete_content(world: World) -> None:
    group = world.group()
    instance = world.instance(group, world.definition("JSON Alert"))
    world.ok("PUT", f"/alertGroups/{group}/users/12")
    world.ok("DELETE", f"/alertGroups/{group}")
    world.refused(404, "GET", f"/alertGroups/{group}/connectors/{instance}")
    state = world.control.state()["apifortress"]
    assert group not in [each["alertGroupId"] for each in state["connectors"] + state["groupUsers"]]


@row("4.9 cascadeAssigned", "with cascadeAssigned on a delete drops the assignments")
def group_delete_cascade(world: World) -> None:
    world.control.switch(cascadeAssigned=True)
    world.ok("DELETE", "/alertGroups/171")
    assert world.ok("GET", "/projects/2901")["alertGroupIds"] == [172]


@row("4.7 rule 1", "ids are never used again")
def group_ids(world: World) -> None:
    first = world.group()
    world.ok("DELETE", f"/alertGroups/{first}")
    assert world.group() == first + 1


@row("4.6 U1, U2, U3", "users of the company join and leave a group, with an SMS flag")
def group_users(world: World) -> None:
    joined = world.ok("PUT", "/alertGroups/171/users/12", {"sms": True})
    assert joined == {"userId": 12, "fullName": "Ann Example", "email": "ann@example.com", "sms": True}
    assert world.ok("PUT", "/alertGroups/171/users/12", {})["sms"] is False
    assert [each["userId"] for each in world.ok("GET", "/alertGroups/171/users")] == [12]
    assert world.ok("GET", "/alertGroups/171")["usersCount"] == 1
    world.refused(404, "PUT", "/alertGroups/171/users/15")
    world.refused(400, "PUT", "/alertGroups/171/users/12", {"sms": "yes"})
    world.ok("DELETE", "/alertGroups/171/users/12")
    world.refused(404, "DELETE", "/alertGroups/171/users/12")


@row("4.5, 4.6 P1, P2", "projects as an array and one by one; groups ascending")
def projects(world: World) -> None:
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


@row("4.6 P1, 9 row 14", "?name= matches the stored spelling exactly; two projects can have one name")
def project_by_name(world: World) -> None:
    twin = world.control.add_project("Checkout")["id"]
    assert [each["id"] for each in world.ok("GET", "/projects?name=Checkout")] == [3075, twin]
    assert world.ok("GET", "/projects?name=checkout") == []
    assert len(world.ok("GET", "/projects?name=Alert%20to%20iLert")) == 1


@row("4.6 A1", "the groups of a project with id and label")
def assigned(world: World) -> None:
    assert world.ok("GET", "/projects/3074/alertGroups") == [
        {"id": 2, "label": "Slack Demo"},
        {"id": 170, "label": "on-call mail"},
    ]
    world.refused(404, "GET", "/projects/1/alertGroups")


@row("4.6 A2", "the whole set is replaced; duplicates collapse")
def replace_assigned(world: World) -> None:
    body = {"alertGroupIds": [172, 170, 172]}
    assert world.ok("PUT", "/projects/3074/alertGroups", body)["alertGroupIds"] == [170, 172]
    assert world.ok("PUT", "/projects/3074/alertGroups", {"alertGroupIds": []})["alertGroupIds"] == []


@row("4.6 A2", "an unknown group id is 400 and nothing changes; so is what is no list of integers")
def replace_assigned_bad(world: World) -> None:
    for bad in ([171, 999], ["171"], [True], [1.5], "171", None):
        world.refused(400, "PUT", "/projects/3074/alertGroups", {"alertGroupIds": bad})
    world.refused(400, "PUT", "/projects/3074/alertGroups", {})
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [2, 170]


@row("4.6 A3, 9 row 8", "adding one group leaves the others; repeating it is harmless")
def add_assigned(world: World) -> None:
    for _ in range(2):
        assert world.ok("PUT", "/projects/3074/alertGroups/171")["alertGroupIds"] == [2, 170, 171]
    world.refused(404, "PUT", "/projects/3074/alertGroups/999")
    world.refused(404, "PUT", "/projects/999/alertGroups/171")


@row("4.6 A4, 9 row 8", "removing one group leaves the others; a pair that is not there is 404")
def remove_assigned(world: World) -> None:
    assert world.ok("DELETE", "/projects/3074/alertGroups/2") == {"status": "success"}
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [170]
    world.refused(404, "DELETE", "/projects/3074/alertGroups/2")
    world.refused(404, "DELETE", "/projects/3074/alertGroups/999")


@row("4.7 rule 5", "a deleted project loses its assignments; the group can be deleted then")
def project_gone(world: World) -> None:
    world.control.call("DELETE", "/projects/2901")
    world.refused(404, "GET", "/projects/2901")
    assert world.ok("GET", "/alertGroups/172")["projectIds"] == []
    world.ok("DELETE", "/alertGroups/172")
