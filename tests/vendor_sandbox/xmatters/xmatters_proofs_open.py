"""Proofs of what the reference leaves open: each shows the best guess and the other reading."""

from __future__ import annotations

from xmatters_account import (
    API,
    PROOFS,
    encoded,
    keyed,
    made,
    modified,
    outcome,
    payload,
    plan,
    workflow,
)
from xmatters_proofs_transport import PASSWORD, bearer, token

from support.contract import refused
from support.standin import Answer, StandIn

PLANS = f"{API}/plans"


@PROOFS.of("auth-token-lifetime")
def _(xm: StandIn) -> None:
    assert token(xm).json()["expires_in"] == 899
    xm.switch("xmatters.token_lifetime", "588")
    answer = token(xm)
    assert answer.json()["expires_in"] == 588
    xm.advance(587)
    assert xm.get(PLANS, headers=bearer(answer)).status == 200
    xm.advance(2)
    assert xm.get(PLANS, headers=bearer(answer)).status == 401


@PROOFS.of("auth-client")
def _(xm: StandIn) -> None:
    other = PASSWORD.replace("sandbox-client-id", "sandbox-app-id")
    refused(token(xm, other), 401, "Invalid client")
    refused(token(xm, f"{other}&client_secret=wrong"), 401, "Invalid client")
    assert token(xm, f"{other}&client_secret=sandbox-app-secret").status == 200
    assert token(xm, f"{PASSWORD}&client_secret=whatever").status == 200
    refused(token(xm, PASSWORD.replace("sandbox-client-id", "nobody")), 401, "Invalid client")


