"""The layer of whole engines: lives of a stack in which every command meets a fault, or is killed or interrupted.

A life is the scenario of the other layer, run by a real engine against a running sandbox: up, change, replace,
refresh after changes by hand, repair, destroy. In each of them one request, chosen by the seed, is struck. What is
there after it settled must be what the undisturbed life of the same engine left at that place.
"""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psutil

from chaos import scenario
from chaos.by_hand import meddle, plant
from chaos.compared import KNOWN_TO_THE_DEAD, Picture, difference, picture
from chaos.kinds import KINDS, Estate, Row, objects
from chaos.verdict import RERUNS, Case, Verdict, dirt
from support.canaries import watching
from support.engines import Result, Running

RULES: dict[str, dict[str, Any]] = {
    "reset before": {"drop": "before"},
    "reset after": {"drop": "after"},
    "timeout before": {"timeout": "before"},
    "timeout after": {"timeout": "after"},
    "500 before": {"status": 500},
    "500 after": {"status": 500, "applyFirst": True},
    "502 page before": {"html": True},
    "502 page after": {"html": True, "applyFirst": True},
    "429 window": {"status": 429, "windowSeconds": 2, "windowClock": "real", "retryAfter": 1},
    "truncated": {"truncate": True},
    "page under 200": {"html": True, "status": 200},
    "wrong content type": {"contentType": "text/html"},
    "duplicate row": {"alter": "duplicate_row"},
}
"""Fault → the sandbox's rule for it."""
KILLS = {
    "plugin killed before": {"timeout": "before"},
    "plugin killed after": {"timeout": "after"},
    "engine killed before": {"timeout": "before"},
    "engine killed after": {"timeout": "after"},
    "interrupted": {"delayMs": 600},
}
"""Fault → how the request is held meanwhile, so that the blow falls in the middle of it."""
REFUSED = "connection refused"
FAULTS = (*RULES, *KILLS, REFUSED)
_CLOSED = "http://127.0.0.1:1"
_ERROR = re.compile(r"^\s*error: (.*)$", re.MULTILINE)
LOUD = ("-v=8", "--logflow")
"""The loudest log that a provider can keep secrets out of, with the plugin's; it goes to files."""
_NOISE = ("Traceback", "KeyboardInterrupt", "panic:", "goroutine ", "Exception in thread")
_EXPLICIT = "adopt=True"


@dataclass(frozen=True)
class Command:
    """One command of a life."""

    phase: str
    verb: str
    rows: list[Row]


def commands() -> list[Command]:
    """Return the scenario for an engine."""
    built, changed, replaced = scenario.built(), scenario.changed(), scenario.replaced()
    return [
        Command("up", "up", built),
        Command("change", "up", changed),
        Command("replace", "up", replaced),
        Command("refresh", "refresh", replaced),
        Command("repair", "up", replaced),
        Command("destroy", "destroy", replaced),
    ]


@dataclass
class Known:
    """The undisturbed life: how many requests each command makes, and what is there after it."""

    requests: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)


