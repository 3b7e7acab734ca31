"""Whole Pulumi engines as processes, for tests: the ``pulumi`` CLI and the embedded engine behind one runner.

An :class:`Engine` runs the verbs of one stack of one project directory. It owns nothing but processes: project, state
directory and home are given to it, so that a test can hand one stack from an engine to the other. Every process that it
starts carries a mark in its environment; :meth:`Engine.close` kills whatever still carries it, however deep or
orphaned, so a failed test leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Self

import psutil

KINDS = ("pulumi", "embedded")
NO_CLI = "no pulumi CLI on PATH"
_MARK = "ENGINE_TEST_MARK"
GUARD_OFF = json.dumps({"turned_off": dict.fromkeys(("no-stranded-project", "few-routes-removed"), "a test")})
"""The guard's rules that a destroy breaks are off; a test that is about them says `env={"ALERT_WIRING_GUARD": ""}`."""
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "SYSTEMROOT", "XDG_RUNTIME_DIR")
WATCHERS: list[Callable[[Engine, Running], None]] = []
"""Called with every command that is started: see `support.canaries`."""
QUICK: list[Callable[[], str]] = []
"""Gives the path of a Python that starts at once: see `support.nursery`."""


def quick_python() -> str:
    """Return the path of a Python that starts at once, where there is one, or of this one."""
    return QUICK[-1]() if QUICK else sys.executable


def missing(kind: str) -> str | None:
    """Return why engine *kind* can't run here, or None when it can."""
    return NO_CLI if kind == "pulumi" and shutil.which("pulumi") is None else None


class StuckError(AssertionError):
    """A command did not end in time."""


@dataclass(frozen=True)
class Result:
    """What one command of an engine gave back."""

    argv: tuple[str, ...]
    rc: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        """Everything that the user saw."""
        return self.stdout + self.stderr

    def check(self) -> Self:
        """Return self, or fail the test with the whole output when the command failed."""
        assert self.rc == 0, str(self)
        return self

    def json(self) -> Any:
        """Return stdout as JSON."""
        return json.loads(self.stdout)

    def __str__(self) -> str:
        return f"$ {' '.join(self.argv)}\nrc {self.rc}\n{self.stdout}\n--- stderr\n{self.stderr}"


@dataclass
class Running:
    """An engine's command in the background."""

    argv: tuple[str, ...]
    process: subprocess.Popen[bytes]
    out: IO[bytes]
    err: IO[bytes]
    env: Mapping[str, str] = field(default_factory=dict)
    """What its environment had besides the engine's."""

    def wait_until(self, condition: Callable[[], bool], timeout: float = 60) -> None:
        """Wait until *condition* holds; fail when the command ends first or *timeout* seconds pass."""
        deadline = time.monotonic() + timeout
        while not condition():
            over = self.process.poll() is not None and not condition()
            assert not over, f"ended before what was waited for\n{self.wait()}"
            assert time.monotonic() < deadline, f"waited {timeout} s in vain\n$ {' '.join(self.argv)}\n{self.text()}"
            time.sleep(0.01)

    def wait_for(self, path: Path, timeout: float = 60) -> None:
        """Wait until the file *path* exists."""
        self.wait_until(path.exists, timeout)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the engine's own process only."""
        self.process.send_signal(number)

    def wait(self, timeout: float = 120) -> Result:
        """Wait for the end of the engine's process (not of its orphans)."""
        try:
            rc = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            out, err = self._read()
            raise StuckError(f"not done after {timeout} s\n$ {' '.join(self.argv)}\n{out}\n{err}") from None
        return Result(self.argv, rc, *self._read())

    def text(self) -> str:
        """Return what the command has printed so far."""
        return "".join(self._read())

    def _read(self) -> tuple[str, str]:
        out, err = (os.pread(stream.fileno(), os.fstat(stream.fileno()).st_size, 0) for stream in (self.out, self.err))
        return out.decode("utf-8", "replace"), err.decode("utf-8", "replace")  # pread: the offset is the child's too


