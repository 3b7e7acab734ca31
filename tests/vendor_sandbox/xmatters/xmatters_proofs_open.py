"""Proofs of what the reference leaves open: each shows the best guess and the other reading."""

from __future__ import annotations

from typing import Any

from xmatters_account import (
    API,
    BOT,
    KEY,
    NOBODY,
    OWNER,
    PROOFS,
    Workflow,
    encoded,
    events,
    fire,
    integration,
    made,
    outcome,
    payload,
    plan,
    workflow,
)
from xmatters_proofs_transport import PASSWORD, bearer, token

from support.contract import refused
from support.standin import Answer, StandIn

PLANS = f"{API}/plans"


def keyed(xm: StandIn, own: Workflow, key: str = KEY, body: Any = None) -> Answer:
    return xm.post(f"{own.trigger}?apiKey={key}", payload() if body is None else body, headers=NOBODY)


def shown(xm: StandIn, own: Workflow) -> dict[str, Any]:
    return made(xm.get(f"{own.path}/integrations/{own.integration}"), 200)


def modified(xm: StandIn, own: Workflow, **fields: Any) -> dict[str, Any]:
    return made(xm.post(f"{own.path}/integrations", {"id": own.integration, **fields}), 200)


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


@PROOFS.of("integration-modify-fields")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    script = encoded("// another\n")
    assert modified(xm, own, script=script, authenticationType="ANY")["script"] == script
    xm.switch("xmatters.integration_modify", "name_and_deployed")
    changed = modified(xm, own, name="New", deployed=False, authenticationType="BASIC", operation="RUN_SCRIPT")
    fields = ("name", "deployed", "authenticationType", "operation")
    assert [changed[field] for field in fields] == ["New", False, "ANY", "CREATE_EVENT"]


@PROOFS.of("integration-environment")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert modified(xm, own, environment="ONPREMISE")["environment"] == "HOSTED"
    xm.switch("xmatters.environment_change", "refuse")
    refused(xm.post(f"{own.path}/integrations", {"id": own.integration, "environment": "ONPREMISE"}), 400)
    xm.switch("xmatters.environment_change", "accept")
    assert modified(xm, own, environment="ONPREMISE")["environment"] == "ONPREMISE"


@PROOFS.of("integration-form-missing")
def _(xm: StandIn) -> None:
    path = f"{PLANS}/{plan(xm)['id']}"
    formless = {key: value for key, value in integration("").items() if key != "form"}
    refused(xm.post(f"{path}/integrations", formless), 400)
    xm.switch("xmatters.missing_form", "accept")
    own = Workflow(path.rsplit("/", 1)[1], "", made(xm.post(f"{path}/integrations", formless))["id"])
    assert "form" not in shown(xm, own)
    assert outcome(xm, own, payload()) == (0, "FAILED")


@PROOFS.of("integration-onpremise")
def _(xm: StandIn) -> None:
    own = workflow(xm, environment="ONPREMISE")
    assert shown(xm, own)["environment"] == "ONPREMISE"
    xm.switch("xmatters.inbound_onpremise", "refuse")
    refused(xm.post(f"{own.path}/integrations", integration(own.form, name="b", environment="ONPREMISE")), 400)


@PROOFS.of("integration-links")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert shown(xm, own)["form"]["links"] == {"self": f"{own.path}/forms/{own.form}"}
    xm.switch("xmatters.reference_links", "writes_only")
    assert shown(xm, own)["plan"] == {"id": own.plan}
    assert shown(xm, own)["form"] == {"id": own.form}
    assert "links" in modified(xm, own, deployed=True)["plan"]


@PROOFS.of("trigger-error-body")
def _(xm: StandIn) -> None:
    path = "/api/integration/1/functions/nothing/triggers"
    assert xm.post(path, payload(), headers=NOBODY).json()["code"] == 404
    xm.switch("xmatters.trigger_error_body", "empty")
    answer = xm.post(path, payload(), headers=NOBODY)
    assert (answer.status, answer.content) == (404, b"")
    assert "x-ratelimit-used" in answer.headers


