"""Whether a request is sent again, and after how long: pure decisions, no waiting here.

Rules (`ilert.md 1.8`, `xmatters.md 2.9`, `api-fortress.md 4.2`): methods that may be repeated are tried again after
429, 502, 503, 504 and connection errors; a POST only where the vendor surely did not process it (429, or no
connection at all). Everything else that happens to a POST is ambiguous. After a 429 the account's limiter says when
(`core.limiter`), and the operation's deadline how often.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

GATEWAY_STATUSES = frozenset({502, 503, 504})


@dataclass(frozen=True)
class RetryPolicy:
    """How patient a client is.

    Attributes:
        tries: most attempts after gateway errors and connection errors.
        patience: seconds after which no further attempt begins.
        first_pause: seconds before the second attempt; doubled each time.
        longest_pause: seconds.
        throttled_patience: seconds for which a call that is answered 429 is tried where no operation has a deadline.
        post_after_throttle: whether a POST is repeated after a 429 (it was refused before processing).
        blocked_statuses: statuses that are tried again when the body is not JSON (a firewall page).
    """

    tries: int = 4
    patience: float = 60.0
    first_pause: float = 0.5
    longest_pause: float = 10.0
    throttled_patience: float = 300.0
    post_after_throttle: bool = True
    blocked_statuses: frozenset[int] = frozenset()

    def pause_after_error(self, attempt: int, spent: float = 0.0) -> float | None:
        """Seconds to wait after attempt `attempt` (from 1) ended in a gateway or connection error; None = give up.

        Args:
            attempt: from 1.
            spent: seconds since the first attempt began.
        """
        if attempt >= self.tries or spent >= self.patience:
            return None
        return _jittered(min(self.first_pause * 2 ** (attempt - 1), self.longest_pause))


def _jittered(seconds: float) -> float:
    """Spread `seconds` by a tenth, upwards only, so that four threads do not come back together."""
    return seconds * (1 + random.random() * 0.1)  # noqa: S311 (no security here)
