"""The passphrase scheme, against ciphertexts that the CLI wrote (`pulumi-engine.md` 6.6, 7.1)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedded_engine.errors import EngineError
from embedded_engine.files.secrets import PassphraseSecrets, WrongPassphraseError, passphrase_from_environment

SALT = "v1:ap1qTNGIFrA=:v1:GNewLWfTQVay3Dz4:yTkGly0jD5N6H1UxNHGBp6eNj2XgLg=="
TOKEN = "v1:5FgZuI2ddxI6RqHJ:Ha3+ZM3V6o9GUvraVV/sXn9j3QvXoeYHAo30"


@pytest.fixture(scope="module")
def secrets() -> PassphraseSecrets:
    return PassphraseSecrets(SALT, "x")


def test_reads_what_the_cli_wrote(secrets: PassphraseSecrets) -> None:
    assert secrets.decrypt(TOKEN) == '"t0ps3cret"'


@settings(deadline=None)
@given(text=st.text())
def test_what_is_encrypted_can_be_read(secrets: PassphraseSecrets, text: str) -> None:
    first, second = secrets.encrypt(text), secrets.encrypt(text)
    assert first != second, "every encryption needs a nonce of its own"
    assert secrets.decrypt(first) == secrets.decrypt(second) == text


def test_a_wrong_passphrase_is_named_before_anything_is_read() -> None:
    wrong = PassphraseSecrets(SALT, "y")
    for use in (wrong.verify, lambda: wrong.decrypt(TOKEN), lambda: wrong.encrypt("a")):
        with pytest.raises(WrongPassphraseError, match="PULUMI_CONFIG_PASSPHRASE"):
            use()


@pytest.mark.parametrize("text", ["v1:AAAA:AAAA", "v2:a:b", "nonsense", TOKEN[:-4] + "AAAA", ""])
def test_a_damaged_ciphertext_shows_nothing(secrets: PassphraseSecrets, text: str) -> None:
    with pytest.raises(EngineError, match="cannot be decrypted") as caught:
        secrets.decrypt(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize("salt", ["", "v1", "v1:", "v2:AAAA:v1:a:b", "v1:***:v1:a:b", "v1:AAAA"])
def test_a_malformed_salt_is_refused(salt: str) -> None:
    with pytest.raises(EngineError, match="salt"):
        PassphraseSecrets(salt, "x")


def test_a_new_salt_checks_its_passphrase() -> None:
    made = PassphraseSecrets.create("pässword")
    assert made.salt.startswith("v1:")
    PassphraseSecrets(made.salt, "pässword").verify()
    with pytest.raises(WrongPassphraseError):
        PassphraseSecrets(made.salt, "password").verify()


def test_where_the_passphrase_comes_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)
    assert passphrase_from_environment() is None
    file = tmp_path / "passphrase"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(file))
    with pytest.raises(EngineError, match="PULUMI_CONFIG_PASSPHRASE_FILE"):
        passphrase_from_environment()
    file.write_text("  from a file \n")
    assert passphrase_from_environment() == "from a file"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    assert passphrase_from_environment() == ""
