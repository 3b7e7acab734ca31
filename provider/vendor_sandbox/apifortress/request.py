"""One HTTP request of a connector, and what its makers get."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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


Builder = Callable[[Message, Params, str], Outgoing]
"""(message, parameters, report link) → request."""


def as_json(url: str, body: Any, accept: str = "application/json", **headers: str) -> Outgoing:
    """A POST of JSON."""
    text = json.dumps(body, ensure_ascii=False)
    return Outgoing("POST", url, text, {"Content-Type": "application/json", "Accept": accept, **headers})
