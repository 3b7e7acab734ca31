"""Connector scripts: read from the user's file, pointed at the right host, marked as ours.

The vendor's scripts carry no licence, so none is shipped here: the user supplies them (`api-fortress.md 5.1`).
"""

from __future__ import annotations

import re
from pathlib import Path

from alert_wiring.core.errors import InputError
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Text

CLOUD_ADDRESS = "https://mastiff.apifortress.com/app"
"""The dead cloud's address, hard-coded in the published scripts (`api-fortress.md 2.4`, `7.9`)."""

_MARK = re.compile(r"\n*// alert-wiring: (?P<mark>[^\n]+)\s*\Z")


def read_script(path: str, base_url: str | None) -> str:
    """Return the script in a file, with its report links pointed at `base_url`.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        code = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(
            f"The connector script {path} cannot be read ({reason}): write the path of the Groovy file, relative to "
            "the program's folder."
        ) from None
    return code if base_url is None else code.replace(CLOUD_ADDRESS, base_url.rstrip("/"))


def with_mark(code: str, mark: str | None) -> str:
    """Return the script with a last comment line that says which resource loaded it."""
    return code if not mark else f"{_lines(code)}\n\n// alert-wiring: {mark}\n"


def mark_of(code: str | None) -> str | None:
    """Return the mark in a script's last line, None where there is none."""
    found = _MARK.search(_lines(code)) if code else None
    return found["mark"].strip() if found else None


def without_mark(code: str) -> str:
    """Return the script as the user wrote it."""
    return _MARK.sub("", _lines(code))


class Script(Text):
    """Groovy source. Line ends and blanks at the ends of lines do not matter; the mark is not part of it."""

    def equal(self, left: Json, right: Json) -> bool:
        """Equal line by line."""
        return without_mark(str(left)) == without_mark(str(right))

    def check(self, value: Json, spot: Spot) -> Json:
        """Text that is not blank; the message never repeats the source."""
        if not isinstance(value, str) or not value.strip():
            spot.bad("must be the connector's Groovy source; write code_path with the path of its file")
        return value

    def from_wire(self, value: Json) -> Json:
        """The source without the mark."""
        return None if value is None else without_mark(str(value)) or None


def _lines(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.replace("\r\n", "\n").split("\n")).strip("\n")
