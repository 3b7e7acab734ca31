"""What a failed call to a plugin says to the user: one clean text (pulumi-dynamic-providers.md 4.1, 4.2)."""

from __future__ import annotations

import re
from typing import Final

_TRACEBACK: Final = "Traceback (most recent call last):"
_EXCEPTION_CALLING: Final = "Exception calling application: "
_FRAME_PART = re.compile(r"\s")


def clean(text: str) -> str:
    """Cut a Python traceback to what the last exception says; any other text stays as it is.

    A message of several lines survives whole. An empty text becomes a sentence that says so.
    """
    text = text.removeprefix(_EXCEPTION_CALLING).strip()
    if _TRACEBACK not in text:
        return text or "the provider failed without a message"
    lines = text[text.rindex(_TRACEBACK) :].splitlines()[1:]
    start = next((index for index, line in enumerate(lines) if line and not _FRAME_PART.match(line)), len(lines))
    return "\n".join(lines[start:]).strip() or "the provider failed without a message"
