"""The serving process: four listeners, one event loop, one store."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import logging.handlers
import os
import secrets
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from vendor_sandbox import control, listeners, records
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context, Urls
from vendor_sandbox.edge import Edge
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches
from vendor_sandbox.wire import CuttableProtocol


@dataclass(frozen=True)
class Options:
    """How to serve."""

    folder: Path
    port_base: int | None
    """First of four ports; 0 for free ones; None for those of the last run, else the default."""
    host: str = "127.0.0.1"
    with_stdin: bool = False
    """End when standard input ends: the process cannot outlive the one that started it."""


class _ByPort:
    """Hands each request to the application of the listener it came in at."""

    def __init__(self, apps: dict[int, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._apps[scope["server"][1]](scope, receive, send)


def serve(options: Options, announce: Callable[[dict[str, Any]], None]) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); calls `announce` with the status object once all four answer.

    Raises ListenError for a port that is taken or not loopback, AlreadyServedError when another process serves here,
    ServeError for state that cannot be read or kept.
    """
    os.umask(0o077)
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        options.folder.chmod(0o700)
        lock = os.open(options.folder, os.O_RDONLY)
    except OSError as error:
        raise listeners.ServeError(f"cannot keep state in {options.folder}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise listeners.AlreadyServedError(f"a sandbox serves {options.folder} already") from error
    last = records.read(options.folder)
    sockets = listeners.open_sockets(options.host, records.wanted_ports(options.port_base, last))
    urls = {name: listeners.base_url(sock) for name, sock in zip(listeners.NAMES, sockets, strict=True)}
    if options.port_base is None:
        base = listeners.DEFAULT_PORT_BASE if last is None else last.port_base
    else:
        base = options.port_base
    record = records.Record(
        pid=os.getpid(),
        started=psutil.Process().create_time(),
        token=secrets.token_urlsafe(24),
        urls=urls,
        ports=[sock.getsockname()[1] for sock in sockets],
        port_base=base,
    )
    store = _open_store(options.folder)
    context = Context(store, Clock(store), Urls(**urls), Switches(store), _log_to(options.folder / "sandbox.log"))
    app = _app(Sandbox(context), record)

    def ready() -> None:
        records.write(options.folder, record)
        announce(records.status_object(record, True, record.ports))

    try:
        server = _Server(_config(app), ready)
        asyncio.run(server.serve_all(sockets, options.with_stdin))
    finally:
        store.close()
        os.close(lock)


def _open_store(folder: Path) -> Store:
    path = folder / "sandbox.sqlite3"
    try:
        return Store(path)
    except sqlite3.DatabaseError as error:
        text = f"the state in {path} cannot be read ({error}); reset the sandbox to begin anew"
        raise listeners.ServeError(text) from error


def _app(sandbox: Sandbox, record: records.Record) -> ASGIApp:
    apps: dict[str, ASGIApp] = {"control": Starlette(routes=control.routes(sandbox, record.token))}
    for name, routes in sandbox.routes.items():
        apps[name] = Edge(Starlette(routes=routes), name, sandbox.context, sandbox.faults)
    return _ByPort({port: apps[name] for name, port in zip(listeners.NAMES, record.ports, strict=True)})


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=CuttableProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,  # an idle client must not meet a closing connection in the middle of a POST
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """A uvicorn server that says when it listens, and that can end with its standard input."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on SIGTERM and SIGINT without raising them again afterwards: what is open gets closed."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        yield

    def _end(self) -> None:
        self.should_exit = True

    async def serve_all(self, sockets: list[Any], with_stdin: bool) -> None:
        if with_stdin:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self._stdin_moved)
        await self.serve(sockets)

    def _stdin_moved(self) -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self.should_exit = True


def _log_to(path: Path) -> logging.Logger:
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=5_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("uvicorn").addHandler(handler)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    log = logging.getLogger("vendor_sandbox")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return log
