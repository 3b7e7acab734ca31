"""Proofs of the rules about plans and their parts."""

from __future__ import annotations

from typing import Any

from xmatters_account import API, KEY, NOBODY, OWNER, PROOFS, VIEWER, encoded, made, payload, plan, workflow

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.xmatters.seed import seeded_id

PLANS = f"{API}/plans"
FOREIGN = seeded_id("plan Incident Response")


def names(xm: StandIn, query: str = "", **options: Any) -> list[str]:
    return [row["name"] for row in xm.get(f"{PLANS}?{query}", **options).json()["data"]]


@PROOFS.of("plan-create")
def _(xm: StandIn) -> None:
    own = plan(xm)
    expected = {
        "planType": "PLAN",
        "description": "",
        "enabled": True,
        "editable": True,
        "loggingLevel": "ERROR",
        "accessibleByAll": False,
        "position": 1,
        "links": {"self": f"{PLANS}/{own['id']}"},
    }
    assert expected.items() <= own.items()
    assert own["created"].endswith("Z")
    assert xm.get(f"{PLANS}/{own['id']}").json() == own
    xm.switch("xmatters.create_answer", "as_2019_sample")
    assert not {"planType", "editable", "loggingLevel"} & set(plan(xm, "Second"))


@PROOFS.of("plan-required")
def _(xm: StandIn) -> None:
    wrong = ({}, {"name": "A"}, {"enabled": True}, {"name": "  ", "enabled": True}, {"name": "A", "enabled": "yes"})
    for body in wrong:
        refused(xm.post(PLANS, body), 400)


@PROOFS.of("plan-trimmed")
def _(xm: StandIn) -> None:
    assert plan(xm, "  Ours ")["name"] == "Ours"
    xm.switch("xmatters.names", "as_sent")
    assert plan(xm, " Second ")["name"] == " Second "


@PROOFS.of("plan-logging")
def _(xm: StandIn) -> None:
    own = plan(xm, loggingLevel="INFO")
    assert own["loggingLevel"] == "ERROR"
    changed = made(xm.post(PLANS, {"id": own["id"], "name": "Ours", "enabled": True, "loggingLevel": "INFO"}))
    assert changed["loggingLevel"] == "INFO"


@PROOFS.of("plan-modify")
def _(xm: StandIn) -> None:
    own = plan(xm, description="d", accessibleByAll=True)
    changed = made(xm.post(PLANS, {"id": own["id"], "enabled": False, "unknown": 1}))
    assert changed == {**own, "enabled": False}
    assert made(xm.post(PLANS, {"id": own["id"], "description": None}))["description"] == ""
    xm.switch("xmatters.modify_plan_status", "200")
    assert xm.post(PLANS, {"id": own["id"], "name": "Renamed"}).status == 200


@PROOFS.of("plan-unknown-id")
def _(xm: StandIn) -> None:
    refused(xm.post(PLANS, {"id": "nothing", "name": "A", "enabled": True}), 404)
    xm.switch("xmatters.modify_unknown_id", "400")
    refused(xm.post(PLANS, {"id": "nothing", "name": "A", "enabled": True}), 400)
    xm.switch("xmatters.modify_unknown_id", "create")
    assert made(xm.post(PLANS, {"id": "chosen", "name": "A", "enabled": True}))["id"] == "chosen"
    made(xm.post(f"{PLANS}/chosen/constants", {"id": "mine", "name": "c", "value": "v"}))
    assert [row["id"] for row in xm.get(f"{PLANS}/chosen/constants").json()["data"]] == ["mine"]
    foreign = xm.get(f"{PLANS}/{FOREIGN}/constants").json()["data"][0]["id"]
    refused(xm.post(f"{PLANS}/chosen/constants", {"id": foreign, "name": "d", "value": "v"}), 404)


@PROOFS.of("plan-clash")
def _(xm: StandIn) -> None:
    plan(xm)
    refused(xm.post(PLANS, {"name": "OURS", "enabled": True}), 409, "validation.plan.name_not_unique")
    other = plan(xm, "Other")
    refused(xm.post(PLANS, {"id": other["id"], "name": "ours"}), 409)


@PROOFS.of("plan-by-name")
def _(xm: StandIn) -> None:
    own = plan(xm, "A / B & C")
    assert xm.get(f"{PLANS}/A%20%2F%20B%20%26%20C").json()["id"] == own["id"]
    refused(xm.get(f"{PLANS}/a%20%2F%20b%20%26%20c"), 404)


