"""An estate: a sandbox, a project whose program builds what it is told, a stack, and the engine that works on it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from support.engines import Engine, Result
from support.sandbox import Control, Sandbox
from support.switches import in_this_run

Row = dict[str, Any]
PROGRAM = Path(__file__).parent / "program" / "__main__.py"
READS = frozenset({"GET", "HEAD"})
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}|(?<=/)\d+(?=/|$)")
_PREFIXES = ("/api/xm/1", "/app/api/rest/v3", "/api")


def row(kind: str, name: str, /, opts: Mapping[str, Any] | None = None, **args: Any) -> Row:
    """Return a resource of the program, e.g. ``row("ilert.AlertSource", "checkout", active=False)``."""
    return {"class": kind, "name": name, "args": args, "opts": dict(opts or {})}


def got(kind: str, name: str, id_: Any) -> Row:
    """Return a resource that is only read."""
    return {"class": kind, "name": name, "get": id_}


def of(name: str, member: str = "id") -> dict[str, str]:
    """Return an output of another resource of the program."""
    return {"$of": f"{name}.{member}"}


def secret(value: Any) -> dict[str, Any]:
    """Return a value that the program marks as secret."""
    return {"$secret": value}


@dataclass
class Estate:
    """The surroundings of one or more stacks.

    Args:
        root: directory of project, state and home.
        sandbox: the vendors.
        kind: the engine.
        env: settings besides the sandbox's addresses and credentials.
    """

    root: Path
    sandbox: Sandbox
    kind: str
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.project = self.root / "project"
        for folder in (self.project, self.root / "state", self.root / "home"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.project / "Pulumi.yaml").write_text("name: wired\nruntime: python\n")
        shutil.copy(PROGRAM, self.project)
        self.engines: list[Engine] = []
        self.engine = self.another()
        self.say()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self.engines:
            engine.close()

    @property
    def control(self) -> Control:
        """The sandbox's control plane."""
        return self.sandbox.control

    def settings(self) -> dict[str, str]:
        """Return the variables that name the sandbox's vendors and their credentials."""
        return {
            **self.sandbox.settings(),
            "ILERT_CALLS_PER_MINUTE": "100000",
            "ILERT_TRUST_TIMESTAMPS": str(in_this_run("ilert.updated_at_moves") == "yes").lower(),
            "XMATTERS_CALLS_PER_MINUTE": "100000",
            "APIFORTRESS_CALLS_PER_MINUTE": "100000",
            "APIFORTRESS_RENAME_GROUPS": str(in_this_run("renameAllowed")).lower(),
            **self.env,
        }

    def another(self, stack: str = "dev", kind: str | None = None, project: Path | None = None) -> Engine:
        """Return an engine on another stack, of another kind, or in another directory."""
        engine = Engine(
            kind or self.kind,
            project or self.project,
            self.root / "state",
            self.root / "home",
            stack=stack,
            env=self.settings(),
        )
        self.engines.append(engine)
        return engine

    def say(self, *resources: Row, exports: Mapping[str, Any] | None = None) -> None:
        """Let the program build these resources and export these values."""
        told = {"resources": list(resources), "exports": dict(exports or {})}
        (self.project / "spec.json").write_text(json.dumps(told, indent=1))

    def begin(self, *resources: Row, exports: Mapping[str, Any] | None = None) -> Result:
        """Make the stack, and run its first up."""
        self.say(*resources, exports=exports)
        self.engine.init()
        return self.engine.up().check()

    # --- what happened

    def calls(self) -> Counter[str]:
        """Return the requests since the log was cleared, such as ``"apifortress POST /alertGroups"``, counted."""
        return Counter(
            f"{entry['vendor']} {entry['method']} {generic(entry['path'])}" for entry in self.control.requests_log()
        )

    def writes(self) -> Counter[str]:
        """Return those of the requests that change something."""
        return Counter({call: number for call, number in self.calls().items() if call.split()[1] not in READS})

    def state(self) -> dict[str, Row]:
        """Return the resources in the stack's state by name, without stack and providers; plain secrets."""
        deployment = self.engine.export(show_secrets=True)["deployment"]
        return by_name(deployment.get("resources") or [])


def by_name(resources: Iterable[Row]) -> dict[str, Row]:
    """Return the resources of a deployment by name, without stack and providers."""
    kept = [each for each in resources if not each["type"].startswith("pulumi:")]
    return {each["urn"].rpartition("::")[2]: each for each in kept}


def generic(path: str) -> str:
    """Return a request's path without ids and without the vendor's fixed beginning."""
    for prefix in _PREFIXES:
        if path.startswith(prefix + "/"):
            path = path.removeprefix(prefix)
            break
    return _ID.sub("*", path)


def objects(control: Control) -> dict[str, Any]:
    """Return all objects of all vendors by `vendor/kind/id`: what a test compares before and after."""
    found = {}
    for vendor, kinds in control.state().items():
        if vendor not in {"ilert", "xmatters", "apifortress"}:
            continue
        for kind, rows in kinds.items():
            found.update({f"{vendor}/{kind}/{each['id']}": each for each in rows})
    return found
