"""Which request a connector sends, and those of the connectors that this project wires (api-fortress.md 2.4)."""

from __future__ import annotations

import re
from typing import Any

from vendor_sandbox.apifortress import outgoing_others, outgoing_talks
from vendor_sandbox.apifortress.catalogue import published
from vendor_sandbox.apifortress.request import Builder, Message, Outgoing, Params, Talk, as_json

_PUBLISHED_HOST = "https://mastiff.apifortress.com/app"
"""Hard-coded in the published scripts; on a self-hosted instance wrong until the pasted code is edited (2.4, 5)."""
_LINK_IN_CODE = re.compile(r"https?://[^\s\"'${}]+?(?=/web/events/details)")


def talk(definition: dict[str, Any], params: Params, message: Message, *, jira_comments: bool = False) -> Talk | None:
    """The requests of a definition's published namesake; None for a private connector, whose code is never run."""
    known = published(definition["name"])
    if known is None:
        return None
    report = link(definition, message)
    if known.name == "Jira" and jira_comments:
        return outgoing_talks.jira_comments(message, params, report)
    if talker := outgoing_talks.TALKERS.get(known.name):
        return talker(message, params, report)
    return _one(_BUILDERS[known.name](message, params, report))


def build(definition: dict[str, Any], params: Params, message: Message) -> Outgoing | None:
    """The last of its requests when nobody answers the others."""
    requests = talk(definition, params, message)
    return None if requests is None else list(requests)[-1]


def link(definition: dict[str, Any], message: Message) -> str:
    """The report's address: at the host that the definition's code names, else at the published one."""
    found = _LINK_IN_CODE.search(definition["code"])
    host = _PUBLISHED_HOST if found is None else found.group()
    return f"{host}/web/events/details/{message['eventId']}?cid={message['companyId']}"


def json_alert(message: Message, params: Params, _: str) -> Outgoing:
    """JSON Alert: the message as it is."""
    return as_json(params.get("url", ""), message)


def json_alert_threshold(message: Message, params: Params, _: str) -> Outgoing:
    """JSON Alert /w Threshold: the current message and two more keys; accepts anything in return."""
    extra = {"value1": message["test"]["name"], "value2": message["projectName"]}
    return as_json(params.get("url", ""), {**message, **extra}, accept="*/*")


def xmatters(message: Message, params: Params, report: str) -> Outgoing:
    """xMatters: exactly three keys, the recipients one string."""
    body = {
        "Summary": f"API Fortress: {message['companyName']} / {message['projectName']}",
        "Message": f"The test {message['test']['name']} failed with {message['failuresCount']} failures. {report}",
        "Recipients": params.get("recipients", ""),
    }
    return as_json(params.get("trigger_url", ""), body, verify=False)


def _one(request: Outgoing) -> Talk:
    yield request


_BUILDERS: dict[str, Builder] = {
    "JSON Alert": json_alert,
    "JSON Alert /w Threshold": json_alert_threshold,
    "xMatters": xmatters,
    **outgoing_others.BUILDERS,
}