class Life:
    """One life of the stack in a sandbox of its own."""

    def __init__(self, estate: Estate, names: Mapping[str, str]) -> None:
        self.estate = estate
        estate.control.reset("full")
        plant(estate.control, dict(names))
        self.foreign = set(objects(estate.control))
        estate.engine.init()

    def undisturbed(self) -> Known:
        """Live without a fault. Raises AssertionError when that fails."""
        known = Known()
        for command in commands():
            self._before(command)
            self.estate.control.clear_log()
            self._run(command).check()
            known.requests[command.phase] = len(self.estate.control.requests_log())
            known.pictures[command.phase] = self._picture()
        return known

    def struck(self, known: Known, cases: Mapping[str, Case]) -> Iterator[Verdict]:
        """Live with one fault in each command that `cases` names; it ends with the first broken promise."""
        for command in commands():
            self._before(command)
            case = cases.get(command.phase)
            if case is None:
                self._run(command).check()
                continue
            with watching(self.estate.engine) as watch:
                verdict = self._judged(command, case, known)
            verdict.leaks = watch.leaks(plain=True)
            yield verdict
            if not verdict.fine:
                return

    # ---- one command -----------------------------------------------------------------------------------------------

    def _judged(self, command: Command, case: Case, known: Known) -> Verdict:
        verdict = Verdict(case, f"{self.estate.kind} {command.verb}")
        result = self._suffering(command, case)
        self.estate.control.clear_faults()
        results, rows = [result], command.rows
        while results[-1].rc and verdict.runs <= RERUNS:
            rows = _adopting(rows, results[-1])
            if "engine killed" in case.fault:
                self.estate.engine.cancel()
            results.append(self._run(Command(command.phase, command.verb, rows)))
            verdict.runs += 1
        self._clear_pending()
        verdict.lines = [line for each in results for line in _ERROR.findall(each.text)]
        verdict.dirty = [found for each in results for found in _dirt(each)]
        if verdict.runs > RERUNS:
            verdict.broken = results[-1].text[-1500:]
        else:
            unknown = KNOWN_TO_THE_DEAD if "killed" in case.fault else frozenset[str]()
            verdict.difference = difference(known.pictures[command.phase], self._picture(), unknown)
        return verdict

    def _suffering(self, command: Command, case: Case) -> Result:
        """Run the command into its fault."""
        if case.fault == REFUSED:
            vendor = ("ILERT", "XMATTERS", "APIFORTRESS")[case.number % 3]
            return self._run(command, env={f"{vendor}_URL": _CLOSED})
        self.estate.control.fault(skip=case.number, **{**RULES, **KILLS}[case.fault])
        if case.fault in RULES:
            return self._run(command)
        begun = self._begun(command)
        while begun.process.poll() is None and not self._struck():
            time.sleep(0.02)
        self._strike(case.fault, begun)
        result = begun.wait()
        if "engine" in case.fault:
            # The CLI's own language host lives on for minutes; what works at the vendors must not.
            assert not psutil.wait_procs(self._plugins(), timeout=20)[1], "the plugin outlives its engine"
            return Result(result.argv, result.rc or -9, result.stdout, result.stderr)
        return result

    def _strike(self, fault: str, begun: Running) -> None:
        if begun.process.poll() is not None:
            return
        if fault == "interrupted":
            begun.signal(signal.SIGINT)
        elif fault.startswith("engine"):
            begun.signal(signal.SIGKILL)
        else:
            for process in self._plugins():
                process.kill()

    def _plugins(self) -> list[psutil.Process]:
        return [each for each in self.estate.engine.processes() if "pulumi.dynamic" in " ".join(each.cmdline())]

    def _struck(self) -> bool:
        return any(rule["hits"] for rule in self.estate.control.call("GET", "/faults"))

    def _before(self, command: Command) -> None:
        if command.phase == "refresh":
            meddle(self.estate.control, {name: str(each["id"]) for name, each in self.estate.state().items()})

    def _run(self, command: Command, env: Mapping[str, str] | None = None) -> Result:
        self.estate.say(*command.rows)
        result: Result = getattr(self.estate.engine, command.verb)(*LOUD, env=env)
        return result

    def _begun(self, command: Command) -> Running:
        self.estate.say(*command.rows)
        return self.estate.engine.begin(command.verb, "--skip-preview", *LOUD)

    def _clear_pending(self) -> None:
        """Do what the README says of pending operations."""
        if self.estate.engine.export()["deployment"].get("pending_operations"):
            self.estate.engine.run(
                *("refresh", "-s", self.estate.engine.stack, "--non-interactive", "--clear-pending-creates", "--yes")
            )

    def _picture(self) -> Picture:
        state = {
            name: {member: _open(each.get(member)) for member in _members(each)}
            for name, each in self.estate.state().items()
        }
        return picture(objects(self.estate.control), state, self.foreign)


def _members(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is compared; inputs of a `.get()` are what the last command happened to need."""
    return ("id", "outputs") if resource.get("external") else ("id", "inputs", "outputs")


def _open(value: Any) -> Any:
    """Return a value of an export without wrappers of secrets and the pickled provider."""
    if isinstance(value, dict):
        if "plaintext" in value:
            return _open(json.loads(value["plaintext"]))
        return {name: _open(each) for name, each in value.items() if name != "__provider"}
    return [_open(each) for each in value] if isinstance(value, list) else value


def _adopting(rows: list[Row], result: Result) -> list[Row]:
    """Do as the line says that asks for `adopt=True`: with the resource that it is about."""
    lines = [line for line in _ERROR.findall(result.text) if _EXPLICIT in line]

    def asked(row: Row) -> bool:
        noun = KINDS[row["class"]].provider_class.kind.noun if row["class"] in KINDS else ""
        return any(f"{noun} {row['args'].get('name')!r}" in line for line in lines) if "args" in row else False

    return [{**row, "args": {**row["args"], "adopt": True}} if asked(row) else row for row in rows]


def _dirt(result: Result) -> list[str]:
    found = [f"{noise} in the output" for noise in _NOISE if noise in result.text]
    found += [
        f"{wrong}: {line}" for line in _ERROR.findall(result.text) if (wrong := dirt(line, advice="failed:" in line))
    ]
    if not found and (wrong := dirt(result.text.replace("\n", " "), advice=False)):
        found.append(f"{wrong} in the output")
    return found
