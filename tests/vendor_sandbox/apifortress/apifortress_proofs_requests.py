"""Proofs of the rules about the request that each of the 17 published connectors sends (api-fortress.md 2.4)."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from apifortress_account import MESSAGE, PROOFS, World
from apifortress_tls import self_signed_receiver

from vendor_sandbox.apifortress.catalogue import CATALOGUE
from vendor_sandbox.apifortress.outgoing import build, talk
from vendor_sandbox.apifortress.request import Outgoing

PASSED = {**MESSAGE, "failuresCount": 0}
CRITICAL = {**MESSAGE, "criticalFailures": [{"action": "get"}]}
LINK = "https://mastiff.apifortress.com/app/web/events/details/5ea9bc4fb3cb1f0001b3c007?cid=1"


def _of(name: str, params: dict[str, str], message: dict[str, Any] = MESSAGE) -> tuple[Outgoing, Any]:
    """The request for a message, and its body."""
    request = build({"name": name, "code": ""}, params, message)
    assert request is not None
    is_json = request.headers.get("Content-Type", "").startswith("application/json")
    return request, json.loads(request.body) if is_json else parse_qs(request.body)


def _basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


@PROOFS.of("sends-json-alert")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url + "/in?key=1")
    event = world.control.run_test(3075)["event"]
    [got] = world.receiver.got
    assert (got["path"], got["json"]) == ("/in?key=1", event)
    assert got["headers"]["content-type"].startswith("application/json")
    assert got["headers"]["accept"] == "application/json"
    assert not {"authorization", "x-key", "cookie"} & set(got["headers"])


@PROOFS.of("sends-threshold")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="60")
    first = world.control.run_test(3075)
    assert [each["reason"] for each in first["silent"]] == ["threshold-not-reached"]
    second = world.control.run_test(3075)
    assert world.receiver.bodies() == [second["event"] | {"value1": "Checkout – Health check", "value2": "Checkout"}]
    assert world.receiver.got[0]["headers"]["accept"] == "*/*"


@PROOFS.of("sends-xmatters")
def _(world: World) -> None:
    world.wired(world.load_xmatters(), trigger_url=world.receiver.url + "/t?apiKey=k", recipients="ops, ann|Work Phone")
    answer = world.control.run_test(3075, test={"name": "Checkout – proof-7"})
    [got] = world.receiver.got
    body = got["json"]
    assert (got["path"], set(body)) == ("/t?apiKey=k", {"Summary", "Message", "Recipients"})
    assert body["Recipients"] == "ops, ann|Work Phone"
    assert "Example Co." in body["Summary"] and "Checkout" in body["Summary"]
    assert "Checkout – proof-7" in body["Message"]
    link = f"https://mastiff.apifortress.com/app/web/events/details/{answer['eventId']}?cid=1"
    assert body["Message"].endswith(link)


@PROOFS.of("sends-slack")
def _(world: World) -> None:
    delivery = world.sent("Slack Webhook", {"hook": "A/B/C", "username": "bot"})
    assert (delivery["url"], delivery["reason"]) == ("https://hooks.slack.com/services/A/B/C", "delivery-disabled")
    for message, colour, critical in ((MESSAGE, "#FF9100", 0), (CRITICAL, "#FF0000", 1)):
        _, form = _of("Slack Webhook", {"hook": "A/B/C", "username": "bot"}, message)
        payload = json.loads(form["payload"][0])
        [attachment] = payload["attachments"]
        assert (set(form), payload["username"]) == ({"payload"}, "bot")
        assert (attachment["text"], attachment["color"]) == (LINK, colour)
        assert attachment["mrkdwn_in"] == ["text", "pretext"]
        assert attachment["fields"] == [
            {"title": "failures", "value": 1, "short": True},
            {"title": "critical", "value": critical, "short": True},
        ]


@PROOFS.of("sends-pagerduty")
def _(world: World) -> None:
    params = {"routing_key": "k", "severity": "info", "dedup_key": "d", "event_action": "trigger"}
    delivery = world.sent("PagerDuty", params, tags=["warning", "error"])
    assert delivery["url"] == "https://events.pagerduty.com/v2/enqueue"
    assert json.loads(delivery["body"])["payload"]["severity"] == "error"
    for tags, severity in (([], "info"), (["monitor"], "info"), (["critical", "error"], "critical")):
        _, body = _of("PagerDuty", params, {**MESSAGE, "tags": tags})
        assert set(body) == {"payload", "routing_key", "dedup_key", "links", "event_action"}
        assert set(body["payload"]) == {"summary", "timestamp", "source", "severity"}
        assert (body["payload"]["severity"], body["links"][0]["href"]) == (severity, LINK)
        assert (body["routing_key"], body["dedup_key"], body["event_action"]) == ("k", "d", "trigger")


@PROOFS.of("sends-bigpanda")
def _(world: World) -> None:
    params = {"authorization": "Bearer x", "appkey": "a"}
    delivery = world.sent("BigPanda.io", params)
    assert delivery["url"] == "https://api.bigpanda.io/data/v2/alerts"
    assert delivery["headers"]["Authorization"] == "Bearer x"
    for message, status in ((PASSED, "ok"), (MESSAGE, "warning"), (CRITICAL, "critical")):
        _, body = _of("BigPanda.io", params, message)
        assert (body["app_key"], body["status"], body["service"]) == ("a", status, "API Fortress")
        assert body["check"] == "Shop / Orders – get"
        assert body["timestamp"] == (1588182095254 - 370 * 2**32) // 1000
        assert body["description"].startswith(LINK)


@PROOFS.of("sends-datadog-check")
def _(world: World) -> None:
    params = {"apiKey": "k", "host": "h"}
    delivery = world.sent("DataDog custom check", params)
    assert delivery["url"] == "https://app.datadoghq.com/api/v1/check_run?api_key=k"
    for message, status in ((PASSED, 0), (MESSAGE, 1), (CRITICAL, 2)):
        _, body = _of("DataDog custom check", params, message)
        assert (body["status"], body["tags"], body["host_name"], body["message"]) == (status, "Shop", "h", LINK)
        assert body["time_stamp"] == (1588182095254 - 370 * 2**32) // 1000


@PROOFS.of("sends-datadog-event")
def _(world: World) -> None:
    delivery = world.sent("DataDog failed tests Events", {"apiKey": "k"})
    assert delivery["url"] == "https://app.datadoghq.com/api/v1/events?api_key=k"
    for message, kind in ((MESSAGE, "error"), (PASSED, "success")):
        _, body = _of("DataDog failed tests Events", {"apiKey": "k"}, message)
        assert set(body) == {"title", "text", "tags", "alert_type"}
        assert (body["text"], body["tags"], body["alert_type"]) == (LINK, ["Shop", "Orders – get"], kind)


@PROOFS.of("sends-datadog-metric")
def _(world: World) -> None:
    params = {"apiKey": "k", "host": "h"}
    delivery = world.sent("DataDog test results metrics", params)
    assert delivery["url"] == "https://app.datadoghq.com/api/v1/series?api_key=k"
    for message, word in ((PASSED, "success"), (MESSAGE, "failure"), (CRITICAL, "critical")):
        [series] = _of("DataDog test results metrics", params, message)[1]["series"]
        assert series["tags"] == ["project.Shop", "test.Orders – get", f"status.{word}", "location.New York"]
        assert (series["metric"], series["type"], series["host"]) == ("apifortress.events", "rate", "h")
        assert series["points"] == [[1588182095, 1]]


@PROOFS.of("sends-elastic")
def _(world: World) -> None:
    params = {"username": "u", "password": "p", "baseUrl": world.receiver.url}
    world.sent("Elastic", params)
    [got] = world.receiver.got
    assert (got["path"], got["headers"]["authorization"]) == ("/checkout/event", _basic("u:p"))
    _, body = _of("Elastic", params, PASSED)
    assert body == {**PASSED, "eventType": "success", "_date": "2020-04-29T17:41:35.254+00:00"}
    assert _of("Elastic", params)[1]["eventType"] == "failure"


@PROOFS.of("sends-gtt")
def _(world: World) -> None:
    params = {"url": world.receiver.url + "/gtt", "Alert_Group": "x"}
    world.sent("GTT-I Digestor", params)
    assert [each["path"] for each in world.receiver.got] == ["/gtt"]
    for message, score, state in ((PASSED, 0, "good"), (MESSAGE, 10, "bad"), (CRITICAL, 50, "bad")):
        _, body = _of("GTT-I Digestor", params, message)
        assert (body["Alert_Group"], body["Alert_Score"], body["Alert_State"]) == ("x", score, state)
        assert set(body) - {"Alert_Group", "Alert_Score", "Alert_State"} == {"Alert_Source", "Detail", "Name", "Origin"}


@PROOFS.of("sends-hipchat")
def _(world: World) -> None:
    delivery = world.sent("Hipchat v2", {"token": "t&t", "roomId": "7"})
    parts = urlsplit(delivery["url"])
    assert (parts.netloc, parts.path) == ("api.hipchat.com", "/v2/room/7/message")
    assert parse_qs(parts.query) == {"auth_token": ["t&t"]}
    assert set(json.loads(delivery["body"])) == {"message"}


@PROOFS.of("sends-jira")
def _(world: World) -> None:
    params = {
        "hostname": "j.example",
        "username": "u",
        "password": "p",
        "project_name": "OPS",
        "issue_type": "Bug",
    }
    delivery = world.sent("Jira", params)
    assert (delivery["method"], delivery["url"]) == ("POST", "https://j.example/rest/api/2/issue/")
    assert (delivery["before"], delivery["headers"]["Authorization"]) == ([], _basic("u:p"))
    fields = json.loads(delivery["body"])["fields"]
    assert (fields["project"], fields["issuetype"]) == ({"key": "OPS"}, {"name": "Bug"})
    world.switch("apifortress.jira_script", "comments")
    [delivery] = world.control.run_test(3075)["deliveries"]
    assert [each["method"] for each in delivery["before"]] == ["GET"]
    assert delivery["before"][0]["url"].startswith("https://j.example/rest/api/2/search?")
    assert delivery["url"] == "https://j.example/rest/api/2/issue/"
    for comments, then in ((9, "https://j.example/rest/api/2/issue/77/comment"), (10, None)):
        script = talk({"name": "Jira", "code": ""}, params, MESSAGE, jira_comments=True)
        assert script is not None and 'summary ~ "' in parse_qs(urlsplit(next(script).url).query)["jql"][0]
        issue = {"id": "77", "fields": {"comment": {"comments": [{}] * comments}}}
        assert _next(script, {"issues": [issue]}) == (then and ("POST", then))


@PROOFS.of("sends-splunk")
def _(world: World) -> None:
    params = {"url": world.receiver.url, "hec_token": "h"}
    delivery = world.sent("Splunk", params)
    [got] = world.receiver.got
    assert (got["path"], got["headers"]["authorization"]) == ("/services/collector/event", "Splunk h")
    assert set(got["json"]) == {"event"} and got["json"]["event"]["eventId"] == delivery["eventId"]


@PROOFS.of("sends-statuspage")
def _(world: World) -> None:
    params = {"pageId": "p", "apikey": "k"}
    base = "https://api.statuspage.io/v1/pages/p/incidents"
    delivery = world.sent("StatusPage.io", params)
    assert delivery["before"] == [{"method": "GET", "url": f"{base}/unresolved.json"}]
    assert (delivery["method"], delivery["url"]) == ("POST", f"{base}.json")
    assert delivery["headers"]["Authorization"] == "OAuth k"
    form = parse_qs(delivery["body"])
    assert form["incident[name]"] == ["Checkout / Checkout – Health check"]
    assert form["incident[status]"] == ["identified"]
    open_one = [{"id": "i1", "name": "Shop / Orders – get"}]
    table = (
        (MESSAGE, [], ("POST", f"{base}.json")),
        (MESSAGE, open_one, None),
        (PASSED, open_one, ("PATCH", f"{base}/i1.json")),
        (PASSED, [], None),
    )
    for message, found, then in table:
        script = talk({"name": "StatusPage.io", "code": ""}, params, message)
        assert script is not None and next(script).method == "GET"
        assert _next(script, found) == then


def _next(script: Any, answer: Any) -> tuple[str, str] | None:
    """The request after an answer, if there is one."""
    try:
        request = script.send(json.dumps(answer))
    except StopIteration:
        return None
    return request.method, request.url


@PROOFS.of("sends-testrail")
def _(world: World) -> None:
    params = {"username": "u", "password": "p", "project_id": "7", "domain": "t.testrail.io"}
    delivery = world.sent("Testrail", params)
    assert delivery["url"] == "https://t.testrail.io/index.php?/api/v2/add_result/7"
    assert delivery["headers"]["Authorization"] == _basic("u:p")
    assert _of("Testrail", params)[1] == {"status_id": "5", "comment": LINK}
    assert _of("Testrail", params, PASSED)[1]["status_id"] == "1"


@PROOFS.of("sends-twilio")
def _(world: World) -> None:
    delivery = world.sent("Twilio", {"credentials": "AC1:token", "from": "+1", "to": "+2"})
    assert delivery["url"] == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
    assert delivery["headers"]["Authorization"] == _basic("AC1:token")
    form = parse_qs(delivery["body"])
    assert (set(form), form["From"], form["To"]) == ({"Body", "From", "To"}, ["+1"], ["+2"])


@PROOFS.of("sends-tls")
def _(world: World) -> None:
    careless = {name for name in (each.name for each in CATALOGUE) if not _of(name, {})[0].verify}
    assert careless == {"xMatters", "PagerDuty", "Splunk", "Twilio"}
    with self_signed_receiver() as url:
        world.wired(world.definition("JSON Alert"), url=url)
        world.wired(world.load_xmatters(), trigger_url=url, recipients="ops")
        alert, trigger = world.control.run_test(3075)["deliveries"]
    assert (alert["error"], alert["httpStatus"]) == ("SSLCertVerificationError", None)
    assert (trigger["error"], trigger["httpStatus"]) == (None, 202)
