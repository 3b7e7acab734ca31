"""Who is signed in: a session cookie, as Tomcat and Spring Security keep it (api-fortress.md 3.5)."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from vendor_sandbox.context import Context

COOKIE = "JSESSIONID"
SESSION_SECONDS = 30 * 60
"""A session ends after half an hour without a request (Tomcat's default)."""
_SESSIONS = "apifortress.web_sessions"
_TOKENS_KEPT = 200


@dataclass
class Session:
    """One browser."""

    key: str
    user: int | None = None
    seen: float = 0
    tokens: list[str] = field(default_factory=list)
    """Tokens against forgery that are good, oldest first."""
    message: str = ""
    """Shown on the next page."""
    wanted: str = ""
    """The page that was asked for before signing in."""

    def token(self, *, once: bool) -> str:
        """A token for a form: a new one where it is good once, else the session's own."""
        if once or not self.tokens:
            self.tokens = [*self.tokens, secrets.token_hex(16)][-_TOKENS_KEPT:]
        return self.tokens[-1]

    def accepts(self, token: str, *, once: bool) -> bool:
        """Whether a posted token is good; uses it up where it is good once."""
        if token not in self.tokens:
            return False
        if once:
            self.tokens.remove(token)
        return True


def load(context: Context, request: Request) -> Session:
    """The request's session; a new one when it has none, or when it has expired."""
    kept = context.store.get(_SESSIONS, request.cookies.get(COOKIE, ""))
    if kept is None or context.clock.timestamp() - kept["seen"] > SESSION_SECONDS:
        return Session(secrets.token_hex(16).upper())
    return Session(**kept)


def keep(context: Context, session: Session, request: Request, response: Response) -> None:
    """Store a session, and give its cookie to a browser that has another."""
    session.seen = context.clock.timestamp()
    context.store.put(_SESSIONS, session.key, asdict(session))
    if request.cookies.get(COOKIE) != session.key:
        response.set_cookie(COOKIE, session.key, path="/app", httponly=True)


def renew(context: Context, session: Session, user: int | None) -> None:
    """A new key for who signs in or out, so that a key known before is worth nothing."""
    context.store.delete(_SESSIONS, session.key)
    session.key = secrets.token_hex(16).upper()
    session.user = user
    session.tokens = []
