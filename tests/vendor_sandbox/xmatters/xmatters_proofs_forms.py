"""Proofs of the rules about forms and integrations."""

from __future__ import annotations

from typing import Any

from xmatters_account import API, PROOFS, VIEWER, encoded, fire, integration, made, plan, workflow

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.xmatters.seed import seeded_id

FORMS = f"{API}/forms"


@PROOFS.of("form-write")
def _(xm: StandIn) -> None:
    own = plan(xm)
    path = f"{API}/plans/{own['id']}/forms"
    form = made(xm.post(path, {"name": "F"}))
    assert (form["mobileEnabled"], form["uiEnabled"], form["apiEnabled"]) == (False, False, False)
    assert form["formId"].isdigit()
    assert (form["description"], form["plan"]) == ("", {"id": own["id"]})
    assert form["links"]["self"] == f"{path}/{form['id']}"
    changed = made(xm.post(path, {"id": form["id"], "apiEnabled": True}), 200)
    assert changed == {**form, "apiEnabled": True}
    refused(xm.post(path, {"id": form["id"], "triggerType": "FLOW"}), 400)
    refused(xm.post(path, {"name": ""}), 400)
    xm.switch("xmatters.modify_form_status", "201")
    assert xm.post(path, {"id": form["id"], "apiEnabled": False}).status == 201


@PROOFS.of("form-delete")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    refused(xm.delete(f"{own.path}/forms/{own.form}"), 405)
    refused(xm.delete(f"{FORMS}/{own.form}"), 405)
    xm.switch("xmatters.form_delete", "404")
    refused(xm.delete(f"{own.path}/forms/{own.form}"), 404)
    assert xm.get(f"{FORMS}/{own.form}").status == 200


@PROOFS.of("form-read")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    paths = (f"{own.path}/forms/{own.form}", f"{API}/plans/Ours/forms/Test%20failure", f"{FORMS}/{own.form}")
    assert [xm.get(path).json()["id"] for path in paths] == [own.form] * 3
    refused(xm.get(f"{FORMS}/nothing"), 404, "form_not_exists")
    refused(xm.get(f"{FORMS}/{own.form}", headers=VIEWER), 404)


@PROOFS.of("form-list")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    everywhere = {form["name"]: form["plan"].get("name") for form in xm.get(FORMS).json()["data"]}
    assert everywhere == {"Incident": "Incident Response", "Test failure": "Ours"}
    assert "name" not in xm.get(f"{own.path}/forms").json()["data"][0]["plan"]
    assert xm.get(f"{FORMS}?enabledFor=MOBILE").json()["total"] == 1
    assert xm.get(f"{FORMS}?search=fail").json()["total"] == 1
    assert [form["name"] for form in xm.get(FORMS, headers=VIEWER).json()["data"]] == ["Incident"]


@PROOFS.of("form-recipients")
def _(xm: StandIn) -> None:
    path = f"{FORMS}/{workflow(xm).form}/recipients"
    put = xm.put(path, [{"id": "jdoe", "recipientType": "PERSON"}, {"id": "Ops On-Call"}])
    assert [row["targetName"] for row in made(put, 200)["data"]] == ["jdoe", "Ops On-Call"]
    assert made(xm.put(path, [{"id": seeded_id("person kito")}]), 200)["total"] == 1
    assert [row["targetName"] for row in xm.get(path).json()["data"]] == ["kito"]
    refused(xm.put(path, {"data": []}), 400)
    refused(xm.put(path, [{"id": "nobody"}]), 400)
    assert made(xm.put(path, []), 200)["total"] == 0


@PROOFS.of("form-senders")
def _(xm: StandIn) -> None:
    path = f"{FORMS}/{workflow(xm).form}/sender-permissions"
    (creator,) = xm.get(path).json()["data"]
    assert creator["sender"]["id"] == seeded_id("person iac-bot")
    other = {"senderType": "GROUP", "sender": {"id": seeded_id("group Ops On-Call")}, "manageScenarios": False}
    assert made(xm.put(path, [other]), 200)["data"] == [other]
    assert xm.get(path).json()["data"] == [other]
    for wrong in ({}, [{"senderType": "GROUP"}], [{"senderType": "X", "sender": {"id": "y"}}]):
        refused(xm.put(path, wrong), 400)


