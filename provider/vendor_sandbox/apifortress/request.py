"""One HTTP request of a connector, and what its makers get."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

Message = dict[str, Any]
"""`M` of api-fortress.md 6.2."""
Params = dict[str, str]


@dataclass(frozen=True)
class Outgoing:
    """One HTTP request of a connector."""

    method: str
    url: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    verify: bool = True
    """Whether a TLS certificate that does not hold is an error; some of the published scripts ignore that (2.4)."""


Builder = Callable[[Message, Params, str], Outgoing]
"""(message, parameters, report link) → request."""
Talk = Generator[Outgoing, str | None, None]
"""Requests one after the other; each is told the body of the answer to the one before, None when there is none."""
Talker = Callable[[Message, Params, str], Talk]
"""(message, parameters, report link) → requests."""


def as_json(url: str, body: Any, *, accept: str = "application/json", verify: bool = True, **headers: str) -> Outgoing:
    """A POST of JSON."""
    text = json.dumps(body, ensure_ascii=False)
    return Outgoing("POST", url, text, {"Content-Type": "application/json", "Accept": accept, **headers}, verify)


def as_form(method: str, url: str, fields: dict[str, str], *, verify: bool = True, **headers: str) -> Outgoing:
    """A form, URL encoded."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Outgoing(method, url, urlencode(fields), {**kind, **headers}, verify)


def basic(name: str, secret: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def title(message: Message) -> str:
    """Company, project and test in a line; the words of the published scripts are not public."""
    return f"{message['companyName']} / {message['projectName']}: {message['test']['name']}"


def happened(message: Message) -> datetime:
    """The event's moment: milliseconds in 2020, an ISO string in 2017 (6.2)."""
    date = message["date"]
    if isinstance(date, str):
        return datetime.strptime(date, "%Y-%m-%dT%H:%M:%S%z")
    return datetime.fromtimestamp(date / 1000, UTC)
