"""A Python that starts at once: forks of a process that has imported what engines, programs and plugins need.

A whole engine run starts four Pythons, each of which spends most of its life importing the same modules. Here they are
imported once; `python` is a small script that behaves like the interpreter (``-u``, ``-m``, ``-c``, a script), and lets
a fork of the nursery do the work: same arguments, directory, environment, open files, signals and exit code. The
worker never outlives the script. What ``-m pip`` says of the environment is asked once and repeated. The executor of
the CLI's language host is left to the interpreter: what is at the bottom of its stack tells programs where they run.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import importlib
import marshal
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

_CLIENT = """#!{python} -IS
import marshal, os, signal, socket, sys
if any(word.endswith("/pulumi-language-python-exec") for word in sys.argv[1:4]):
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
nursery = socket.socket(socket.AF_UNIX)
nursery.connect({address!r})
asked = marshal.dumps((sys.argv, os.getcwd(), dict(os.environ)))
socket.send_fds(nursery, [len(asked).to_bytes(4, "big")], [0, 1, 2])
nursery.sendall(asked)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, _: nursery.send(bytes([number])))
answer = nursery.recv(4)
code = int.from_bytes(answer, "big", signed=True) if answer else 1
if code < 0:
    signal.signal(-code, signal.SIG_DFL) if -code != signal.SIGKILL else None
    os.kill(os.getpid(), -code)
sys.stdout = sys.stderr = None
os._exit(code)
"""
_PACKAGES = ("embedded_engine", "pulumi.dynamic")
_AVOIDED = "__main__"


@contextmanager
def nursery(folder: Path, *more: str) -> Iterator[str]:
    """Open a nursery in *folder*, with *more* modules imported; give the path of its `python`."""
    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "nursery"
    command = [sys.executable, __file__, str(address), *more]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdin is not None
        if not process.stdout.readline():
            raise RuntimeError("the nursery did not open")
        try:
            yield str(folder / "python")
        finally:
            process.stdin.close()
            process.wait(10)


def _receive(connection: socket.socket) -> tuple[list[str], str, dict[str, str], list[int]]:
    head, files, _, _ = socket.recv_fds(connection, 4, 3)
    wanted = int.from_bytes(head, "big")
    asked = b""
    while len(asked) < wanted:
        asked += connection.recv(wanted - len(asked))
    arguments, directory, environment = marshal.loads(asked)
    return arguments, directory, environment, list(files)


def _look_after(connection: socket.socket, worker: int) -> NoReturn:
    """Pass signals on, and the exit code back; end the worker when its client is gone."""
    handle = os.pidfd_open(worker)
    while True:
        ready, _, _ = select.select([connection, handle], [], [])
        if handle in ready:
            _, status = os.waitpid(worker, 0)
            with contextlib.suppress(OSError):
                connection.send(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
            os._exit(0)
        told = connection.recv(1)
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, told[0] if told else signal.SIGKILL)
        if not told:
            os._exit(0)


def _become(arguments: list[str], directory: str, environment: dict[str, str], files: list[int]) -> None:
    """Take over what belongs to the client."""
    os.setsid()
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    for target, source in enumerate(files):
        os.dup2(source, target)
        os.close(source)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, write_through=True)  # type: ignore[union-attr]
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.executable, *sys.argv = arguments


def _work(place: Path) -> int:
    """Run what the arguments say, as the interpreter would."""
    words = sys.argv
    while words and words[0] in ("-u", "-I", "-B"):
        words = words[1:]
    try:
        if words[:2] == ["-m", "pip"]:
            return _ask_pip(words, place)
        if words[0] == "-m":
            sys.argv = words[1:]
            sys.path.insert(0, str(Path.cwd()))
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        elif words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            sys.path.insert(0, "")
            exec(words[1], {"__name__": "__main__"})
        elif words[0] == "--version":
            sys.stdout.write(f"Python {sys.version.split()[0]}\n")
        else:
            sys.argv = words
            sys.path.insert(0, str(Path(words[0]).parent))
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)  # which a program may have replaced
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _leave(code: int) -> NoReturn:
    """End as the interpreter would, without taking apart the modules that were imported before the fork."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code & 0xFF)


def _ask_pip(words: list[str], place: Path) -> int:
    known = place.with_name("pip-" + hashlib.sha256(repr(words).encode()).hexdigest()[:16])
    if not known.exists():
        real = subprocess.run([_REAL, *words], capture_output=True, check=False)
        known.with_suffix(f".{os.getpid()}").write_bytes(real.stdout)
        known.with_suffix(f".{os.getpid()}").rename(known)
    sys.stdout.write(known.read_text(encoding="utf-8"))
    return 0


_REAL = sys.executable


def _preload(names: list[str]) -> None:
    for name in names:
        package: Any = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
            if not found.name.endswith(_AVOIDED) and ".shim." not in found.name:
                importlib.import_module(found.name)


def _serve(address: Path, names: list[str]) -> int:
    """Fork for every client until standard input ends."""
    _preload([*_PACKAGES, *names])
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(address))
    listener.listen(64)
    client = address.with_name("python")
    client.write_text(_CLIENT.format(python=sys.executable, address=str(address)))
    client.chmod(0o755)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # a collection in a fork would touch, and so copy, every page
    sys.stdout.write("open\n")
    sys.stdout.flush()
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return 0
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asked = _receive(connection)
            worker = os.fork()
            if worker:
                for file in asked[3]:
                    os.close(file)
                _look_after(connection, worker)
            connection.close()
            _become(*asked)
            _leave(_work(address))
        connection.close()


if __name__ == "__main__":
    sys.path.pop(0)
    sys.exit(_serve(Path(sys.argv[1]), sys.argv[2:]))
