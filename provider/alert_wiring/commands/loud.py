"""A word of warning where the CLI itself is about to write secrets in clear (`pulumi-dynamic-providers.md 3.5`)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from alert_wiring.commands.engine import Engine
from alert_wiring.commands.shorthand import spelled_out

TELLS_ALL = 9
"""From this level on the CLI's log holds every property of every resource in clear, whatever a provider does."""
_GRPC_LOG = "PULUMI_DEBUG_GRPC"
_LEVEL = re.compile(r"(?:-v|--verbose)=?(?P<level>\d*)")


def warn(engine: Engine, _verb: str, words: Sequence[str]) -> int:
    """Say on stderr that a log of this command will hold secrets; always 0, so that the command goes on."""
    if engine.name == "pulumi":
        if _level(spelled_out(words)) >= TELLS_ALL:
            _say(f"at -v={TELLS_ALL} and above", f"up to -v={TELLS_ALL - 1} it holds none")
        if os.environ.get(_GRPC_LOG):
            _say(f"with {_GRPC_LOG}", "unset it if that is not meant")
    return 0


def _level(words: Sequence[str]) -> int:
    """Return the level that the words ask for; 0 where none does."""
    for number, word in enumerate(words):
        match = _LEVEL.fullmatch(word)
        if match:
            told = match["level"] or "".join(words[number + 1 : number + 2])
            return int(told) if told.isascii() and told.isdigit() else 0
    return 0


def _say(when: str, instead: str) -> None:
    sys.stderr.write(
        f"warning: {when} the pulumi CLI's log holds every secret in clear: keep it to yourself; {instead}\n"
    )
