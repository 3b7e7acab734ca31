"""`stack export` and `stack import`: a whole deployment as JSON, and back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import OpenStack, Session
from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError
from embedded_engine.files.atomic import write_atomically
from embedded_engine.files.checkpoint import SnapshotEncoder, decode_snapshot, parse_deployment
from embedded_engine.files.locks import held
from embedded_engine.values import SECRET, SIGNATURE


def export(arguments: Arguments, terminal: Terminal) -> int:
    """Print the deployment; secrets stay encrypted (no passphrase needed) unless `--show-secrets` is given."""
    stack = Session(terminal).stack(arguments.text("stack"))
    latest: Any = stack.raw.latest
    if arguments.flag("show-secrets") and stack.raw.salt:
        latest = _in_clear(latest, stack)
    text = json.dumps({"version": 3, "deployment": latest}, indent=4, ensure_ascii=False)
    target = arguments.text("file")
    if not target:
        terminal.line(text)
        return 0
    try:
        write_atomically(Path(target), f"{text}\n".encode(), mode=0o600)
    except OSError as error:
        raise EngineError(f"could not open file: {error.strerror}: {target}") from None
    return 0


def take(arguments: Arguments, terminal: Terminal) -> int:
    """Put an exported deployment in place of the stack's own, checked for integrity, under the lock."""
    stack = Session(terminal).stack(arguments.text("stack"))
    source = arguments.text("file")
    try:
        document = json.loads(Path(source).read_text("utf-8") if source else sys.stdin.read())
    except OSError as error:
        raise EngineError(f"could not open file: {error.strerror}: {source}") from None
    except ValueError:
        raise EngineError(f"could not read the deployment {source or 'on standard in'}: it is no JSON") from None
    raw = parse_deployment(document, source or "on standard in")
    crypter = stack.passphrases.secrets(raw.salt) if raw.salt else None
    snapshot = decode_snapshot(raw, crypter, None)
    marker = f"urn:pulumi:{stack.ref.name}::{stack.ref.project}::"
    for resource in snapshot.resources:
        if not resource.urn.startswith(marker):
            raise EngineError(
                f"resource '{resource.urn}' is not in '{stack.ref.project}/{stack.ref.name}', "
                "so this deployment belongs to another stack"
            )
    for operation in snapshot.pending_operations:
        terminal.warn(f"removing pending operation '{operation.type}' on '{operation.resource.urn}' from snapshot")
    stack.secrets.verify()
    encoder = SnapshotEncoder(str(stack.ref), stack.secrets.salt, stack.secrets)
    kept = type(snapshot)(snapshot.resources, (), snapshot.metadata, snapshot.extra)
    with held(stack.session.backend, stack.ref):
        stack.session.backend.write(stack.ref, encoder.checkpoint(kept))
    stack.ensure_salt()
    terminal.line("Import complete.")
    return 0


def _in_clear(value: Any, stack: OpenStack) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET and isinstance(value.get("ciphertext"), str):
            text = stack.passphrases.secrets(stack.raw.salt).decrypt(value["ciphertext"])
            return {SIGNATURE: SECRET, "plaintext": text}
        return {key: _in_clear(item, stack) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_clear(item, stack) for item in value]
    return value
