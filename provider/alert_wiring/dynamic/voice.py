"""Messages to the user on the resource's own line, through the engine's Log service (4.8 of the reference).

The address of the engine is among the plugin's arguments; the resource's URN is not passed to provider methods and is
found on the call stack. Both lean on how the SDK is built, so everything here fails silently: a message that cannot be
delivered must never fail an operation.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from alert_wiring.core.errors import one_line
from alert_wiring.dynamic.engine_address import engine_address

_SECONDS = 3.0

_lock = threading.Lock()
_stubs: list[Any] = []


def warn(text: str) -> None:
    """Show a warning that stays."""
    _log(engine_pb2.WARNING, text, ephemeral=False)


def inform(text: str) -> None:
    """Show something that stays and is no warning."""
    _log(engine_pb2.INFO, text, ephemeral=False)


def progress(text: str) -> None:
    """Show what is going on, only while it goes on."""
    _log(engine_pb2.INFO, text, ephemeral=True)


def _log(severity: Any, text: str, *, ephemeral: bool) -> None:
    urn = urn_of_call()
    if not urn:
        return
    try:
        request = engine_pb2.LogRequest(severity=severity, message=one_line(text), urn=urn, ephemeral=ephemeral)
        _stub().Log(request, timeout=_SECONDS)
    except Exception:  # noqa: S110 (see the module's text)
        pass


def _stub() -> Any:
    with _lock:
        if not _stubs:
            host, port = engine_address() or ("", 0)
            _stubs.append(engine_pb2_grpc.EngineStub(grpc.insecure_channel(f"{host}:{port}")))
        return _stubs[0]


def urn_of_call() -> str:
    """Return the URN of the request that this thread is serving, empty outside the plugin."""
    frame = sys._getframe()
    while frame is not None:
        request = frame.f_locals.get("request")
        urn = getattr(request, "urn", "")
        if isinstance(urn, str) and urn.startswith("urn:pulumi:"):
            return urn
        if frame.f_back is None:
            return ""
        frame = frame.f_back
    return ""
