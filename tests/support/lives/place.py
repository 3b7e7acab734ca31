"""A place for a whole engine: a project, its state, and the objects that its provider keeps as files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Self

from support.engines import Engine

_HERE = Path(__file__).parent
_PRELUDE = "import pulumi\nfrom pulumi import Output, ResourceOptions as O, export\nfrom thing import Pair, Thing\n\n"


class Place:
    """Directories of one test; everything that ran in it ends with it."""

    def __init__(self, root: Path) -> None:
        """Make an empty project ``proj`` with the provider module ``thing``."""
        self.root = root
        self.project, self.things, self.state_folder = root / "project", root / "things", root / "state"
        for folder in (self.project, self.things, self.state_folder, root / "home"):
            folder.mkdir(parents=True)
        (self.project / "Pulumi.yaml").write_text("name: proj\nruntime: python\n")
        shutil.copy(_HERE / "program" / "thing.py", self.project)
        self._engines: dict[str, Engine] = {}
        self.engine = self.by("embedded")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._engines.values():
            engine.close()

    def take_over(self, other: Path) -> None:
        """Copy program, state and objects of the place at *other*, over what is here."""
        for name in ("project", "state", "things"):
            shutil.copytree(other / name, self.root / name, dirs_exist_ok=True)

    def by(self, kind: str) -> Engine:
        """Return an engine of this kind on the stack."""
        if kind not in self._engines:
            env = {"THING_DIR": str(self.things), "PYTHONDONTWRITEBYTECODE": "1"}
            self._engines[kind] = Engine(kind, self.project, self.state_folder, self.root / "home", env=env)
        return self._engines[kind]

    def program(self, text: str) -> None:
        """Write the program; it knows ``pulumi``, ``Output``, ``O`` (ResourceOptions), ``export``, Thing and Pair."""
        (self.project / "__main__.py").write_text(f"{_PRELUDE}{text}\n")

    def refuse(self, *names: str) -> None:
        """Let the creation of these objects fail, that of all others work."""
        (self.things / "refused").write_text(" ".join(names))

    @property
    def objects(self) -> dict[str, dict[str, Any]]:
        """Return the objects that exist, by id."""
        folder = self.things / "objects"
        return {path.name: json.loads(path.read_text()) for path in folder.glob("*")} if folder.exists() else {}

    def spoil(self, identity: str, **changes: Any) -> None:
        """Change an object behind the engine's back."""
        path = self.things / "objects" / identity
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    @property
    def calls(self) -> list[str]:
        """Return the calls with an effect so far, such as ``creating a``."""
        log = self.things / "calls"
        return log.read_text().splitlines() if log.exists() else []

    @property
    def checkpoint(self) -> Path:
        """Return the path of the state file."""
        return self.state_folder / ".pulumi" / "stacks" / "proj" / "dev.json"

    @property
    def latest(self) -> dict[str, Any]:
        """Return the deployment in the state file."""
        found: dict[str, Any] = json.loads(self.checkpoint.read_bytes())["checkpoint"]["latest"]
        return found


def name_of(resource: dict[str, Any]) -> str:
    """Return the name of a resource of a state."""
    return str(resource["urn"]).rsplit("::", 1)[-1]


def entries(latest: dict[str, Any]) -> list[str]:
    """Return what a deployment holds, in order: names, those to be deleted as ``a-old``, providers left out."""
    found = []
    for one in latest.get("resources") or ():
        if not one["type"].startswith(("pulumi:providers:", "pulumi:pulumi:")):
            marks = f"{'-old' if one.get('delete') else ''}{'-awaited' if one.get('pendingReplacement') else ''}"
            found.append(name_of(one) + marks)
    return found


def pending(latest: dict[str, Any]) -> list[str]:
    """Return the pending operations of a deployment, such as ``creating a``."""
    return [f"{one['type']} {name_of(one['resource'])}" for one in latest.get("pending_operations") or ()]
