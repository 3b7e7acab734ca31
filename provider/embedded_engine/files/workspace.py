"""The CLI's own folder: which stack is selected, and the stored login (`pulumi-engine.md` 6.1)."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from embedded_engine.files.atomic import write_atomically
from embedded_engine.files.project import Project


def cli_home() -> Path:
    """Return the CLI's own folder: PULUMI_HOME, or `.pulumi` in the user's home."""
    return Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")


class Selection:
    """The selected stack of a project, per backend; shared with the CLI, so that each sees what the other selects."""

    def __init__(self, project: Project, url: str) -> None:
        """Look for the selection of `project` in the backend with this URL, spelled as the user spells it."""
        digest = hashlib.sha1(str(project.path).encode(), usedforsecurity=False).hexdigest()
        self.path = cli_home() / "workspaces" / f"{project.name}-{digest}-workspace.json"
        self._url = url

    def get(self) -> str:
        """Return the selected stack's name as stored; empty when none is selected. PULUMI_STACK comes first."""
        override = os.environ.get("PULUMI_STACK")
        if override is not None:
            return override
        settings = self._read()
        return str((settings.get("stacks") or {}).get(self._url) or settings.get("stack") or "")

    def set(self, name: str) -> None:
        """Select a stack by its full name; an empty one selects none."""
        settings = self._read()
        stacks = {url: stack for url, stack in (settings.get("stacks") or {}).items() if url != self._url}
        if name:
            stacks[self._url] = name
        kept = {key: value for key, value in settings.items() if key not in {"stack", "stacks"}}
        content = {**kept, **({"stacks": stacks} if stacks else {})}
        if content:
            write_atomically(self.path, json.dumps(content, indent=4, ensure_ascii=False).encode(), mode=0o600)
        else:
            self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            settings = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return settings if isinstance(settings, dict) else {}
