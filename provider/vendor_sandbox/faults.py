"""Fault rules: which requests of which stand-in fail, how and how often."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from vendor_sandbox.alterations import ALTERATIONS
from vendor_sandbox.clock import Clock
from vendor_sandbox.store import Store

_COLLECTION = "sandbox.faults"
Rule = dict[str, Any]
FIELDS: dict[str, tuple[tuple[type, ...], str]] = {
    "vendor": ((str,), "only requests to this stand-in: ilert, xmatters or apifortress"),
    "method": ((str,), "only this method; * is every one"),
    "pathPrefix": ((str,), "only paths that start so"),
    "pathRegex": ((str,), "only paths in which this regular expression is found"),
    "skip": ((int,), "let that many matching requests through first"),
    "times": ((int,), "how many requests it hits; 1 unless told, 0 for all"),
    "status": ((int,), "answer with this status and an error in the vendor's own form"),
    "body": ((dict, str), "the body of that answer: an object as JSON, a text as it is"),
    "retryAfter": ((int, str), "Retry-After of that answer: seconds, or window for what is left of windowSeconds"),
    "windowSeconds": (
        (int, float),
        "the status hits every matching request of an account until so many seconds after its first one",
    ),
    "windowClock": ((str,), "the clock of the window: sandbox (unless told) or real"),
    "html": ((bool,), "answer with a gateway's HTML page; its status is 502 unless told"),
    "drop": ((bool, str), "cut the connection before (or true) or after the request took effect"),
    "timeout": (
        (str,),
        "leave the request, before or after it took effect, without an answer until the client gives up",
    ),
    "delayMs": ((int,), "wait so long first, milliseconds"),
    "applyFirst": ((bool,), "with status or html: the request takes effect, and then fails"),
    "truncate": ((bool,), "the stand-in's own answer, half of its body missing"),
    "contentType": ((str,), "the stand-in's own answer under this Content-Type"),
    "alter": ((str, list), f"the stand-in's own answer, changed: {', '.join(ALTERATIONS)}; one or a list of them"),
}
"""Field of a rule → the types that its value may have, and what it means."""
_WHAT = ("status", "drop", "timeout", "delayMs", "html", "truncate", "contentType", "alter")
_WORDS = {
    "drop": ("before", "after"),
    "timeout": ("before", "after"),
    "windowClock": ("sandbox", "real"),
    "retryAfter": ("window",),
}


class Faults:
    """The rules, oldest first; kept in the store so that a restart keeps them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Use the rules kept in `store`; windows run on `clock`."""
        self._store = store
        self._clock = clock
        self.reload()

    def reload(self) -> None:
        """Read the rules again, after a reset of the store."""
        self._rules: dict[str, Rule] = dict(self._store.items(_COLLECTION))

    def add(self, rule: Rule) -> Rule:
        """Add a rule (`FIELDS`). Raises ValueError when it makes no sense."""
        given = {name: value for name, value in rule.items() if value is not None}
        _check(given)
        number = self._store.next_number("sandbox.fault", 1)
        kept = {"id": number, "times": 0 if "windowSeconds" in given else 1, "skip": 0, **given, "hits": 0}
        if kept.get("drop") == "after":
            kept["applyFirst"] = True
        if isinstance(kept.get("alter"), str):
            kept["alter"] = [kept["alter"]]
        self._keep(kept)
        return kept

    def all(self) -> list[Rule]:
        """Every rule that was added and not cleared, spent ones included."""
        return list(self._rules.values())

    def clear(self) -> None:
        """Forget all rules."""
        for key in list(self._rules):
            self._store.delete(_COLLECTION, key)
        self._rules = {}

    def take(self, vendor: str, method: str, path: str, account: Callable[[], str]) -> Rule | None:
        """The rule that a request falls under, counted as used; None lets it through.

        `account` tells whose request it is; only rules with a window ask.

        A rule with ``retryAfter: window`` comes back with the seconds that are left.
        """
        for rule in self.all():
            if not _matches(rule, vendor, method, path):
                continue
            if rule["skip"] > 0:
                self._keep({**rule, "skip": rule["skip"] - 1})
                continue
            if rule["times"] and rule["hits"] >= rule["times"]:
                continue
            used = {**rule, "hits": rule["hits"] + 1}
            if "windowSeconds" not in rule:
                self._keep(used)
                return used
            windows: dict[str, float] = rule.get("windows", {})
            now = time.time() if rule.get("windowClock") == "real" else self._clock.timestamp()
            whose = account()
            left = windows.get(whose, now) + rule["windowSeconds"] - now
            if left <= 0:
                continue
            self._keep({**used, "windows": {whose: now, **windows}})
            return {**used, "retryAfter": max(1, round(left))} if rule.get("retryAfter") == "window" else used
        return None

    def _keep(self, rule: Rule) -> None:
        self._rules[str(rule["id"])] = rule
        self._store.put(_COLLECTION, str(rule["id"]), rule)


def _check(rule: Rule) -> None:
    """Raises ValueError, one line, for a rule that makes no sense."""
    for name, value in rule.items():
        if name not in FIELDS:
            raise ValueError(f"unknown field {name} in a fault rule; known: {', '.join(FIELDS)}")
        types, _ = FIELDS[name]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise ValueError(f"field {name} of a fault rule has the wrong type")
        if isinstance(value, str) and name in _WORDS and value not in _WORDS[name]:
            raise ValueError(f"{name} takes {' or '.join(_WORDS[name])}")
    if not any(rule.get(name) for name in _WHAT):
        raise ValueError(f"a fault rule needs one of {', '.join(_WHAT)}")
    if "windowSeconds" in rule and ("status" not in rule or "times" in rule):
        raise ValueError("windowSeconds goes with status, and without times: the window ends it")
    altered = rule.get("alter", [])
    for word in [altered] if isinstance(altered, str) else altered:
        if word not in ALTERATIONS:
            raise ValueError(f"alter takes {', '.join(ALTERATIONS)}")
    try:
        re.compile(rule.get("pathRegex", ""))
    except re.error as error:
        raise ValueError(f"pathRegex: {error}") from error


def _matches(rule: Rule, vendor: str, method: str, path: str) -> bool:
    return (
        rule.get("vendor") in {None, vendor}
        and rule.get("method") in {None, "*", method}
        and path.startswith(rule.get("pathPrefix", ""))
        and re.search(rule.get("pathRegex", ""), path) is not None
    )
