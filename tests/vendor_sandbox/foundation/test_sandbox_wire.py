"""The whole path inside the sandbox: a test run, the connectors, real HTTP, an alert at ilert, an event at xMatters."""

import base64
import hashlib
import time

import pytest
import requests

SCRIPT = """// apifortress-v1
var body = JSON.parse(request.body);
trigger.recipients = String(body.Recipients || "").split(",");
trigger.properties.Summary = String(body.Summary || "").substring(0, 300);
trigger.properties.Message = String(body.Message || "").substring(0, 2000);
form.post(trigger);
"""
MARK = "proof-4711"


class Wire:
    """Raw clients of the three stand-ins, wired by hand as the two vendor guides say."""

    def __init__(self, sandbox, session):
        self.control = sandbox.control
        self.session = session
        self.page = sandbox.status["page"]
        self.urls = {name: sandbox.status[name]["url"] for name in ("ilert", "xmatters", "apifortress")}

    def _json(self, method, url, body, **more):
        answer = self.session.request(method, url, json=body, timeout=30, **more)
        assert answer.ok, (method, url, answer.status_code, answer.text)
        return answer.json()

    def ilert(self, method, path, body=None):
        headers = {"Authorization": "Bearer sandbox-ilert-token"}
        return self._json(method, self.urls["ilert"] + "/api" + path, body, headers=headers)

    def xmatters(self, method, path, body=None):
        auth = ("sandbox", "sandbox-xmatters-password")
        return self._json(method, self.urls["xmatters"] + "/api/xm/1" + path, body, auth=auth)

    def fortress(self, method, path, body=None):
        token = hashlib.md5(f"sandbox-keysandbox-secret{int(time.time())}".encode()).hexdigest()
        headers = {"X-Key": "sandbox-key", "X-Token": token}
        return self._json(method, self.urls["apifortress"] + "/api/rest/v3" + path, body, headers=headers)

    def alert_source(self):
        policy = self.ilert("GET", "/escalation-policies")[0]
        body = {"name": "API Fortress", "integrationType": "APIFORTRESS", "escalationPolicy": {"id": policy["id"]}}
        return self.ilert("POST", "/alert-sources", body)

    def trigger_url(self):
        plan = self.xmatters("POST", "/plans", {"name": "API Fortress Alerts", "enabled": True})["id"]
        for name in ("Summary", "Message"):
            body = {"propertyType": "TEXT", "name": name, "maxLength": 300, "minLength": 0}
            self.xmatters("POST", f"/plans/{plan}/property-definitions", body)
        form = self.xmatters("POST", f"/plans/{plan}/forms", {"name": "Test failure", "apiEnabled": True})["id"]
        integration = {
            "form": {"id": form},
            "name": "API Fortress",
            "integrationType": "INBOUND_WEBHOOK",
            "operation": "CREATE_EVENT",
            "authenticationType": "URL",
            "environment": "HOSTED",
            "deployed": True,
            "script": base64.b64encode(SCRIPT.encode()).decode(),
        }
        made = self.xmatters("POST", f"/plans/{plan}/integrations", integration)
        path = f"/api/integration/1/functions/{made['id']}/triggers?apiKey=sandbox-trigger-key"
        return self.urls["xmatters"] + path

    def connector(self, label, name, declared, project=3075, **params):
        known = [each["id"] for each in self.fortress("GET", "/connectors") if each["name"] == name]
        spec = {"name": name, "code": "x", "params": [{"name": each} for each in declared]}
        key = known[0] if known else self.fortress("POST", "/connectors", spec)["id"]
        group = self.fortress("POST", "/alertGroups", {"label": label})["id"]
        self.fortress("POST", f"/alertGroups/{group}/connectors", {"connectorId": key, "params": params})
        self.fortress("PUT", f"/projects/{project}/alertGroups/{group}")
        return group


@pytest.fixture
def wire(sandbox):
    with requests.Session() as session:
        session.trust_env = False
        yield Wire(sandbox, session)


