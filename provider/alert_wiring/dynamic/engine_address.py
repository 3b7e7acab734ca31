"""Where the engine of this plugin listens: the last of its arguments, behind flags for its log.

The reference names the first (4.8); with ``--logflow`` the CLI puts ``--logtostderr``, ``-v=N`` and ``--tracing URL``
before it [source `sdk/go/common/resource/plugin/plugin.go`, buildPluginArguments].
"""

from __future__ import annotations

import sys


def engine_address() -> tuple[str, int] | None:
    """Return host and port of the engine; None where the last argument is no address."""
    host, _, port = sys.argv[-1].rpartition(":")
    return (host, int(port)) if host and port.isdigit() else None
