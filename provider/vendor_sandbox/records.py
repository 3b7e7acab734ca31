"""The status file: where a sandbox listens, which process serves it, and the object that ``status --json`` prints."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from vendor_sandbox import credentials, listeners

_FILE = "status.json"


@dataclass(frozen=True)
class Record:
    """What a serving process writes about itself; kept when it is gone, so that the next one takes the same ports."""

    pid: int
    started: float
    """Creation time of the process (epoch seconds): tells it from a later one with the same pid."""
    token: str
    urls: dict[str, str]
    ports: list[int]
    port_base: int


def write(folder: Path, record: Record) -> None:
    """Replace the status file atomically, readable by its owner only."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".status-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(record), file)
    Path(name).replace(folder / _FILE)


def read(folder: Path) -> Record | None:
    """The status file's record, or None when there is none that can be read."""
    try:
        return Record(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def process_of(record: Record | None) -> psutil.Process | None:
    """The live process of a record; None when it is gone, also when its pid now belongs to another program."""
    if record is None:
        return None
    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.started) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if same else None


def wanted_ports(port_base: int | None, last: Record | None) -> list[int]:
    """The ports to listen on: those of the last run unless another base is asked for."""
    if last is not None and port_base in {None, last.port_base}:
        return last.ports
    base = listeners.DEFAULT_PORT_BASE if port_base is None else port_base
    return [0, 0, 0, 0] if base == 0 else [base + step for step in range(4)]


def status_object(record: Record | None, running: bool, ports: list[int]) -> dict[str, Any]:
    """What ``status --json`` prints; without a record, the addresses that a start would take (`ports`)."""
    if record is not None:
        urls = record.urls
    else:
        urls = {name: f"http://127.0.0.1:{port}" for name, port in zip(listeners.NAMES, ports, strict=True)}
    return {
        "ilert": {"url": urls["ilert"], "credentials": {"token": credentials.ILERT_TOKEN}},
        "xmatters": {
            "url": urls["xmatters"],
            "credentials": {"username": credentials.XMATTERS_USERNAME, "password": credentials.XMATTERS_PASSWORD},
        },
        "apifortress": {
            "url": urls["apifortress"] + "/app",
            "credentials": {"key": credentials.APIFORTRESS_KEY, "secret": credentials.APIFORTRESS_SECRET},
        },
        "control": {"url": urls["control"], "token": record.token if record is not None and running else None},
        "page": urls["control"] + "/",
        "running": running,
    }