@dataclass
class Engine:
    """One engine on one stack.

    Args:
        kind: ``pulumi`` or ``embedded``.
        project: directory of ``Pulumi.yaml``; commands run there.
        state: directory of the file backend (``None``: whatever Pulumi.yaml or *env* say).
        home: ``PULUMI_HOME`` and ``HOME`` of the commands.
        stack: name given with ``-s`` to every verb that takes it.
        passphrase: of the stack's secrets.
        env: more environment variables (vendor addresses, tokens, ...).
        python: interpreter of program, plugin and embedded engine (``None``: what Pulumi.yaml's ``virtualenv`` says).
            Where it is this one, a quick stand-in runs what :meth:`run` waits for (`support.nursery`); what a test
            starts to meddle with, or gives modules of its own, is run by the interpreter itself.
    """

    kind: str
    project: Path
    state: Path | None
    home: Path
    stack: str = "dev"
    passphrase: str = "correct horse"
    env: Mapping[str, str] = field(default_factory=dict)
    python: str | None = sys.executable
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def environment(self) -> dict[str, str]:
        """Return the complete environment of a command: nothing of the caller's Pulumi reaches it."""
        found = {name: os.environ[name] for name in _KEPT if name in os.environ}
        found |= {
            "HOME": str(self.home),
            "PULUMI_HOME": str(self.home),
            "PULUMI_CONFIG_PASSPHRASE": self.passphrase,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "ALERT_WIRING_GUARD": GUARD_OFF,
            _MARK: self.mark,
        }
        if self.state is not None:
            found["PULUMI_BACKEND_URL"] = f"file://{self.state}"
        if self.python is not None:
            found["PULUMI_PYTHON_CMD"] = self.python
        return found | dict(self.env)

    def start(self, *args: str, env: Mapping[str, str] | None = None) -> Running:
        """Start a raw command in the background, with no terminal and a session of its own."""
        return self._start(args, dict(env or {}), self.python)

    def _start(self, args: tuple[str, ...], env: dict[str, str], python: str | None) -> Running:
        head = ["pulumi"] if self.kind == "pulumi" else [python or sys.executable, "-m", "embedded_engine"]
        argv = (*head, *args)
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 (files, as an orphan would hold a pipe open)
        process = subprocess.Popen(
            argv,
            cwd=self.project,
            env=replace(self, python=python).environment() | env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        running = Running(argv, process, out, err, env)
        for watcher in WATCHERS:
            watcher(self, running)
        return running

    def run(self, *args: str, env: Mapping[str, str] | None = None, timeout: float = 120) -> Result:
        """Run a raw command to its end."""
        given = dict(env or {})
        own_modules = "PYTHONPATH" in {**self.env, **given}
        quick = self.python == sys.executable and not own_modules
        running = self._start(args, given, quick_python() if quick else self.python)
        try:
            return running.wait(timeout)
        except BaseException:
            self.close()
            raise

    def verb(self, verb: str, *args: str, env: Mapping[str, str] | None = None) -> Result:
        """Run a verb on the stack, without colour and without questions."""
        return self.run(verb, "-s", self.stack, "--non-interactive", "--color", "never", *args, env=env)

    def begin(self, verb: str, *args: str) -> Running:
        """Start a verb on the stack in the background, as :meth:`verb` would run it."""
        return self.start(verb, "-s", self.stack, "--non-interactive", "--color", "never", *args)

    def preview(self, *args: str, env: Mapping[str, str] | None = None) -> Result:
        """Run ``preview``."""
        return self.verb("preview", *args, env=env)

    def up(self, *args: str, preview: bool = False, env: Mapping[str, str] | None = None) -> Result:
        """Run ``up``, with its preview pass only when asked."""
        return self.verb("up", "--yes" if preview else "--skip-preview", *args, env=env)

    def refresh(self, *args: str, preview: bool = False, env: Mapping[str, str] | None = None) -> Result:
        """Run ``refresh``, with its preview pass only when asked."""
        return self.verb("refresh", *(_go_ahead(preview, args)), env=env)

    def destroy(self, *args: str, preview: bool = False, env: Mapping[str, str] | None = None) -> Result:
        """Run ``destroy``, with its preview pass only when asked."""
        return self.verb("destroy", *(_go_ahead(preview, args)), env=env)

    def init(self) -> Result:
        """Create the stack."""
        return self.run("stack", "init", self.stack, "--non-interactive").check()

    def stack_command(self, *args: str) -> Result:
        """Run ``stack ...`` on the stack, e.g. ``stack_command("output", "--json")``."""
        return self.run("stack", *args, "-s", self.stack, "--non-interactive")

    def config(self, *args: str) -> Result:
        """Run ``config ...`` on the stack, e.g. ``config("set", "proj:key", "value")``."""
        return self.run("config", *args, "-s", self.stack, "--non-interactive")

    def cancel(self) -> Result:
        """Run ``cancel``: drop the stack's locks."""
        return self.run("cancel", self.stack, "--yes", "--non-interactive")

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """Return the stack's deployment as ``stack export`` prints it."""
        flags = ["--show-secrets"] if show_secrets else []
        exported: dict[str, Any] = self.stack_command("export", *flags).check().json()
        return exported

    def import_(self, exported: Mapping[str, Any]) -> Result:
        """Replace the stack's deployment by *exported*."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(exported, file)
            file.flush()
            return self.stack_command("import", "--file", file.name)

    def processes(self) -> list[psutil.Process]:
        """Return the living processes that this engine's commands started, orphans included."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(_MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def deserted(self, timeout: float = 20) -> bool:
        """Tell whether everything that the commands started ends by itself within *timeout* seconds."""
        return not psutil.wait_procs(self.processes(), timeout=timeout)[1]

    def close(self) -> None:
        """Kill everything that the engine's commands left running, and wait until it is gone."""
        while left := self.processes():
            for process in left:
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    continue
            psutil.wait_procs(left, timeout=5)


def _go_ahead(preview: bool, args: tuple[str, ...]) -> tuple[str, ...]:
    """Return the flags that answer the question whether to go on."""
    if "--preview-only" in args:
        return args
    return ("--yes" if preview else "--skip-preview", *args)