@PROOFS.of("form-sections")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{FORMS}/{own.form}/sections"
    first, second = xm.get(f"{own.path}/property-definitions").json()["data"]
    item = {"orderNum": 0, "propertyDefinition": {"id": first["id"]}}
    section = made(xm.post(path, {"title": "Details", "type": "CUSTOM_SECTION", "items": [item]}))
    assert section["items"][0]["propertyDefinition"] == {"id": first["id"], "name": "Summary"}
    assert section["items"][0]["formSection"] == {"id": section["id"]}
    more = [item, {"propertyDefinition": {"id": second["id"]}}]
    changed = made(xm.post(path, {"id": section["id"], "properties": more}), 200)
    assert (len(changed["items"]), changed["title"]) == (2, "Details")
    assert xm.get(path).json()["data"] == [changed]
    refused(xm.post(path, {"id": section["id"], "type": "RECIPIENTS"}), 400)
    foreign = {"propertyDefinition": {"id": seeded_id("property Title")}}
    refused(xm.post(path, {"title": "x", "type": "CUSTOM_SECTION", "items": [foreign]}), 400)
    refused(xm.post(path, {"title": "x", "type": "CIRCLE"}), 400)


@PROOFS.of("form-options")
def _(xm: StandIn) -> None:
    path = f"{FORMS}/{workflow(xm).form}/response-options"
    option = made(xm.post(path, {"text": "Acknowledge"}))
    assert (option["number"], option["action"], option["contribution"]) == (1, "RECORD_RESPONSE", "NONE")
    changed = made(xm.post(path, {"id": option["id"], "action": "END"}), 200)
    assert xm.get(path).json()["data"] == [changed]
    refused(xm.post(path, {"text": "x", "action": "SHOUT"}), 400)
    refused(xm.post(path, {"id": "nothing", "text": "x"}), 404)


@PROOFS.of("form-templates")
def _(xm: StandIn) -> None:
    path = f"{FORMS}/{workflow(xm).form}/message-templates"
    made(xm.post(path, {"email": {"subject": "s"}}))
    made(xm.post(path, {"sms": {"text": "t"}}))
    assert xm.get(path).json() == {"email": {"subject": "s"}, "sms": {"text": "t"}}


def _rejected(xm: StandIn, text: str = "", **fields: Any) -> None:
    """An integration with these fields is a 400."""
    own = plan(xm, f"Plan {xm.context.store.next_number('test', 1)}")
    form = made(xm.post(f"{API}/plans/{own['id']}/forms", {"name": "F", "apiEnabled": True}))["id"]
    body = {key: value for key, value in {**integration(form), **fields}.items() if value != "absent"}
    refused(xm.post(f"{API}/plans/{own['id']}/integrations", body), 400, text)


@PROOFS.of("integration-create")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations"
    body = {"name": "Plain", "integrationType": "INBOUND_WEBHOOK", "operation": "RUN_SCRIPT", "script": encoded("x")}
    row = made(xm.post(path, body))
    assert (row["authenticationType"], row["environment"], row["deployed"]) == ("ANY", "HOSTED", False)
    assert row["plan"] == {"id": own.plan, "links": {"self": own.path}}
    assert "form" not in row
    assert row["links"]["self"] == f"{path}/{row['id']}"
    assert xm.get(f"{path}/{row['id']}").json() == row
    xm.switch("xmatters.create_integration_status", "200")
    assert xm.post(path, {**body, "name": "Second"}).status == 200


@PROOFS.of("integration-secretless")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    key = made(xm.post(f"/_control/integrations/{own.integration}/api-key", {}))["apiKey"]
    for path in (f"{own.path}/integrations/{own.integration}", f"{own.path}/integrations", own.path):
        content = xm.get(path).content.decode()
        assert key not in content
        assert "trigger" not in content
        assert "apiKey" not in content


@PROOFS.of("integration-modify")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations"
    before = xm.get(f"{path}/{own.integration}").json()
    assert made(xm.post(path, {"id": own.integration, "deployed": False}), 200) == {**before, "deployed": False}
    other = made(xm.post(f"{own.path}/forms", {"name": "Other"}))["id"]
    body = {"id": own.integration, "form": {"id": other}, "authenticationType": "ANY", "name": "New"}
    changed = made(xm.post(path, body), 200)
    assert (changed["form"]["id"], changed["authenticationType"], changed["name"]) == (other, "ANY", "New")
    assert changed["script"] == before["script"]
    refused(xm.post(path, {"id": "nothing", "deployed": False}), 404)


@PROOFS.of("integration-enums")
def _(xm: StandIn) -> None:
    _rejected(xm, "INBOUND_WEBHOOK", integrationType="INBOUND_INTEGRATION")
    for field in ("operation", "authenticationType", "environment", "createdBy"):
        _rejected(xm, field, **{field: "NONSENSE"})
    _rejected(xm, "operation", operation="SEND_WEBHOOK")


@PROOFS.of("integration-type")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    body = {"id": own.integration, "integrationType": "OUTBOUND_WEBHOOK", "operation": "RUN_SCRIPT"}
    refused(xm.post(f"{own.path}/integrations", body), 400)
    xm.switch("xmatters.integration_type_change", "ignore")
    changed = made(xm.post(f"{own.path}/integrations", body), 200)
    assert (changed["integrationType"], changed["operation"]) == ("INBOUND_WEBHOOK", "RUN_SCRIPT")


