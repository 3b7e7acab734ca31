"""What the proofs about API Fortress have in common: a whole sandbox in this process, and short ways to say things."""

from __future__ import annotations

import hashlib
import logging
import time
from base64 import b64encode
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette

from support.contract import Proofs
from support.sandbox import Control, ControlError
from support.standin import URLS, StandIn
from support.standin import Answer as Raw
from vendor_sandbox import control
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context
from vendor_sandbox.edge import Edge
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches

PROOFS = Proofs()
ADMIN = ("sandbox-key", "sandbox-secret")
MANAGER = ("sandbox-manager-key", "sandbox-manager-secret")
OTHER_COMPANY = ("sandbox-other-key", "sandbox-other-secret")
PASSWORD = "sandbox-manager-password"
ROOT = "/app/api/rest/v3"
HOOK = "/0a1b2c3d-1111-4222-8333-444455556666123"
MESSAGE: dict[str, Any] = {
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
"""A message of one failure, as connectors get it."""


def x_token(key: str, secret: str, second: int) -> str:
    """X-Token of api-fortress.md 3.3."""
    return hashlib.md5(f"{key}{secret}{second}".encode()).hexdigest()


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


@dataclass
class Answer:
    """Status and body of an answer; the body parsed when it is JSON."""

    status: int
    body: Any
    headers: dict[str, str]

    def errors(self) -> dict[str, Any]:
        """The first field error of a validation answer."""
        return dict(self.body["message"]["errors"][0])


class Inside(Control):
    """The control plane of a sandbox in this process."""

    def __init__(self, standin: StandIn) -> None:
        self._standin = standin

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._standin.call(method, "/__sandbox" + path, body)
        if answer.status != 200:
            raise ControlError(f"{method} {path}: {answer.status} {answer.content!r}")
        return answer.json()

    def switch(self, **positions: bool | str) -> None:
        super().switch(**positions)
        self._standin.positions |= set(positions.items())


class World:
    """A sandbox in its seeded state, seen as a client sees it."""

    def __init__(self) -> None:
        store = Store(":memory:")
        self.context = Context(store, Clock(store), URLS, Switches(store), logging.getLogger("stand-in"))
        sandbox = Sandbox(self.context)
        plane = Starlette(routes=control.routes(sandbox, "token"))
        self._plane = StandIn(self.context, plane, {"authorization": "Bearer token"})
        app = Edge(Starlette(routes=sandbox.routes["apifortress"]), "apifortress", self.context, sandbox.faults)
        self.fortress = StandIn(self.context, app, {})  # type: ignore[arg-type] - called like any application
        self.control = Inside(self._plane)
        self.receiver = SimpleNamespace(url="", got=[])

    def begin(self, receiver: Any) -> World:
        """Back to the seeded state, with a receiver of deliveries."""
        self.control.reset()
        self.control.clear_log()
        self._plane.positions.clear()
        self.receiver = receiver
        return self

    @property
    def moved(self) -> set[str]:
        """Switches that were moved."""
        return self._plane.moved

    def switch(self, name: str, value: bool | str) -> None:
        self.control.switch(**{name: value})

    def call(self, method: str, path: str, body: Any = None, *, who: tuple[str, str] = ADMIN, **more: Any) -> Answer:
        """One call of the contract with X-Key and a fresh X-Token."""
        own = {name.lower(): value for name, value in more.pop("headers", {}).items()}
        headers = {"x-key": who[0], "x-token": x_token(*who, int(time.time())), **own}
        return self.raw(method, ROOT + path, body, headers=headers, **more)

    def raw(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Any call, without credentials; options as `StandIn.call` has them."""
        return _parsed(self.fortress.call(method, path, body, **more))

    def together(self, *calls: tuple[str, str]) -> list[int]:
        """Statuses of calls of the contract, without bodies, that are under way at the same time."""
        headers = {"x-key": ADMIN[0], "x-token": x_token(*ADMIN, int(time.time()))}
        return [answer.status for answer in self.fortress.together([(m, ROOT + path) for m, path in calls], headers)]

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

    def definition(self, name: str) -> str:
        """Id of a loaded definition."""
        return str(next(each["id"] for each in self.ok("GET", "/connectors") if each["name"] == name))

    def load(self, name: str, *params: str, **fields: Any) -> str:
        """Load a definition; returns its id."""
        declared = [{"name": each, "description": ""} for each in params]
        body = {"name": name, "params": declared, "code": "class X {}", "finished": True, "open": True, **fields}
        return str(self.ok("POST", "/connectors", body)["id"])

    def load_threshold(self, **fields: Any) -> str:
        return self.load("JSON Alert /w Threshold", "url", "counter", "ttl", **fields)

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

    def sent(self, connector: str, params: dict[str, str] | None = None, **run: Any) -> dict[str, Any]:
        """The one delivery that a published connector makes of a run in a project called Checkout."""
        self.control.reset("full")
        self.wired(self.definition(connector), **(params or {}))
        [delivery] = self.control.run_test(3075, **run)["deliveries"]
        return dict(delivery)


def _parsed(answer: Raw) -> Answer:
    try:
        body = answer.json()
    except ValueError:
        body = answer.content.decode()
    return Answer(answer.status, body, answer.headers)
