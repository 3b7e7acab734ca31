"""The requests of the other published connectors, so that foreign groups show what they send (api-fortress.md 2.4)."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from vendor_sandbox.apifortress.request import (
    Builder,
    Message,
    Outgoing,
    Params,
    as_form,
    as_json,
    basic,
    happened,
    title,
)

_SEVERITIES = ("critical", "error", "warning", "info")


def slack(message: Message, params: Params, report: str) -> Outgoing:
    """Slack Webhook: form-encoded, one field `payload` holding JSON."""
    critical = len(message["criticalFailures"])
    attachment = {
        "title": f"{message['companyName']} / {message['projectName']}",
        "pretext": f"Test {message['test']['name']} failed",
        "text": report,
        "mrkdwn_in": ["text", "pretext"],
        "color": "#FF0000" if critical else "#FF9100",
        "fields": [
            {"title": "failures", "value": message["failuresCount"], "short": True},
            {"title": "critical", "value": critical, "short": True},
        ],
    }
    payload = {"username": params.get("username", ""), "attachments": [attachment]}
    url = f"https://hooks.slack.com/services/{params.get('hook', '')}"
    return as_form("POST", url, {"payload": json.dumps(payload)})


def pagerduty(message: Message, params: Params, report: str) -> Outgoing:
    """PagerDuty: a test tag that is a severity overrides the parameter."""
    tagged = next((each for each in _SEVERITIES if each in message.get("tags", [])), None)
    event = {
        "summary": title(message),
        "timestamp": _iso(message),
        "source": "API Fortress",
        "severity": tagged or params.get("severity", ""),
    }
    body = {
        "payload": event,
        "routing_key": params.get("routing_key", ""),
        "dedup_key": params.get("dedup_key", ""),
        "links": [{"href": report, "text": "Report"}],
        "event_action": params.get("event_action", ""),
    }
    return as_json("https://events.pagerduty.com/v2/enqueue", body, verify=False)


def bigpanda(message: Message, params: Params, report: str) -> Outgoing:
    """BigPanda.io: the time is cut to 32 bits before the division, as in the published script."""
    body = {
        "app_key": params.get("appkey", ""),
        "status": ("ok", "warning", "critical")[_grade(message)],
        "service": "API Fortress",
        "timestamp": _cut_epoch(message),
        "check": f"{message['projectName']} / {message['test']['name']}",
        "description": f"{report} {message['criticalFailures']}",
    }
    return as_json("https://api.bigpanda.io/data/v2/alerts", body, Authorization=params.get("authorization", ""))


def datadog_check(message: Message, params: Params, report: str) -> Outgoing:
    """DataDog custom check: tags is one string, the time meaningless as with BigPanda."""
    body = {
        "check": f"{message['projectName']} / {message['test']['name']}",
        "status": _grade(message),
        "time_stamp": _cut_epoch(message),
        "message": report,
        "tags": message["projectName"],
        "host_name": params.get("host", ""),
    }
    return as_json(_datadog("check_run", params), body)


def datadog_event(message: Message, params: Params, report: str) -> Outgoing:
    """DataDog failed tests Events."""
    body = {
        "title": title(message),
        "text": report,
        "tags": [message["projectName"], message["test"]["name"]],
        "alert_type": "error" if message["failuresCount"] else "success",
    }
    return as_json(_datadog("events", params), body)


def datadog_metric(message: Message, params: Params, _: str) -> Outgoing:
    """DataDog test results metrics: one metric with a status tag."""
    tags = [
        f"project.{message['projectName']}",
        f"test.{message['test']['name']}",
        "status." + ("success", "failure", "critical")[_grade(message)],
    ]
    if message.get("location"):
        tags.append(f"location.{message['location']}")
    point = [[int(happened(message).timestamp()), 1]]
    metric = {
        "metric": "apifortress.events",
        "type": "rate",
        "tags": tags,
        "host": params.get("host", ""),
        "points": point,
    }
    return as_json(_datadog("series", params), {"series": [metric]})


def elastic(message: Message, params: Params, _: str) -> Outgoing:
    """Elastic: the message with an honest eventType and a date; index and type cannot be set in the form."""
    index = params.get("index") or message["projectName"].lower()
    url = f"{params.get('baseUrl', '')}/{index}/{params.get('type') or 'event'}"
    body = {**message, "eventType": "failure" if message["failuresCount"] else "success", "_date": _iso(message)}
    return as_json(url, body, Authorization=basic(params.get("username", ""), params.get("password", "")))


def gtt(message: Message, params: Params, report: str) -> Outgoing:
    """GTT-I Digestor; its Alert_Group has nothing to do with alert groups."""
    body = {
        "Alert_Group": params.get("Alert_Group", ""),
        "Alert_Score": (0, 10, 50)[_grade(message)],
        "Alert_Source": "API Fortress",
        "Alert_State": "bad" if message["failuresCount"] else "good",
        "Detail": report,
        "Name": message["test"]["name"],
        "Origin": message["projectName"],
    }
    return as_json(params.get("url", ""), body)


def hipchat(message: Message, params: Params, report: str) -> Outgoing:
    """Hipchat v2: the token in the query."""
    query = urlencode({"auth_token": params.get("token", "")})
    url = f"https://api.hipchat.com/v2/room/{params.get('roomId', '')}/message?{query}"
    return as_json(url, {"message": f"{title(message)} {report}"})


def jira(message: Message, params: Params, report: str) -> Outgoing:
    """Jira (simple): one issue per failure."""
    fields = {
        "project": {"key": params.get("project_name", "")},
        "summary": title(message),
        "description": report,
        "issuetype": {"name": params.get("issue_type", "")},
    }
    url = f"https://{params.get('hostname', '')}/rest/api/2/issue/"
    return as_json(url, {"fields": fields}, Authorization=basic(params.get("username", ""), params.get("password", "")))


def splunk(message: Message, params: Params, _: str) -> Outgoing:
    """Splunk: the message as the event of a collector."""
    url = f"{params.get('url', '')}/services/collector/event"
    return as_json(url, {"event": message}, verify=False, Authorization=f"Splunk {params.get('hec_token', '')}")


def testrail(message: Message, params: Params, report: str) -> Outgoing:
    """Testrail: a result for a test, 5 failed, 1 passed."""
    url = f"https://{params.get('domain', '')}/index.php?/api/v2/add_result/{params.get('project_id', '')}"
    body = {"status_id": "5" if message["failuresCount"] else "1", "comment": report}
    return as_json(url, body, Authorization=basic(params.get("username", ""), params.get("password", "")))


def twilio(message: Message, params: Params, report: str) -> Outgoing:
    """Twilio: a text message; the account's SID is the first half of the credentials."""
    account, _, token = params.get("credentials", "").partition(":")
    url = f"https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json"
    fields = {"Body": f"{title(message)} {report}", "From": params.get("from", ""), "To": params.get("to", "")}
    return as_form("POST", url, fields, verify=False, Authorization=basic(account, token))