@PROOFS.of("plan-list")
def _(xm: StandIn) -> None:
    assert names(xm) == ["Conference Bridge", "Incident Response", "Payroll Notices", "System Notifications"]
    assert names(xm, "planType=PLAN&sortOrder=DESCENDING") == ["Payroll Notices", "Incident Response"]
    assert names(xm, "enabled=false") == []
    assert names(xm, "search=incident&fields=NAME") == ["Incident Response"]
    refused(xm.get(f"{PLANS}?sortBy=COLOR"), 400)


@PROOFS.of("plan-embed")
def _(xm: StandIn) -> None:
    embed = "constants,endpoints,forms,propertyDefinitions,integrations"
    shown = xm.get(f"{PLANS}/{FOREIGN}?embed={embed}").json()
    assert [shown[word]["total"] for word in embed.split(",")] == [2, 1, 1, 2, 2]
    own = plan(xm)
    for number in range(102):
        made(xm.post(f"{PLANS}/{own['id']}/constants", {"name": f"c{number}", "value": "v"}))
    embedded = xm.get(f"{PLANS}/{own['id']}?embed=constants").json()["constants"]
    assert (embedded["count"], embedded["total"]) == (100, 102)


@PROOFS.of("plan-position")
def _(xm: StandIn) -> None:
    first, second = plan(xm, "First"), plan(xm, "Second")
    positions = {row["name"]: row["position"] for row in xm.get(PLANS).json()["data"]}
    assert (positions["Second"], positions["First"], positions["Incident Response"]) == (1, 2, 3)
    made(xm.post(PLANS, {"id": second["id"], "position": 2}))
    assert xm.get(f"{PLANS}/{first['id']}").json()["position"] == 1


@PROOFS.of("plan-delete")
def _(xm: StandIn) -> None:
    own = plan(xm)
    answer = xm.delete(f"{PLANS}/{own['id']}")
    assert (answer.status, answer.json()["id"]) == (200, own["id"])
    again = xm.delete(f"{PLANS}/{own['id']}")
    assert (again.status, again.content) == (204, b"")
    plan(xm)
    assert xm.delete(f"{PLANS}/Ours").status == 200


@PROOFS.of("plan-delete-cascade")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    xm.delete(own.path)
    refused(xm.get(f"{API}/forms/{own.form}"), 404)
    refused(xm.get(f"{API}/integrations/{own.integration}/logs"), 404)
    refused(xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY), 404)
    assert not [form for form in xm.get(f"{API}/forms").json()["data"] if form["plan"]["id"] == own.plan]
    assert xm.get(f"{PLANS}/{FOREIGN}/integrations").json()["total"] == 2


@PROOFS.of("plan-built-in")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{seeded_id('plan Conference Bridge')}"
    refused(xm.delete(path), 400)
    refused(xm.post(f"{path}/constants", {"name": "c", "value": "v"}), 403)
    xm.switch("xmatters.delete_built_in", "403")
    refused(xm.delete(path), 403)
    assert xm.get(path).json()["planType"] == "BUILT_IN"


@PROOFS.of("plan-visible")
def _(xm: StandIn) -> None:
    own = plan(xm)
    refused(xm.get(f"{PLANS}/{own['id']}", headers=VIEWER), 404)
    assert names(xm, headers=VIEWER) == ["Conference Bridge", "Incident Response", "System Notifications"]
    refused(xm.post(PLANS, {"id": FOREIGN, "enabled": False}, headers=VIEWER), 403)
    refused(xm.post(f"{PLANS}/{FOREIGN}/constants", {"name": "c"}, headers=VIEWER), 403)
    refused(xm.delete(f"{PLANS}/{FOREIGN}", headers=VIEWER), 403)
    assert xm.get(f"{PLANS}/{FOREIGN}", headers=VIEWER).json()["editable"] is False
    assert xm.get(f"{PLANS}/{FOREIGN}", headers=OWNER).json()["editable"] is True
    xm.switch("xmatters.hidden_plan", "403")
    refused(xm.get(f"{PLANS}/{own['id']}", headers=VIEWER), 403)
    refused(xm.delete(f"{PLANS}/{own['id']}", headers=VIEWER), 403)
    assert xm.delete(f"{PLANS}/nothing", headers=VIEWER).status == 204


