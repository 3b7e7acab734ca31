"""Running the console blocks of a page as a person would, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docs_blocks import PROJECT, Block, blocks

COPIED = ("Pulumi.yaml", "Makefile", "README.md", "pyproject.toml", "requirements.lock", "requirements-test.lock")
ONLY_SHOWN = {
    "make test": "it is what runs this",
    "make docs": "it has a test of its own",
    "make pulumi": "it downloads",
    "make record": "it needs real accounts",
    "make lock": "it asks the package index",
}
"""Commands that are only held to exist (`make -n`), and why."""

_MARK = "@@docs"
_HEREDOC = re.compile(r"<<-?'?(\w+)'?")
_VARYING = re.compile(r"\d+|(?<=-)[0-9a-f]{10}\b")


@dataclass
class Command:
    """One command of a block: what is typed, what is shown below it, and what it really did."""

    where: str
    typed: str
    shown: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    status: int | None = None


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block: lines after `$ `, with their continuations and here-documents."""
    found: list[Command] = []
    end = ""
    for line in block.code.splitlines():
        if end:
            found[-1].typed += "\n" + line
            end = "" if line.strip() == end else end
        elif line.startswith("$ "):
            found.append(Command(block.where, line[2:]))
            here = _HEREDOC.search(line)
            end = here[1] if here else ""
        elif found and found[-1].typed.endswith("\\"):
            found[-1].typed += "\n" + line
        elif found:
            found[-1].shown.append(line)
        else:
            raise AssertionError(f"{block.where}: a console block begins with a command after '$ '")
    return found


def clone(folder: Path) -> None:
    """Make a folder that looks like a fresh clone with an installed environment."""
    folder.mkdir(parents=True)
    for name in COPIED:
        shutil.copy(PROJECT / name, folder)
    for name in ("stacks", "scripts"):
        shutil.copytree(PROJECT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "scripts" / "environment").write_text("#!/bin/sh\n")  # the environment is there: it is the tests' own
    (folder / "venv").symlink_to(sys.prefix)


def run_page(page: Path, folder: Path, environment: Mapping[str, str], substitutes: Mapping[str, str]) -> list[Command]:
    """Run all console blocks of a page in one shell, from top to bottom, and return what its commands did."""
    asked = [one for block in blocks(page) if block.language == "console" for one in commands(block)]
    script = [_PRELUDE]
    for number, one in enumerate(asked):
        typed = one.typed
        for old, new in substitutes.items():
            typed = typed.replace(old, new)
        plain = typed.partition("#")[0].strip()
        if plain in ONLY_SHOWN:
            typed = plain.replace("make", "make -n", 1)
        script.append(f"echo {_MARK} begin {number}\n{typed}\necho {_MARK} end {number} $?\n")
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    )
    current: Command | None = None
    for line in done.stdout.splitlines():
        words = line.split()
        if words[:2] == [_MARK, "begin"]:
            current = asked[int(words[2])]
        elif words[:2] == [_MARK, "end"]:
            asked[int(words[2])].status, current = int(words[3]), None
        elif current is not None:
            current.printed.append(line)
    return asked


_PRELUDE = """
set -o pipefail
# Nobody is there to say yes.
alert-wiring() {
  case " $* " in
    *" --yes "* | *" --skip-preview "* | *" --preview-only "*) command alert-wiring "$@" ;;
    " up "* | " destroy "* | " refresh "*) command alert-wiring "$@" --yes ;;
    *) command alert-wiring "$@" ;;
  esac
}
"""


def complaint(one: Command) -> str:
    """Return what is wrong with a command that was run, or nothing; one that shows an error must fail."""
    told = "\n".join(one.printed)
    if one.status is None:
        return f"{one.where}: {one.typed}: never ended\n{told}"
    fails = any(line.lstrip().startswith(("error:", "✗")) for line in one.shown)
    if (one.status != 0) != fails:
        return f"{one.where}: {one.typed}: exit code {one.status}\n{told}"
    if not shows(one.shown, one.printed):
        return f"{one.where}: {one.typed}: shown\n" + "\n".join(one.shown) + f"\nbut printed\n{told}"
    return ""


def shows(shown: list[str], printed: list[str]) -> bool:
    """Say whether the shown lines stand in what was printed, in a row; numbers may differ.

    A line that begins with `... ` stands for any lines, `...` within a line for any text.
    """
    wanted = [line.rstrip() for line in shown if line.strip()]
    while wanted and _any_lines(wanted[-1]):
        wanted.pop()
    while wanted and _any_lines(wanted[0]):
        wanted.pop(0)
    pattern = "".join(r"(?:\n.*)*?" if _any_lines(line) else rf"\n{_line(line)}" for line in wanted)
    text = "".join(f"\n{_masked(line.rstrip())}" for line in printed if line.strip())
    return re.search(rf"{pattern}(?=\n|$)", text) is not None


def _any_lines(line: str) -> bool:
    return f"{line.strip()} ".startswith("... ")


def _line(line: str) -> str:
    return ".*".join(re.escape(_masked(part)) for part in line.split("..."))


def _masked(line: str) -> str:
    return _VARYING.sub("0", line)
