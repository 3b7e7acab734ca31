"""A checkpoint without what differs from run to run: times, random ids, ciphertexts, the order of the list."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIG = "4dabf18193072939515e22adb298388d"
PROVIDERS = "pulumi:providers:"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIMES = ("created", "modified")
_UNCOMPARED = ("stackTrace",)
"""The embedded engine doesn't store where the program's call stack was; nobody reads it."""


@functools.cache
def _key(salt: str, passphrase: str) -> bytes:
    """Return the key of a stack's secrets (pulumi-engine.md 7.1); a second of work, so once per salt."""
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), base64.b64decode(salt), 1_000_000, 32)


class State:
    """One version of a stack's state.

    ``resources`` are sorted, with secrets in clear as ``{"secret": value}``; ``created`` and ``modified`` are told as
    ``"kept"`` or ``"new"`` in relation to the state *before*.
    """

    def __init__(self, raw: bytes, passphrase: str, before: State | None = None) -> None:
        checkpoint = json.loads(raw)["checkpoint"]
        latest = checkpoint.get("latest") or {}
        salt = ((latest.get("secrets_providers") or {}).get("state") or {}).get("salt", "")
        self._open = functools.partial(_decrypted, salt=salt, passphrase=passphrase)
        self.times: dict[tuple[str, str], dict[str, str]] = {}
        listed = latest.get("resources") or []
        self.order = [(one["urn"], _references(one)) for one in listed]
        self.resources = sorted((self._resource(one, before) for one in listed), key=_rank)
        self.pending = sorted((one["type"], one["resource"]["urn"]) for one in latest.get("pending_operations") or [])
        self._urns = {one["urn"].rpartition("::")[2]: one["urn"] for one in listed if not one.get("delete")}

    def urn(self, name: str) -> str:
        """Return the URN of the live resource with this name, or nothing."""
        return self._urns.get(name, "")

    def identity(self, name: str) -> str:
        """Return the id of the live resource with this name, or nothing."""
        return next((one["id"] for one in self.resources if one["urn"] == self.urn(name)), "")

    def ids(self) -> set[str]:
        """Return the ids of managed objects, those that wait for their deletion included."""
        return {
            one["id"]
            for one in self.resources
            if one.get("id") and not one.get("external") and not one["type"].startswith("pulumi:")
        }

    def _resource(self, raw: dict[str, Any], before: State | None) -> dict[str, Any]:
        found = {key: self._plain(value) for key, value in raw.items() if key not in (*_TIMES, *_UNCOMPARED)}
        if "dependencies" in found:
            found["dependencies"] = sorted(found["dependencies"])  # the SDK sends a set
        for urns in found.get("propertyDependencies", {}).values():
            urns.sort()
        mark = (raw["urn"], raw.get("id", ""))
        self.times[mark] = {name: raw.get(name, "") for name in _TIMES}
        then = before.times.get(mark, {}) if before else {}
        for name in _TIMES:
            if raw.get(name):
                found[name] = "kept" if raw[name] == then.get(name) else "new"
        return found

    def _plain(self, value: Any) -> Any:
        if isinstance(value, dict):
            if "ciphertext" in value and SIG in value:
                return {"secret": self._plain(json.loads(self._open(value["ciphertext"])))}
            return {key: self._plain(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._plain(each) for each in value]
        return _UUID.sub("UUID", value) if isinstance(value, str) else value


def _decrypted(text: str, salt: str, passphrase: str) -> str:
    _, nonce, cipher = text.split(":")
    key = _key(salt.split(":")[1], passphrase)
    return AESGCM(key).decrypt(base64.b64decode(nonce), base64.b64decode(cipher), None).decode()


def _references(raw: dict[str, Any]) -> set[str]:
    """Return the URNs that must stand earlier in the list (pulumi-engine.md 6.4)."""
    provider = raw.get("provider", "").rpartition("::")[0]
    found = {*raw.get("dependencies", ()), raw.get("parent"), raw.get("deletedWith"), provider}
    for urns in raw.get("propertyDependencies", {}).values():
        found.update(urns)
    return found - {None, ""}


def _rank(resource: dict[str, Any]) -> tuple[str, bool, str]:
    return resource["urn"], bool(resource.get("delete")), resource.get("id", "")
