"""Makes the rows of the engine tests of kinds importable from here: `from chaos.kinds import of, row, wire`."""

from __future__ import annotations

import sys
from pathlib import Path

_ROWS = str(Path(__file__).parents[1] / "engine" / "kinds")
if _ROWS not in sys.path:
    sys.path.append(_ROWS)

from wired.estate import Estate, Row, got, objects, of, row, secret  # noqa: E402 (the path comes first)
from wired.fields import KINDS, STORED  # noqa: E402
from wired.wire import CHANGES, ENDPOINT_PASSWORD, TOOL_KEY, TRIGGER_KEY, wire  # noqa: E402

__all__ = [
    "CHANGES",
    "ENDPOINT_PASSWORD",
    "KINDS",
    "STORED",
    "TOOL_KEY",
    "TRIGGER_KEY",
    "Estate",
    "Row",
    "got",
    "objects",
    "of",
    "row",
    "secret",
    "wire",
]
