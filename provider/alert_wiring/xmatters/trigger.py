"""The trigger of an inbound integration: its script, its address, and who can fire it.

The API returns neither the address nor its key (`xmatters.md 4.5`): the address is built from the integration's id,
and the key is copied once from the console.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from alert_wiring.core.http import quoted
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Text

AuthenticationType = Literal["URL", "ANY", "BASIC", "API_KEY", "OAUTH"]
AUTHENTICATION_TYPES: tuple[str, ...] = get_args(AuthenticationType)
Operation = Literal["CREATE_EVENT", "CREATE_EVENT_SIMPLE", "RUN_SCRIPT"]
OPERATIONS: tuple[str, ...] = get_args(Operation)
FiredBy = Literal["API_FORTRESS", "OTHER"]

KEY_IN_URL = frozenset({"URL", "ANY"})
"""Authentication types that accept `?apiKey=`; the others need a header (`xmatters.md 4.5`)."""


@cache
def api_fortress_script() -> str:
    """Return the script that turns API Fortress' `{Summary, Message, Recipients}` into an event (`xmatters.md 5.2`).

    The workflow needs two TEXT properties, Summary (300 characters) and Message (2000 characters).
    """
    return files(__package__).joinpath("api_fortress.js").read_text(encoding="utf-8")


def trigger_path(integration_id: str) -> str:
    """Return the path that fires an integration; it is not below the REST API (`xmatters.md 2.1`)."""
    return f"/api/integration/1/functions/{quoted(integration_id)}/triggers"


def trigger_url(instance_url: str, integration_id: str, api_key: str | None) -> str:
    """Return the address to fire, a secret as soon as it has a key (`xmatters.md 4.6`)."""
    key = f"?apiKey={quoted(api_key)}" if api_key else ""
    return instance_url + trigger_path(integration_id) + key


class Script(Text):
    """A script: plain text here, base64 on the wire, where it may be wrapped over lines or even come decoded (4.3)."""

    def __init__(self) -> None:
        """A script is never empty."""
        super().__init__(shortest=1)

    def equal(self, left: Json, right: Json) -> bool:
        """Equal whatever the line ends (trap 4)."""
        return _unix(left) == _unix(right)

    def to_wire(self, value: Json) -> Json:
        """Return canonical base64 without line breaks."""
        return b64encode(_unix(value).encode()).decode()

    def from_wire(self, value: Json) -> Json:
        """Return the decoded text; text that is no base64 is taken as decoded already."""
        if not isinstance(value, str) or not value.strip():
            return None
        try:
            return b64decode("".join(value.split()), validate=True).decode()
        except (NoBase64, ValueError):
            return value


def _unix(text: Json) -> str:
    return str(text).replace("\r\n", "\n").strip() + "\n"