@PROOFS.of("integration-script")
def _(xm: StandIn) -> None:
    _rejected(xm, "script", script="absent")
    _rejected(xm, "script", script="not base64!")
    _rejected(xm, "script", operation="RUN_SCRIPT", script=None)
    own = workflow(xm, operation="CREATE_EVENT_SIMPLE", script=None)
    assert "script" not in xm.get(f"{own.path}/integrations/{own.integration}").json()


@PROOFS.of("integration-form")
def _(xm: StandIn) -> None:
    _rejected(xm, "form", form="absent")
    _rejected(xm, "form_not_exists", form={"id": "nothing"})
    _rejected(xm, "form_not_exists", form={"id": seeded_id("form Incident")})


@PROOFS.of("integration-outbound")
def _(xm: StandIn) -> None:
    _rejected(xm, "triggeredBy", triggeredBy="STATUS")
    _rejected(xm, "endpoint", endpoint="x")
    xm.switch("xmatters.outbound_fields", "ignore")
    own = workflow(xm, triggeredBy="STATUS")
    assert "triggeredBy" not in xm.get(f"{own.path}/integrations/{own.integration}").json()
    body = {"name": "Out", "integrationType": "OUTBOUND_WEBHOOK", "operation": "SEND_WEBHOOK", "triggeredBy": "STATUS"}
    assert made(xm.post(f"{own.path}/integrations", body))["triggeredBy"] == "STATUS"


@PROOFS.of("integration-deployed")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    body = {key: value for key, value in integration(own.form).items() if key != "deployed"}
    assert made(xm.post(f"{own.path}/integrations", {**body, "name": "A"}))["deployed"] is False
    xm.switch("xmatters.deployed_default", "true")
    assert made(xm.post(f"{own.path}/integrations", {**body, "name": "B"}))["deployed"] is True


@PROOFS.of("integration-created-by")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations/{own.integration}"
    assert xm.get(path).json()["createdBy"] == "IB"
    xm.switch("xmatters.created_by", "absent")
    assert "createdBy" not in xm.get(path).json()
    foreign = f"{API}/plans/Incident%20Response/integrations/Datadog%20HTTP%20trigger"
    assert xm.get(foreign).json()["createdBy"] == "FLOW"


@PROOFS.of("integration-script-form")
def _(xm: StandIn) -> None:
    line = encoded("// a long script " * 20)
    own = workflow(xm, script="\n".join(line[start : start + 60] for start in range(0, len(line), 60)))
    path = f"{own.path}/integrations/{own.integration}"
    assert xm.get(path).json()["script"] == line
    xm.switch("xmatters.script_form", "wrapped")
    wrapped = xm.get(path).json()["script"]
    assert max(map(len, wrapped.split("\n"))) == 76
    assert wrapped.replace("\n", "") == line
    xm.switch("xmatters.script_form", "unix_lines")
    body = {"id": own.integration, "script": encoded("one\r\ntwo\n")}
    assert made(xm.post(f"{own.path}/integrations", body), 200)["script"] == encoded("one\ntwo\n")


@PROOFS.of("integration-read")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    for key in (own.integration, "API%20Fortress"):
        assert xm.get(f"{own.path}/integrations/{key}").json()["id"] == own.integration
    refused(xm.get(f"{own.path}/integrations/x"), 404, "Could not find an integration with id x")
    refused(xm.get(f"{API}/plans/Incident%20Response/integrations/{own.integration}"), 404)


@PROOFS.of("integration-list")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations"
    assert xm.get(f"{path}?integrationType=INBOUND_WEBHOOK&deployed=true").json()["total"] == 1
    assert xm.get(f"{path}?integrationType=OUTBOUND_WEBHOOK").json()["total"] == 0
    assert xm.get(f"{path}?deployed=false").json()["total"] == 0
    fire(xm, own)
    assert xm.get(f"{path}?embed=logs").json()["data"][0]["logs"]["total"] == 1
    assert "logs" not in xm.get(path).json()["data"][0]


@PROOFS.of("integration-delete")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations/{own.integration}"
    before = xm.get(path).json()
    answer = xm.delete(path)
    assert (answer.status, answer.json()) == (200, before)
    again = xm.delete(path)
    assert (again.status, again.content) == (204, b"")
    xm.switch("xmatters.deleted_script", "decoded")
    row = made(xm.post(f"{own.path}/integrations", integration(own.form)))
    assert xm.delete(f"{own.path}/integrations/{row['id']}").json()["script"].startswith("// apifortress-v1")


@PROOFS.of("integration-bookkeeping")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.path}/integrations/{own.integration}"
    assert "originType" not in xm.get(path).json()
    xm.switch("xmatters.bookkeeping_fields", "present")
    assert xm.get(path).json()["originType"]
