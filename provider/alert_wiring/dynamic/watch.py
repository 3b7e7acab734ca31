"""End with the engine: a plugin whose CLI was killed would otherwise live, and work, for ever (4.6 of the reference).

The engine's address is among the plugin's arguments. While something listens there the engine lives; when nothing does
any more, no further request is sent, and the process ends once those on their way are answered. The remaining window,
one request, is what the search by mark in the next run covers.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time

from alert_wiring.core import halt
from alert_wiring.dynamic.engine_address import engine_address
from alert_wiring.dynamic.interrupt import listen_for_cancel

_INTERVAL_SECONDS = 1.0
_MISSES = 2
_lock = threading.Lock()
_watching: list[threading.Thread] = []


def watch_engine() -> None:
    """Start watching, once per process, in the plugin only and only where an engine listens."""
    address = _engine_address()
    if address is not None:
        listen_for_cancel()
    with _lock:
        if _watching or address is None:
            return
        thread = threading.Thread(target=_watch, args=address, name="engine-watch", daemon=True)
        _watching.append(thread)
    thread.start()


def _watch(host: str, port: int) -> None:
    if not _listens(host, port):
        return  # no engine at all, as in a wire test
    misses = 0
    while misses < _MISSES:
        time.sleep(_INTERVAL_SECONDS)
        misses = 0 if _listens(host, port) else misses + 1
    halt.stop("The Pulumi engine that asked for this is gone, so nothing more is sent.")
    while halt.in_flight():
        time.sleep(_INTERVAL_SECONDS / 10)
    os._exit(1)


def _listens(host: str, port: int) -> bool:
    """Say whether something accepts connections; only a refusal counts as nobody."""
    try:
        socket.create_connection((host, port), timeout=_INTERVAL_SECONDS).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return True


def _engine_address() -> tuple[str, int] | None:
    main = sys.modules.get("__main__")
    return engine_address() if hasattr(main, "DynamicResourceProviderServicer") else None
