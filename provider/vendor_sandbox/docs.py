"""The sandbox's pages: rules and switches of each vendor and the fields of a fault rule, from the tables themselves.

``python -m vendor_sandbox.docs FOLDER`` writes them; with ``--check`` it only says which are out of date (exit code 1).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from vendor_sandbox import registry
from vendor_sandbox.alterations import ALTERATIONS
from vendor_sandbox.faults import FIELDS
from vendor_sandbox.rules import Rule
from vendor_sandbox.switches import Switch, typed

TITLES = {"ilert": "ilert", "xmatters": "xMatters", "apifortress": "API Fortress"}


def pages() -> dict[str, str]:
    """File name → Markdown, of every page that is made from a table."""
    made = {f"{vendor}.md": vendor_page(vendor) for vendor in TITLES}
    return {**made, "faults.md": faults_page()}


def vendor_page(vendor: str) -> str:
    """The page of one vendor: every rule of its stand-in with its source, then every switch with its readings."""
    rules, switches = registry.RULES[vendor], registry.SWITCHES[vendor]
    return "\n".join(
        (
            f"# The {TITLES[vendor]} stand-in",
            "",
            f"{len(rules)} rules and {len(switches)} switches. Each rule is a contract test of the same name.",
            "Sources are sections of the project's references on the vendors.",
            "",
            "## Rules",
            "",
            *_table(("Rule", "What it says", "Source", "Open: see the switch"), map(_rule_row, rules)),
            "",
            "## Switches",
            "",
            "What the reference leaves open. The first position of each switch is the default: the best guess.",
            "",
            *_table(
                ("Switch", "Position", "What the vendor then does", "Source"),
                (row for switch in switches for row in _switch_rows(switch)),
            ),
            "",
        )
    )


def faults_page() -> str:
    """The page of fault rules: every field, and every alteration of an answer."""
    fields = ((f"`{name}`", _types(types), text(meaning)) for name, (types, meaning) in FIELDS.items())
    changes = ((f"`{word}`", text((change.__doc__ or "").strip())) for word, change in ALTERATIONS.items())
    return "\n".join(
        (
            "# Fault rules",
            "",
            "A rule is a JSON object that is posted to `/__sandbox/faults`: which requests, and what happens to them.",
            "The oldest rule that fits a request counts. `GET` lists the rules, `DELETE` forgets them.",
            "",
            *_table(("Field", "Value", "Meaning"), fields),
            "",
            "## Altered answers",
            "",
            "Differences that a vendor may bring in any day without breaking its contract:",
            "",
            *_table(("`alter`", "What happens to the answer"), changes),
            "",
        )
    )


def text(sentence: str) -> str:
    """A sentence as Markdown text in a table's cell."""
    for character in "\\|*_<[{`":
        sentence = sentence.replace(character, "\\" + character)
    return sentence


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows)]


def _rule_row(rule: Rule) -> tuple[str, ...]:
    return f"`{rule.id}`", text(rule.sentence), text(rule.source), f"`{rule.switch}`" if rule.switch else ""


def _switch_rows(switch: Switch) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, (value, reading) in enumerate(switch.readings.items()):
        name = (f"`{switch.name}`", text(switch.source)) if number == 0 else ("", "")
        rows.append((name[0], f"`{typed(value)}`", text(reading), name[1]))
    return rows


def _types(types: tuple[type, ...]) -> str:
    words = {str: "text", int: "whole number", float: "number", bool: "true or false", dict: "object", list: "list"}
    return ", ".join(words[each] for each in types)


def out_of_date(folder: Path) -> list[str]:
    """Names of pages in `folder` that are missing or not what the tables say now."""
    return [
        name
        for name, content in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != content
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(prog="vendor_sandbox.docs", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing, only say what is out of date")
    args = parser.parse_args(arguments)
    late = out_of_date(args.folder)
    if args.check:
        for name in late:
            sys.stderr.write(f"{args.folder / name} is out of date: python -m vendor_sandbox.docs {args.folder}\n")
        return 1 if late else 0
    for name in late:
        (args.folder / name).write_text(pages()[name], encoding="utf-8")
        sys.stdout.write(f"{args.folder / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
