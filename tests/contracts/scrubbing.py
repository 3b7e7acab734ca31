"""Takes out of a recorded exchange what nobody else may see: credentials, keys, keyed addresses, people.

Two passes: the first finds the words to hide (values of secret members, and the names of people wherever they stand),
the second replaces them in every text, so that a name does not survive in a link or a message. What is hidden is
replaced by a word that says what stood there, of the same JSON type, so that shapes can still be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from alert_wiring.core.redaction import MASK, redact

SECRET = re.compile(
    r"(?i)^(.*(password|secret|token|credential|authorization|cookie)|.*api[_-]?key|.*integration[_-]?key|x-api-.*|jti"
    r"|phonepin|pin)$"
)
"""Names of members, and of query parameters, whose values are never kept."""

HARMLESS = frozenset({"token_type", "oauthTokenUrl", "tokenUrl", "passwordResetUrl", "requirePhonePassword"})
"""Names that look like it and are not."""

PERSONAL = frozenset(
    {
        *("firstName", "lastName", "email", "emailAddress", "phoneNumber", "phone", "mobile", "landline", "webLogin"),
        *("phoneLogin", "username", "userName", "displayName", "fullName", "login", "externalKey"),
    }
)
"""Names of members that tell who somebody is, in any object."""

_OF_PEOPLE = frozenset({"name", "targetName"})
"""Members that tell it in an object that is a person."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d ()-]{6,}\d")
_KEPT_HEADERS = ("content-type", "retry-after", "x-ratelimit-limit", "x-ratelimit-period_in_sec")
_SHORTEST = 3


class Scrubber:
    """Hides what must not be kept, in all exchanges of one recording."""

    def __init__(self, secrets: Iterable[str], account: str, documented: str) -> None:
        """Start with what is known to be secret.

        Args:
            secrets: values of the account's credentials.
            account: the account's address.
            documented: the address that the reference's examples have instead.
        """
        self._words: dict[str, str] = {}
        for secret in secrets:
            self._hide(secret, "scrubbed-credential")
        self._account, self._documented = account.rstrip("/"), documented.rstrip("/")

    def learn(self, value: Any) -> None:
        """Find in a body what is to be hidden in all texts."""
        if isinstance(value, list):
            for item in value:
                self.learn(item)
        elif isinstance(value, dict):
            for name, item in value.items():
                if isinstance(item, str) and _is_secret(name):
                    self._hide(item, "scrubbed-secret")
                elif isinstance(item, str) and _is_personal(name, value):
                    for part in item.split("|") if value.get("recipientType") == "DEVICE" else [item]:
                        self._hide(part, "scrubbed-person")
                else:
                    self.learn(item)

    def body(self, value: Any, name: str = "", within: dict[str, Any] | None = None) -> Any:
        """Return a body without what is to be hidden."""
        if isinstance(value, list):
            return [self.body(item, name, within) for item in value]
        if isinstance(value, dict):
            return {key: self.body(item, key, value) for key, item in value.items()}
        if isinstance(value, str) and value:
            if _is_secret(name):
                return "scrubbed-secret"
            if _is_personal(name, within or {}):
                return "scrubbed-person"
            return self.text(value)
        if isinstance(value, int) and not isinstance(value, bool) and _is_personal(name, within or {}):
            return 0
        return value

    def text(self, text: str) -> str:
        """Return a text without what is to be hidden."""
        text = text.replace(self._account, self._documented)
        for word in sorted(self._words, key=len, reverse=True):
            for form in {word, quote(word, safe="")}:
                text = re.sub(rf"(?<![\w-]){re.escape(form)}(?![\w-])", self._words[word], text)
        text = _EMAIL.sub("scrubbed@example.com", text)
        text = _PHONE.sub("+10000000", text)
        return redact(text).replace(MASK, "scrubbed-secret")

    def address(self, address: str) -> str:
        """Return an address without what is to be hidden in its path and query."""
        parts = urlsplit(self.text(address))
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        if any(_is_secret(name) for name, _ in pairs):
            pairs = [(name, "scrubbed-secret" if _is_secret(name) else value) for name, value in pairs]
            return urlunsplit(parts._replace(query=urlencode(pairs)))
        return urlunsplit(parts)

    def content(self, text: str) -> str:
        """Return a body as text: JSON, a form, or anything else."""
        try:
            told = json.loads(text)
        except ValueError:
            pairs = parse_qsl(text)
            form = bool(pairs) and all(re.fullmatch(r"[\w-]+", name) for name, _ in pairs)
            return urlencode([(name, self.body(value, name)) for name, value in pairs]) if form else self.text(text)
        return json.dumps(self.body(told), indent=1, ensure_ascii=False)

    @staticmethod
    def headers(headers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        """Return the few headers of an answer that say something about the contract."""
        return {name: [value] for name, value in headers if name.lower() in _KEPT_HEADERS}

    def _hide(self, word: str, instead: str) -> None:
        if len(word.strip()) >= _SHORTEST:
            self._words.setdefault(word.strip(), instead)


def _is_secret(name: str) -> bool:
    return SECRET.match(name) is not None and name not in HARMLESS


def _is_personal(name: str, within: dict[str, Any]) -> bool:
    person = within.get("recipientType") in {"PERSON", "DEVICE"} or bool(within.keys() & {"firstName", "lastName"})
    return name in PERSONAL or (name in _OF_PEOPLE and person)
