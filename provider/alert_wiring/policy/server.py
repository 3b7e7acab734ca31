"""Serves the policy pack to one engine, for as long as that lives."""

from __future__ import annotations

import socket
import sys
import threading
from concurrent import futures

from alert_wiring.policy.analyzer import Analyzer
from alert_wiring.policy.protocol import analyzer_pb2_grpc, grpc

_LOOK_SECONDS = 1.0
_LARGEST_MESSAGE = 400 * 1024 * 1024
"""As the engine and the SDK have it."""


def serve(engine: str) -> int:
    """Serve until the engine ends us or is gone; the port is our first line, as for every plugin."""
    options = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=options)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    over = threading.Event()
    try:
        while _listens(engine):
            over.wait(_LOOK_SECONDS)
    except KeyboardInterrupt:
        pass  # how an engine ends its plugins
    server.stop(None)
    return 0


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_LOOK_SECONDS).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return True
