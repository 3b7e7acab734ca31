"""Which Pythons the metadata promises, and which of them are here."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

from release_check.run import CheckError

NEWEST = (3, 14)
"""The newest Python that is promised: releases after it are not looked for."""


@dataclass(frozen=True)
class Found:
    """A promised Python: `3.11`, and where it is; None where it is not."""

    version: str
    path: str | None


def promised(requires_python: str) -> list[Found]:
    """Return every promised minor version, oldest first.

    Raises:
        CheckError: the metadata's requirement is not of the form `>=3.N`.
    """
    match = re.fullmatch(r">=3\.(\d+)", requires_python.strip())
    if match is None:
        raise CheckError(f"requires-python is {requires_python!r}, not of the form >=3.N")
    versions = [f"3.{minor}" for minor in range(int(match[1]), NEWEST[1] + 1)]
    return [Found(version, shutil.which(f"python{version}")) for version in versions]
