"""``alert-wiring guard``: hold an engine's plan in JSON against the rules, before anything is written."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from alert_wiring.core.errors import WiringError
from alert_wiring.core.settings import Settings
from alert_wiring.guard.judge import judge
from alert_wiring.guard.permission import permission_of
from alert_wiring.guard.plan import PlanError, read_plan
from alert_wiring.guard.rules import Violation

BROKEN, UNREADABLE = 1, 2

_EPILOG = """\
What is permitted stands in the environment variable ALERT_WIRING_GUARD, else in the stack's configuration, which the
plan tells.

Exit codes: 0 nothing is broken, 1 a rule is (a line each), 2 the plan or what is permitted cannot be read.
"""


def run(words: Sequence[str]) -> int:
    """Judge a plan."""
    asked = _parser().parse_args(words)
    try:
        plan = read_plan(_text(asked.plan), _text(asked.state) if asked.state else None)
        permission = permission_of(Settings(os.environ, plan.config.get))
        found = judge(plan.before, plan.after, permission, asked.organization)
    except WiringError as error:
        sys.stderr.write(f"error: {error}\n")
        return UNREADABLE
    sys.stdout.write(_as_json(found) if asked.json else _as_text(found))
    return BROKEN if found else 0


def _as_text(found: Sequence[Violation]) -> str:
    return "".join(f"{one.rule}: {one.thing}: {one.why}. {one.how_to_allow}\n" for one in found)


def _as_json(found: Sequence[Violation]) -> str:
    rows = [{**asdict(one), "how_to_allow": one.how_to_allow} for one in found]
    return json.dumps({"violations": rows}, indent=2, ensure_ascii=False) + "\n"


def _text(place: str) -> str:
    """Return the text of a file, or of the standard input for `-`.

    Raises:
        PlanError: it cannot be read.
    """
    try:
        return sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise PlanError(f"{place} cannot be read: {reason}.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alert-wiring guard",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("plan", nargs="?", default="-", help="file with the plan in JSON; - (the default) reads it")
    parser.add_argument("--state", metavar="FILE", help="the stack's state, for a plan that does not show everything")
    parser.add_argument("--organization", help="of the stack, to tell its made names exactly")
    parser.add_argument("--json", action="store_true", help="print the violations as JSON")
    return parser
