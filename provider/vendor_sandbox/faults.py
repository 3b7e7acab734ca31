"""Fault rules: which requests of which stand-in fail, how and how often."""

from __future__ import annotations

import re
from typing import Any

from vendor_sandbox.store import Store

_COLLECTION = "sandbox.faults"
_WHAT = ("status", "drop", "delayMs", "html", "truncate")
_FIELDS: dict[str, tuple[type, ...]] = {
    "vendor": (str,),
    "method": (str,),
    "pathPrefix": (str,),
    "pathRegex": (str,),
    "status": (int,),
    "drop": (bool, str),
    "delayMs": (int,),
    "html": (bool,),
    "truncate": (bool,),
    "retryAfter": (int,),
    "body": (dict, str),
    "times": (int,),
    "skip": (int,),
    "applyFirst": (bool,),
}


class Faults:
    """The rules, oldest first; kept in the store so that a restart keeps them."""

    def __init__(self, store: Store) -> None:
        """Use the rules kept in `store`."""
        self._store = store

    def add(self, rule: dict[str, Any]) -> dict[str, Any]:
        """Add a rule (`_FIELDS`; ``times`` defaults to 1, 0 means always). Raises ValueError when it makes no sense."""
        for name, value in rule.items():
            if name not in _FIELDS:
                raise ValueError(f"unknown field {name} in a fault rule; known: {', '.join(_FIELDS)}")
            if value is not None and not isinstance(value, _FIELDS[name]):
                raise ValueError(f"field {name} of a fault rule has the wrong type")
        if not any(rule.get(name) for name in _WHAT):
            raise ValueError(f"a fault rule needs one of {', '.join(_WHAT)}")
        drop = rule.get("drop")
        if isinstance(drop, str) and drop not in {"before", "after"}:
            raise ValueError("drop takes true, before or after")
        try:
            re.compile(rule.get("pathRegex") or "")
        except re.error as error:
            raise ValueError(f"pathRegex: {error}") from error
        number = self._store.next_number("sandbox.fault", 1)
        kept = {"id": number, "times": 1, "skip": 0, **{k: v for k, v in rule.items() if v is not None}, "hits": 0}
        if drop == "after":
            kept["applyFirst"] = True
        self._store.put(_COLLECTION, str(number), kept)
        return kept

    def all(self) -> list[dict[str, Any]]:
        """Every rule that was added and not cleared, spent ones included."""
        return self._store.all(_COLLECTION)

    def clear(self) -> None:
        """Forget all rules."""
        for rule in self.all():
            self._store.delete(_COLLECTION, str(rule["id"]))

    def take(self, vendor: str, method: str, path: str) -> dict[str, Any] | None:
        """The rule that this request falls under, counted as used; None lets it through."""
        for rule in self.all():
            if not _matches(rule, vendor, method, path):
                continue
            if rule["skip"] > 0:
                self._store.put(_COLLECTION, str(rule["id"]), {**rule, "skip": rule["skip"] - 1})
                continue
            if rule["times"] and rule["hits"] >= rule["times"]:
                continue
            used = {**rule, "hits": rule["hits"] + 1}
            self._store.put(_COLLECTION, str(rule["id"]), used)
            return used
        return None


def _matches(rule: dict[str, Any], vendor: str, method: str, path: str) -> bool:
    return (
        rule.get("vendor") in {None, vendor}
        and rule.get("method") in {None, "*", method}
        and path.startswith(rule.get("pathPrefix", ""))
        and re.search(rule.get("pathRegex", ""), path) is not None
    )
