"""Bill of materials and licences of what a user installs, from the metadata of the environment that holds it.

CycloneDX's own tool writes the bill, in an environment of its own from its own lock; the licences are read from it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from release_check.run import ROOT, CheckError, Words, pip, run

WANTED = frozenset(
    {"MIT", "MIT-0", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "PSF-2.0", "Python-2.0"}
    | {"CNRI-Python", "MPL-2.0", "Unlicense", "Zlib", "HPND"}
)
"""Licences that let anybody use, change and pass on; MPL-2.0 asks only that changed files of it stay open."""
NAMES = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
}
"""How classifiers and older metadata call them."""

CONCLUDED = {"protobuf": "BSD-3-Clause"}
"""Licences that a distribution tells only in words of its own ("3-Clause BSD License"), read by a person."""


def write(interpreter: Path, folder: Path, tools: Path) -> dict[str, Any]:
    """Write the bill of an environment, and return it.

    Args:
        interpreter: the environment's Python.
        folder: where `sbom.cdx.json` goes.
        tools: where an environment for the tool is made.

    Raises:
        CheckError: the tool fails, or the bill names a place of this machine or a registry.
    """
    run([sys.executable, "-m", "venv", "--without-pip", tools], ROOT)
    lock = ROOT / "scripts" / "release_check" / "tools.lock"
    pip(tools / "bin" / "python", ROOT, "install", "--require-hashes", "-r", lock)
    bill = folder / "sbom.cdx.json"
    command: Words = [tools / "bin" / "cyclonedx-py", "environment", "--output-reproducible", "--output-format", "JSON"]
    command += ["--spec-version", "1.6", "--pyproject", ROOT / "pyproject.toml", "--output-file", bill]
    run([*command, interpreter], ROOT)
    text = bill.read_text(encoding="utf-8")
    for place in (str(ROOT), str(interpreter.parent.parent), "file://"):
        if place in text:
            raise CheckError(f"{bill.name} names a place of this machine: {place}")
    written: dict[str, Any] = json.loads(text)
    conclude(written)
    bill.write_text(json.dumps(written, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return written


def conclude(bill: Mapping[str, Any]) -> None:
    """Add the licences that a person has read to components that name none, marked as such."""
    for each in bill["components"]:
        if not each.get("licenses") and each["name"] in CONCLUDED:
            each["licenses"] = [{"license": {"id": CONCLUDED[each["name"]], "acknowledgement": "concluded"}}]


def licences(bill: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, version and licence of every component, licences as SPDX expressions; `?` where none is named."""
    return sorted(
        (each["name"], each.get("version", ""), " AND ".join(_named(each.get("licenses", ()))) or "?")
        for each in bill["components"]
    )


def _named(entries: Any) -> list[str]:
    """Return what a component's entries say; a free name that none of ours is, is kept as it stands."""
    found = []
    for entry in entries:
        licence = entry.get("license", {})
        text = entry.get("expression") or licence.get("id") or licence.get("name") or ""
        found.append(NAMES.get(text, text))
    known = [each for each in found if acceptable(each)]
    return sorted(set(known or found))  # a classifier beside a free text says the same once more


def acceptable(expression: str) -> bool:
    """Whether a licence expression leaves at least one way that is wanted."""
    text = re.sub(r"[()]", " ", expression)
    ways = [re.split(r"\s+AND\s+", way.strip()) for way in re.split(r"\s+OR\s+", text)]
    return any(all(part.strip() in WANTED for part in way) for way in ways)


def check(bill: Mapping[str, Any], folder: Path) -> str:
    """Write the list of licences, and return a line about them.

    Raises:
        CheckError: a licence is unknown or unwanted; all of them are told.
    """
    rows = licences(bill)
    head = "| package | version | licence |\n| --- | --- | --- |\n"
    table = head + "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in rows)
    (folder / "licences.md").write_text(table, encoding="utf-8")
    bad = [f"{name} {version}: {licence}" for name, version, licence in rows if not acceptable(licence)]
    if bad:
        raise CheckError("licences that are unknown or not wanted:\n" + "\n".join(bad))
    kinds = sorted({licence for _, _, licence in rows})
    return f"{len(rows)} packages, all under {', '.join(kinds)}"
