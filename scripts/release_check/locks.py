"""The lock files: every version pinned, with hashes, from nowhere in particular; and what the metadata promises."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from release_check.run import CheckError

LOCKS = (
    "requirements.lock",
    "requirements-test.lock",
    "requirements-mutation.lock",
    "scripts/release_check/tools.lock",
)
_PINNED = re.compile(r"^(?P<name>[a-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[^\s;\\]+)(\s*;[^\\]+)?\s*\\$", re.IGNORECASE)
_HASH = re.compile(r"^\s+--hash=sha256:[0-9a-f]{64}( \\)?$")
_FLOOR = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)\s*>=\s*(?P<version>[0-9.]+)")


@dataclass(frozen=True)
class Metadata:
    """What pyproject.toml promises."""

    name: str
    version: str
    requires_python: str
    dependencies: tuple[str, ...]

    @property
    def floors(self) -> tuple[str, ...]:
        """The oldest version of each dependency, pinned."""
        found = [_FLOOR.match(each) for each in self.dependencies]
        return tuple(f"{each['name']}=={each['version']}" for each in found if each)


def metadata(root: Path) -> Metadata:
    """Return what pyproject.toml promises.

    Raises:
        CheckError: a dependency has no oldest version.
    """
    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    read = Metadata(told["name"], told["version"], told["requires-python"], tuple(told["dependencies"]))
    if len(read.floors) != len(read.dependencies):
        bare = [each for each in read.dependencies if not _FLOOR.match(each)]
        raise CheckError(f"dependencies without an oldest version: {', '.join(bare)}")
    return read


def blocks(text: str) -> dict[str, str]:
    """Return the entries of a lock file by name, each with its hashes.

    Raises:
        CheckError: a line is neither a pinned version nor a hash, or a version has no hash.
    """
    found: dict[str, str] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if pinned := _PINNED.match(line):
            name = canonical(pinned["name"])
            found[name] = found.get(name, "") + line + "\n"
        elif name and _HASH.match(line):
            found[name] += line + "\n"
        elif line.strip():
            raise CheckError(f"line {number} is neither a pinned version nor a hash: {line.strip()}")
    bare = [name for name, block in found.items() if "--hash" not in block]
    if bare:
        raise CheckError(f"without a hash: {', '.join(bare)}")
    return found


def canonical(name: str) -> str:
    """Return a distribution's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def check(root: Path) -> str:
    """Check all lock files, and that the product's is a part of the checks'; return a line about them.

    Raises:
        CheckError: one of them does not hold.
    """
    counts, found = [], {}
    for name in LOCKS:
        try:
            found[name] = blocks((root / name).read_text(encoding="utf-8"))
        except CheckError as error:
            raise CheckError(f"{name}: {error}") from None
        counts.append(f"{name} {len(found[name])}")
    run, test, *_ = (found[name] for name in LOCKS)
    if unlike := sorted(name for name, block in run.items() if test.get(name) != block):
        raise CheckError(f"the two locks differ in {', '.join(unlike)}: run `make lock`")
    needed = {canonical(each.partition("==")[0]) for each in metadata(root).floors}
    if missing := sorted(needed - run.keys()):
        raise CheckError(f"requirements.lock lacks {', '.join(missing)}: run `make lock`")
    return "every version pinned with hashes: " + ", ".join(counts)
