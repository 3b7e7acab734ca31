"""What a finished operation leaves in the stack's history (`pulumi-engine.md` 6.1)."""

from __future__ import annotations

from time import time
from typing import Any

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import OpenStack
from embedded_engine.events import Kind, Outcome
from embedded_engine.files.checkpoint import WRITER_VERSION
from embedded_engine.files.config_values import to_yaml
from embedded_engine.files.stack_config import merged


def record(stack: OpenStack, kind: Kind, arguments: Arguments, outcome: Outcome, started: int) -> None:
    """Write the history entry of an update, refresh or destroy; failed ones are recorded too.

    The engine says who it is in `environment`, never in the state itself (12.3 rule 8).
    """
    environment = {"exec.kind": "embedded", "pulumi.version": WRITER_VERSION.removeprefix("v")}
    for name, value in arguments.values.items():
        if name not in {"config", "message", "stack"}:
            environment[f"pulumi.flag.{name}"] = str(value).lower() if isinstance(value, bool) else "set"
    values = merged(stack.session.project, stack.file.config)
    entry: dict[str, Any] = {
        "kind": kind,
        "startTime": started,
        "message": arguments.text("message"),
        "environment": environment,
        "config": {key: to_yaml(value) for key, value in sorted(values.items())},
        "version": 0,
        "result": "succeeded" if outcome.succeeded else "failed",
        "endTime": int(time()),
        "resourceChanges": dict(outcome.changes),
    }
    stack.session.backend.record(stack.ref, entry)
