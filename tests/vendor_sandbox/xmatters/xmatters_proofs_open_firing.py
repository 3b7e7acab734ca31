"""Proofs of what the reference leaves open about integrations, triggers and events: every reading is shown."""

from __future__ import annotations

from typing import Any

from xmatters_account import (
    API,
    BOT,
    NOBODY,
    OWNER,
    PROOFS,
    Workflow,
    encoded,
    events,
    fire,
    integration,
    keyed,
    made,
    modified,
    outcome,
    payload,
    plan,
    workflow,
)
from xmatters_proofs_open import PLANS

from support.contract import refused
from support.standin import StandIn


def shown(xm: StandIn, own: Workflow) -> dict[str, Any]:
    return made(xm.get(f"{own.path}/integrations/{own.integration}"), 200)


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
