"""The request of each of the 17 published connectors (api-fortress.md 2.4), as the sandbox records it."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from vendor_sandbox.apifortress.catalogue import CATALOGUE
from vendor_sandbox.apifortress.outgoing import build

MESSAGE = {
    "date": 1588182095254,
    "eventId": "5ea9bc4fb3cb1f0001b3c007",
    "test": {"id": "5ea9ad6ab3cb1f0001b3bf54", "name": "Orders – get"},
    "companyName": "Example Co.",
    "eventType": "failure",
    "facts": {},
    "tags": ["monitor"],
    "criticalFailures": [],
    "companyId": 1,
    "failuresCount": 1,
    "httpFailures": [],
    "location": "New York",
    "projectName": "Shop",
    "projectId": 2,
}
PASSED = {**MESSAGE, "failuresCount": 0}
CRITICAL = {**MESSAGE, "criticalFailures": [{"action": "get"}]}
LINK = "https://mastiff.apifortress.com/app/web/events/details/5ea9bc4fb3cb1f0001b3c007?cid=1"


def sent(name, params=None, message=MESSAGE):
    request = build({"name": name, "code": ""}, params or {}, message)
    assert request is not None
    kind = request.headers.get("Content-Type", "")
    body = json.loads(request.body) if kind.startswith("application/json") else parse_qs(request.body)
    return request, body


def test_every_published_connector_has_a_request():
    for known in CATALOGUE:
        assert build({"name": known.name, "code": ""}, dict.fromkeys(known.names, "x"), MESSAGE) is not None, known.name


def test_the_parameters_of_every_connector_are_used():
    unused = {"JSON Alert /w Threshold": {"counter", "ttl"}}
    for known in CATALOGUE:
        for message in (MESSAGE, CRITICAL):
            params = {name: f"planted-{name}" for name in known.names}
            request = build({"name": known.name, "code": ""}, params, message)
            whole = request.url + request.body + " ".join(request.headers.values())
            for name, value in params.items():
                plain = value in whole or ("Basic" in whole and name in {"username", "password", "credentials"})
                assert plain or name in unused.get(known.name, ()), (known.name, name)


@pytest.mark.parametrize(("message", "colour", "critical"), [(MESSAGE, "#FF9100", 0), (CRITICAL, "#FF0000", 1)])
def test_slack(message, colour, critical):
    request, body = sent("Slack", {"hook": "A/B/C", "username": "bot"}, message)
    assert request.url == "https://hooks.slack.com/services/A/B/C"
    payload = json.loads(body["payload"][0])
    assert payload["username"] == "bot"
    [attachment] = payload["attachments"]
    assert (attachment["text"], attachment["color"]) == (LINK, colour)
    assert attachment["mrkdwn_in"] == ["text", "pretext"]
    assert attachment["fields"] == [
        {"title": "failures", "value": 1, "short": True},
        {"title": "critical", "value": critical, "short": True},
    ]


@pytest.mark.parametrize(
    ("tags", "severity"),
    [([], "info"), (["monitor"], "info"), (["warning", "error"], "error"), (["critical"], "critical")],
)
def test_pagerduty_severity_by_tag(tags, severity):
    params = {"routing_key": "k", "severity": "info", "dedup_key": "d", "event_action": "trigger"}
    request, body = sent("PagerDuty", params, {**MESSAGE, "tags": tags})
    assert request.url == "https://events.pagerduty.com/v2/enqueue"
    assert set(body) == {"payload", "routing_key", "dedup_key", "links", "event_action"}
    assert set(body["payload"]) == {"summary", "timestamp", "source", "severity"}
    assert body["payload"]["severity"] == severity
    assert body["links"][0]["href"] == LINK


@pytest.mark.parametrize(
    ("message", "word", "number", "score"),
    [(PASSED, "ok", 0, 0), (MESSAGE, "warning", 1, 10), (CRITICAL, "critical", 2, 50)],
)
def test_three_grades(message, word, number, score):
    request, panda = sent("BigPanda", {"authorization": "Bearer x", "appkey": "a"}, message)
    assert request.headers["Authorization"] == "Bearer x"
    assert (panda["status"], panda["check"], panda["service"]) == (word, "Shop / Orders – get", "API Fortress")
    request, check = sent("DataDog custom check", {"apiKey": "k", "host": "h"}, message)
    assert (check["status"], check["tags"], check["host_name"]) == (number, "Shop", "h")
    assert parse_qs(urlsplit(request.url).query) == {"api_key": ["k"]}
    _, gtt = sent("GTT-I Digestor", {"url": "https://g.example", "Alert_Group": "x"}, message)
    assert (gtt["Alert_Score"], gtt["Alert_State"]) == (score, "bad" if number else "good")
    _, metric = sent("DataDog test results metrics", {"apiKey": "k", "host": "h"}, message)
    [series] = metric["series"]
    assert series["tags"][2] == "status." + ("success", "failure", "critical")[number]
    assert (series["metric"], series["type"], series["points"]) == ("apifortress.events", "rate", [[1588182095, 1]])


def test_times_that_the_published_scripts_cut_to_32_bits():
    _, body = sent("BigPanda.io", {})
    assert body["timestamp"] == (1588182095254 - 370 * 2**32) // 1000


def test_elastic_tells_success_from_failure():
    params = {"username": "u", "password": "p", "baseUrl": "https://e.example:9200"}
    request, body = sent("Elastic", params, PASSED)
    assert request.url == "https://e.example:9200/shop/event"
    assert request.headers["Authorization"] == "Basic dTpw"
    assert (body["eventType"], body["_date"]) == ("success", "2020-04-29T17:41:35.254+00:00")
    assert sent("Elastic", params)[1]["eventType"] == "failure"


def test_statuspage_opens_an_incident_or_looks_for_one():
    request, body = sent("StatusPage", {"pageId": "p", "apikey": "k"})
    assert (request.method, request.url) == ("POST", "https://api.statuspage.io/v1/pages/p/incidents.json")
    assert request.headers["Authorization"] == "OAuth k"
    assert body["incident[status]"] == ["identified"]
    request, _ = sent("StatusPage", {"pageId": "p", "apikey": "k"}, PASSED)
    assert (request.method, request.url) == ("GET", "https://api.statuspage.io/v1/pages/p/incidents/unresolved.json")


def test_jira_splunk_testrail_hipchat_twilio_and_events():
    params = {"hostname": "j.example", "username": "u", "password": "p", "project_name": "OPS", "issue_type": "Bug"}
    request, body = sent("Jira", params)
    assert request.url == "https://j.example/rest/api/2/issue/"
    assert (body["fields"]["project"], body["fields"]["issuetype"]) == ({"key": "OPS"}, {"name": "Bug"})
    request, body = sent("Splunk", {"url": "https://s.example:8088", "hec_token": "t"})
    assert request.url == "https://s.example:8088/services/collector/event"
    assert (request.headers["Authorization"], body) == ("Splunk t", {"event": MESSAGE})
    request, body = sent("TestRail", {"domain": "t.example", "project_id": "7"}, PASSED)
    assert request.url == "https://t.example/index.php?/api/v2/add_result/7"
    assert body == {"status_id": "1", "comment": LINK}
    request, body = sent("Hipchat v2", {"token": "t", "roomId": "9"})
    assert request.url == "https://api.hipchat.com/v2/room/9/message?auth_token=t"
    assert list(body) == ["message"]
    request, body = sent("Twilio", {"credentials": "AC1:tok", "from": "+1", "to": "+2"})
    assert request.url == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
    assert (body["From"], body["To"]) == (["+1"], ["+2"])
    _, body = sent("DataDog failed tests Events", {"apiKey": "k"})
    assert (body["alert_type"], body["tags"]) == ("error", ["Shop", "Orders – get"])


def test_foreign_groups_of_the_seed_are_recorded_and_never_called(world):
    deliveries = world.control.run_test(3074)["deliveries"]
    assert [(each["connectorName"], each["sent"], each["reason"]) for each in deliveries] == [
        ("Slack Webhook", False, "delivery-disabled")
    ]
    assert deliveries[0]["url"].startswith("https://hooks.slack.com/services/")
