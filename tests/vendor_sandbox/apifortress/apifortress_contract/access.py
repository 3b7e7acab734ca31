"""Rows on credentials, roles, errors and transport (4.1 to 4.4, 4.6: L1, C1)."""

import time

from apifortress_contract.table import row
from apifortress_contract.world import ADMIN, MANAGER, OTHER_COMPANY, PASSWORD, World, x_token


@row("3.3", "X-Token is md5(key + secret + epoch seconds) in lower-case hex")
def token_vector(_: World) -> None:
    key, secret = "0123456789abcdef0123456789abcdef", "00112233445566778899aabbccddeeff00112233"
    assert x_token(key, secret, 1700000000) == "7fff7ef49c05193adf62d72c2ae26910"


@row("4.3", "a call without a credential is 401")
def no_credential(world: World) -> None:
    answer = world.raw("GET", world.root + "/company")
    assert (answer.status, answer.body["status"]) == (401, "error")


@row("4.3, 9 row 1", "a wrong X-Token, and an unknown X-Key, are 401")
def wrong_token(world: World) -> None:
    world.refused(401, "GET", "/company", headers={"X-Token": "0" * 32})
    world.refused(401, "GET", "/company", headers={"X-Token": ""})
    world.refused(401, "GET", "/company", who=("nobody", ADMIN[1]))


@row("4.3, 9 row 1", "an X-Token counts within 60 seconds either way, not beyond")
def token_window(world: World) -> None:
    now = int(time.time())
    for second, status in ((now - 61, 401), (now - 58, 200), (now + 58, 200), (now + 63, 401)):
        token = x_token(*ADMIN, second)
        assert world.call("GET", "/company", headers={"X-Token": token}).status == status, second - now


@row("4.3", "with xTokenClock=sandbox the window moves with the sandbox clock")
def token_window_on_sandbox_clock(world: World) -> None:
    world.control.switch(xTokenClock="sandbox")
    world.control.advance(3600)
    world.refused(401, "GET", "/company")
    token = x_token(*ADMIN, int(time.time()) + 3600)
    world.ok("GET", "/company", headers={"X-Token": token})


@row("4.6 L1", "login with Basic e-mail and password gives a token that works as Bearer")
def login(world: World) -> None:
    token = world.raw("GET", world.root + "/login", auth=("manager@example.com", PASSWORD)).body["access_token"]
    answer = world.raw("GET", world.root + "/company", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.body["id"]) == (200, 1)


@row("4.6 L1", "a wrong password, and no password at all, are 401")
def login_refused(world: World) -> None:
    assert world.raw("GET", world.root + "/login", auth=("manager@example.com", "no")).status == 401
    assert world.raw("GET", world.root + "/login").status == 401
    assert world.raw("GET", world.root + "/login", headers={"Authorization": "Basic %%%"}).status == 401


@row("4.3, 9 row 2", "a login token lives 30 minutes; a new login works again")
def login_expires(world: World) -> None:
    def log_in() -> dict[str, str]:
        token = world.raw("GET", world.root + "/login", auth=("manager@example.com", PASSWORD)).body["access_token"]
        return {"Authorization": f"Bearer {token}"}

    first = log_in()
    world.control.advance(29 * 60)
    assert world.raw("GET", world.root + "/company", headers=first).status == 200
    world.control.advance(61)
    assert world.raw("GET", world.root + "/company", headers=first).status == 401
    assert world.raw("GET", world.root + "/company", headers=log_in()).status == 200


@row("4.3", "developers and analysts are refused with 403")
def lower_roles(world: World) -> None:
    for email in ("ann@example.com", "paul@example.com"):
        token = world.raw("GET", world.root + "/login", auth=(email, PASSWORD)).body["access_token"]
        answer = world.raw("GET", world.root + "/alertGroups", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 403, email


@row("4.3", "a manager may do everything but write connector definitions: 403 there")
def manager_rights(world: World) -> None:
    key = world.definition("JSON Alert")
    body = {"name": "x", "code": "x"}
    world.ok("GET", "/connectors", who=MANAGER)
    world.refused(403, "POST", "/connectors", body, who=MANAGER)
    world.refused(403, "PUT", f"/connectors/{key}", body, who=MANAGER)
    world.refused(403, "DELETE", f"/connectors/{key}", who=MANAGER)
    world.ok("POST", "/alertGroups", {"label": "by a manager"}, who=MANAGER)


@row("4.6 C1", "the company of the credential, never one in the path")
def company(world: World) -> None:
    assert world.ok("GET", "/company") == {
        "id": 1,
        "name": "Example Co.",
        "description": "",
        "timeZone": "America/New_York",
    }
    assert world.ok("GET", "/company", who=OTHER_COMPANY)["id"] == 2


@row("4.4", "an id of another company is 404, in every place that takes one")
def other_company(world: World) -> None:
    world.refused(404, "GET", "/alertGroups/175")
    world.refused(404, "GET", "/projects/512")
    world.refused(404, "PUT", "/projects/3075/alertGroups/175")
    assert world.refused(400, "PUT", "/projects/3075/alertGroups", {"alertGroupIds": [175]}).errors()["field"]
    assert [each["id"] for each in world.ok("GET", "/alertGroups", who=OTHER_COMPANY)] == [175]
    assert 512 not in [each["id"] for each in world.ok("GET", "/projects")]


@row("4.4", "unknown ids and ids of wrong syntax are 404")
def unknown_ids(world: World) -> None:
    for path in ("/alertGroups/999", "/alertGroups/abc", "/alertGroups/0170", "/projects/-1", "/connectors/zzz"):
        world.refused(404, "GET", path)
    world.refused(404, "GET", "/alertGroups/170/connectors/5ea9ad6ab3cb1f0001b00ab0")


@row("4.4", "a path that the contract lacks is 404, a method that it lacks 405, both in the error form")
def unknown_paths(world: World) -> None:
    world.refused(404, "GET", "/nothing/here/at/all")
    world.refused(405, "PATCH", "/alertGroups/170", {"label": "x"})
    world.refused(405, "DELETE", "/company")


@row("4.4", "malformed JSON, and JSON that is no object, are 400")
def malformed(world: World) -> None:
    for text in ("{", "[]", '"x"'):
        answer = world.call("POST", "/alertGroups", data=text)
        assert (answer.status, answer.body["status"]) == (400, "error"), text


@row("4.7 rule 6", "unknown JSON members in requests are ignored")
def unknown_members(world: World) -> None:
    assert "color" not in world.ok("POST", "/alertGroups", {"label": "x", "color": "red", "id": 1})


@row("3.3", "the older company-wide calls answer too: company details, schedules of a project and of a test")
def older_calls(world: World) -> None:
    older = world.server + "/api/rest"
    headers = {"X-Key": ADMIN[0], "X-Token": x_token(*ADMIN, int(time.time()))}
    assert world.raw("GET", older + "/company/details", headers=headers).body["id"] == 1
    schedules = world.raw("GET", older + "/schedule/byProject/3075", headers=headers).body
    assert {each["intervalSeconds"] for each in schedules} == {300}
    test = schedules[0]["testId"]
    assert world.raw("GET", f"{older}/schedule/byTest/{test}", headers=headers).body == schedules[:1]
    assert world.raw("GET", older + "/schedule/byProject/2", headers=headers).body == []
    assert world.raw("GET", older + "/schedule/byProject/512", headers=headers).status == 404
    assert world.raw("GET", older + "/schedule/byTest/000000000000000000000000", headers=headers).status == 404
