"""What a contract row works with: a raw client of the stand-in, the control plane and a receiver."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from support.sandbox import Control, Sandbox

ADMIN = ("sandbox-key", "sandbox-secret")
MANAGER = ("sandbox-manager-key", "sandbox-manager-secret")
OTHER_COMPANY = ("sandbox-other-key", "sandbox-other-secret")
PASSWORD = "sandbox-manager-password"


def x_token(key: str, secret: str, second: int) -> str:
    """X-Token of api-fortress.md 3.3."""
    return hashlib.md5(f"{key}{secret}{second}".encode()).hexdigest()


@dataclass
class Answer:
    """Status and JSON body of an answer."""

    status: int
    body: Any

    def errors(self) -> dict[str, Any]:
        """The first field error of a validation answer."""
        return dict(self.body["message"]["errors"][0])


class World:
    """A sandbox in its seeded state, seen as a client sees it."""

    def __init__(self, sandbox: Sandbox, session: requests.Session, receiver: Any) -> None:
        self.sandbox = sandbox
        self.control: Control = sandbox.control
        self.server = sandbox.status["apifortress"]["url"]
        self.root = self.server + "/api/rest/v3"
        self.status = sandbox.status
        self.receiver = receiver
        self.session = session

    def call(self, method: str, path: str, body: Any = None, *, who: tuple[str, str] = ADMIN, **more: Any) -> Answer:
        """One call with X-Key and a fresh X-Token; `more` goes to requests."""
        headers = {"X-Key": who[0], "X-Token": x_token(*who, int(time.time()))} | more.pop("headers", {})
        return self.raw(method, self.root + path, json=body, headers=headers, **more)

    def raw(self, method: str, url: str, **more: Any) -> Answer:
        """Any call, without credentials."""
        answer = self.session.request(method, url, timeout=30, **more)
        try:
            return Answer(answer.status_code, answer.json())
        except ValueError:
            return Answer(answer.status_code, answer.text)

    def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The body of a call that must succeed with 200."""
        answer = self.call(method, path, body, **more)
        assert answer.status == 200, answer
        return answer.body

    def refused(self, status: int, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """The answer of a call that must be refused with `status`, in the contract's error form (4.4)."""
        answer = self.call(method, path, body, **more)
        assert answer.status == status, answer
        assert answer.body["status"] == "error"
        assert isinstance(answer.body["message"], str) or list(answer.body["message"]) == ["errors"]
        return answer

    def eventually(self, holds: Callable[[], bool]) -> None:
        """Wait for what happens after an answer; fails after ten seconds."""
        end = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.01)

    def definition(self, name: str) -> str:
        """Id of a loaded definition."""
        return str(next(each["id"] for each in self.ok("GET", "/connectors") if each["name"] == name))

    def load(self, name: str, *params: str, **fields: Any) -> str:
        """Load a definition; returns its id."""
        declared = [{"name": each, "description": ""} for each in params]
        body = {"name": name, "params": declared, "code": "class X {}", "finished": True, "open": True, **fields}
        return str(self.ok("POST", "/connectors", body)["id"])

    def load_threshold(self) -> str:
        return self.load("JSON Alert /w Threshold", "url", "counter", "ttl")

    def load_xmatters(self, **fields: Any) -> str:
        return self.load("xMatters", "trigger_url", "recipients", **fields)

    def group(self, label: str = "ours") -> int:
        """A new alert group's id."""
        return int(self.ok("POST", "/alertGroups", {"label": label})["id"])

    def instance(self, group: int, definition: str, **params: str) -> str:
        """A new connector's id."""
        body = {"connectorId": definition, "params": params}
        return str(self.ok("POST", f"/alertGroups/{group}/connectors", body)["id"])

    def assign(self, project: int, group: int) -> None:
        self.ok("PUT", f"/projects/{project}/alertGroups/{group}")

    def wired(self, definition: str, project: int = 3075, **params: str) -> tuple[int, str]:
        """A group with one connector, assigned to a project that has no other."""
        group = self.group()
        instance = self.instance(group, definition, **params)
        self.assign(project, group)
        return group, instance
