"""Pulumi.STACK.yaml: reading it, and changing it so that comments and order stay (`pulumi-engine.md` 8.3)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.atomic import write_atomically
from embedded_engine.files.config_values import from_yaml, full_key, text_of, to_yaml
from embedded_engine.files.yaml12 import load, plain

_BREAKS = frozenset("\x85\u2028\u2029")
"""What YAML also takes for the end of a line: outside quotes such a character would be lost."""

_OLD_WORDS = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Words that older YAML reads as true or false; the CLI quotes them when it writes."""


@dataclass(frozen=True)
class StackFile:
    """What a stack's configuration file says; a missing file says nothing."""

    path: Path
    salt: str = ""
    """`encryptionsalt`; empty when there is none yet."""
    config: Mapping[str, Any] = field(default_factory=dict)
    """Full key to value: text, `Sealed`, or a list or map that may hold `Sealed` values."""
    warnings: tuple[str, ...] = ()


def read_stack_file(path: Path, project: str) -> StackFile:
    """Read a stack file.

    Raises `NeedsPulumiCliError` for secrets providers other than passphrase and for environments.
    """
    try:
        raw = load(path.read_text("utf-8"), str(path)) or {}
    except FileNotFoundError:
        return StackFile(path)
    if not isinstance(raw, dict):
        raise EngineError(f"could not read '{path}': expected an object")
    provider = str(raw.get("secretsprovider") or "")
    if (provider and provider not in {"passphrase", "default"}) or raw.get("encryptedkey"):
        raise NeedsPulumiCliError(
            f"this stack's secrets are kept by {provider or 'a data key'}, and only passphrase is known here; "
            "`pulumi stack change-secrets-provider passphrase` changes that",
            str(path),
        )
    if raw.get("environment"):
        raise NeedsPulumiCliError("'environment' in the stack file", str(path))
    config = raw.get("config") or {}
    if not isinstance(config, dict):
        raise EngineError(f"could not read '{path}': 'config' must be an object")
    values = {full_key(str(key), project): _top(from_yaml(value)) for key, value in config.items()}
    return StackFile(path, str(raw.get("encryptionsalt") or ""), values, _warnings(config))


def _top(value: Any) -> Any:
    """At the top level numbers and bools are only text (8.3)."""
    return value if isinstance(value, str | list | dict) or hasattr(value, "ciphertext") else text_of(value)


def _warnings(config: Mapping[Any, Any]) -> tuple[str, ...]:
    empty = [f'"{key}"' for key, value in config.items() if value is None]
    if not empty:
        return ()
    plural = "s" if len(empty) > 1 else ""
    listed = " and ".join(empty) if len(empty) < 3 else ", ".join(empty)
    return (
        f'No value for configuration key{plural} {listed}. This is currently treated as an empty string `""`, '
        f'but will be treated as `null` in a future version of pulumi. Set the value{plural} to `""` to avoid this '
        "warning.",
    )


def save_salt(path: Path, salt: str) -> None:
    """Write `encryptionsalt` into a stack file, which need not exist."""
    document = _Document(path)
    document.put_first("encryptionsalt", salt)
    document.save()


def save_values(path: Path, project: str, changed: Mapping[str, Any], removed: tuple[str, ...] = ()) -> None:
    """Write configuration values (full keys) into a stack file and take others out, leaving the rest as it stands."""
    document = _Document(path)
    config = document.section("config")
    spelled = {full_key(str(key), project): key for key in config}
    for key, value in changed.items():
        config[spelled.get(key, key)] = document.quoted(to_yaml(value))
    for key in removed:
        if key in spelled:
            del config[spelled[key]]
    if not config:
        document.drop("config")
    document.save()


class _Document:
    """A YAML (or JSON) file for editing. The round-trip library is slow to load, so only writers pay for it."""

    def __init__(self, path: Path) -> None:
        from ruamel.yaml import YAML  # noqa: PLC0415
        from ruamel.yaml.comments import CommentedMap  # noqa: PLC0415
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415

        self.path = path
        self._yaml = YAML()
        self._yaml.indent(mapping=2, sequence=4, offset=2)
        self._yaml.preserve_quotes = True
        self._yaml.width = 1_000_000
        self._quoted: type[str] = DoubleQuotedScalarString
        self._new: type[dict[str, Any]] = CommentedMap
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            text = ""
        self._root: Any = self._yaml.load(text)
        if self._root is None:
            self._root = self._new()

    def section(self, name: str) -> Any:
        if not self._root.get(name):
            self._root[name] = self._new()
        return self._root[name]

    def quoted(self, value: Any) -> Any:
        """Quote the texts that would read as something else, in the CLI's way."""
        if isinstance(value, dict):
            return {key: self.quoted(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.quoted(item) for item in value]
        if isinstance(value, str) and (
            plain(value) != value or value.lower() in _OLD_WORDS or not _BREAKS.isdisjoint(value)
        ):
            return self._quoted(value)
        return value

    def drop(self, name: str) -> None:
        self._root.pop(name, None)

    def put_first(self, name: str, value: str) -> None:
        if name in self._root or not hasattr(self._root, "insert"):
            self._root[name] = value
        else:
            self._root.insert(0, name, value)

    def save(self) -> None:
        if self.path.suffix == ".json":
            text = json.dumps(self._root, indent=4, ensure_ascii=False) + "\n"
        else:
            stream = io.StringIO()
            if self._root:
                self._yaml.dump(self._root, stream)
            text = stream.getvalue()
        try:
            write_atomically(self.path, text.encode())
        except OSError as error:
            raise EngineError(f"could not write {self.path}: {error.strerror or error}") from None
