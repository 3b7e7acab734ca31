"""The sign-in form and the session that it opens (`api-fortress.md 3.5`: `/app/web/login/auth`).

One login serves all threads of the process. A login that was refused is not tried again by the next resource: accounts
may be locked after several wrong passwords.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from alert_wiring.core.errors import UnauthorizedError


class Login:
    """Who is logged in, for all threads."""

    def __init__(self, log_in: Callable[[], None]) -> None:
        """Keep the way to log in; nothing is sent yet."""
        self._log_in = log_in
        self._lock = threading.Lock()
        self._session = 0
        self._open = False
        self._refused: UnauthorizedError | None = None

    def session(self) -> int:
        """Return the number of the session, logging in if there is none.

        Raises:
            UnauthorizedError: refused, now or before.
        """
        with self._lock:
            if self._refused is not None:
                raise self._refused
            if not self._open:
                try:
                    self._log_in()
                except UnauthorizedError as error:
                    self._refused = error
                    raise
                self._session += 1
                self._open = True
            return self._session

    def ended(self, session: int) -> None:
        """Forget a session that has ended, unless another thread has opened a new one meanwhile."""
        with self._lock:
            if self._session == session:
                self._open = False