@PROOFS.of("auth-refresh-again")
def _(xm: StandIn) -> None:
    def refreshed(first: str) -> Answer:
        return token(xm, f"grant_type=refresh_token&client_id=sandbox-client-id&refresh_token={first}")

    first = token(xm).json()["refresh_token"]
    assert [refreshed(first).status for _ in range(2)] == [200, 401]
    xm.switch("xmatters.refresh_token", "reusable")
    second = token(xm).json()["refresh_token"]
    answers = [refreshed(second) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[1].json()["refresh_token"] != second


@PROOFS.of("error-subcode")
def _(xm: StandIn) -> None:
    assert xm.get(f"{PLANS}/nothing").json()["subcode"] == "validation.plan.plan_not_exists"
    xm.switch("xmatters.subcodes", "absent")
    assert set(xm.get(f"{PLANS}/nothing").json()) == {"code", "reason", "message"}


@PROOFS.of("rate-shared")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    xm.switch("xmatters.calls_per_minute", "60")
    xm.advance(60)
    assert [keyed(xm, own).status for _ in range(30)] == [202] * 30
    assert [xm.get(PLANS).status for _ in range(31)] == [200] * 30 + [429]
    refused(keyed(xm, own), 429)
    xm.switch("xmatters.rate_allowance", "separate")
    assert keyed(xm, own).headers["x-ratelimit-used"] == "1"
    refused(xm.get(PLANS), 429)


@PROOFS.of("rate-body")
def _(xm: StandIn) -> None:
    xm.switch("xmatters.calls_per_minute", "60")
    for _ in range(60):
        xm.get(PLANS)
    answer = xm.get(PLANS)
    assert (answer.status, answer.json()["code"]) == (429, 429)
    xm.switch("xmatters.rate_limit_body", "empty")
    answer = xm.get(PLANS)
    assert (answer.status, answer.content) == (429, b"")
    assert answer.headers["x-ratelimit-used"] == "60"


@PROOFS.of("plan-logging-default")
def _(xm: StandIn) -> None:
    assert plan(xm)["loggingLevel"] == "ERROR"
    xm.switch("xmatters.logging_level_default", "INFO")
    assert plan(xm, "Second")["loggingLevel"] == "INFO"


@PROOFS.of("plan-clash-case")
def _(xm: StandIn) -> None:
    own = plan(xm)["id"]
    constants = f"{PLANS}/{own}/constants"
    made(xm.post(constants, {"name": "Bridge", "value": ""}))
    refused(xm.post(PLANS, {"name": "OURS", "enabled": True}), 409)
    refused(xm.post(constants, {"name": "BRIDGE", "value": ""}), 409)
    xm.switch("xmatters.name_case", "exact")
    plan(xm, "OURS")
    made(xm.post(constants, {"name": "BRIDGE", "value": ""}))
    refused(xm.post(PLANS, {"name": "Ours", "enabled": True}), 409)
    refused(xm.post(constants, {"name": "Bridge", "value": ""}), 409)


@PROOFS.of("plan-enabled-for")
def _(xm: StandIn) -> None:
    own = plan(xm)["id"]
    made(xm.post(f"{PLANS}/{own}/forms", {"name": "F", "apiEnabled": True}))

    def found(flag: str) -> list[str]:
        return [row["name"] for row in xm.get(f"{PLANS}?enabledFor={flag}").json()["data"]]

    assert found("API") == ["Incident Response", "Ours"]
    assert found("MOBILE") == ["Incident Response"]


@PROOFS.of("plan-delete-filled")
def _(xm: StandIn) -> None:
    xm.switch("xmatters.delete_plan_with_children", "refuse")
    own = workflow(xm)
    refused(xm.delete(own.path), 409, "API Fortress")
    assert xm.delete(f"{own.path}/integrations/{own.integration}").status == 200
    assert xm.delete(own.path).status == 200, "forms, properties and the xMatters endpoint do not count"
    xm.switch("xmatters.delete_plan_with_children", "cascade")
    assert xm.delete(workflow(xm).path).status == 200


@PROOFS.of("name-length")
def _(xm: StandIn) -> None:
    own = plan(xm, "n" * 255)["id"]
    refused(xm.post(PLANS, {"name": "n" * 256, "enabled": True}), 400)
    xm.switch("xmatters.name_length", "100")
    refused(xm.post(f"{PLANS}/{own}/forms", {"name": "f" * 101}), 400)
    made(xm.post(f"{PLANS}/{own}/forms", {"name": "f" * 100}))


@PROOFS.of("constant-links")
def _(xm: StandIn) -> None:
    own = plan(xm)["id"]
    constant = made(xm.post(f"{PLANS}/{own}/constants", {"name": "a", "value": "b"}))
    path = f"/plans/{own}/constants/{constant['id']}"
    assert constant["links"] == {"self": f"{API}{path}"}
    xm.switch("xmatters.constant_links", "link")
    (row,) = xm.get(f"{PLANS}/{own}/constants").json()["data"]
    assert (row["link"], "links" in row) == ({"self": path}, False)


@PROOFS.of("library-list-link")
def _(xm: StandIn) -> None:
    answer = xm.get(f"{PLANS}/Incident%20Response/shared-libraries?limit=5").json()
    assert answer["links"] == {"self": f"{API}/shared-libraries?offset=0&limit=5"}
    refused(xm.get(f"{API}/shared-libraries"), 405)


@PROOFS.of("form-create-status")
def _(xm: StandIn) -> None:
    own = plan(xm)["id"]

    def statuses(name: str) -> set[int]:
        form = xm.post(f"{PLANS}/{own}/forms", {"name": name})
        path = f"{API}/forms/{form.json()['id']}"
        section = xm.post(f"{path}/sections", {"title": "t", "type": "RECIPIENTS"})
        option = xm.post(f"{path}/response-options", {"text": "Yes"})
        templates = xm.post(f"{path}/message-templates", {"sms": {"content": "x"}})
        return {answer.status for answer in (form, section, option, templates)}

    assert statuses("a") == {201}
    xm.switch("xmatters.create_form_status", "200")
    assert statuses("b") == {200}


@PROOFS.of("form-trigger-type")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/forms"
    own = made(xm.post(path, {"name": "a"}))
    flow = made(xm.post(path, {"name": "b", "triggerType": "FLOW"}))
    assert ("triggerType" in own, flow["triggerType"]) == (False, "FLOW")
    refused(xm.post(path, {"id": flow["id"], "triggerType": "OTHER"}), 400)
    xm.switch("xmatters.form_trigger_type", "FORM")
    assert made(xm.get(f"{path}/a"), 200)["triggerType"] == "FORM"
    assert made(xm.post(path, {"id": own["id"], "triggerType": "FORM"}), 200)["triggerType"] == "FORM"
    found = [row["name"] for row in xm.get(f"{path}?triggerType=FORM").json()["data"]]
    assert found == ["a"]


@PROOFS.of("form-put-status")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{API}/forms/{own.form}"
    body = [{"id": "jdoe", "recipientType": "PERSON"}]
    assert made(xm.put(f"{path}/recipients", body), 200)["count"] == 1
    xm.switch("xmatters.put_status", "204")
    for part, value in (("recipients", []), ("sender-permissions", [])):
        answer = xm.put(f"{path}/{part}", value)
        assert (answer.status, answer.content) == (204, b"")
        assert xm.get(f"{path}/{part}").json()["data"] == []


@PROOFS.of("form-creator-sends")
def _(xm: StandIn) -> None:
    assert outcome(xm, workflow(xm), payload()) == (1, "COMPLETED")
    xm.delete(f"{PLANS}/Ours")
    xm.switch("xmatters.creator_may_send", "no")
    own = workflow(xm)
    assert xm.get(f"{API}/forms/{own.form}/sender-permissions").json()["data"] == []
    assert outcome(xm, own, payload()) == (0, "FAILED")


@PROOFS.of("form-sender-shape")
def _(xm: StandIn) -> None:
    path = f"{API}/forms/{workflow(xm).form}/sender-permissions"
    person = xm.get(f"{API}/people/iac-bot").json()
    (entry,) = xm.get(path).json()["data"]
    assert entry["sender"] == {"id": person["id"]}
    xm.switch("xmatters.sender_shape", "reference")
    (entry,) = xm.get(path).json()["data"]
    assert entry["sender"].items() >= {"id": person["id"], "targetName": "iac-bot", "recipientType": "PERSON"}.items()
    made(xm.put(path, [{"senderType": "ROLE", "sender": {"id": "Standard User"}}]), 200)
    assert xm.get(path).json()["data"][0]["sender"] == {"id": "Standard User", "name": "Standard User"}


@PROOFS.of("form-section-items")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    (first, second) = (row["id"] for row in xm.get(f"{own.path}/property-definitions").json()["data"])

    def kept(**sent: str) -> list[str]:
        items = {name: [{"propertyDefinition": {"id": key}}] for name, key in sent.items()}
        body = {"title": "t", "type": "CUSTOM_SECTION", **items}
        section = made(xm.post(f"{API}/forms/{own.form}/sections", body))
        return [item["propertyDefinition"]["id"] for item in section["items"]]

    assert (kept(items=first), kept(properties=second)) == ([first], [second])
    xm.switch("xmatters.section_items_field", "items")
    assert (kept(items=first), kept(properties=second)) == ([first], [])
    xm.switch("xmatters.section_items_field", "properties")
    assert (kept(items=first), kept(properties=second)) == ([], [second])
    assert kept(items=first, properties=first) == [first]


@PROOFS.of("form-new-sections")
def _(xm: StandIn) -> None:
    def sections(name: str) -> list[str]:
        form = made(xm.post(f"{PLANS}/Incident%20Response/forms", {"name": name}))["id"]
        return [row["type"] for row in xm.get(f"{API}/forms/{form}/sections").json()["data"]]

    assert sections("a") == []
    xm.switch("xmatters.new_form_sections", "defaults")
    assert sections("b") == ["RECIPIENTS", "HANDLING_OPTIONS"]


@PROOFS.of("form-trigger-type-change")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/forms"
    own = made(xm.post(path, {"name": "a", "triggerType": "FLOW"}))["id"]
    refused(xm.post(path, {"id": own, "triggerType": "OTHER"}), 400)
    xm.switch("xmatters.trigger_type_change", "ignore")
    assert made(xm.post(path, {"id": own, "triggerType": "OTHER"}), 200)["triggerType"] == "FLOW"


@PROOFS.of("property-type-change")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}/property-definitions"
    own = made(xm.post(path, {"name": "a", "propertyType": "TEXT", "maxLength": 10}))["id"]
    refused(xm.post(path, {"id": own, "propertyType": "BOOLEAN"}), 400)
    xm.switch("xmatters.property_type_change", "ignore")
    changed = made(xm.post(path, {"id": own, "propertyType": "BOOLEAN", "maxLength": 20}), 200)
    assert (changed["propertyType"], changed["maxLength"]) == ("TEXT", 20)


@PROOFS.of("library-plan")
def _(xm: StandIn) -> None:
    (first, second) = (plan(xm, name)["id"] for name in ("a", "b"))
    body = {"name": "l", "script": encoded("x"), "plan": {"id": first}}
    own = made(xm.post(f"{API}/shared-libraries", body))["id"]
    moved = {"id": own, "plan": {"id": second}}
    assert made(xm.post(f"{API}/shared-libraries", moved), 200)["plan"]["id"] == first
    xm.switch("xmatters.library_plan_change", "refuse")
    refused(xm.post(f"{API}/shared-libraries", moved), 400)
    assert xm.post(f"{API}/shared-libraries", {"id": own, "plan": {"id": first}}).status == 200


@PROOFS.of("integration-creator")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert modified(xm, own, createdBy="FLOW")["createdBy"] == "IB"
    xm.switch("xmatters.created_by_change", "accept")
    assert modified(xm, own, createdBy="FLOW")["createdBy"] == "FLOW"