def test_a_failing_test_becomes_an_ilert_alert_once_the_threshold_is_reached(wire):
    source = wire.alert_source()
    params = {"url": source["integrationUrl"], "counter": "2", "ttl": "60"}
    wire.connector("ilert", "JSON Alert /w Threshold", ["url", "counter", "ttl"], **params)
    run = {"test": {"name": f"Checkout {MARK}"}, "tags": [MARK], "facts": {"mark": MARK}}
    assert wire.control.run_test(3075, **run)["deliveries"] == []
    [sent] = wire.control.run_test(3075, **run)["deliveries"]
    assert 200 <= sent["httpStatus"] < 300
    wire.control.advance(60)
    [alert] = wire.control.objects("ilert", "alerts")
    assert MARK in alert["summary"]
    assert alert["alertSource"]["id"] == source["id"]
    [seen] = wire.ilert("GET", "/alerts")
    assert seen["escalationPolicy"]["id"] == source["escalationPolicy"]["id"]


def test_a_failing_test_becomes_an_xmatters_event_with_its_recipients(wire):
    people = wire.control.objects("xmatters", "people")
    recipient = people[0]["targetName"]
    url = wire.trigger_url()
    wire.connector("xmatters", "xMatters", ["trigger_url", "recipients"], trigger_url=url, recipients=recipient)
    before = len(wire.control.objects("xmatters", "events"))
    [sent] = wire.control.run_test(3075, test={"name": f"Checkout {MARK}"})["deliveries"]
    assert sent["httpStatus"] == 202
    wire.control.advance(60)
    events = wire.control.objects("xmatters", "events")[before:]
    assert len(events) == 1
    assert MARK in str(events[0])
    assert recipient in str(events[0])


def test_what_travels_is_in_the_request_log_without_its_keys(wire):
    wire.connector("ilert", "JSON Alert", ["url"], url=wire.alert_source()["integrationUrl"])
    url = wire.trigger_url()
    wire.connector("xmatters", "xMatters", ["trigger_url", "recipients"], trigger_url=url, recipients="sandbox")
    wire.control.clear_log()
    wire.control.run_test(3075)
    log = wire.control.requests_log()
    assert [(each["vendor"], each["method"]) for each in log] == [("ilert", "POST"), ("xmatters", "POST")]
    assert log[0]["path"].endswith("/events/apifortress/***")
    assert log[1]["query"] == "apiKey=***"


def test_one_project_reaches_both_vendors_and_foreign_groups_stay(wire):
    seeded = wire.control.get("apifortress", "projects", 3074)["alertGroupIds"]
    ours = [
        wire.connector("ilert", "JSON Alert", ["url"], project=3074, url=wire.alert_source()["integrationUrl"]),
        wire.connector(
            "xmatters",
            "xMatters",
            ["trigger_url", "recipients"],
            project=3074,
            trigger_url=wire.trigger_url(),
            recipients="sandbox",
        ),
    ]
    deliveries = wire.control.run_test(3074)["deliveries"]
    assert {each["alertGroupId"] for each in deliveries if each["sent"]} == set(ours)
    assert wire.control.get("apifortress", "projects", 3074)["alertGroupIds"] == [*seeded, *ours]


def test_the_page_shows_what_is_due_without_anybody_asking_the_vendors(wire):
    wire.control.call("POST", "/switches", {"ilert.event_delay": "5", "xmatters.event_delay": "5"})
    wire.connector("ilert", "JSON Alert", ["url"], url=wire.alert_source()["integrationUrl"])
    url, recipient = wire.trigger_url(), wire.control.objects("xmatters", "people")[0]["targetName"]
    wire.connector("xmatters", "xMatters", ["trigger_url", "recipients"], trigger_url=url, recipients=recipient)
    wire.control.run_test(3075, test={"name": f"Checkout {MARK}"})
    wire.control.advance(60)
    shown = wire.session.get(wire.page + "page/view.json", timeout=10).json()
    assert MARK in str(shown["alerts"])
    assert len(shown["events"]) == 1
