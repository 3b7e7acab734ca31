"""Values between a state file and the engine: marks, secrets, numbers (`pulumi-engine.md` 3.1, 6.3, 7.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from embedded_engine.errors import EngineError
from embedded_engine.files.gojson import canonical_number, compact
from embedded_engine.values import SECRET, SIGNATURE, UNKNOWN, UNKNOWN_SENTINEL, Secret


class Crypter(Protocol):
    """What encrypts and decrypts; `files.secrets.PassphraseSecrets` is one."""

    def encrypt(self, text: str) -> str:
        """Return the ciphertext of `text`."""

    def decrypt(self, ciphertext: str) -> str:
        """Return the text of `ciphertext`."""


class Ciphertexts:
    """Remembers which ciphertext stood where, so that an unchanged secret keeps its text in the file (7.2).

    The place is a resource and whether it is its inputs or outputs: equal secrets elsewhere do not show as equal.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._known: dict[tuple[str, str], str] = {}

    def remember(self, place: str, plaintext: str, ciphertext: str) -> None:
        """Keep `ciphertext` for `plaintext` at `place`."""
        self._known[place, plaintext] = ciphertext

    def get(self, place: str, plaintext: str, crypter: Crypter) -> str:
        """Return the known ciphertext, or make one and keep it."""
        found = self._known.get((place, plaintext))
        if found is None:
            found = self._known[place, plaintext] = crypter.encrypt(plaintext)
        return found


def decode(raw: Any, place: str, crypter: Crypter | None, known: Ciphertexts | None) -> Any:
    """Turn a value of a state file into an internal one.

    `crypter` may be None where no secret is expected; a ciphertext is then an `EngineError`. `known` collects the
    ciphertexts; None when they are from another salt than the one that will be written.
    """
    if isinstance(raw, dict):
        if raw.get(SIGNATURE) == SECRET:
            return _decode_secret(raw, place, crypter, known)
        return {key: decode(item, place, crypter, known) for key, item in raw.items()}
    if isinstance(raw, list):
        return [decode(item, place, crypter, known) for item in raw]
    return UNKNOWN if raw == UNKNOWN_SENTINEL and isinstance(raw, str) else raw


def _decode_secret(raw: Mapping[str, Any], place: str, crypter: Crypter | None, known: Ciphertexts | None) -> Secret:
    ciphertext, text = raw.get("ciphertext"), raw.get("plaintext")
    if isinstance(ciphertext, str) == isinstance(text, str):
        raise EngineError(
            f"malformed secret value in {place or 'the state'}: "
            "exactly one of `ciphertext` or `plaintext` must be supplied"
        )
    if isinstance(ciphertext, str):
        if crypter is None:
            raise EngineError(f"{place or 'the state'} holds secrets, but the state names no secrets provider")
        text = crypter.decrypt(ciphertext)
    value = json.loads(str(text))
    if known is not None and isinstance(ciphertext, str):
        known.remember(place, compact(value), ciphertext)
    return Secret(decode(value, place, _CLEAR, None))


class _Clear:
    """Inside a ciphertext an inner secret keeps its mark, but its "ciphertext" is plain JSON (7.1)."""

    def encrypt(self, text: str) -> str:
        return text

    def decrypt(self, ciphertext: str) -> str:
        return ciphertext


_CLEAR = _Clear()


def encode(value: Any, place: str, crypter: Crypter, known: Ciphertexts) -> Any:
    """Turn an internal value into one for a state file, secrets encrypted."""
    if type(value) is str:
        return value
    if isinstance(value, Secret):
        plaintext = compact(plain(value.value))
        return {SIGNATURE: SECRET, "ciphertext": known.get(place, plaintext, crypter)}
    if isinstance(value, Mapping):
        return {key: encode(item, place, crypter, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item, place, crypter, known) for item in value]
    return _scalar(value)


def plain(value: Any) -> Any:
    """Turn an internal value into JSON with secrets marked but in clear: the form inside a ciphertext (7.1)."""
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "ciphertext": compact(plain(value.value))}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN_SENTINEL
    if isinstance(value, int | float) and not isinstance(value, bool):
        return canonical_number(value)
    return value
