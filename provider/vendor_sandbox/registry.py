"""Every rule and every switch of the sandbox, by vendor: for lists, pages and tests."""

from __future__ import annotations

from vendor_sandbox.apifortress.options import SWITCHES as APIFORTRESS_SWITCHES
from vendor_sandbox.apifortress.rules import RULES as APIFORTRESS_RULES
from vendor_sandbox.ilert.rules import RULES as ILERT_RULES
from vendor_sandbox.ilert.switches import SWITCHES as ILERT_SWITCHES
from vendor_sandbox.rules import Rule
from vendor_sandbox.switches import Switch, Value
from vendor_sandbox.xmatters.rules import RULES as XMATTERS_RULES
from vendor_sandbox.xmatters.switches import SWITCHES as XMATTERS_SWITCHES

SWITCHES: dict[str, tuple[Switch, ...]] = {
    "ilert": ILERT_SWITCHES,
    "xmatters": XMATTERS_SWITCHES,
    "apifortress": APIFORTRESS_SWITCHES,
}
"""Vendor → what its reference leaves open."""

RULES: dict[str, tuple[Rule, ...]] = {
    "ilert": ILERT_RULES,
    "xmatters": XMATTERS_RULES,
    "apifortress": APIFORTRESS_RULES,
}
"""Vendor → what its stand-in does because a reference says so."""


def all_switches() -> list[Switch]:
    """Every switch, by name."""
    return sorted((switch for switches in SWITCHES.values() for switch in switches), key=lambda each: each.name)


def position(switch: Switch, word: str) -> Value:
    """The position that a word of a command line or an environment variable means.

    Raises ValueError for a word that the switch does not offer.
    """
    for choice in switch.choices:
        if word.lower() == str(choice).lower():
            return choice
    raise ValueError(f"switch {switch.name} takes one of {', '.join(str(each).lower() for each in switch.choices)}")
