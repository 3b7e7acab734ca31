"""What a pass will need, started while the key of the stack's secrets is still being derived."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from embedded_engine.interpreter import choose, program_directory
from embedded_engine.monitor import Door
from embedded_engine.plugin import Plugin, PluginSettings
from embedded_engine.processes import LineHandler


class Ahead:
    """A plugin process, and the door of the engine that it will call.

    Both take a third of a second, as the key does. The first pass takes them; what nobody took ends with the block.
    """

    def __init__(self, root: Path, main: str, project: str, options: Mapping[str, Any], parallel: int) -> None:
        """Start the process, for a configuration without values for the plugin itself.

        Args:
            root: folder of Pulumi.yaml.
            main: `main` of Pulumi.yaml.
            project: the project's name.
            options: `runtime.options` of Pulumi.yaml.
            parallel: as `Options.parallel`.

        Raises:
            EngineError: the program does not exist.
            NeedsPulumiCliError: the interpreter is one that only the CLI can choose.
            OSError: the interpreter cannot be started.
        """
        directory, _ = program_directory(root, main)
        interpreter = choose(root, options)
        self.door: Final = Door(parallel)
        """Where the pass serves the plugin."""
        self._lock = threading.Lock()
        self._early: list[tuple[bool, str]] = []
        self._handler: LineHandler | None = None
        settings = PluginSettings(interpreter, directory, project, self.door.address, options)
        self._plugin: Plugin | None = Plugin(settings, self._line)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what no pass has taken."""
        if self._plugin is not None:
            self._plugin.close(0)
            self.door.close()

    @property
    def waits(self) -> bool:
        """Whether no pass has taken it."""
        return self._plugin is not None

    def take(self, on_line: LineHandler) -> Plugin:
        """Give the plugin to a pass, which ends it, and its lines to `on_line`, those of before as well."""
        plugin, self._plugin = self._plugin, None
        if plugin is None:
            raise RuntimeError("only one pass can take it")
        with self._lock:
            self._handler = on_line
            early, self._early = self._early, []
        for is_error, line in early:
            on_line(is_error, line)
        return plugin

    def _line(self, is_error: bool, line: str) -> None:
        with self._lock:
            handler = self._handler
            if handler is None:
                self._early.append((is_error, line))
                return
        handler(is_error, line)
