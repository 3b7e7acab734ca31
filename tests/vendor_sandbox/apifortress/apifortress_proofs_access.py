"""Proofs of the rules about credentials, roles, errors and transport."""

from __future__ import annotations

import re
import time

from apifortress_account import ADMIN, MANAGER, OTHER_COMPANY, PROOFS, ROOT, World, basic, x_token


@PROOFS.of("token-vector")
def _(_: World) -> None:
    key, secret = "0123456789abcdef0123456789abcdef", "00112233445566778899aabbccddeeff00112233"
    assert x_token(key, secret, 1700000000) == "7fff7ef49c05193adf62d72c2ae26910"


@PROOFS.of("no-credential")
def _(world: World) -> None:
    answer = world.raw("GET", ROOT + "/company")
    assert (answer.status, answer.body["status"]) == (401, "error")


@PROOFS.of("wrong-token")
def _(world: World) -> None:
    world.refused(401, "GET", "/company", headers={"X-Token": "0" * 32})
    world.refused(401, "GET", "/company", headers={"X-Token": ""})
    world.refused(401, "GET", "/company", who=("nobody", ADMIN[1]))


@PROOFS.of("token-window")
def _(world: World) -> None:
    now = int(time.time())
    for second, status in ((now - 61, 401), (now - 58, 200), (now + 58, 200), (now + 63, 401)):
        token = x_token(*ADMIN, second)
        assert world.call("GET", "/company", headers={"X-Token": token}).status == status, second - now
    world.switch("apifortress.token_tolerance", "10")
    for second, status in ((now - 20, 401), (now - 1, 200), (now + 20, 401)):
        assert world.call("GET", "/company", headers={"X-Token": x_token(*ADMIN, second)}).status == status


@PROOFS.of("token-clock")
def _(world: World) -> None:
    world.control.advance(3600)
    world.ok("GET", "/company")
    world.switch("xTokenClock", "sandbox")
    world.refused(401, "GET", "/company")
    token = x_token(*ADMIN, int(time.time()) + 3600)
    world.ok("GET", "/company", headers={"X-Token": token})


@PROOFS.of("login")
def _(world: World) -> None:
    token = world.raw("GET", ROOT + "/login", headers=basic("manager@example.com")).body["access_token"]
    answer = world.raw("GET", ROOT + "/company", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.body["id"]) == (200, 1)


@PROOFS.of("login-refused")
def _(world: World) -> None:
    assert world.raw("GET", ROOT + "/login", headers=basic("manager@example.com", "no")).status == 401
    assert world.raw("GET", ROOT + "/login").status == 401
    assert world.raw("GET", ROOT + "/login", headers={"Authorization": "Basic %%%"}).status == 401


@PROOFS.of("login-expires")
def _(world: World) -> None:
    def log_in() -> dict[str, str]:
        token = world.raw("GET", ROOT + "/login", headers=basic("manager@example.com")).body["access_token"]
        return {"Authorization": f"Bearer {token}"}

    first = log_in()
    world.control.advance(29 * 60)
    assert world.raw("GET", ROOT + "/company", headers=first).status == 200
    world.control.advance(61)
    assert world.raw("GET", ROOT + "/company", headers=first).status == 401
    assert world.raw("GET", ROOT + "/company", headers=log_in()).status == 200


