"""Connectors that ask their receiver first and choose by its answer (api-fortress.md 2.4).

Where nobody answers, they go on as if nothing were open there.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from vendor_sandbox.apifortress.outgoing_others import jira
from vendor_sandbox.apifortress.request import Message, Outgoing, Params, Talk, Talker, as_form, as_json, basic, title

MAX_COMMENTS = 10
"""Comments that the commenting script for Jira adds to one issue."""


def statuspage(message: Message, params: Params, report: str) -> Talk:
    """StatusPage.io: a failure opens an incident unless one of its name is open; a passing event resolves that."""
    base = f"https://api.statuspage.io/v1/pages/{params.get('pageId', '')}/incidents"
    credential = f"OAuth {params.get('apikey', '')}"
    name = f"{message['projectName']} / {message['test']['name']}"
    answer = yield Outgoing("GET", f"{base}/unresolved.json", "", {"Authorization": credential})
    found = next((each for each in _objects(_parsed(answer)) if each.get("name") == name), None)
    if message["failuresCount"] and found is None:
        fields = {"incident[name]": name, "incident[status]": "identified", "incident[message]": report}
        yield as_form("POST", f"{base}.json", fields, Authorization=credential)
    elif not message["failuresCount"] and found is not None:
        yield as_form(
            "PATCH", f"{base}/{found.get('id')}.json", {"incident[status]": "resolved"}, Authorization=credential
        )


def jira_comments(message: Message, params: Params, report: str) -> Talk:
    """Jira, the commenting script: a new issue, or a comment on the open one with the same summary."""
    base = f"https://{params.get('hostname', '')}/rest/api/2"
    credential = basic(params.get("username", ""), params.get("password", ""))
    summary = title(message).replace("\\", "\\\\").replace('"', '\\"')
    wanted = f'project = "{params.get("project_name", "")}" AND summary ~ "{summary}" AND statusCategory != Done'
    query = urlencode({"jql": wanted, "fields": "summary,comment"})
    answer = yield Outgoing("GET", f"{base}/search?{query}", "", {"Authorization": credential})
    page = _parsed(answer)
    found = next(iter(_objects(page.get("issues") if isinstance(page, dict) else None)), None)
    if found is None:
        yield jira(message, params, report)
    elif len(_comments(found)) < MAX_COMMENTS:
        yield as_json(f"{base}/issue/{found.get('id')}/comment", {"body": report}, Authorization=credential)


TALKERS: dict[str, Talker] = {"StatusPage.io": statuspage}


def _parsed(answer: str | None) -> Any:
    try:
        return json.loads(answer or "null")
    except ValueError:
        return None


def _objects(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _comments(issue: dict[str, Any]) -> list[Any]:
    fields = issue.get("fields")
    comment = fields.get("comment") if isinstance(fields, dict) else None
    found = comment.get("comments") if isinstance(comment, dict) else None
    return found if isinstance(found, list) else []
