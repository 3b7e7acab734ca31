import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from apifortress_account import World


@dataclass
class Receiver:
    """A loopback HTTP server that keeps what it gets."""

    url: str
    got: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; 202 when empty."""

    def bodies(self) -> list[Any]:
        return [each["json"] for each in self.got]


@pytest.fixture(scope="session")
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(
                {"path": self.path, "headers": headers, "text": raw, "json": json.loads(raw) if raw else None}
            )
            status = receiver.answers.pop(0) if receiver.answers else 202
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", receiver.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def whole_sandbox() -> World:
    """A sandbox in this process; its state is whatever the last test left. Use ``world``."""
    return World()


@pytest.fixture
def world(whole_sandbox: World, receiving: Receiver) -> World:
    receiving.got.clear()
    receiving.answers.clear()
    return whole_sandbox.begin(receiving)