@PROOFS.of("trigger-credentials")
def _(xm: StandIn) -> None:
    own = workflow(xm)

    def statuses() -> set[int]:
        answers = [keyed(xm, own, "wrong"), xm.post(own.trigger, payload(), headers=NOBODY)]
        return {answer.status for answer in (*answers, xm.post(own.trigger, payload(), headers=BOT))}

    assert statuses() == {401}
    xm.switch("xmatters.trigger_credentials_status", "403")
    assert statuses() == {403}


@PROOFS.of("trigger-key-type")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    key = made(xm.post(f"/_control/integrations/{own.integration}/api-key", {"user": "iac-bot"}))["apiKey"]
    modified(xm, own, authenticationType="ANY")
    assert keyed(xm, own, key).status == 202
    xm.switch("xmatters.key_after_type_change", "dies")
    modified(xm, own, authenticationType="ANY", deployed=True)
    assert keyed(xm, own, key).status == 202, "only a change kills it"
    modified(xm, own, authenticationType="URL")
    refused(keyed(xm, own, key), 401)


@PROOFS.of("trigger-required")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    (row, _) = xm.get(f"{own.path}/property-definitions").json()["data"]
    extra = {"propertyType": "TEXT", "name": "Extra", "maxLength": 40}
    added = made(xm.post(f"{own.path}/property-definitions", extra))
    section = {"title": "t", "type": "CUSTOM_SECTION"}
    items = [{"required": True, "propertyDefinition": {"id": key}} for key in (row["id"], added["id"])]
    made(xm.post(f"{API}/forms/{own.form}/sections", {**section, "items": items[:1]}))
    assert outcome(xm, own, payload()) == (1, "COMPLETED")
    made(xm.post(f"{API}/forms/{own.form}/sections", {**section, "items": items}))
    assert outcome(xm, own, payload()) == (0, "FAILED")
    made(xm.post(f"{own.path}/property-definitions", {**extra, "id": added["id"], "default": "x"}), 200)
    assert outcome(xm, own, payload()) == (1, "COMPLETED")


@PROOFS.of("trigger-handling")
def _(xm: StandIn) -> None:
    own = workflow(xm, operation="CREATE_EVENT_SIMPLE", script=None)
    handling = {"title": "h", "type": "HANDLING_OPTIONS", "priority": "HIGH", "expirationInMinutes": 30}
    made(xm.post(f"{API}/forms/{own.form}/sections", handling))
    bodies = ({"recipients": [{"id": "jdoe"}]}, {"recipients": [{"id": "jdoe"}], "priority": "LOW"})
    found = [events(xm, f"requestId={fire(xm, own, body)}")[0] for body in bodies]
    assert [(event["priority"], event["expirationInMinutes"]) for event in found] == [("HIGH", 30), ("LOW", 30)]


@PROOFS.of("log-own-link")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    answer = made(xm.get(f"{API}/integrations/{own.integration}/logs"), 200)
    path = f"{own.path}/integrations/{own.integration}/logs"
    assert answer["links"]["self"].startswith(f"{path}?")
    refused(xm.get(path), 404)


@PROOFS.of("event-flood-control")
def _(xm: StandIn) -> None:
    number = fire(xm, workflow(xm))
    assert events(xm, f"requestId={number}")[0]["floodControl"] is False
    xm.switch("xmatters.flood_control", "text")
    assert events(xm, f"requestId={number}")[0]["floodControl"] == "false"


@PROOFS.of("event-name")
def _(xm: StandIn) -> None:
    number = fire(xm, workflow(xm))
    assert events(xm, f"requestId={number}")[0]["name"] == "[test] failure"
    xm.switch("xmatters.event_name", "newline")
    assert events(xm, f"requestId={number}")[0]["name"] == "[test] failure\n"
    xm.switch("xmatters.event_name", "absent")
    assert "name" not in events(xm, f"requestId={number}&search=failure")[0]


@PROOFS.of("group-target-name")
def _(xm: StandIn) -> None:
    path = f"{API}/groups?targetName=Executives"
    assert [row["targetName"] for row in xm.get(path).json()["data"]] == ["Executives"]
    hidden = f"{API}/groups?targetName=Security%20Only"
    assert (xm.get(hidden).json()["total"], xm.get(hidden, headers=OWNER).json()["total"]) == (1, 0)
    xm.switch("xmatters.group_target_name", "ignored")
    assert xm.get(path).json()["total"] == xm.get(f"{API}/groups").json()["total"] > 1


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
