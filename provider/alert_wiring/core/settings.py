"""Connection settings: the environment first, the stack's configuration second.

They are never resource inputs and never pickled, so that no credential reaches the state through us and a rotated
token is seen at once (`pulumi-dynamic-providers.md 3.3`). Program, plugin and command line share this module; they
differ only in where the configuration mapping comes from.

    TOKEN = Setting("ILERT_TOKEN", "ilert:token", secret=True, what="the API key of an ilert user")
    settings = Settings(os.environ, {"ilert:url": "http://127.0.0.1:8001"}.get)
    settings.require(TOKEN)  # SettingError: one line that names the variable and the configuration key
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alert_wiring.core.errors import SettingError
from alert_wiring.core.redaction import hide

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Setting:
    """One setting and the two places where it may stand.

    Attributes:
        env: name of the environment variable.
        key: full key in the stack's configuration, `namespace:key`.
        what: what it is, for the message when it is missing.
        default: the value when neither place has one.
        secret: whether the value is masked in every text and set with `--secret`.
    """

    env: str
    key: str
    what: str
    default: str | None = None
    secret: bool = False


def timeout_settings(namespace: str, vendor: str) -> tuple[Setting, Setting]:
    """Return a vendor's settings of how long a request may take: to connect, and to wait for a piece of the answer.

    Args:
        namespace: `ilert` in `ilert:readTimeout` and `ILERT_READ_TIMEOUT`.
        vendor: its name as people know it.
    """

    def made(word: str, default: str, what: str) -> Setting:
        return Setting(
            f"{namespace.upper()}_{word.upper()}_TIMEOUT",
            f"{namespace}:{word}Timeout",
            f"The seconds that {vendor} has for {what}",
            default=default,
        )

    return made("connect", "10", "a connection"), made("read", "30", "the next piece of an answer")


class Settings:
    """A source of settings: an environment and a stack's configuration."""

    def __init__(self, environment: Mapping[str, str], config: Callable[[str], str | None]) -> None:
        """Keep the two places; nothing is read yet, so a missing token never fails early."""
        self._environment = environment
        self._config = config

    @classmethod
    def from_environment(cls) -> Settings:
        """Settings of a process that has no stack configuration."""
        return cls(os.environ, lambda _key: None)

    def get(self, setting: Setting) -> str | None:
        """Return the value without surrounding blanks, or the default. An empty value counts as not set."""
        for value in (self._environment.get(setting.env), self._config(setting.key), setting.default):
            text = str(value).strip() if value is not None else ""
            if text:
                if setting.secret:
                    hide(text)
                return text
        return None

    def require(self, setting: Setting) -> str:
        """Return the value.

        Raises:
            SettingError: neither place has it; the line names both.
        """
        value = self.get(setting)
        if value is None:
            secret = "--secret " if setting.secret else ""
            raise SettingError(
                f"{setting.what} is not set: put it into the environment variable {setting.env}, or run "
                f"`pulumi config set {secret}{setting.key} <value>`."
            )
        return value

    def flag(self, setting: Setting) -> bool:
        """Return a yes/no setting.

        Raises:
            SettingError: the value is neither yes nor no.
        """
        text = (self.get(setting) or "").lower()
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        raise SettingError(f"{setting.env} (or {setting.key}) is {text!r}: write true or false.")

    def number(self, setting: Setting) -> float:
        """Return a positive number.

        Raises:
            SettingError: the value is missing or not a positive number.
        """
        text = self.require(setting)
        try:
            number = float(text)
        except ValueError:
            number = 0.0
        if not 0 < number < math.inf:
            raise SettingError(f"{setting.env} (or {setting.key}) is {text!r}: write a positive number.")
        return number
