"""What a client sends, held to the field tables of the vendor's reference.

Each vendor has one table, `<vendor>_fields.yaml`: names, JSON types and requiredness of everything that may be sent,
each row with the section it was transcribed from. Cassettes, property tests and kinds are held to the same table:

    TABLE = FieldTable.load("xmatters")
    TABLE.complaints("POST", "https://acmeco.xmatters.com/api/xm/1/plans", {"name": "a"})   # [] or what is wrong
    TABLE.cassette_complaints(folder)                       # the same for every request of every cassette
    with TABLE.watching():                                  # ... for everything a client of the vendor sends in here
        ...

The form of a table:

    vendor: xMatters                      # as `VendorApi.vendor` has it
    requests:                             # every request with a body; {x} in a path is one segment
    - {method: POST, path: "/api/xm/1/plans", body: {plan}, as: save, source: xmatters.md 3.1}
    objects:
      plan:
      - {name: id, type: text, required: [modify], refused: [create], source: xmatters.md 3.2}
      - {name: loggingLevel, type: text, values: [ERROR, INFO], refused: [create], source: xmatters.md 3.2}
      property:
        by: propertyType                  # rows with `of` hold for these values of that member only
        rows:
        - {name: default, type: text, of: [TEXT, NUMBER], source: xmatters.md 3.5}

A type is `text`, `whole` (an integer), `number`, `flag`, `any`, `base64`, `[type]` for a list, `{object}` for an object
of the table, or `{map: type}` for a map from text. A row may add `values` (all that are allowed), `nullable: true` (may
be null), `required` and `refused` (a list of operations, or `always`). An operation is what `as` says; `save` is
`modify` where the body has an `id` and `create` where it has none. A member without a row is wrong, and so is a request
without one. Members of a nested object are held to the same operation.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import yaml

from alert_wiring.core.http import Content, HttpSession
from support.cassettes import contents

HERE = Path(__file__).parent
ALWAYS = "always"

_ROW_MEMBERS = {"name", "type", "values", "nullable", "required", "refused", "of", "source"}
_SOURCE = re.compile(r"[a-z-]+\.md \d+(\.\d+)*( #\d+)?")


@dataclass
class FieldTable:
    """The table of one vendor."""

    vendor: str
    requests: list[dict[str, Any]]
    objects: dict[str, Any]
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Method and path of the requests that were held to the table."""

    @classmethod
    def load(cls, vendor: str) -> FieldTable:
        """Return the table in `<vendor>_fields.yaml` beside this module."""
        told = yaml.safe_load((HERE / f"{vendor}_fields.yaml").read_text(encoding="utf-8"))
        return cls(told["vendor"], told["requests"], told["objects"])

    def complaints(self, method: str, address: str, body: Any) -> list[str]:
        """Return what is wrong with a request's body; the address may be a path only. No body is never wrong."""
        if body is None:
            return []
        path = urlsplit(address).path.rstrip("/")
        row = next((one for one in self.requests if one["method"] == method and _fits(one["path"], path)), None)
        if row is None:
            return [f"{method} {path}: the table has no such request with a body"]
        self.seen.add((method, row["path"]))
        operation = str(row.get("as", "create"))
        if operation == "save":
            operation = "modify" if isinstance(body, dict) and "id" in body else "create"
        return [f"{method} {path}: {text}" for text in self._wrong(body, row["body"], operation, row["source"], "")]

    def cassette_complaints(self, folder: Path) -> list[str]:
        """Return what is wrong with the documented requests themselves, for every cassette in a folder."""
        found = []
        for path in sorted(folder.glob("*.yaml")):
            for exchange in contents(path)["interactions"]:
                asked = exchange["request"]
                texts = self.complaints(asked["method"], asked["uri"], _body(asked.get("body")))
                found += [f"{path.name}: {text}" for text in texts]
        return found

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Hold everything that clients of the vendor send in this process to the table.

        Raises:
            AssertionError: after the block, with everything that was wrong, even where the client swallowed an error.
        """
        found: list[str] = []
        send = HttpSession._send

        def watched(session: HttpSession, method: str, address: str, body: Any, *more: Any, **named: Any) -> Any:
            if session.vendor == self.vendor:
                told = _body(body.data) if isinstance(body, Content) else body
                found.extend(self.complaints(method, address, told))
            return send(session, method, address, body, *more, **named)

        with patch.object(HttpSession, "_send", watched):
            yield found
        assert not found, "\n".join(found)

    def defects(self) -> list[str]:
        """Return what is wrong with the table itself: unknown members, rows without a source, rows written twice."""
        found = []
        for request in self.requests:
            found += [f"{request}: no source"] * (not _SOURCE.fullmatch(str(request.get("source"))))
            found += [f"{request}: no object {name}" for name in _named(request["body"]) - self.objects.keys()]
        for name in self.objects:
            known: set[tuple[str, str]] = set()
            for row in self._rows(name):
                place = f"{name}.{row.get('name')}"
                found += [f"{place}: unknown {extra}" for extra in row.keys() - _ROW_MEMBERS]
                found += [f"{place}: no source"] * (not _SOURCE.fullmatch(str(row.get("source"))))
                found += [f"{place}: no object {other}" for other in _named(row.get("type")) - self.objects.keys()]
                held = {(str(row.get("name")), variant) for variant in row.get("of", [""])}
                found += [f"{place}: two rows"] * bool(held & known)
                known |= held
        used = {other for request in self.requests for other in _named(request["body"])} | {
            other for name in self.objects for row in self._rows(name) for other in _named(row.get("type"))
        }
        return found + [f"{name}: nothing sends it" for name in self.objects.keys() - used]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        told = self.objects[name]
        rows: list[dict[str, Any]] = told["rows"] if isinstance(told, dict) else told
        return rows

    def _wrong(self, value: Any, kind: Any, operation: str, source: str, place: str) -> list[str]:
        if isinstance(kind, list):
            if not isinstance(value, list):
                return [f"{place or 'body'}: a list is sent, not {_shown(value)} ({source})"]
            return [
                text
                for number, item in enumerate(value)
                for text in self._wrong(item, kind[0], operation, source, f"{place}[{number}]")
            ]
        if isinstance(kind, dict):
            if not isinstance(value, dict):
                return [f"{place or 'body'}: an object is sent, not {_shown(value)} ({source})"]
            if "map" in kind:
                return [
                    text
                    for key, item in value.items()
                    for text in self._wrong(item, kind["map"], operation, source, f"{place}.{key}")
                ]
            return self._wrong_object(value, next(iter(kind)), operation, place)
        if not _ATOMS[kind](value):
            return [f"{place or 'body'}: {kind} is sent, not {_shown(value)} ({source})"]
        return []

    def _wrong_object(self, value: dict[str, Any], name: str, operation: str, place: str) -> list[str]:
        told = self.objects[name]
        variant = value.get(told["by"]) if isinstance(told, dict) else None
        rows = {row["name"]: row for row in self._rows(name) if "of" not in row or variant in row["of"]}
        start = f"{place}." if place else ""
        found = [
            f"{start}{key}: {name} has no such member" + (f" as {variant}" if variant else "")
            for key in value.keys() - rows.keys()
        ]
        for key, row in rows.items():
            where = f"{start}{key}"
            if key not in value:
                found += [f"{where}: is required to {operation} ({row['source']})"] * _told(row, "required", operation)
            elif _told(row, "refused", operation):
                found.append(f"{where}: is never sent to {operation} ({row['source']})")
            elif value[key] is None:
                found += [f"{where}: is never null ({row['source']})"] * (not row.get("nullable"))
            elif "values" in row and value[key] not in row["values"]:
                found.append(f"{where}: one of {row['values']} is sent, not {_shown(value[key])} ({row['source']})")
            else:
                found += self._wrong(value[key], row["type"], operation, row["source"], where)
        return found


def _is_base64(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(b64decode(value, validate=True))
    except ValueError:
        return False


_ATOMS: dict[str, Callable[[Any], bool]] = {
    "any": lambda _value: True,
    "text": lambda value: isinstance(value, str),
    "base64": _is_base64,
    "flag": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


def _named(kind: Any) -> set[str]:
    """Return the objects that a type refers to."""
    if isinstance(kind, list):
        return _named(kind[0])
    if isinstance(kind, dict):
        return _named(kind["map"]) if "map" in kind else {next(iter(kind))}
    assert kind in _ATOMS, f"unknown type {kind!r}"
    return set()


def _told(row: dict[str, Any], what: str, operation: str) -> bool:
    told = row.get(what, [])
    return told == ALWAYS or operation in told


def _fits(pattern: str, path: str) -> bool:
    parts = (re.escape(part) for part in re.split(r"\{[^}]*\}", pattern.rstrip("/")))
    return re.search("[^/]+".join(parts) + "$", path) is not None


def _body(text: Any) -> Any:
    """Return a body as data: JSON, or the pairs of a form."""
    if not text:
        return None
    text = text.decode() if isinstance(text, bytes) else str(text)
    try:
        return json.loads(text)
    except ValueError:
        return dict(parse_qsl(text))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
