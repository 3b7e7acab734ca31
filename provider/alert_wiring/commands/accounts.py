"""What a command knows of a stack: its outputs, and the settings of its accounts."""

from __future__ import annotations

import json
import os
from typing import Any

from alert_wiring.commands.engine import capture
from alert_wiring.core.settings import Settings


def stack_outputs(stack: str | None, engine: str | None) -> dict[str, Any]:
    """The stack's outputs, secrets masked. Raises EngineError when the engine cannot tell them."""
    outputs: dict[str, Any] = json.loads(capture("output", ["--json", *_named(stack)], wanted=engine) or "{}")
    return outputs


def stack_settings(stack: str | None, engine: str | None) -> Settings:
    """The settings that the stack's program and plugin see: the environment first, its configuration second."""
    answer = json.loads(capture("config", ["--json", "--show-secrets", *_named(stack)], wanted=engine) or "{}")
    values = {key: str(entry.get("value", "")) for key, entry in answer.items()}
    return Settings(os.environ, values.get)


def _named(stack: str | None) -> list[str]:
    return ["--stack", stack] if stack else []
