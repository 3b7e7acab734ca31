"""No secret is told, by machine: every command of an engine is watched, and what it left is searched.

    with watching() as watch:
        ...                       # whatever runs engines of `support.engines`
    watch.verify()                # fails and names what was found where

What is searched: what each command printed, and every file of state, project and home, through all histories, backups
and locks. What is searched for: the credentials in the commands' environment, passphrases, values given to
``config set --secret``, everything that a program marks as secret or that is secret by nature (the kinds' own tables
say which fields), the canaries that a test plants itself, and by their form the keys that vendors make. Each in every
spelling that a careless line could give it: plain, as JSON, quoted for an address, in hexadecimal, in base64.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from support import engines
from support.engines import Engine, Running
from support.telling import SHORTEST, Search

_CREDENTIAL = re.compile(r"_(TOKEN|PASSWORD|SECRET|API_KEY|TRIGGER_KEY)$")
_IN_PROGRAM = re.compile(r"""(?:(?<!_)secret|\bs)\(\s*(["'])(?P<value>[^"']{4,})\1""")
_OPEN = ("--show-secrets", "get")
"""Words of commands that are asked for a secret: ``stack export --show-secrets``, ``config get``."""
PROGRAMS = ("spec.json", "program.json", "blocks.json")
"""Files beside a program that say what it builds: written by the test, as the program is."""


def is_credential(name: str) -> bool:
    """Tell whether this is the name of a variable that holds a credential."""
    return _CREDENTIAL.search(name) is not None


def leaves(value: Any) -> Iterator[str]:
    """Return all texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)


def marked(told: Any) -> Iterator[str]:
    """Return the values that a described program marks: ``{"$secret": …}`` at any depth."""
    if isinstance(told, dict):
        yield from leaves(told.get("$secret"))
        told = list(told.values())
    if isinstance(told, list):
        for each in told:
            yield from marked(each)


def written(code: str) -> list[str]:
    """Return the values that a program's text marks: ``Output.secret("…")`` or ``s("…")``."""
    return [found["value"] for found in _IN_PROGRAM.finditer(code)]


def by_nature(row: dict[str, Any]) -> Iterator[str]:
    """Return the values of a described resource that are secret by nature, references and short words left out."""
    import alert_wiring

    kind = row.get("class") or row["kind"]
    if "." not in kind:
        return
    described = attrgetter(kind)(alert_wiring)
    # A component, such as AssignedProjects, has no kind: its children are what holds secrets.
    provider = getattr(described, "provider_class", None)
    for secret in provider.kind.fields.secret_names if provider else ():
        value = (row.get("args") or row.get("props") or {}).get(secret)
        if not (isinstance(value, dict) and value.keys() & {"$of", "$call", "$later"}):
            yield from (text for text in leaves(value) if len(text) >= 12 and "canary" in text)


@dataclass
class Watch:
    """What was started while it watched, and what must not be told."""

    started: list[tuple[Engine, Running]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    told_openly: set[str] = field(default_factory=set)
    """Values that a test lets be told, such as a credential in a plain setting."""

    def see(self, engine: Engine, running: Running) -> None:
        """Remember a command, and the secrets that it is given or that its program holds now."""
        self.started.append((engine, running))
        environment = {**engine.environment(), **running.env}
        self.plant(value for name, value in environment.items() if is_credential(name))
        self.plant([environment.get("PULUMI_CONFIG_PASSPHRASE", "")])
        if "config" in running.argv and "--secret" in running.argv:
            self.plant([_value_set(running.argv)])
        for spec in filter(Path.exists, (engine.project / name for name in PROGRAMS)):
            told = json.loads(spec.read_text())
            self.plant(marked(told))
            rows = told["resources"] if isinstance(told, dict) else []
            self.plant(text for row in rows for text in by_nature(row))
            self.secrets |= {value for text in leaves(told) for value in written(text)}
        if (program := engine.project / "__main__.py").exists():
            self.secrets |= set(written(program.read_text()))

    def plant(self, values: Iterable[str]) -> None:
        """Search for these values too; short ones are left out."""
        self.secrets |= {value for value in values if len(value) >= SHORTEST}

    def leaks(self, *, plain: bool = False) -> list[str]:
        """Return where a secret stands, one line for each place; `plain` is quicker (see `Search`)."""
        search = Search(self.secrets - self.told_openly, plain=plain)
        found = []
        for _, running in self.started:
            if not any(word in running.argv for word in _OPEN):
                found += search.told({f"the output of {' '.join(running.argv[1:])}": running.text()})
        for path in self.files():
            found += search.told({str(path): content(path)})
        return list(dict.fromkeys(found))

    def files(self) -> list[Path]:
        """Return the files that the engines wrote; programs and what a test wrote beside them are not."""
        folders = {one for engine, _ in self.started for one in (engine.state, engine.home, engine.project) if one}
        found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
        return sorted(path for path in found if path.suffix not in {".py", ".pyc"} and path.name not in PROGRAMS)

    def verify(self) -> None:
        """Fail when a secret was told."""
        found = self.leaks()
        assert not found, "a secret is told:\n" + "\n".join(found)


@contextmanager
def watching(only: Engine | None = None) -> Iterator[Watch]:
    """Watch every command that `support.engines` starts meanwhile, or those of one engine where several are at work."""
    watch = Watch()

    def see(engine: Engine, running: Running) -> None:
        if only is None or engine is only:
            watch.see(engine, running)

    engines.WATCHERS.append(see)
    try:
        yield watch
    finally:
        engines.WATCHERS.remove(see)


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Watch the engines of a test, which may plant more, or name what it tells openly; then search."""
    with watching() as seen:
        yield seen
    seen.verify()


def content(path: Path) -> bytes:
    """Return the bytes of a file, unpacked; none of one that went meanwhile."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return b""
    if data[:2] != b"\x1f\x8b":
        return data
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data)  # also what a killed writer left


def _value_set(argv: tuple[str, ...]) -> str:
    """Return the value of ``config set --secret [--path] KEY VALUE``, empty for other commands."""
    words = list(argv[argv.index("set") + 1 :]) if "set" in argv else []
    if "-s" in words:
        del words[words.index("-s") : words.index("-s") + 2]
    return "".join([word for word in words if not word.startswith("--")][1:2])
