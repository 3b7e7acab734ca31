"""The local file backend: where a stack's files are, and reading and writing them whole (`pulumi-engine.md` 6.1)."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from embedded_engine.errors import EngineError, NeedsPulumiCliError, StackNotFoundError, UsageError
from embedded_engine.files.atomic import remove_unfinished, write_atomically
from embedded_engine.files.gojson import compact_in_order
from embedded_engine.files.yaml12 import load

ORGANIZATION: Final = "organization"
"""The only organization that a file backend has (2.6)."""

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_TRUE = frozenset({"1", "t", "true"})


@dataclass(frozen=True)
class StackRef:
    """The full name of a stack."""

    project: str
    name: str

    def __str__(self) -> str:
        """The form in files and in the CLI's output: `organization/PROJECT/STACK`."""
        return f"{ORGANIZATION}/{self.project}/{self.name}"


def parse_stack_name(text: str, project: str) -> StackRef:
    """Read `STACK`, `organization/STACK` or `organization/PROJECT/STACK`; `project` is the one we are in.

    Raises `UsageError` for other organizations and for names that the CLI does not accept.
    """
    parts = text.split("/")
    if len(parts) > 3 or (len(parts) > 1 and parts[0] != ORGANIZATION):
        raise EngineError(f"invalid stack name '{text}': organization name must be '{ORGANIZATION}'")
    found_project, name = (parts[1] if len(parts) == 3 else project), parts[-1]
    if not name:
        raise UsageError("a stack name may not be empty")
    if not _NAME.fullmatch(name):
        at = next((index for index, sign in enumerate(name) if not _NAME.fullmatch(sign)), 100)
        problem = f"invalid character {name[at]!r} at position {at}" if len(name) <= 100 else "it is too long"
        raise EngineError(f"a stack name may only contain alphanumeric, hyphens, underscores, or periods: {problem}")
    return StackRef(found_project, name)


def backend_url(project_url: str, home: Path) -> str:
    """Return the URL of the backend: PULUMI_BACKEND_URL, `backend.url` of Pulumi.yaml, or the CLI's stored login.

    `home` is the CLI's own folder (PULUMI_HOME). Raises `EngineError` when none is given.
    """
    found = os.environ.get("PULUMI_BACKEND_URL") or project_url
    if not found:
        try:
            found = str(json.loads((home / "credentials.json").read_text("utf-8")).get("current") or "")
        except (OSError, ValueError, AttributeError):
            found = ""
    if not found:
        raise EngineError(
            "no backend is chosen: set backend.url in Pulumi.yaml or PULUMI_BACKEND_URL, "
            "for example to file://./.state?create_dir=true"
        )
    return found


