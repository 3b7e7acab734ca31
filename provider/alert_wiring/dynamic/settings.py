"""Where connection settings come from in the program and in the plugin process.

The plugin gets the stack's configuration once, by `configure`. It is kept here, in the process, and never on the
provider instance, which would be pickled into the state.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pulumi

from alert_wiring.core.settings import Settings

_plugin_config: list[Callable[[str], str | None]] = []


def keep_plugin_config(get: Callable[[str], str | None]) -> None:
    """Keep the configuration that the engine gave to this plugin process."""
    _plugin_config[:] = [get]


def plugin_settings() -> Settings:
    """Settings of the plugin process: its environment, then the stack's configuration."""
    return Settings(os.environ, _plugin_config[0]) if _plugin_config else Settings.from_environment()


def program_settings() -> Settings:
    """Settings of the user's program, for look-ups while it runs: environment, then the stack's configuration."""
    return Settings(os.environ, pulumi.runtime.get_config)
