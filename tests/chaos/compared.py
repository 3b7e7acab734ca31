"""Two runs compared: everything that the vendors hold and the stack's state, without what differs from run to run.

Ids, keys and time stamps are replaced by what they stand for. An object is told by its kind, its name and what it
lives in, so that a second one of the same is a duplicate, and one that nobody expects an orphan.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{24}\b")
_KEY = re.compile(r"\bil1[a-z]{3}[0-9a-f]{6,}\b")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_REMOVED = re.compile(r"\(removed [0-9a-f]+\)")
_NUMBERED = re.compile(r"(?:^id|Ids?|_ids?|_id|^key)$")
_NAMES = ("name", "label", "targetName", "fullName")
_IGNORED = frozenset(
    {
        "adopt",
        "formId",
        "legacy_form_id",
        "rank",
        "updatedAt",
        "updated_at",
        "createdAt",
        "created_at",
        "created",
        "lastModified",
    }
)
"""Time stamps, numbers that count what was made before, and how a resource came by its object."""


@dataclass
class Difference:
    """What a run left that the undisturbed one did not, or the other way round."""

    duplicates: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether both are equal."""
        return not (self.duplicates or self.orphans or self.foreign or self.other)


@dataclass(frozen=True)
class Picture:
    """All that is there after a run, ready to be compared."""

    objects: dict[str, list[str]]
    """What an object is → the objects that are that, as text."""
    state: dict[str, Any]


def picture(objects: dict[str, Any], state: dict[str, Any], foreign: set[str]) -> Picture:
    """Return what is there.

    Args:
        objects: every object by `vendor/kind/id`.
        state: the stack's resources by name.
        foreign: keys of the objects that were there before the first command.
    """
    known = {
        key.split("/", 2)[2]: f"<{key if key in foreign else _called(key, body)}>" for key, body in objects.items()
    }
    found: dict[str, list[str]] = {}
    for key, body in objects.items():
        text = json.dumps(_plain(body, known, ""), sort_keys=True)
        name = f"foreign {key}" if key in foreign else f"{_called(key, body)} in {_home(body, known)}"
        found.setdefault(name, []).append(text)
    return Picture({name: sorted(each) for name, each in found.items()}, _plain(state, known, ""))


KNOWN_TO_THE_DEAD = frozenset({"alert_group_ids_before"})
"""What only a run knew that was killed or cut off for good: which groups a project had before its set was written."""


def difference(expected: Picture, got: Picture, unknown: frozenset[str] = frozenset()) -> Difference:
    """Return what differs; `unknown` are outputs that nobody can know any more."""
    found = Difference()
    for name in sorted(expected.objects.keys() | got.objects.keys()):
        before, now = expected.objects.get(name, []), got.objects.get(name, [])
        if before == now:
            continue
        told = f"{name}: {_lines(before, now)}"
        if name.startswith("foreign "):
            found.foreign.append(told)
        elif len(now) > len(before):
            (found.duplicates if before else found.orphans).append(told)
        else:
            found.other.append(told)
    for name in sorted(expected.state.keys() | got.state.keys()):
        before, now = (_less(each.state.get(name), unknown) for each in (expected, got))
        if before != now:
            told = _lines([json.dumps(before, sort_keys=True)], [json.dumps(now, sort_keys=True)])
            found.other.append(f"state of {name}: {told}")
    return found


def _less(entry: Any, unknown: frozenset[str]) -> Any:
    if entry is None or not unknown:
        return entry
    return {**entry, "outputs": {name: each for name, each in entry["outputs"].items() if name not in unknown}}


def _lines(before: list[str], now: list[str]) -> str:
    less, more = Counter(before) - Counter(now), Counter(now) - Counter(before)
    return f"expected {_shortened(less, more)}, got {_shortened(more, less)}"


def _shortened(these: Counter[str], those: Counter[str]) -> str:
    """Return texts from the place where they begin to differ."""
    if not these:
        return "nothing"
    text, other = next(iter(these)), next(iter(those), "")
    at = next((i for i, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), 0)
    return f"{len(list(these.elements()))} ...{text[max(0, at - 60) : at + 160]}"


def _called(key: str, body: dict[str, Any]) -> str:
    vendor, kind, _ = key.split("/", 2)
    name = next((str(body[each]) for each in _NAMES if body.get(each)), "")
    return f"{vendor}/{kind} {_REMOVED.sub('(removed)', name)}".strip()


def _home(body: dict[str, Any], known: dict[str, str]) -> str:
    """Return what an object lives in, and what tells those apart that have no name."""
    parts = [body.get(each) for each in ("plan", "form", "alertGroupId", "connectorId", "userId")]
    return " ".join(json.dumps(_plain(each, known, "id")) for each in parts if each is not None) or "the account"


def _plain(value: Any, known: dict[str, str], name: str) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each, known, key) for key, each in value.items() if key not in _IGNORED}
    if isinstance(value, list):
        plain = [_plain(each, known, name) for each in value]
        return sorted(plain, key=str) if _NUMBERED.search(name) else plain
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return known.get(str(int(value)), value) if _NUMBERED.search(name) else value
    text = str(value)
    if text in known and (_NUMBERED.search(name) or not text.isdigit()):
        return known[text]
    if _NUMBERED.search(name) and "/" in text:
        text = "/".join(known.get(part, part) for part in text.split("/"))
    text = _ID.sub(lambda found: known.get(found[0], "<id>"), text)
    text = _ADDRESS.sub("<address>", _KEY.sub("<key>", _TIME.sub("<time>", text)))
    return _REMOVED.sub("(removed)", text)