BUILDERS: dict[str, Builder] = {
    "Slack Webhook": slack,
    "PagerDuty": pagerduty,
    "BigPanda.io": bigpanda,
    "DataDog custom check": datadog_check,
    "DataDog failed tests Events": datadog_event,
    "DataDog test results metrics": datadog_metric,
    "Elastic": elastic,
    "GTT-I Digestor": gtt,
    "Hipchat v2": hipchat,
    "Jira": jira,
    "Splunk": splunk,
    "Testrail": testrail,
    "Twilio": twilio,
}


def _grade(message: Message) -> int:
    """0 passed, 1 failed, 2 critical: the endpoint is unavailable or the test broken."""
    if message["criticalFailures"]:
        return 2
    return 1 if message["failuresCount"] else 0


def _cut_epoch(message: Message) -> int:
    """Milliseconds cut to 32 signed bits, then seconds (2.4, side notes)."""
    milliseconds = round(happened(message).timestamp() * 1000)
    return ((milliseconds + 2**31) % 2**32 - 2**31) // 1000


def _iso(message: Message) -> str:
    return happened(message).isoformat(timespec="milliseconds")


def _datadog(call: str, params: Params) -> str:
    return f"https://app.datadoghq.com/api/v1/{call}?{urlencode({'api_key': params.get('apiKey', '')})}"
