"""Running sandboxes for tests: a process, its status object, and a tiny client of its control plane.

Fixtures (import them through ``tests/conftest.py``):

- ``sandbox``: one process per test session (per xdist worker), reset to its seeded state before each test;
- ``fresh_sandbox``: a process of its own for one test, for tests that stop, kill or restart it.

For other scopes use :func:`running` as a context manager.

``ALERT_WIRING_TEST_SWITCHES="name=position,..."`` in the environment puts switches into these positions at each start
of a process and after each reset, so that a whole suite runs against another reading of the references.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

_SECONDS = 30
SWITCHES_VARIABLE = "ALERT_WIRING_TEST_SWITCHES"
"""Variable with switches of the whole run, as ``name=value,name=value``: every reset puts them there."""
_CREDENTIALS = {
    "ilert": {"TOKEN": "token"},
    "xmatters": {"USERNAME": "username", "PASSWORD": "password"},
    "apifortress": {"API_KEY": "key", "API_SECRET": "secret"},
}
"""The end of a variable's name, and which of the credentials in the status goes there."""


class ControlError(AssertionError):
    """The control plane refused a call; the text is its reason."""


def wanted_switches(text: str) -> dict[str, bool | str]:
    """The positions that ``name=position,...`` means. Raises KeyError, ValueError for a switch that is not so."""
    if not text:
        return {}
    from vendor_sandbox import registry

    known = {switch.name: switch for switch in registry.all_switches()}
    pairs = [each.strip().partition("=") for each in text.split(",")]
    return {name: registry.position(known[name], word) for name, _, word in pairs}


class Control:
    """The control plane of one running sandbox. Every method raises ControlError when it is refused."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/__sandbox"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Any call of the control plane: ``call("GET", "/switches")``."""
        answer = self._session.request(method, self._base + path, json=body, timeout=_SECONDS)
        if not answer.ok:
            raise ControlError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def close(self) -> None:
        self._session.close()

    def reset(self, profile: str | None = None) -> None:
        """Back to the seeded state; `profile`: self-hosted (default), cloud, full, empty."""
        self.call("POST", "/reset", {"profile": profile} if profile else {})
        self.apply_environment()

    def apply_environment(self) -> None:
        """Put the switches that ALERT_WIRING_TEST_SWITCHES names into its positions."""
        positions = wanted_switches(os.environ.get(SWITCHES_VARIABLE, ""))
        if positions:
            self.switch(**positions)

    def state(self) -> dict[str, Any]:
        """All vendors' objects by kind, secrets included: ``state()["apifortress"]["projects"]``."""
        return dict(self.call("GET", "/state"))

    def objects(self, vendor: str, kind: str) -> list[dict[str, Any]]:
        """All objects of a kind as they are stored."""
        return list(self.call("GET", f"/objects/{vendor}/{kind}"))

    def get(self, vendor: str, kind: str, key: object) -> dict[str, Any]:
        """One object as it is stored."""
        return dict(self.call("GET", f"/objects/{vendor}/{kind}/{key}"))

    def create(self, vendor: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make an object by hand, as it is to be stored; an id is given to it when it has none."""
        return dict(self.call("POST", f"/objects/{vendor}/{kind}", body))

    def edit(self, vendor: str, kind: str, key: object, **changes: Any) -> dict[str, Any]:
        """Change top-level members of an object by hand."""
        return dict(self.call("PATCH", f"/objects/{vendor}/{kind}/{key}", changes))

    def delete(self, vendor: str, kind: str, key: object) -> None:
        """Delete an object by hand."""
        self.call("DELETE", f"/objects/{vendor}/{kind}/{key}")

    def requests_log(self, vendor: str | None = None) -> list[dict[str, Any]]:
        """The stand-ins' request log, oldest first: vendor, method, path, query, status (None: cut), fault."""
        return list(self.call("GET", "/requests" + (f"?vendor={vendor}" if vendor else "")))

    def clear_log(self) -> None:
        self.call("DELETE", "/requests")

    def fault(self, **rule: Any) -> dict[str, Any]:
        """Add a rule: vendor, method, pathPrefix/pathRegex, status/drop/delayMs/html/truncate, times, applyFirst."""
        return dict(self.call("POST", "/faults", rule))

    def clear_faults(self) -> None:
        self.call("DELETE", "/faults")

    def advance(self, seconds: float) -> None:
        """Move the sandbox clock forward."""
        self.call("POST", "/clock", {"advanceSeconds": seconds})

    def switch(self, **positions: bool | str) -> None:
        """Move switches: ``switch(uniqueLabels=True)``."""
        self.call("POST", "/switches", positions)

    def run_test(self, project: int | str, **run: Any) -> dict[str, Any]:
        """Simulate a run in a project (id or name): test, failuresCount (1), tags, facts, trigger, silent, dryrun."""
        where = {"projectId": project} if isinstance(project, int) else {"project": project}
        return dict(self.call("POST", "/events", {**where, **run}))

    def deliveries(self) -> list[dict[str, Any]]:
        """What API Fortress' connectors sent: url, headers, body, httpStatus."""
        return list(self.call("GET", "/deliveries"))

    def events(self) -> list[dict[str, Any]]:
        """The simulated runs that were stored."""
        return list(self.call("GET", "/events"))

    def add_project(self, name: str, **fields: Any) -> dict[str, Any]:
        """A new API Fortress project."""
        return dict(self.call("POST", "/projects", {"name": name, **fields}))


@dataclass
class Sandbox:
    """A running sandbox."""

    folder: Path
    status: dict[str, Any]
    """The object that ``status --json`` prints."""
    control: Control
    process: subprocess.Popen[str]

    def settings(self, *vendors: str) -> dict[str, str]:
        """The environment variables of the accounts at these vendors, or at all three: addresses and credentials."""
        return {
            f"{vendor.upper()}_{name}": value
            for vendor in vendors or tuple(_CREDENTIALS)
            for name, value in (
                ("URL", self.status[vendor]["url"]),
                *((name, self.status[vendor]["credentials"][key]) for name, key in _CREDENTIALS[vendor].items()),
            )
        }

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(_SECONDS)


def spawn(folder: Path, *options: str) -> subprocess.Popen[str]:
    """A serving process that cannot outlive this one: it ends when its standard input does."""
    command = [sys.executable, "-m", "vendor_sandbox", "serve", "--with-stdin", "--dir", str(folder), *options]
    clean = {name: value for name, value in os.environ.items() if name != "ALERT_WIRING_SANDBOX_DIR"}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean
    )


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Sandbox]:
    """A sandbox with its state in `folder`, on random ports unless `options` say otherwise; stopped on the way out."""
    process = spawn(folder, *(options or ("--port-base", "0")))
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    try:
        first = process.stdout.readline()
        if not first:
            raise ControlError(f"the sandbox did not start: {process.stderr.read().strip()}")
        status = json.loads(first)
        control = Control(status["control"]["url"], status["control"]["token"])
        try:
            control.apply_environment()
            yield Sandbox(folder, status, control, process)
        finally:
            control.close()
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


@pytest.fixture(scope="session")
def session_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One process for the whole session; its state is whatever the last test left. Use ``sandbox``."""
    with running(tmp_path_factory.mktemp("sandbox")) as found:
        yield found


@pytest.fixture
def sandbox(session_sandbox: Sandbox) -> Sandbox:
    """A running sandbox in its seeded state."""
    session_sandbox.control.reset()
    return session_sandbox


@pytest.fixture
def fresh_sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox process of this test's own."""
    with running(tmp_path / "sandbox") as found:
        yield found
