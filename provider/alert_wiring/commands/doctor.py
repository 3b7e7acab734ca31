"""``alert-wiring doctor``: does each account answer, may its credential do the work, does the page map fit?"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence

from alert_wiring.apifortress import checkup as apifortress
from alert_wiring.commands.accounts import stack_settings
from alert_wiring.commands.engine import ENGINES, EngineError
from alert_wiring.core.checkup import Finding, Verdict
from alert_wiring.core.settings import Settings
from alert_wiring.ilert import checkup as ilert
from alert_wiring.xmatters import checkup as xmatters

_MARKS = {Verdict.FITS: "✓", Verdict.DOES_NOT_FIT: "✗", Verdict.UNCHECKED: "·"}


def run(words: Sequence[str]) -> int:
    """Check the accounts of a stack, reading only; 0 when nothing is wrong, 1 when something does not fit."""
    asked = _parser().parse_args(words)
    try:
        settings = _settings(asked.stack, asked.engine)
    except EngineError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    found = [finding for vendor in (ilert, xmatters, apifortress) for finding in vendor.check_up(settings)]
    if asked.json:
        sys.stdout.write(json.dumps([finding.plain() for finding in found], indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found)))
    return 1 if any(finding.verdict is Verdict.DOES_NOT_FIT for finding in found) else 0


def _settings(stack: str | None, engine: str | None) -> Settings:
    """The settings of the stack; of the environment alone where no stack is named and none is selected."""
    try:
        return stack_settings(stack, engine)
    except EngineError as error:
        if stack is not None:
            raise
        sys.stderr.write(f"note: only the environment is checked, since there is no stack here ({error})\n")
        return Settings.from_environment()


def _lines(found: Sequence[Finding]) -> list[str]:
    lines: list[str] = []
    vendor = ""
    for finding in found:
        if finding.vendor != vendor:
            vendor = finding.vendor
            lines.append(vendor)
        lines += _told(finding)
    count = Counter(finding.verdict for finding in found)
    lines.append(
        f"{count[Verdict.FITS]} fit, {count[Verdict.DOES_NOT_FIT]} do not fit, {count[Verdict.UNCHECKED]} not checked"
    )
    return lines


def _told(finding: Finding) -> list[str]:
    """The line of a finding, and what helps to mend it below."""
    evidence = f" [{finding.evidence}]" if finding.evidence else ""
    text = finding.text or finding.verdict.value
    lines = [f"  {_MARKS[finding.verdict]} {finding.subject}{evidence}: {text}"]
    if finding.looked_for:
        lines.append(f"      looked for: {finding.looked_for}")
        lines.append(f"      where:      {finding.where}")
    if finding.instead:
        lines.append(f"      there is:   {', '.join(finding.instead)}")
    if finding.write:
        lines.append(f"      write:      {finding.write}")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alert-wiring doctor", description=__doc__)
    parser.add_argument("-s", "--stack", help="the stack; default the selected one, else the environment alone")
    parser.add_argument("--engine", choices=ENGINES, help="the engine that reads the stack's configuration")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    return parser
