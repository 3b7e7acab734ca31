"""The CLI's passphrase secrets: salt, key, ciphertexts (`pulumi-engine.md` section 7).

Deriving the key takes a third of a second by design, so it happens in a thread of its own, while program and plugin
start; the first value that is really encrypted or decrypted waits for it.
"""

from __future__ import annotations

import binascii
import hashlib
import os
from base64 import b64decode, b64encode
from concurrent.futures import Future
from threading import Thread
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from embedded_engine.errors import EngineError

_ITERATIONS: Final = 1_000_000
"""PBKDF2 rounds of the CLI's `v1` scheme (7.1)."""

_CHECK_TEXT: Final = "pulumi"
"""What the salt text holds encrypted, so that a wrong passphrase is noticed (7.1)."""


class WrongPassphraseError(EngineError):
    """The passphrase does not fit the salt."""

    def __init__(self) -> None:
        """Say it in the CLI's words."""
        super().__init__(
            "incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE to the correct passphrase "
            "or set PULUMI_CONFIG_PASSPHRASE_FILE to a file containing the passphrase"
        )


class PassphraseSecrets:
    """Encrypts and decrypts under one salt and passphrase; safe to use from several threads."""

    def __init__(self, salt: str, passphrase: str) -> None:
        """Take a salt text (`v1:SALT:v1:NONCE:CT`) and start to derive its key in the background.

        Raises `EngineError` for a text of another form. The passphrase is checked by `verify`, or at first use.
        """
        version, encoded, check = [*salt.split(":", 2), "", ""][:3]
        try:
            raw = b64decode(encoded, validate=True)
        except binascii.Error:
            raw = b""
        if version != "v1" or not raw or not check:
            raise EngineError("malformed encryption salt: expected v1:SALT:v1:NONCE:CIPHERTEXT")
        self.salt = salt
        self._check = check
        self._key: Future[bytes] = Future()
        self._verified = False
        Thread(target=self._derive, args=(passphrase, raw), daemon=True).start()

    @classmethod
    def create(cls, passphrase: str) -> PassphraseSecrets:
        """Make a new salt for `passphrase`."""
        raw = os.urandom(8)
        key = _derive(passphrase, raw)
        made = cls.__new__(cls)
        made._check = _encrypt(key, _CHECK_TEXT)
        made.salt = f"v1:{b64encode(raw).decode()}:{made._check}"
        made._key = Future()
        made._key.set_result(key)
        made._verified = True
        return made

    def _derive(self, passphrase: str, raw: bytes) -> None:
        try:
            self._key.set_result(_derive(passphrase, raw))
        except BaseException as error:
            self._key.set_exception(error)

    def verify(self) -> None:
        """Raise `WrongPassphraseError` unless the passphrase fits the salt."""
        if not self._verified:
            try:
                fits = _decrypt(self._key.result(), self._check) == _CHECK_TEXT
            except _DamagedError:
                fits = False
            if not fits:
                raise WrongPassphraseError
            self._verified = True

    def encrypt(self, text: str) -> str:
        """Return `v1:NONCE:CT` of `text` under a fresh nonce."""
        self.verify()
        return _encrypt(self._key.result(), text)

    def decrypt(self, ciphertext: str) -> str:
        """Return the text of `v1:NONCE:CT`; a damaged one is an `EngineError` that shows none of it."""
        self.verify()
        return _decrypt(self._key.result(), ciphertext)


def passphrase_from_environment() -> str | None:
    """Return the passphrase that the environment gives, or None when it gives none (7.1).

    An empty PULUMI_CONFIG_PASSPHRASE is a passphrase; a file that cannot be read is an `EngineError`.
    """
    direct = os.environ.get("PULUMI_CONFIG_PASSPHRASE")
    if direct is not None:
        return direct
    path = os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE")
    if not path:
        return None
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 (a path by the user's word, `~` and all)
            return file.read().strip()
    except OSError as error:
        raise EngineError(f"unable to read PULUMI_CONFIG_PASSPHRASE_FILE: {error.strerror}: {path}") from None


def _derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, _ITERATIONS, 32)


def _encrypt(key: bytes, text: str) -> str:
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), None)
    return f"v1:{b64encode(nonce).decode()}:{b64encode(sealed).decode()}"


def _decrypt(key: bytes, ciphertext: str) -> str:
    version, nonce, sealed = [*ciphertext.split(":"), "", ""][:3]
    try:
        if version != "v1":
            raise ValueError
        return AESGCM(key).decrypt(b64decode(nonce), b64decode(sealed), None).decode()
    except (InvalidTag, ValueError):
        raise _DamagedError from None


class _DamagedError(EngineError):
    def __init__(self) -> None:
        super().__init__("a secret value cannot be decrypted: its ciphertext is damaged or from another passphrase")
