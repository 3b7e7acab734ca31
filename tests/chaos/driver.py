"""A tiny engine that works in the engine's order, one step at a time, on providers called as the plugin calls them.

Everything that a killed engine or plugin loses is lost here too: a step is in the state only when its call came back,
and each command starts with an empty memory, as a plugin process does. Order and bookkeeping are those of
`pulumi-engine.md 4`: a replacement deletes first, what would be replaced with it before it; leftovers go at the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pulumi
from pulumi.runtime import rpc

from alert_wiring.core import api, halt
from alert_wiring.core.errors import WiringError
from alert_wiring.dynamic import seen
from alert_wiring.dynamic.values import LOOKUP_KEY
from alert_wiring.xmatters import lookups
from chaos.program import Goal, filled

Props = dict[str, Any]


class Died(BaseException):
    """Plugin or engine is gone in the middle of a step."""


class _FailedError(Exception):
    """A step failed; the line is kept."""


@dataclass
class Entry:
    """A resource in the state."""

    goal: Goal
    id: str
    inputs: Props
    outputs: Props
    secret: frozenset[str] = frozenset()
    """The outputs that are secrets."""
    pending: bool = False
    """Deleted for a replacement that has not been made."""
    secret_inputs: frozenset[str] = frozenset()
    """The inputs that are secrets without the program saying so."""

    def in_clear(self) -> Props:
        """Return what a state file shows of it to everybody."""
        inputs = {name: each for name, each in self.inputs.items() if name not in self.secret_inputs}
        outputs = {name: each for name, each in self.outputs.items() if name not in self.secret}
        return {"id": self.id, "inputs": inputs, "outputs": outputs}


@dataclass
class Outcome:
    """What a command ended with."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    died: bool = False
    steps: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether it did everything."""
        return not self.errors and not self.died


class Driver:
    """One stack."""

    def __init__(self) -> None:
        self.state: dict[str, Entry] = {}
        self.dead: Callable[[], bool] = lambda: False
        self.interrupted: Callable[[], bool] = lambda: False

    # ---- commands --------------------------------------------------------------------------------------------------

    def up(self, goals: list[Goal]) -> Outcome:
        """Bring the stack to the goals."""
        with self._command() as outcome:
            for goal in goals:
                self._go_on()
                self._register(goal, outcome)
            kept = {goal.name for goal in goals}
            for name in [name for name in reversed(self.state) if name not in kept]:
                self._go_on()
                self._delete(name, outcome)
        return outcome

    def refresh(self, _goals: list[Goal]) -> Outcome:
        """Read everything."""
        with self._command() as outcome:
            for name, entry in list(self.state.items()):
                self._go_on()
                if entry.pending:
                    del self.state[name]
                    continue
                lookup = {LOOKUP_KEY: True} if entry.goal.looked_up else {}
                read = self._call(entry.goal, "read", entry.id, {**_wire(entry.outputs), **lookup})
                outcome.steps.append(f"read {name}")
                if not read.id:
                    del self.state[name]
                    continue
                self.state[name] = _read(entry.goal, read)
        return outcome

    def destroy(self, _goals: list[Goal]) -> Outcome:
        """Delete everything."""
        with self._command() as outcome:
            for name in list(reversed(self.state)):
                self._go_on()
                self._delete(name, outcome, everything=True)
        return outcome

    @contextmanager
    def _command(self) -> Iterator[Outcome]:
        outcome = Outcome()
        _forget()
        with patch("alert_wiring.dynamic.provider.warn", outcome.warnings.append):
            try:
                yield outcome
            except _FailedError as failed:
                outcome.errors.append(str(failed))
            except Died:
                outcome.died = True
        self.state = {name: entry for name, entry in self.state.items() if entry is not None}

    def _go_on(self) -> None:
        if self.interrupted():
            raise Died

    # ---- steps -----------------------------------------------------------------------------------------------------

    def _register(self, goal: Goal, outcome: Outcome) -> None:
        news = filled(goal.inputs, self._value)
        if goal.looked_up:
            read = self._call(goal, "read", goal.looked_up, {**_wire(news), LOOKUP_KEY: True})
            self.state[goal.name] = _read(goal, read)
            return
        old = self.state.get(goal.name)
        checked = self._call(goal, "check", _wire(old.inputs) if old else {}, _wire(news))
        if checked.failures:
            raise _FailedError("; ".join(f"{failure.property}: {failure.reason}" for failure in checked.failures))
        inputs, hidden = _plain(checked.inputs)
        if old is None or old.pending:
            self._create(goal, inputs, hidden, outcome)
            return
        diff = self._call(goal, "diff", old.id, _wire(old.outputs), _wire(inputs))
        if diff.replaces:
            assert diff.delete_before_replace, "every kind deletes first"
            for name in self._replaced_with(goal.name):
                self._delete(name, outcome, pending=True)
            self._delete(goal.name, outcome, pending=True)
            self._create(goal, inputs, hidden, outcome)
        elif diff.changes:
            updated = self._call(goal, "update", old.id, _wire(old.outputs), _wire(inputs))
            outcome.steps.append(f"update {goal.name}")
            self.state[goal.name] = Entry(goal, old.id, inputs, *_plain(updated.outs), secret_inputs=hidden)
        else:
            self.state[goal.name] = Entry(goal, old.id, inputs, old.outputs, old.secret, secret_inputs=hidden)

    def _create(self, goal: Goal, inputs: Props, hidden: frozenset[str], outcome: Outcome) -> None:
        made = self._call(goal, "create", _wire(inputs))
        outcome.steps.append(f"create {goal.name}")
        self.state.pop(goal.name, None)
        self.state[goal.name] = Entry(goal, made.id, inputs, *_plain(made.outs), secret_inputs=hidden)

    def _delete(self, name: str, outcome: Outcome, *, pending: bool = False, everything: bool = False) -> None:
        entry = self.state[name]
        with_it = entry.goal.deleted_with
        goes_anyway = everything and with_it in self.state and not self.state[with_it].pending
        if not (entry.pending or entry.goal.looked_up or goes_anyway):
            self._call(entry.goal, "delete", entry.id, _wire(entry.outputs))
            outcome.steps.append(f"delete {name}")
        if pending:
            entry.pending = True
        else:
            del self.state[name]

    def _replaced_with(self, name: str) -> list[str]:
        """Return what a replacement takes with it, dependents first: what an unknown input would replace."""
        found: list[str] = []
        gone = {name}
        for other, entry in self.state.items():
            if entry.pending or entry.goal.looked_up or other == name or not gone & entry.goal.needs:
                continue
            news = filled(
                entry.goal.inputs, lambda of, member: pulumi.UNKNOWN if of in gone else self._value(of, member)
            )
            checked = self._call(entry.goal, "check", _wire(entry.inputs), _wire(news))
            diff = self._call(entry.goal, "diff", entry.id, _wire(entry.outputs), _wire(_plain(checked.inputs)[0]))
            if diff.replaces:
                gone.add(other)
                found.append(other)
        return found[::-1]

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _value(self, name: str, member: str) -> Any:
        entry = self.state[name]
        return entry.id if member == "id" else entry.outputs.get(member)

    def _call(self, goal: Goal, method: str, *args: Any) -> Any:
        """Call the provider; whatever it answers is lost when the process dies on the way."""
        try:
            answer = getattr(goal.provider(), method)(*args)
        except WiringError as error:
            if self.dead():
                raise Died from None
            raise _FailedError(error.text) from None
        if self.dead():
            raise Died
        return answer


def _forget() -> None:
    """Start as a new plugin process does."""
    api._shared.clear()
    lookups._known.clear()
    halt.resume()
    seen.SEEN.__init__()  # type: ignore[misc]


def _wire(props: Props) -> Props:
    """Return properties as they reach the provider: numbers are floats, objects have no nulls."""
    sent: Props = _floats(props)
    return sent


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _floats(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_floats(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _read(goal: Goal, read: Any) -> Entry:
    """Return what a read found as it stands in the state."""
    inputs, hidden = _plain(read.inputs)
    return Entry(goal, read.id, inputs, *_plain(read.outs), secret_inputs=hidden)


def _plain(props: Props | None) -> tuple[Props, frozenset[str]]:
    """Return what a provider answered without secret wrappers and the key of its own, and which are secrets."""
    told = {name: each for name, each in (props or {}).items() if name != "__provider"}
    secret = frozenset(name for name, each in told.items() if rpc.is_rpc_secret(each))
    found = {name: _floats(rpc.unwrap_rpc_secret(each)) for name, each in told.items()}
    return {name: each for name, each in found.items() if each is not None}, secret


def shown(state: dict[str, Entry]) -> dict[str, Any]:
    """Return a state as JSON, as it can be compared with another."""
    return {
        name: json.loads(
            json.dumps(
                {
                    "id": entry.id,
                    "inputs": entry.inputs,
                    "outputs": entry.outputs,
                    "secret": sorted(entry.secret),
                    "pending": entry.pending,
                }
            )
        )
        for name, entry in state.items()
    }
