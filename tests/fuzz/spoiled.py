"""Answers with something wrong in them: another type at any depth of JSON, pieces of a page missing or doubled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from properties.values_written import Draw
from support.inside import Asked
from support.nested import places, replaced
from support.standin import Answer

_TEXT = "canary-vendor-3b1c9d"
WRONG: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**30, "", " ", _TEXT, "9" * 5000, [], {}, [None], [[]], [{}], {"id": None}),
    *([1, "a", None], {"id": {"id": []}}, {"data": 5}, {"data": [7]}, "2026-13-45T99:99:99Z", float("nan"), ["²"]),
]


def spoiler(draw: Draw) -> Callable[[Asked, Answer], Answer]:
    """Return what spoils the answers of a vendor: each in one place, always the same one in answers of one form."""
    where, what, times = draw(st.integers(0, 10_000)), draw(st.sampled_from(WRONG)), draw(st.integers(1, 3))
    skip = draw(st.integers(0, 3))
    seen = 0

    def spoil(_asked: Asked, answer: Answer) -> Answer:
        nonlocal seen
        seen += 1
        if not skip < seen <= skip + times or not answer.content.strip():
            return answer
        try:
            told = json.loads(answer.content)
        except ValueError:
            return replace(answer, content=_torn(answer.content, where))
        found = list(places(told))
        return replace(answer, content=json.dumps(replaced(told, found[where % len(found)], what)).encode())

    return spoil


def _torn(page: bytes, where: int) -> bytes:
    """Cut a piece out of a page, put it in twice, or break a tag."""
    start = where % max(1, len(page))
    piece = page[start : start + 1 + where % 400]
    kinds = (b"", piece + piece, piece.replace(b">", b""), piece.replace(b"=", b" "), piece.replace(b'"', b"<"))
    return page[:start] + kinds[where % len(kinds)] + page[start + len(piece) :]