@PROOFS.of("plan-xmatters-endpoint")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/endpoints"
    (own,) = xm.get(path).json()["data"]
    assert own["endpointType"] == "XMATTERS"
    refused(xm.post(path, {"name": "n", "url": "https://x", "endpointType": "XMATTERS"}), 400)
    refused(xm.post(path, {"id": own["id"], "url": "https://x"}), 400)
    refused(xm.delete(f"{path}/{own['id']}"), 400)
    xm.switch("xmatters.xmatters_endpoint_status", "403")
    refused(xm.post(path, {"id": own["id"], "url": "https://x"}), 403)
    refused(xm.delete(f"{path}/{own['id']}"), 403)


@PROOFS.of("unset-texts")
def _(xm: StandIn) -> None:
    own = plan(xm)
    assert own["description"] == ""
    xm.switch("xmatters.unset_strings", "absent")
    assert "description" not in xm.get(f"{PLANS}/{own['id']}").json()
    xm.switch("xmatters.unset_strings", "null")
    assert xm.get(f"{PLANS}/{own['id']}").json()["description"] is None


@PROOFS.of("constant-write")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/constants"
    own = made(xm.post(path, {"name": " API Fortress Base URL ", "value": "https://af"}))
    assert (own["name"], own["value"], own["description"]) == ("API Fortress Base URL", "https://af", "")
    changed = made(xm.post(path, {"id": own["id"], "value": "https://new"}))
    assert changed == {**own, "value": "https://new"}
    assert xm.get(path).json()["data"] == [changed]
    refused(xm.post(path, {"name": "n", "value": 5}), 400)
    refused(xm.post(path, {"id": "nothing", "value": "v"}), 404)


@PROOFS.of("constant-get")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{FOREIGN}/constants/{seeded_id('constant Bridge')}"
    refused(xm.get(path), 404)
    xm.switch("xmatters.constant_get", "200")
    assert xm.get(path).json()["name"] == "Bridge"
    refused(xm.get(f"{PLANS}/{FOREIGN}/constants/nothing"), 404)


@PROOFS.of("constant-delete")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/constants"
    own = made(xm.post(path, {"name": "n", "value": "v"}))
    answer = xm.delete(f"{path}/{own['id']}")
    assert (answer.status, answer.json()) == (200, own)
    assert xm.delete(f"{path}/{own['id']}").status == 204


@PROOFS.of("name-clash")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    wanted: tuple[tuple[str, dict[str, Any]], ...] = (
        ("forms", {"name": "TEST FAILURE"}),
        ("property-definitions", {"name": "summary", "propertyType": "TEXT"}),
        ("integrations", {"name": "api fortress", "integrationType": "INBOUND_WEBHOOK", "operation": "RUN_SCRIPT"}),
        ("endpoints", {"name": "XMATTERS", "url": "https://x"}),
    )
    for path, body in wanted:
        refused(xm.post(f"{own.path}/{path}", {"script": encoded("x"), **body}), 409, "name_not_unique")
    xm.switch("xmatters.name_clash", "allow")
    assert xm.post(f"{own.path}/forms", {"name": "TEST FAILURE"}).status == 201


@PROOFS.of("parent")
def _(xm: StandIn) -> None:
    for path in ("forms", "constants", "property-definitions", "endpoints", "integrations", "shared-libraries"):
        refused(xm.get(f"{PLANS}/nothing/{path}"), 404, "plan_not_exists")
    refused(xm.post(f"{PLANS}/nothing/constants", {"name": "n", "value": "v"}), 404)
    refused(xm.delete(f"{PLANS}/nothing/constants/x"), 404)


@PROOFS.of("property-write")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/property-definitions"
    own = made(xm.post(path, {"name": "Summary", "propertyType": "TEXT", "maxLength": 300}))
    assert (own["maxLength"], own["minLength"], own["validate"]) == (300, 0, False)
    assert (own["default"], own["pattern"], own["helpText"], own["description"]) == ("", "", "", "")
    changed = made(xm.post(path, {"id": own["id"], "propertyType": "TEXT", "maxLength": 400}), 200)
    assert changed == {**own, "maxLength": 400}


