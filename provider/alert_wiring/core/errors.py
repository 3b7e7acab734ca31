"""All errors of the product, one tree. Each message is one line that a person can act on.

    WiringError
    ├── SettingError            a connection setting is missing or wrong
    ├── NoMatchError            a look-up by name found nothing; the text names near matches
    ├── SeveralMatchesError     a look-up by name found several; the text names all of them
    ├── ExistsError             an object with the explicit name is there already; the text shows how to adopt
    ├── InputError              the program asks for something that cannot be
    ├── RefusedError            the guard refuses it until the user names it, with a reason
    ├── DeadlineError           the operation's time is over
    └── VendorError             a vendor refused or did not answer
        ├── BadRequestError     400, 402, 405, 422 and the like: the request is wrong
        ├── UnauthorizedError   401
        ├── ForbiddenError      403
        ├── NotFoundError       404
        ├── ConflictError       409
        ├── ThrottledError      429 for as long as the operation had time
        ├── ServerError         5xx after all retries
        ├── UnreachableError    no connection, request surely not sent
        └── AmbiguousError      a write may or may not have happened: resolve by a search, never by a second POST

Every text is redacted (`core.redaction`). Messages stay under 4 KB: a gRPC client refuses more than 16 KB
(`pulumi-dynamic-providers.md 4.2`).
"""

from __future__ import annotations

from typing import Self

from alert_wiring.core.redaction import redact

MAX_TEXT = 3500
"""Longest error text in characters."""


def one_line(text: str) -> str:
    """Return `text` on one line, redacted and cut to `MAX_TEXT` characters."""
    flat = " ".join(redact(text).split())
    return flat if len(flat) <= MAX_TEXT else flat[: MAX_TEXT - 1] + "…"


class WiringError(Exception):
    """Base of all errors whose text is meant for the user."""

    def __init__(self, text: str) -> None:
        """Keep `text` as one redacted line."""
        super().__init__(one_line(text))

    @property
    def text(self) -> str:
        """The line that is shown."""
        return str(self.args[0])

    def about(self, prefix: str, advice: str = "") -> Self:
        """Return the same error with `prefix` before its text, and with `advice` as what to do next, if given."""
        told = type(self).__new__(type(self))  # `copy` would call __init__, whose arguments are not the text
        told.__dict__.update(self.__dict__)
        told.args = (one_line(prefix + self._facts_and(advice)),)
        return told

    def _facts_and(self, advice: str) -> str:
        return f"{self.text.rstrip('.')}. {advice}" if advice else self.text


class SettingError(WiringError):
    """A connection setting is missing or cannot be used."""


class NoMatchError(WiringError):
    """A look-up by name found nothing."""


class SeveralMatchesError(WiringError):
    """A look-up by name found more than one object."""


class ExistsError(WiringError):
    """An object with the name that the program gives exists already and is not ours."""


class InputError(WiringError):
    """What the program asks for cannot be; it slipped past `check` or concerns the program itself."""


class RefusedError(WiringError):
    """The guard refuses what the user did not name; the text says how to."""


class DeadlineError(WiringError):
    """The time for the whole operation is over."""


class VendorError(WiringError):
    """A vendor's API refused a request or did not answer it.

    Attributes are for code; the text has everything for people: method and path (no query), status, the vendor's
    reason, the request id and what to do next.
    """

    advice = ""
    """What to do next, when nothing more exact is known."""

    def __init__(
        self,
        vendor: str,
        method: str,
        path: str,
        *,
        status: int | None = None,
        reason: str = "",
        code: str = "",
        request_id: str = "",
        tries: int = 1,
        advice: str = "",
    ) -> None:
        """Compose the line.

        Args:
            vendor: the vendor's name as people know it.
            method: HTTP method.
            path: path of the request; a query is cut off.
            status: HTTP status, None when there was no answer.
            reason: the vendor's own words, or what happened on the way.
            code: the vendor's machine-readable code.
            request_id: the id to quote to the vendor's support.
            tries: how often the request was sent.
            advice: what to do next; the class's own advice if empty.
        """
        self.vendor = vendor
        self.method = method
        self.path = path.partition("?")[0]
        self.status = status
        self.reason = redact(reason)
        self.code = code
        self.request_id = request_id
        self.tries = tries
        outcome = f"answered {status}" if status else "failed"
        parts = [f"{vendor}: {method} {self.path} {outcome}"]
        words = " ".join(word for word in (self.reason.strip().rstrip("."), f"({code})" if code else "") if word)
        if words:
            parts.append(f": {words}")
        if tries > 1:
            parts.append(f" after {tries} tries")
        if request_id:
            parts.append(f" [request id {request_id}]")
        self.facts = "".join(parts)
        self.next_step = advice or self.advice
        super().__init__(self._facts_and(""))

    def _facts_and(self, advice: str) -> str:
        next_step = advice or self.next_step
        return f"{self.facts}. {next_step}" if next_step else f"{self.facts}."


class BadRequestError(VendorError):
    """The vendor found the request wrong (400, 402, 405, 422 and others without a class of their own)."""


class UnauthorizedError(VendorError):
    """401: the credential is missing or not accepted."""


class ForbiddenError(VendorError):
    """403: the credential may not do this."""


class NotFoundError(VendorError):
    """404: the object does not exist, or the credential may not see it."""


class ConflictError(VendorError):
    """409: the object exists already or is in use."""


class ThrottledError(VendorError):
    """429 for as long as the operation had time, or where the call may not be sent again."""

    advice = (
        "The vendor's rate limit is used up: wait a minute and run the same command again, or raise operation_timeout."
    )


class ServerError(VendorError):
    """5xx: the vendor or a gateway before it failed."""

    advice = "This is on the vendor's side: run the same command again later."


class UnreachableError(VendorError):
    """No connection could be made; the request was surely not sent."""

    advice = "Check the address, the network and the proxy settings of this machine."


class AmbiguousError(VendorError):
    """The answer to a write was lost: it may or may not have happened."""

    advice = "It is not known whether this write happened: run the same command again, which looks first."
