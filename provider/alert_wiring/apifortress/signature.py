"""The API key's short-lived signature (`api-fortress.md 3.3`, `4.3`)."""

from __future__ import annotations

import hashlib


def token(key: str, secret: str, epoch_seconds: int) -> str:
    """Return the `X-Token` of one second: md5 of key, secret and epoch seconds, in lower-case hex.

    The moment itself is not sent; the server tries the neighbouring seconds (`api-fortress.md 3.3`). MD5 is the
    vendor's choice, not ours.
    """
    return hashlib.md5(f"{key}{secret}{epoch_seconds}".encode(), usedforsecurity=False).hexdigest()
