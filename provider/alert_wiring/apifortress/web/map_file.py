"""The page map: the shipped one, and a user's file laid over it entry by entry (`api-fortress.md 4.11`).

    version: 1
    pages:
      projects: {path: /web/home}
    fields:
      edit_project.groups: {name: distroGroups, values: label}

An entry of the user's file replaces the shipped one whole. Everything that is wrong with a file is said at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path as File
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from alert_wiring.core.errors import SettingError
from alert_wiring.core.near import near_matches

from .map_entries import (
    CapabilityEntry,
    DeleteEntry,
    Entry,
    ErrorEntry,
    FieldEntry,
    ListEntry,
    PageEntry,
    SaveEntry,
    SetEntry,
    TextEntry,
)

VERSION: Final = 1
"""The version of the map's format."""

_SECTIONS: Final[dict[str, type[Entry]]] = {
    "pages": PageEntry,
    "fields": FieldEntry,
    "sets": SetEntry,
    "lists": ListEntry,
    "texts": TextEntry,
    "saves": SaveEntry,
    "deletes": DeleteEntry,
    "errors": ErrorEntry,
    "capabilities": CapabilityEntry,
}


class PageMap(BaseModel):
    """A whole map. Entries are found by section and name: `pages.add_group`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: dict[str, PageEntry]
    fields: dict[str, FieldEntry]
    sets: dict[str, SetEntry]
    lists: dict[str, ListEntry]
    texts: dict[str, TextEntry]
    saves: dict[str, SaveEntry]
    deletes: dict[str, DeleteEntry]
    errors: dict[str, ErrorEntry]
    capabilities: dict[str, CapabilityEntry]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every entry with its name, in the file's order."""
        for section in _SECTIONS:
            for name, entry in getattr(self, section).items():
                yield f"{section}.{name}", entry


def load_map(path: str | None) -> PageMap:
    """Return the shipped map, with the user's file over it if there is one.

    Raises:
        SettingError: the file cannot be read, or everything that is wrong with it, in one line.
    """
    shipped = _shipped()
    if path is None:
        return shipped
    given = _read(path)
    problems = _strangers(given, shipped)
    merged: dict[str, dict[str, Any]] = {
        section: dict(getattr(shipped, section)) | dict(_section(given, section)) for section in _SECTIONS
    }
    try:
        result = PageMap.model_validate(merged)
    except ValidationError as error:
        problems += [_told(found["loc"], found) for found in error.errors()]
    if problems:
        raise SettingError(f"The page map {path} cannot be used: {'; '.join(problems)}.")
    return result


@cache
def _shipped() -> PageMap:
    text = files(__package__).joinpath("default_map.yaml").read_text(encoding="utf-8")
    return PageMap.model_validate({key: value for key, value in yaml.safe_load(text).items() if key != "version"})


def _read(path: str) -> dict[str, Any]:
    try:
        text = File(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingError(
            f"The page map {path} cannot be read ({reason}): write the path of the file, seen from the folder where "
            "the command runs, or leave apifortress:webMap out."
        ) from None
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise SettingError(f"The page map {path} is not YAML{where}: {getattr(error, 'problem', '')}.") from None
    if not isinstance(body, dict):
        raise SettingError(f"The page map {path} must hold sections such as `pages:`; begin it with `version: 1`.")
    return body


def _strangers(given: Mapping[str, Any], shipped: PageMap) -> list[str]:
    """Report a wrong version, and sections and entries that the format does not have."""
    problems = []
    if given.get("version") != VERSION:
        problems.append(f"version is {given.get('version', 'not given')}; write version: {VERSION}")
    for section, entries in given.items():
        if section == "version":
            continue
        if section not in _SECTIONS:
            problems.append(f"there is no section {section}; {_meant(str(section), _SECTIONS)}")
        elif not isinstance(entries, Mapping):
            problems.append(f"{section} must hold entries by name")
        else:
            known = getattr(shipped, section)
            problems += [
                f"there is no entry {section}.{name}; {_meant(str(name), known)}"
                for name in entries
                if name not in known
            ]
    return problems


def _section(given: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    found = given.get(section)
    return found if isinstance(found, Mapping) else {}


def _told(where: tuple[int | str, ...], found: Any) -> str:
    """One problem of one entry in words."""
    place = ".".join(str(part) for part in where)
    if found["type"] == "extra_forbidden":
        known = [name for name in _SECTIONS[str(where[0])].model_fields if name not in ("seen", "guess")]
        return f"{place} is not known; {_meant(str(where[-1]), known)}"
    text = found["msg"].removeprefix("Value error, ")
    return f"{place}: {text[:1].lower()}{text[1:]}"


def _meant(word: str, known: Any) -> str:
    near = near_matches(word, list(known))
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(map(str, known)))}"