@PROOFS.of("property-types")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/property-definitions"
    own = {
        "NUMBER": {"units", "default", "maxLength", "minLength"},
        "PASSWORD": {"maxLength", "minLength", "pattern", "validate"},
        "BOOLEAN": {"default"},
        "LIST_TEXT_SINGLE_SELECT": {"items"},
        "LIST_TEXT_MULTI_SELECT": {"items"},
        "HIERARCHY": {"default", "delimiter", "categories", "paths"},
    }
    common = {"id", "propertyType", "name", "description", "helpText", "links"}
    for kind, fields in own.items():
        assert set(made(xm.post(path, {"name": kind, "propertyType": kind}))) == common | fields


@PROOFS.of("property-invalid")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/property-definitions"
    refused(xm.post(path, {"name": "n", "propertyType": "COLOR"}), 400)
    refused(xm.post(path, {"name": "n", "propertyType": "LIST_TEXT_SINGLE_SELECT", "items": [1]}), 400)
    refused(xm.post(path, {"name": "n", "propertyType": "TEXT", "minLength": 9, "maxLength": 5}), 400)
    own = made(xm.post(path, {"name": "n", "propertyType": "TEXT"}))
    refused(xm.post(path, {"id": own["id"], "propertyType": "NUMBER"}), 400)


@PROOFS.of("property-delete")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/property-definitions"
    own = made(xm.post(path, {"name": "n", "propertyType": "TEXT"}))
    refused(xm.delete(f"{path}/{own['id']}"), 405)
    xm.switch("xmatters.property_delete", "200")
    assert [xm.delete(f"{path}/{own['id']}").status for _ in range(2)] == [200, 204]


@PROOFS.of("endpoint-secrets")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/endpoints"
    secret = {"username": "u", "password": "hidden", "client_secret": "hidden", "oauthTokenUrl": "https://t"}
    answer = xm.post(path, {"name": "n", "url": "https://x", "authenticationType": "BASIC", "authentication": secret})
    assert made(answer)["authentication"] == {"username": "u", "oauthTokenUrl": "https://t"}
    for shown in (answer, xm.get(path), xm.get(f"{path}?limit=1000")):
        assert b"hidden" not in shown.content


@PROOFS.of("endpoint-write")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/endpoints"
    refused(xm.post(path, {"name": "n"}), 400)
    refused(xm.post(path, {"name": "n", "url": "https://x", "authenticationType": "MAGIC"}), 400)
    own = made(xm.post(path, {"name": "n", "url": "https://x"}))
    refused(xm.get(f"{path}/{own['id']}"), 404)
    assert made(xm.post(path, {"id": own["id"], "url": "https://y"}))["url"] == "https://y"
    assert [xm.delete(f"{path}/{own['id']}").status for _ in range(2)] == [200, 204]


@PROOFS.of("library-write")
def _(xm: StandIn) -> None:
    own = plan(xm)
    body = {"name": "Lib", "script": encoded("exports.a = 1;"), "plan": {"id": own["id"]}}
    first = made(xm.post(f"{API}/shared-libraries", body))
    assert first["plan"] == {"id": own["id"], "name": "Ours"}
    for key in ("Lib", first["id"]):
        assert xm.get(f"{API}/shared-libraries/{key}").json() == first
    changed = made(xm.post(f"{API}/shared-libraries", {"id": first["id"], "name": "Lib 2"}), 200)
    assert (changed["name"], changed["script"]) == ("Lib 2", first["script"])
    assert xm.get(f"{PLANS}/{own['id']}/shared-libraries").json()["data"] == [changed]
    refused(xm.post(f"{API}/shared-libraries", {**body, "plan": {"id": "nothing"}}), 400)
    refused(xm.post(f"{API}/shared-libraries", {**body, "script": "%%"}), 400)


@PROOFS.of("library-delete")
def _(xm: StandIn) -> None:
    body = {"name": "Lib", "script": encoded("x"), "plan": {"id": plan(xm)["id"]}}
    made(xm.post(f"{API}/shared-libraries", body))
    assert [xm.delete(f"{API}/shared-libraries/Lib").status for _ in range(2)] == [200, 204]
    refused(xm.get(f"{API}/shared-libraries/Lib"), 404)


@PROOFS.of("library-names")
def _(xm: StandIn) -> None:
    body = {"name": "Tools", "script": encoded("x"), "plan": {"id": plan(xm)["id"]}}
    made(xm.post(f"{API}/shared-libraries", body))
    refused(xm.post(f"{API}/shared-libraries", body), 409)
    xm.switch("xmatters.library_names", "instance")
    refused(xm.post(f"{API}/shared-libraries", {**body, "plan": {"id": plan(xm, "Other")["id"]}}), 409)