@PROOFS.of("lower-roles")
def _(world: World) -> None:
    for email in ("ann@example.com", "paul@example.com"):
        token = world.raw("GET", ROOT + "/login", headers=basic(email)).body["access_token"]
        answer = world.raw("GET", ROOT + "/alertGroups", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 403, email


@PROOFS.of("manager-rights")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    body = {"name": "x", "code": "x"}
    world.ok("GET", "/connectors", who=MANAGER)
    world.refused(403, "POST", "/connectors", body, who=MANAGER)
    world.refused(403, "PUT", f"/connectors/{key}", body, who=MANAGER)
    world.refused(403, "DELETE", f"/connectors/{key}", who=MANAGER)
    world.ok("POST", "/alertGroups", {"label": "by a manager"}, who=MANAGER)


@PROOFS.of("company")
def _(world: World) -> None:
    assert world.ok("GET", "/company") == {
        "id": 1,
        "name": "Example Co.",
        "description": "",
        "timeZone": "America/New_York",
    }
    assert world.ok("GET", "/company", who=OTHER_COMPANY)["id"] == 2


@PROOFS.of("other-company")
def _(world: World) -> None:
    world.refused(404, "GET", "/alertGroups/175")
    world.refused(404, "GET", "/projects/512")
    world.refused(404, "PUT", "/projects/3075/alertGroups/175")
    assert world.refused(400, "PUT", "/projects/3075/alertGroups", {"alertGroupIds": [175]}).errors()["field"]
    assert [each["id"] for each in world.ok("GET", "/alertGroups", who=OTHER_COMPANY)] == [175]
    assert 512 not in [each["id"] for each in world.ok("GET", "/projects")]


@PROOFS.of("unknown-ids")
def _(world: World) -> None:
    for path in ("/alertGroups/999", "/alertGroups/abc", "/alertGroups/0170", "/projects/-1", "/connectors/zzz"):
        world.refused(404, "GET", path)
    world.refused(404, "GET", "/alertGroups/170/connectors/5ea9ad6ab3cb1f0001b00ab0")


@PROOFS.of("unknown-paths")
def _(world: World) -> None:
    world.refused(404, "GET", "/nothing/here/at/all")
    world.refused(405, "PATCH", "/alertGroups/170", {"label": "x"})
    world.refused(405, "DELETE", "/company")


@PROOFS.of("malformed")
def _(world: World) -> None:
    for text in ("{", "[]", '"x"'):
        answer = world.call("POST", "/alertGroups", raw=text.encode())
        assert (answer.status, answer.body["status"]) == (400, "error"), text


@PROOFS.of("unknown-members")
def _(world: World) -> None:
    assert "color" not in world.ok("POST", "/alertGroups", {"label": "x", "color": "red", "id": 1})


@PROOFS.of("success-status")
def _(world: World) -> None:
    key = world.load("Pager", "url")
    group, instance = world.wired(key, url="x")
    path = f"/alertGroups/{group}/connectors/{instance}"
    for method, where in (
        ("DELETE", f"/projects/3075/alertGroups/{group}"),
        ("DELETE", path),
        ("DELETE", f"/alertGroups/{group}"),
    ):
        assert world.call(method, where).status == 200
    assert world.call("DELETE", f"/connectors/{key}").body == {"status": "success"}


@PROOFS.of("list-order")
def _(world: World) -> None:
    for label in ("zebra", "Aardvark", "mole"):
        world.group(label)

    def labels() -> list[str]:
        return [each["label"] for each in world.ok("GET", "/alertGroups")]

    made = labels()
    assert made[-3:] == ["zebra", "Aardvark", "mole"]
    world.switch("apifortress.list_order", "alphabetical")
    assert labels() == sorted(made, key=str.casefold)
    names = [each["name"] for each in world.ok("GET", "/connectors")]
    assert names == sorted(names, key=str.casefold)
    assert [each["id"] for each in world.ok("GET", "/projects")] != [2, 238, 2901, 3073, 3074, 3075, 3076]
    world.switch("apifortress.list_order", "shuffled")
    assert sorted(labels()) == sorted(made)
    assert labels() not in (made, sorted(made, key=str.casefold))


@PROOFS.of("throttled")
def _(world: World) -> None:
    world.control.fault(method="GET", status=429, retryAfter=1, times=2)
    for _ in range(2):
        answer = world.call("GET", "/company")
        assert (answer.status, answer.headers["retry-after"]) == (429, "1")
    world.ok("GET", "/company")
    world.control.fault(method="PUT", status=503)
    assert world.call("PUT", "/alertGroups/171", {"label": "renamed"}).status == 503
    assert world.ok("GET", "/alertGroups/171")["label"] == "datadog"
    assert world.ok("PUT", "/alertGroups/171", {"label": "renamed"})["label"] == "renamed"


@PROOFS.of("html-page")
def _(world: World) -> None:
    world.control.fault(method="POST", status=502, html=True)
    body = {"connectorId": world.definition("JSON Alert"), "params": {"url": "https://planted-secret.example"}}
    answer = world.call("POST", "/alertGroups/171/connectors", body)
    assert (answer.status, re.search("<html>", answer.body) is not None) == (502, True)
    assert "planted-secret" not in answer.body
