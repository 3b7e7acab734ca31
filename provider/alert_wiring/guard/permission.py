"""What the user permits in spite of the rules, from the stack's configuration:

    alert-wiring:guard:
      turned_off:
        few-routes-removed: the estate moves to another account, OPS-1207
      allow:
        Orders API: retired in March, nobody needs to hear of it

Each entry carries the reason for it, so that whoever reads the stack file knows; one without is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alert_wiring.core.errors import SettingError
from alert_wiring.core.near import near_matches
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.guard.rules import CONFIG_KEY, ENVIRONMENT_VARIABLE, RULES

SETTING = Setting(ENVIRONMENT_VARIABLE, CONFIG_KEY, "What the guard permits")
"""JSON text in both places; the environment is for a single run, such as a destroy."""


@dataclass(frozen=True)
class Permission:
    """What is permitted: rule id to reason, and project (name or id) or object (name or URN) to reason."""

    off: Mapping[str, str] = field(default_factory=dict)
    allow: Mapping[str, str] = field(default_factory=dict)

    def turned_off(self, *rules: str) -> bool:
        """Say whether all these rules are off."""
        return all(rule in self.off for rule in rules)

    def names(self, *things: str) -> bool:
        """Say whether one of these names of an object is allowed; blanks around a name do not count."""
        allowed = {name.strip() for name in self.allow}
        return any(thing.strip() in allowed for thing in things)


def permission_of(settings: Settings) -> Permission:
    """Return what the settings permit.

    Raises:
        SettingError: they are not of the form above; the line says what is wrong.
    """
    return parse_permission(settings.get(SETTING))


def parse_permission(text: str | None) -> Permission:
    """Return what a configuration text permits; no text permits nothing.

    Raises:
        SettingError: as `permission_of`.
    """
    if text is None or not text.strip():
        return Permission()
    try:
        given = json.loads(text)
    except ValueError:
        raise _wrong("is not JSON: it has the members turned_off and allow") from None
    if not isinstance(given, Mapping):
        raise _wrong("must have the members turned_off and allow, each a map to reasons")
    if unknown := [key for key in given if key not in ("turned_off", "allow")]:
        raise _wrong(f"has {unknown[0]!r}; there are turned_off and allow")
    off, allow = _reasons("turned_off", given.get("turned_off")), _reasons("allow", given.get("allow"))
    for rule in off:
        if rule not in RULES:
            near = near_matches(rule, list(RULES)) or list(RULES)
            raise _wrong(f"turns off {rule!r}, which is no rule; there is {', '.join(near)}")
    return Permission(off, allow)


def _reasons(member: str, given: Any) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise _wrong(f"has a {member} that is no map: each entry is a name with a reason")
    for name, reason in given.items():
        if not isinstance(reason, str) or not reason.strip():
            raise _wrong(f"has no reason for {name!r} in {member}: write why, for whoever reads it next year")
    return {str(name): str(reason) for name, reason in given.items()}


def _wrong(text: str) -> SettingError:
    return SettingError(f"{CONFIG_KEY} (or {ENVIRONMENT_VARIABLE}) {text}.")
