"""Replay of documented vendor exchanges, strictly.

A cassette is a file in vcrpy's own YAML format whose bodies are the examples of a vendor's reference. It was composed
by hand, no vendor recorded it, and it says so: its ``metadata`` must name the ``source`` (file and section), for
example ``xmatters.md 9.4``. The replay differs from vcrpy's usual one in being unforgiving:

- a request matches on method, scheme, host, port, *undecoded* path, *undecoded* query and JSON body (``1``, ``1.0``
  and ``true`` are three different values), so that encoding mistakes show;
- exchanges are played once and in the order of the file;
- a request that the cassette does not hold fails the test, even when the client swallowed the error;
- an exchange that nobody asked for fails the test;
- nothing is ever recorded and no socket is opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from vcr.cassette import Cassette  # type: ignore[import-untyped]
from vcr.record_mode import RecordMode  # type: ignore[import-untyped]
from vcr.request import Request  # type: ignore[import-untyped]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one where it is built: there are hundreds of cassettes."""


def contents(path: Path) -> dict[str, Any]:
    """Return what stands in a cassette: its ``metadata``, and its exchanges as ``interactions``."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return found


@dataclass
class Replay:
    """What the client under test sent while a cassette was in the player."""

    sent: list[Request]

    def headers(self, index: int = 0) -> dict[str, str]:
        """Return the headers of the request number ``index`` with lower-case names."""
        return {str(name).lower(): _text(value) for name, value in self.sent[index].headers.items()}


class _StrictCassette(Cassette):  # type: ignore[misc]  # vcrpy's classes are untyped
    """A cassette that remembers what it was asked for and could not answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[Request] = []
        self.missed: list[Request] = []

    def can_play_response_for(self, request: Request) -> bool:
        self.asked.append(request)
        playable = bool(super().can_play_response_for(request))
        if not playable:
            self.missed.append(request)
        return playable


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


def _same_method(asked: Request, stored: Request) -> None:
    assert asked.method == stored.method, f"method {asked.method}, documented {stored.method}"


def _same_origin(asked: Request, stored: Request) -> None:
    ours, theirs = (f"{r.scheme}://{r.host}:{r.port}" for r in (asked, stored))
    assert ours == theirs, f"origin {ours}, documented {theirs}"


def _same_path(asked: Request, stored: Request) -> None:
    ours, theirs = (urlsplit(r.uri).path for r in (asked, stored))
    assert ours == theirs, f"path {ours}, documented {theirs}"


def _same_query(asked: Request, stored: Request) -> None:
    ours, theirs = (sorted(filter(None, urlsplit(r.uri).query.split("&"))) for r in (asked, stored))
    assert ours == theirs, f"query {ours}, documented {theirs}"


def _canonical(body: Any) -> str | None:
    """Return a body as canonical JSON (or as it is, when it is no JSON); None and empty are the same: no body."""
    if not body:
        return None
    text = _text(body)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except json.JSONDecodeError:
        return text


def _same_body(asked: Request, stored: Request) -> None:
    ours, theirs = _canonical(asked.body), _canonical(stored.body)
    assert ours == theirs, f"body {ours}, documented {theirs}"


MATCHERS = (_same_method, _same_origin, _same_path, _same_query, _same_body)


def _describe(request: Request) -> str:
    return f"{request.method} {request.uri} {_canonical(request.body) or ''}".rstrip()


def _complaints(cassette: _StrictCassette) -> list[str]:
    found = []
    for request in cassette.missed:
        near = cassette.find_requests_with_most_matches(request)
        why = f" (nearest: {'; '.join(str(text) for _, text in near[0][2])})" if near else ""
        found.append(f"not in the cassette: {_describe(request)}{why}")
    stored = cassette.requests
    found += [
        f"never asked for: {_describe(request)}"
        for number, request in enumerate(stored)
        if not cassette.play_counts[number]
    ]
    order = list(cassette.play_counts)
    if not found and order != sorted(order):
        found.append(f"asked for in the order {[number + 1 for number in order]} instead of the cassette's")
    return found


@contextmanager
def replay(path: Path) -> Iterator[Replay]:
    """Play the cassette at ``path`` to every HTTP client of this process while the block runs.

    Raises:
        AssertionError: if the cassette names no source, or, after the block, if a request was not in the cassette,
            an exchange was not used, or the order differed. An error raised by the block itself comes first, with
            the complaints added to it as notes.
    """
    header = contents(path).get("metadata") or {}
    assert header.get("source"), f"{path.name}: metadata.source must name the section of the reference"
    with _StrictCassette.use(path=str(path), record_mode=RecordMode.NONE, match_on=MATCHERS) as cassette:
        try:
            yield Replay(cassette.asked)
        except BaseException as error:
            for complaint in _complaints(cassette):
                error.add_note(complaint)
            raise
    complaints = _complaints(cassette)
    assert not complaints, f"{path.name}: " + "; ".join(complaints)
