"""Pulumi.yaml: finding it, reading it, refusing what only the CLI can do (`pulumi-engine.md` 8.1, 8.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.checkpoint import WRITER_VERSION
from embedded_engine.files.declarations import Declaration, read_declarations
from embedded_engine.files.yaml12 import load

PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")

_COMPARISON = re.compile(r"(>=|<=|!=|==|=|>|<|!)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:-[0-9A-Za-z.-]+)?")


@dataclass(frozen=True)
class Project:
    """What Pulumi.yaml says."""

    name: str
    path: Path
    """The file itself, absolute."""
    runtime_options: Mapping[str, Any] = field(default_factory=dict)
    main: str = ""
    """Folder or file of the program, relative to `root`."""
    backend_url: str = ""
    stack_config_dir: str = ""
    """Folder of the stack files, relative to `root`."""
    config: Mapping[str, Declaration] = field(default_factory=dict)
    refresh_always: bool = False
    """`options.refresh: always`: as if `--refresh` were given."""

    @property
    def root(self) -> Path:
        """The folder of Pulumi.yaml."""
        return self.path.parent

    def stack_file(self, stack: str) -> Path:
        """Return the path of a stack's configuration file, which need not exist."""
        ending = self.path.suffix if self.path.suffix == ".json" else ".yaml"
        return self.root / self.stack_config_dir / f"Pulumi.{stack}{ending}"


def find_project(folder: Path) -> Project:
    """Search `folder` and the folders above it for Pulumi.yaml and read it; raises `EngineError` when there is none."""
    for place in (folder, *folder.parents):
        for name in PROJECT_FILES:
            if (place / name).is_file():
                return read_project(place / name)
    raise EngineError(f"no Pulumi.yaml project file found (searching upwards from {folder})")


def read_project(path: Path) -> Project:
    """Read and check a project file.

    Raises `EngineError` for a file that the CLI would refuse too, `NeedsPulumiCliError` for other runtimes, packages
    and plugins.
    """
    raw = load(path.read_text("utf-8"), str(path))
    if not isinstance(raw, dict):
        raise EngineError(f"could not validate '{path}': expected an object")
    name = raw.get("name")
    if not isinstance(name, str) or not name:
        raise EngineError(f"could not validate '{path}': project is missing a 'name' attribute")
    for key in ("packages", "plugins"):
        if raw.get(key):
            raise NeedsPulumiCliError(f"'{key}' in the project file", str(path))
    _check_version(raw.get("requiredPulumiVersion"), path)
    config = raw.get("config")
    config_dir = raw.get("stackConfigDir") or ""
    if isinstance(config, str):
        if config_dir:
            raise EngineError(
                f"could not read '{path}': Should not use both config and stackConfigDir to define the stack "
                "directory. Use only stackConfigDir instead."
            )
        config_dir, config = config, None
    return Project(
        name=name,
        path=path,
        runtime_options=_runtime_options(raw.get("runtime"), path),
        main=str(raw.get("main") or ""),
        backend_url=str(_mapping(raw, "backend", path).get("url") or ""),
        stack_config_dir=str(config_dir),
        config=read_declarations(config or {}, name, path),
        refresh_always=_mapping(raw, "options", path).get("refresh") == "always",
    )


def _mapping(raw: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    value = raw.get(key) or {}
    if not isinstance(value, dict):
        raise EngineError(f"could not validate '{path}': '{key}' must be an object")
    return value


def _runtime_options(runtime: Any, path: Path) -> Mapping[str, Any]:
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if not name:
        raise EngineError(f"could not validate '{path}': project is missing a 'runtime' attribute")
    if name != "python":
        raise NeedsPulumiCliError(f"the runtime '{name}'", str(path))
    return (runtime.get("options") or {}) if isinstance(runtime, dict) else {}


def _check_version(wanted: Any, path: Path) -> None:
    if not wanted:
        return
    version = tuple(int(part) for part in WRITER_VERSION.removeprefix("v").split("."))
    for alternative in str(wanted).split("||"):
        comparisons = list(_COMPARISON.finditer(alternative))
        if not comparisons or _COMPARISON.sub("", alternative).strip(" ,"):
            raise EngineError(f"could not read '{path}': requiredPulumiVersion '{wanted}' is no version range")
        if all(_fits(version, match) for match in comparisons):
            return
    raise EngineError(
        f"Pulumi CLI version {WRITER_VERSION.removeprefix('v')} does not satisfy the version range '{wanted}'"
    )


def _fits(version: tuple[int, ...], match: re.Match[str]) -> bool:
    operator = match[1] or "="
    parts = [part for part in match.groups()[1:4] if part and part.isdigit()]
    wanted = tuple(int(part) for part in parts)
    ours = version[: len(wanted)]
    return {
        ">=": ours >= wanted,
        "<=": ours <= wanted,
        ">": ours > wanted,
        "<": ours < wanted,
        "!=": ours != wanted,
        "!": ours != wanted,
    }.get(operator, ours == wanted)
