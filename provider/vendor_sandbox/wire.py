"""The HTTP connection of the listeners, with one addition: an application can cut it without an answer."""

from __future__ import annotations

import asyncio
import socket
import struct

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER on with zero seconds: closing sends RST instead of FIN."""


class CuttableProtocol(H11Protocol):
    """HTTP/1.1 that hands its transport to the application in the ASGI state."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport for `cut`."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self.app_state = {**self.app_state, "transport": transport}


async def cut(scope: Scope) -> None:
    """Reset the connection of this request; the client sees neither status nor body."""
    transport: asyncio.Transport = scope["state"]["transport"]
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    transport.abort()
    await asyncio.sleep(0)  # lets the server notice, so that it does not try to answer