class LocalBackend:
    """A folder `.pulumi` with stacks, history, backups and locks in the CLI's layout, version 1."""

    def __init__(self, url: str) -> None:
        """Open the backend at `url`; a relative one is meant from the current directory, as the CLI does.

        Nothing is written, except the folder when the URL says `create_dir=true`. Raises `NeedsPulumiCliError` for
        other kinds of backends, old layouts and compressed state, `EngineError` when the folder is missing.
        """
        if not url.startswith("file://"):
            raise NeedsPulumiCliError("the backend, as only file:// is known here", url.split("?", maxsplit=1)[0])
        for variable in ("PULUMI_DIY_BACKEND_GZIP", "PULUMI_SELF_MANAGED_STATE_GZIP"):
            if os.environ.get(variable, "").lower() in _TRUE:
                raise NeedsPulumiCliError("compressed state", variable)
        self.url = url
        path = url.removeprefix("file://").split("?")[0]
        base = Path(path).expanduser() if path.startswith("~") else Path(path or ".")
        self.folder = Path(os.path.abspath(base))  # noqa: PTH100 (links stay as they are, as in the CLI)
        if not self.folder.is_dir():
            if parse_qs(urlsplit(url).query).get("create_dir", [""])[0].lower() not in _TRUE:
                raise EngineError(
                    f"unable to open state directory {self.folder}: it does not exist; "
                    "make it, or add ?create_dir=true to the backend's URL"
                )
            self.folder.mkdir(parents=True)
        self.root = self.folder / ".pulumi"
        self._swept: set[Path] = set()
        self._check_meta()

    def _check_meta(self) -> None:
        meta = self.root / "meta.yaml"
        try:
            version = (load(meta.read_text("utf-8"), str(meta)) or {}).get("version", 0)
        except FileNotFoundError:
            old = [path.name for path in (self.root / "stacks").glob("*.json")]
            version = 0 if old else 1
        if version != 1:
            raise NeedsPulumiCliError(f"a state store of version {version}, as only version 1 is known here", str(meta))

    def checkpoint_path(self, stack: StackRef) -> Path:
        """Return the path of a stack's state file."""
        return self.root / "stacks" / stack.project / f"{stack.name}.json"

    def lock_folder(self, stack: StackRef) -> Path:
        """Return the folder where the locks of a stack are (section 9)."""
        return self.root / "locks" / ORGANIZATION / stack.project / stack.name

    def exists(self, stack: StackRef) -> bool:
        """Say whether there is such a stack."""
        return self.checkpoint_path(stack).is_file()

    def read(self, stack: StackRef) -> bytes:
        """Return the state file's content.

        Raises `StackNotFoundError`, and `NeedsPulumiCliError` for compressed files.
        """
        path = self.checkpoint_path(stack)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            for ending in (".gz", ".zst"):
                if path.with_name(path.name + ending).exists():
                    raise NeedsPulumiCliError("compressed state", path.name + ending) from None
            raise StackNotFoundError(f"no stack named '{stack.name}' found") from None

    def write(self, stack: StackRef, data: bytes | Iterable[bytes]) -> None:
        """Replace the state file at once; the previous one becomes `.bak`. Raises `EngineError` when it cannot."""
        path = self.checkpoint_path(stack)
        try:
            if path not in self._swept:
                self._ensure_meta()
                remove_unfinished(path)
                self._swept.add(path)
            write_atomically(path, data, path.with_name(path.name + ".bak"))
        except OSError as error:
            raise EngineError(f"could not save the state to {path}: {error.strerror or error}") from None

    def _ensure_meta(self) -> None:
        meta = self.root / "meta.yaml"
        if not meta.exists():
            write_atomically(meta, b"version: 1\n")

    def record(self, stack: StackRef, entry: Mapping[str, Any]) -> None:
        """Add a finished operation to the history, with copies of the state beside it and in `backups` (6.1)."""
        path, nanos = self.checkpoint_path(stack), time_ns()
        history = self.root / "history" / stack.project / stack.name
        backups = self.root / "backups" / stack.project / stack.name
        history.mkdir(parents=True, exist_ok=True)
        backups.mkdir(parents=True, exist_ok=True)
        text = compact_in_order(entry)
        (history / f"{stack.name}-{nanos}.history.json").write_text(text, "utf-8")
        shutil.copyfile(path, history / f"{stack.name}-{nanos}.checkpoint.json")
        shutil.copyfile(path, backups / f"{stack.name}.{nanos}.json")

    def remove(self, stack: StackRef) -> None:
        """Remove a stack's state and history; backups stay, as in the CLI."""
        path = self.checkpoint_path(stack)
        for name in (path.name, f"{path.name}.bak", f"{stack.name}.pulumi-tags"):
            for file in (path.with_name(name), path.with_name(f"{name}.attrs")):
                file.unlink(missing_ok=True)
        shutil.rmtree(self.root / "history" / stack.project / stack.name, ignore_errors=True)

    def stacks(self, project: str | None = None) -> Iterator[StackRef]:
        """List the stacks of one project or of all, sorted."""
        folder = self.root / "stacks"
        pattern = f"{project}/*.json" if project else "*/*.json"
        for path in sorted(folder.glob(pattern)):
            if not path.name.startswith("."):
                yield StackRef(path.parent.name, path.name.removesuffix(".json"))
