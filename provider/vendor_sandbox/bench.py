"""How much the sandbox holds and serves, beside a bare Starlette application in the same run.

``python -m vendor_sandbox.bench [--objects 10000] [--rate 200] [--seconds 10]``: fills each stand-in with that many
objects, starts the sandbox, sends a mix of reads and writes to all three at that rate and then as fast as it goes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from vendor_sandbox import bench_load, load
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context, Urls
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches

_BARE = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def one(request):
    await request.body()
    return JSONResponse({"id": 1, "name": "bare"})
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
sock.bind(("127.0.0.1", 0)); sock.listen(256)
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(sock.getsockname()[1], flush=True)
app = Starlette(routes=[Route("/{rest:path}", one, methods=["GET", "POST", "PUT", "DELETE"])])
Server(uvicorn.Config(app, http="h11", loop="asyncio", ws="none", lifespan="off", log_config=None,
                      access_log=False)).run(sockets=[sock])
"""


@contextmanager
def _serving(command: list[str]) -> Iterator[tuple[str, float, psutil.Process]]:
    """A server's first line, the seconds from the start of its process until it listens, and the process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout is None or process.stdin is None:  # pragma: no cover - pipes were asked for
        raise RuntimeError("no pipes")
    try:
        line = process.stdout.readline()
        yield line, time.perf_counter() - began, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def _fill(folder: Path, objects: int) -> dict[str, int]:
    """A seeded sandbox with that many further objects per vendor; how many each holds."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder / "sandbox.sqlite3")
    context = Context(store, Clock(store), Urls("", "", "", ""), Switches(store), logging.getLogger("bench"))
    sandbox = Sandbox(context)
    for vendor in sandbox.vendors:
        load.fill(context, vendor.name, objects)
    held = {
        vendor.name: sum(len(store.all(collection)) for collection in vendor.objects.values())
        for vendor in sandbox.vendors
    }
    store.close()
    return held


def _row(name: str, *values: object) -> str:
    return f"{name:<34}" + "".join(f"{value:>20}" for value in values)


def _compared(name: str, ours: float, bare: float) -> str:
    return _row(name, f"{ours:.2f}", f"{bare:.2f}", f"{ours / bare:.2f}")


@dataclass(frozen=True)
class _Served:
    """What one server did."""

    start: float
    paced: bench_load.Result
    most: bench_load.Result
    cpu: float
    """Milliseconds of a core per answer."""


def _run(actions: list[bench_load.Action], rate: int, seconds: float, start: float, process: psutil.Process) -> _Served:
    asyncio.run(bench_load.run(actions, rate, seconds / 4))  # indexes are made when they are first asked
    before = sum(process.cpu_times()[:2])
    paced = asyncio.run(bench_load.run(actions, rate, seconds))
    cpu = (sum(process.cpu_times()[:2]) - before) * 1000 / max(1, len(paced.milliseconds))
    return _Served(start, paced, asyncio.run(bench_load.run(actions, None, seconds / 2)), cpu)


def measure(objects: int, rate: int, seconds: float) -> str:
    """The whole measurement, as a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sandbox"
        held = _fill(folder, objects)
        with _serving([sys.executable, "-c", _BARE]) as (port, start, process):
            actions = bench_load.everything({}, f"http://127.0.0.1:{port.strip()}")
            bare = _run(actions, rate, seconds, start, process)
        command = [sys.executable, "-m", "vendor_sandbox", "serve", "--with-stdin", "--port-base", "0", "--dir"]
        with _serving([*command, str(folder)]) as (line, start, process):
            status: dict[str, Any] = json.loads(line)
            ours = _run(bench_load.everything(status, None), rate, seconds, start, process)
    lines = [
        _row("objects", *(f"{vendor} {count}" for vendor, count in held.items())),
        _row("", "sandbox", "bare Starlette", "ratio"),
        _compared("start, s", ours.start, bare.start),
        _compared(f"answers/s at {rate}/s", ours.paced.rate, bare.paced.rate),
        _row("errors", ours.paced.errors + ours.most.errors, bare.paced.errors + bare.most.errors),
        *(
            _compared(f"p{share} at {rate}/s, ms", ours.paced.percentile(share), bare.paced.percentile(share))
            for share in (50, 99)
        ),
        _compared("a core's time per answer, ms", ours.cpu, bare.cpu),
        _compared("answers/s, as many as it can", ours.most.rate, bare.most.rate),
        *(f"  wrong answer: {each}" for each in (ours.paced.wrong + ours.most.wrong)[:5]),
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="vendor_sandbox.bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--objects", type=int, default=10_000, help="objects per vendor")
    parser.add_argument("--rate", type=int, default=200, help="requests per second, over all vendors")
    parser.add_argument("--seconds", type=float, default=10)
    args = parser.parse_args()
    sys.stdout.write(measure(args.objects, args.rate, args.seconds) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
