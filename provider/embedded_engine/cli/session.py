"""What a command works with: the project, its backend, the stack, its configuration, secrets and state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError, StackNotFoundError
from embedded_engine.files.backend import LocalBackend, StackRef, backend_url, parse_stack_name
from embedded_engine.files.checkpoint import RawCheckpoint, SnapshotEncoder, decode_snapshot, parse_checkpoint
from embedded_engine.files.model import Snapshot
from embedded_engine.files.project import Project, find_project
from embedded_engine.files.secrets import PassphraseSecrets, passphrase_from_environment
from embedded_engine.files.stack_file import StackFile, read_stack_file, save_salt
from embedded_engine.files.values import Ciphertexts
from embedded_engine.files.workspace import Selection, cli_home


class Session:
    """A project and its backend; made once per command."""

    def __init__(self, terminal: Terminal) -> None:
        """Find the project from the current directory upwards and open its backend, writing nothing."""
        self.terminal = terminal
        self.project: Project = find_project(Path.cwd())
        self.backend = LocalBackend(backend_url(self.project.backend_url, cli_home()))
        self.selection = Selection(self.project, self.backend.url)

    def ref(self, name: str) -> StackRef:
        """Return the full name for what the user wrote; raises `EngineError` for names that cannot be."""
        return parse_stack_name(name, self.project.name)

    def stack(self, name: str, config_file: str = "") -> OpenStack:
        """Open the stack with this name, or the selected one when it is empty.

        Raises `StackNotFoundError`, and `EngineError` when none is selected.
        """
        chosen = name or self.selection.get()
        if not chosen:
            raise EngineError(
                "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one"
            )
        ref = self.ref(chosen)
        if not self.backend.exists(ref):
            if not name:
                raise EngineError(
                    "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one"
                )
            self.backend.read(ref)
            raise StackNotFoundError(f"no stack named '{ref.name}' found")
        return OpenStack(self, ref, Path(config_file) if config_file else None)


class OpenStack:
    """A stack that exists, with its configuration file and, when asked for, its secrets and state."""

    def __init__(self, session: Session, ref: StackRef, config_file: Path | None = None) -> None:
        """Open `ref`; `config_file` stands in for Pulumi.STACK.yaml."""
        self.session = session
        self.ref = ref
        self.path = config_file or session.project.stack_file(ref.name)
        self.passphrases = Passphrases(session.terminal)

    @cached_property
    def file(self) -> StackFile:
        """The configuration file."""
        return read_stack_file(self.path, self.session.project.name)

    @cached_property
    def raw(self) -> RawCheckpoint:
        """The state, its secrets still encrypted."""
        path = self.session.backend.checkpoint_path(self.ref)
        return parse_checkpoint(self.session.backend.read(self.ref), str(path))

    @cached_property
    def salt(self) -> str:
        """The salt to write with: the configuration's, else the state's (7.2), else empty: there is none yet."""
        return self.file.salt or self.raw.salt

    @cached_property
    def secrets(self) -> PassphraseSecrets:
        """What encrypts configuration and state; a stack without a salt gets one here, in memory only."""
        return self.passphrases.secrets(self.salt) if self.salt else self.passphrases.create()

    def ensure_salt(self) -> None:
        """Write the salt into the configuration file when it is not there yet."""
        if self.file.salt != self.secrets.salt:
            save_salt(self.path, self.secrets.salt)
            self.__dict__.pop("file", None)

    def load(self) -> tuple[Snapshot, SnapshotEncoder]:
        """Decrypt and check the state; the encoder writes it again with every unchanged ciphertext kept."""
        self.secrets.verify()
        same = self.raw.salt == self.secrets.salt
        known = Ciphertexts()
        crypter = self.passphrases.secrets(self.raw.salt) if self.raw.salt else None
        snapshot = decode_snapshot(self.raw, crypter, known if same else None)
        return snapshot, SnapshotEncoder(str(self.ref), self.secrets.salt, self.secrets, known)

    def decrypt(self, ciphertext: str) -> str:
        """Decrypt a `secure:` value of the configuration file."""
        return self.secrets.decrypt(ciphertext)


class Passphrases:
    """Gives secrets for salts; asks for the passphrase at most once, and derives each key at most once."""

    def __init__(self, terminal: Terminal) -> None:
        """Ask on `terminal` when the environment gives no passphrase."""
        self._terminal = terminal
        self._known: dict[str, PassphraseSecrets] = {}

    @cached_property
    def passphrase(self) -> str:
        """The passphrase; raises `EngineError` when there is none and nobody to ask."""
        found = passphrase_from_environment()
        if found is not None:
            return found
        if not self._terminal.interactive:
            raise EngineError(
                "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or "
                "PULUMI_CONFIG_PASSPHRASE_FILE environment variables"
            )
        return self._terminal.ask_secret(
            "Enter your passphrase to unlock config/secrets\n"
            "    (set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to remember): "
        )

    def secrets(self, salt: str) -> PassphraseSecrets:
        """Return the secrets for a salt text."""
        if salt not in self._known:
            self._known[salt] = PassphraseSecrets(salt, self.passphrase)
        return self._known[salt]

    def create(self) -> PassphraseSecrets:
        """Return secrets under a new salt."""
        made = PassphraseSecrets.create(self.passphrase)
        self._known[made.salt] = made
        return made


def outputs_of(session: Session, passphrases: Passphrases, name: str) -> Mapping[str, Any]:
    """Return the exports of another stack of the backend (2.6); raises `StackNotFoundError`."""
    ref = session.ref(name)
    path = session.backend.checkpoint_path(ref)
    raw = parse_checkpoint(session.backend.read(ref), str(path))
    crypter = passphrases.secrets(raw.salt) if raw.salt else None
    root = decode_snapshot(raw, crypter, None).stack_resource
    return root.outputs if root else {}
