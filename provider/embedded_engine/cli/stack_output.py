"""`stack output`: the exports of a stack, masked unless asked otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import OpenStack, Session, outputs_of
from embedded_engine.cli.table import table
from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError
from embedded_engine.files.gojson import compact
from embedded_engine.files.model import ROOT_STACK_TYPE
from embedded_engine.values import SECRET, SIGNATURE, unwrap

MASK = "[secret]"


def output(arguments: Arguments, terminal: Terminal) -> int:
    """Print all outputs, or the one that is named; a missing one is an `EngineError`."""
    stack = Session(terminal).stack(arguments.text("stack"))
    values = outputs(stack, arguments.flag("show-secrets"))
    as_json = arguments.flag("json")
    if arguments.positional:
        name = arguments.positional[0]
        if name not in values:
            raise EngineError(f"current stack does not have output property '{name}'")
        if as_json:
            terminal.json(values[name])
        else:
            terminal.line(_text(values[name]))
    elif as_json:
        terminal.json(dict(sorted(values.items())))
    else:
        for line in _lines(values):
            terminal.line(line)
    return 0


def output_lines(stack: OpenStack, show_secrets: bool) -> list[str]:
    """Return the block of outputs as `stack` and `stack output` show it."""
    return _lines(outputs(stack, show_secrets))


def outputs(stack: OpenStack, show_secrets: bool) -> dict[str, Any]:
    """Return the exports as plain JSON; secrets in clear only when asked for, which needs the passphrase."""
    if show_secrets:
        found = outputs_of(stack.session, stack.passphrases, str(stack.ref))
        return {key: _sorted(unwrap(value)) for key, value in found.items()}
    for resource in stack.raw.latest.get("resources") or ():
        if resource.get("type") == ROOT_STACK_TYPE and not resource.get("delete"):
            raw: Mapping[str, Any] = resource.get("outputs") or {}
            return {key: _sorted(_masked(value)) for key, value in raw.items()}
    return {}


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return MASK
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)


def _lines(values: Mapping[str, Any]) -> list[str]:
    if not values:
        return ["Current stack outputs (0):", "    No output values currently in this stack"]
    rows = [(key, _text(value)) for key, value in sorted(values.items())]
    return [f"Current stack outputs ({len(rows)}):", *table(("OUTPUT", "VALUE"), rows, "    ")]
