"""`config`: show, get, set and remove values of the stack's configuration file (`pulumi-engine.md` 8)."""

from __future__ import annotations

import json
import sys
from typing import Any

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import OpenStack, Session
from embedded_engine.cli.table import table
from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError
from embedded_engine.files.config_values import (
    Sealed,
    coerced,
    full_key,
    get_path,
    is_secret,
    opened,
    remove_path,
    set_path,
    split_path,
    text_of,
)
from embedded_engine.files.stack_config import merged
from embedded_engine.files.stack_file import save_values

MASK = "[secret]"


def show(arguments: Arguments, terminal: Terminal) -> int:
    """List all values, the project's defaults among them; secrets masked unless `--show-secrets` is given."""
    stack = _open(arguments, terminal)
    values = merged(stack.session.project, stack.file.config)
    for warning in stack.file.warnings:
        terminal.warn(warning)
    shown = arguments.flag("show-secrets")
    if arguments.flag("json"):
        terminal.json({key: _as_json(value, stack, shown) for key, value in sorted(values.items())})
        return 0
    prefix = f"{stack.session.project.name}:"
    decrypt = stack.decrypt if shown else _masked
    rows = [
        (key.removeprefix(prefix), text_of(opened(value, decrypt)))
        for key, value in sorted(values.items(), key=lambda item: item[0].split(":", 1))
    ]
    for line in table(("KEY", "VALUE"), rows):
        terminal.line(line)
    return 0


def get(arguments: Arguments, terminal: Terminal) -> int:
    """Print one value, decrypted; a key that is not there is an `EngineError`."""
    stack = _open(arguments, terminal)
    written = arguments.positional[0]
    key = full_key(written, stack.session.project.name)
    values = merged(stack.session.project, stack.file.config)
    root, path = split_path(key) if arguments.flag("path") else (key, ())
    found, value = get_path(values[root], path) if root in values else (False, None)
    if not found:
        raise EngineError(f"configuration key '{written}' not found for stack '{stack.ref.name}'")
    if arguments.flag("json"):
        terminal.json(_as_json(value, stack, shown=True))
    else:
        terminal.line(text_of(opened(value, stack.decrypt)))
    return 0


def put(arguments: Arguments, terminal: Terminal) -> int:
    """Set one value, given as an argument, piped in, or asked for."""
    if arguments.flag("secret") and arguments.flag("plaintext"):
        raise EngineError(
            "if any flags in the group [secret plaintext type] are set none of the others can be; "
            "[plaintext secret] were all set"
        )
    stack = _open(arguments, terminal)
    written = arguments.positional[0]
    text = arguments.positional[1] if len(arguments.positional) > 1 else _read_value(arguments, terminal)
    store(stack, written, text, as_path=arguments.flag("path"), secret=arguments.flag("secret"))
    return 0


def store(stack: OpenStack, written: str, text: str, *, as_path: bool, secret: bool) -> None:
    """Write one value into the stack's configuration file (also `--config KEY=VALUE` of the operations)."""
    project = stack.session.project.name
    key = full_key(written, project)
    if secret:
        stack.ensure_salt()
    root, path = split_path(key) if as_path else (key, ())
    value: Any = Sealed(stack.secrets.encrypt(text)) if secret else text
    if path:
        value = set_path(stack.file.config.get(root), path, value if secret else coerced(text))
    save_values(stack.path, project, {root: value})


def remove(arguments: Arguments, terminal: Terminal) -> int:
    """Remove one value; nothing there is no error."""
    stack = _open(arguments, terminal)
    project = stack.session.project.name
    key = full_key(arguments.positional[0], project)
    root, path = split_path(key) if arguments.flag("path") else (key, ())
    if root not in stack.file.config:
        return 0
    if path:
        save_values(stack.path, project, {root: remove_path(stack.file.config[root], path)})
    else:
        save_values(stack.path, project, {}, (root,))
    return 0


def _open(arguments: Arguments, terminal: Terminal) -> OpenStack:
    return Session(terminal).stack(arguments.text("stack"), arguments.text("config-file"))


def _masked(_: str) -> str:
    return MASK


def _as_json(value: Any, stack: OpenStack, shown: bool) -> dict[str, Any]:
    secret = is_secret(value)
    if secret and not shown:
        return {"secret": True}
    clear = opened(value, stack.decrypt)
    entry: dict[str, Any] = {"value": text_of(clear)}
    if isinstance(clear, list | dict):
        entry["objectValue"] = json.loads(json.dumps(clear, sort_keys=True))
    return {**entry, "secret": secret}


def _read_value(arguments: Arguments, terminal: Terminal) -> str:
    if terminal.interactive:
        return terminal.ask_secret("value: ") if arguments.flag("secret") else terminal.ask("value: ")
    text = sys.stdin.read()
    return text if arguments.flag("raw") else text.rstrip("\r\n")
