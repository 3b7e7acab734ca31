"""Starting, stopping and asking after the background process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from vendor_sandbox import records

_START_SECONDS = 20
_STOP_SECONDS = 10


class ProcessError(Exception):
    """The background process did not do as asked; the text is one line for the user."""


def default_folder() -> Path:
    """The directory of this project's sandbox: from the environment, else beside the nearest Pulumi.yaml, else here."""
    named = os.environ.get("ALERT_WIRING_SANDBOX_DIR")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "Pulumi.yaml").is_file():
            return folder / ".sandbox"
    return here / ".sandbox"


def status(folder: Path, port_base: int | None = None) -> dict[str, Any]:
    """The status object of ``status --json``, whether a sandbox runs or not."""
    record = records.read(folder)
    return records.status_object(
        record, records.process_of(record) is not None, records.wanted_ports(port_base, record)
    )


def start(folder: Path, port_base: int | None, host: str) -> tuple[dict[str, Any], bool]:
    """Start the background process and wait until its four listeners answer.

    Returns the status object and whether it was started now (False: it ran already).
    Raises ProcessError with the reason when it does not come up.
    """
    if records.process_of(records.read(folder)) is not None:
        return status(folder), False
    command = [sys.executable, "-m", "vendor_sandbox", "serve", "--detached", "--dir", str(folder), "--host", host]
    if port_base is not None:
        command += ["--port-base", str(port_base)]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )
    if child.stdout is None:  # pragma: no cover - a pipe was asked for
        raise ProcessError("the sandbox gave no output to read")
    with child.stdout as said:
        first = said.readline()
        try:
            announced: dict[str, Any] = json.loads(first)
        except ValueError:
            rest = first + said.read()
            child.wait()
            return _started_elsewhere(folder, rest)
    return announced, True


def _started_elsewhere(folder: Path, said: str) -> tuple[dict[str, Any], bool]:
    """A start that lost the race against another one waits for that one; any other failure is reported."""
    if "serves" not in said:
        lines = said.strip().splitlines()
        raise ProcessError(lines[-1] if lines else "the sandbox ended without a word")
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if records.process_of(records.read(folder)) is not None:
            return status(folder), False
        time.sleep(0.05)
    raise ProcessError("another start of the sandbox does not come to an end")


def stop(folder: Path) -> bool:
    """Stop the background process and wait until it is gone; False when none ran."""
    process = records.process_of(records.read(folder))
    if process is None:
        return False
    process.terminate()
    if not _gone(folder):
        process.kill()
        _gone(folder)
    return True


def _gone(folder: Path) -> bool:
    """Wait until the process ended; one that ended and was not yet collected by its parent counts as gone."""
    end = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < end:
        if records.process_of(records.read(folder)) is None:
            return True
        time.sleep(0.02)
    return False


def reset(folder: Path, profile: str | None) -> bool:
    """Back to the seeded state. Without a running sandbox its state is removed; False then."""
    if not status(folder)["running"]:
        if profile is not None:
            raise ProcessError("the sandbox is not running; start it to give it a profile")
        for path in folder.glob("sandbox.sqlite3*"):
            path.unlink()
        return False
    control(folder, "POST", "reset", {"profile": profile} if profile else {})
    return True


def control(folder: Path, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """One call of the running sandbox's control plane, below ``/__sandbox/``. Raises ProcessError when it fails."""
    now = status(folder)
    if not now["running"]:
        raise ProcessError("the sandbox is not running; start it first")
    request = urllib.request.Request(  # noqa: S310 - our own loopback URL
        f"{now['control']['url']}/__sandbox/{path}",
        None if body is None else json.dumps(body).encode(),
        {"Authorization": f"Bearer {now['control']['token']}", "Content-Type": "application/json"},
        method=method,
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_START_SECONDS) as answer:
            return json.load(answer)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise ProcessError(f"the sandbox did not do {path}: {error}") from error
