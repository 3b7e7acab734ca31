"""Where connection settings come from in the program and in the plugin process.

The plugin gets the stack's configuration once, by `configure`. It is kept here, in the process, and never on the
provider instance, which would be pickled into the state.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pulumi

from alert_wiring.core.settings import Settings
from alert_wiring.dynamic.stack_file import current_value
from alert_wiring.dynamic.voice import urn_of_call
from alert_wiring.guard.rules import CONFIG_KEY

_plugin_config: list[Callable[[str], str | None]] = []


def keep_plugin_config(get: Callable[[str], str | None]) -> None:
    """Keep the configuration that the engine gave to this plugin process."""
    _plugin_config[:] = [get]


def plugin_settings() -> Settings:
    """Settings of the plugin process: its environment, then the stack's configuration."""
    return Settings(os.environ, _plugin_config[0]) if _plugin_config else Settings.from_environment()


def deletion_settings() -> Settings:
    """Settings of the plugin process for a deletion: what the guard permits is read from the stack's file as it is."""
    stored = _plugin_config[0] if _plugin_config else lambda _key: None

    def value(key: str) -> str | None:
        return current_value(urn_of_call(), key, stored(key)) if key == CONFIG_KEY else stored(key)

    return Settings(os.environ, value)


def program_settings() -> Settings:
    """Settings of the user's program, for look-ups while it runs: environment, then the stack's configuration."""
    return Settings(os.environ, pulumi.runtime.get_config)
