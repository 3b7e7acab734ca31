"""Ways in which a vendor's answer may differ tomorrow without being wrong: what a client has to live with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

_TIME = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$")
_FRACTIONS = ("", ".5", ".123", ".987654")


def _rows(answer: Any) -> list[Any] | None:
    """The rows of a list answer: the answer itself, or its ``data``; None for anything else."""
    rows = answer.get("data") if isinstance(answer, dict) else answer
    return rows if isinstance(rows, list) else None


def _every_object(value: Any, change: Callable[[dict[str, Any]], None]) -> None:
    """Apply `change` to every object with an ``id``, at any depth: maps of names to values are left alone."""
    if isinstance(value, list):
        for each in value:
            _every_object(each, change)
    elif isinstance(value, dict):
        for each in list(value.values()):
            _every_object(each, change)
        if "id" in value:
            change(value)


def _shuffled(answer: Any) -> Any:
    """Rows in an order that no client can guess, the same for the same rows; never the order that they had."""
    rows = _rows(answer)
    if rows:
        before = list(rows)
        rows.sort(key=lambda row: hashlib.sha256(json.dumps(row, sort_keys=True).encode()).digest())
        if rows == before:
            rows.reverse()
    return answer


def _duplicate_row(answer: Any) -> Any:
    """One row twice, as when something moved while a client was paging."""
    rows = _rows(answer)
    if rows:
        rows.append(rows[0])
    return answer


def _unknown_fields(answer: Any) -> Any:
    """Members that no documentation names, in every object."""
    _every_object(answer, lambda found: found.update({"futureField": "soon", "futureParts": [{"level": 1}, None]}))
    return answer


def _empty(found: dict[str, Any]) -> list[str]:
    return [name for name, value in found.items() if value is None or value == ""]


def _nulls(answer: Any) -> Any:
    """Empty texts come as null."""
    _every_object(answer, lambda found: found.update(dict.fromkeys(_empty(found))))
    return answer


def _absent(answer: Any) -> Any:
    """Members without a value are left out."""

    def strip(found: dict[str, Any]) -> None:
        for name in _empty(found):
            del found[name]

    _every_object(answer, strip)
    return answer


def _timestamps(answer: Any) -> Any:
    """Time stamps with no, one, three and six digits of a second, in turn."""
    number = count()

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: change(each) for name, each in value.items()}
        if isinstance(value, list):
            return [change(each) for each in value]
        if isinstance(value, str) and (found := _TIME.match(value)):
            return f"{found[1]}{_FRACTIONS[next(number) % len(_FRACTIONS)]}{found[2]}"
        return value

    return change(answer)


ALTERATIONS: dict[str, Callable[[Any], Any]] = {
    "shuffled": _shuffled,
    "duplicate_row": _duplicate_row,
    "unknown_fields": _unknown_fields,
    "nulls": _nulls,
    "absent": _absent,
    "timestamps": _timestamps,
}
"""Word of a fault rule → what it does with the JSON of an answer."""


def altered(body: bytes, words: list[str]) -> bytes:
    """An answer's body after these alterations; a body that is not JSON stays as it is."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    for word in words:
        answer = ALTERATIONS[word](answer)
    return json.dumps(answer).encode()
