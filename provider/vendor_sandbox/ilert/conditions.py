"""ICL, ilert's condition language (ilert.md 4.4): evaluated over one event, any failing part counts as false."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vendor_sandbox.ilert.fields import seconds_of
from vendor_sandbox.ilert.templates import lookup


@dataclass(frozen=True)
class Surroundings:
    """What a condition can ask for beyond the event or the alert itself."""

    support_hours_now: Callable[[int], bool] = lambda _: False
    """Whether it is support time now, by the id of the support hours."""
    on_call_now: Callable[[int], bool] = lambda _: False
    """Whether somebody is on call now, by the id of the schedule."""
    triggers: Callable[[int, bool], int] = lambda _seconds, _resetting: 0
    """How many events came within so many seconds, this one included; since the last that held, if resetting."""
    left_to_right: bool = False
    """Whether ``and`` and ``or`` are read as they come; else ``and`` binds tighter (ilert.md 4.4)."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^'\\]|\\.)*') | (?P<list>\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\](?![\w.])) | (?P<object>\{[^}]*\})
    | (?P<operator>==|!=|>=|<=|>|<) | (?P<open>\() | (?P<close>\))
    | (?P<word>[A-Za-z_0-9.$\-]+(?:\[\d+\][A-Za-z_0-9.$\-]*)*) )""",
    re.X,
)

_INSENSITIVE: dict[str, Callable[[str, str], bool]] = {
    "matches": str.__eq__,
    "contains": str.__contains__,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}
_SENSITIVE: dict[str, Callable[[str, str], bool]] = {
    "exact_matches": str.__eq__,
    "exact_contains": str.__contains__,
}
_ANY = {"contains_any": "contains", "starts_with_any": "starts_with", "ends_with_any": "ends_with"}
_WORD_OPERATORS = {*_INSENSITIVE, *_SENSITIVE, *_ANY, "regex", "in", "is_in"}


_RATE = re.compile(r"^(resetting_)?trigger_count\.(\w+)$")
_SHORTHAND = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SHORTEST, LONGEST = 5, 172800
"""Seconds that a rate may look back: 5 s to 2 days (ilert.md 4.4)."""


def uses_rate(condition: str) -> bool:
    """Whether a condition asks how often it was triggered."""
    return "trigger_count." in condition


class ConditionError(ValueError):
    """The text is not a condition."""


def holds(condition: str, root: dict[str, Any], surroundings: Surroundings | None = None) -> bool:
    """Whether a condition is true for ``{"event": ...}`` or ``{"alert": ...}``; unreadable text is false (4.4)."""
    try:
        return _Reader(condition, root, surroundings or Surroundings()).whole()
    except ConditionError:
        return False


class _Reader:
    """Reads and evaluates in one pass: ``or`` of ``and`` of comparisons."""

    def __init__(self, text: str, root: dict[str, Any], surroundings: Surroundings) -> None:
        self.root = root
        self.surroundings = surroundings
        self.tokens = _tokens(text)
        self.index = 0

    def whole(self) -> bool:
        value = self.disjunction()
        if self.index < len(self.tokens):
            raise ConditionError("text after the condition")
        return value

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.index] if self.index < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.index += 1
        return token

    def disjunction(self) -> bool:
        if self.surroundings.left_to_right:
            return self.as_it_comes()
        value = self.conjunction()
        while self.peek() == ("word", "or"):
            self.take()
            value = self.conjunction() or value
        return value

    def conjunction(self) -> bool:
        value = self.comparison()
        while self.peek() == ("word", "and"):
            self.take()
            value = self.comparison() and value
        return value

    def as_it_comes(self) -> bool:
        value = self.comparison()
        while self.peek() in {("word", "and"), ("word", "or")}:
            _, word = self.take()
            right = self.comparison()
            value = (value and right) if word == "and" else (value or right)
        return value

    def comparison(self) -> bool:
        if self.peek()[0] == "open":
            self.take()
            value = self.disjunction()
            if self.take()[0] != "close":
                raise ConditionError("missing ')'")
            return value
        left = self.operand()
        kind, word = self.peek()
        if kind == "operator":
            self.take()
            return _compare(left, word, self.operand())
        if kind != "word" or word in {"and", "or"}:
            return left is True
        self.take()
        negated = word == "not" or word.startswith("not_")
        operator = self.take()[1] if word == "not" else word.removeprefix("not_")
        if operator not in _WORD_OPERATORS:
            raise ConditionError(f"unknown operator {operator}")
        right = self.operand()
        result = self.is_in(left, right) if operator == "is_in" else _word_operator(left, operator, right)
        return result is not None and result != negated

    def is_in(self, left: Any, right: Any) -> bool | None:
        """``now is_in {"id": 1, "type": "SUPPORT_HOUR"}``, or ``ON_CALL_SCHEDULE``."""
        if left != "now" or not isinstance(right, dict) or not isinstance(right.get("id"), int):
            return None
        asked = {
            "SUPPORT_HOUR": self.surroundings.support_hours_now,
            "ON_CALL_SCHEDULE": self.surroundings.on_call_now,
        }.get(str(right.get("type")))
        return None if asked is None else asked(right["id"])

    def operand(self) -> Any:
        kind, text = self.take()
        if kind == "string":
            return text[1:-1].replace("\\'", "'")
        if kind in {"list", "object"}:
            try:
                return json.loads(text)
            except ValueError as error:
                raise ConditionError(f"not JSON: {text}") from error
        if kind != "word":
            raise ConditionError("value expected")
        if text in {"true", "false", "nil", "now"}:
            return {"true": True, "false": False, "nil": None, "now": "now"}[text]
        if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text)
        rate = _RATE.match(text)
        if rate:
            return self.surroundings.triggers(_window(rate[2]), rate[1] is not None)
        return lookup(text, [self.root])


def _window(text: str) -> int:
    """The length of a rate's window, in shorthand (``5m``) or as an ISO-8601 duration; raises ``ConditionError``."""
    short = re.fullmatch(r"(\d+)([smhd])", text)
    seconds = int(short[1]) * _SHORTHAND[short[2]] if short else seconds_of(text)
    if seconds is None or not _SHORTEST <= seconds <= LONGEST:
        raise ConditionError(f"not a window: {text}")
    return seconds


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None or match.lastgroup is None:
            raise ConditionError(f"cannot read: {stripped[position:]}")
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return tokens


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _equal(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return str(left).lower() == str(right).lower()
    one, two = _number(left), _number(right)
    if one is not None and two is not None:
        return one == two
    return str(left) == str(right)


def _compare(left: Any, operator: str, right: Any) -> bool:
    if operator in {"==", "!="}:
        return _equal(left, right) == (operator == "==")
    one, two = _number(left), _number(right)
    if one is None or two is None:
        return False
    return {">": one > two, ">=": one >= two, "<": one < two, "<=": one <= two}[operator]


def _word_operator(left: Any, operator: str, right: Any) -> bool | None:
    """The result, or ``None`` where the operator cannot work on these values."""
    if operator == "in":
        return any(_equal(left, item) for item in right) if isinstance(right, list) else None
    if left is None or right is None or isinstance(right, list) != (operator in _ANY):
        return None
    text = str(left)
    if operator in _ANY:
        test = _INSENSITIVE[_ANY[operator]]
        return any(test(text.lower(), str(item).lower()) for item in right)
    if operator in _SENSITIVE:
        return _SENSITIVE[operator](text, str(right))
    if operator == "regex":
        return _regex(str(right), text)
    return _INSENSITIVE[operator](text.lower(), str(right).lower())


def _regex(pattern: str, text: str) -> bool | None:
    try:
        return re.search(pattern, text, re.I) is not None
    except re.error:
        return None
