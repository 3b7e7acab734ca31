"""What a program asks of the engine: its resources run through their real constructors once, against mocks.

    goals = registered(rows)          # the rows of `chaos.scenario`, in their order

Outputs of other resources stand in the inputs as marks (`⟦name.property⟧`); who carries the goals out puts the values
into their places (`filled`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pulumi

import alert_wiring
from alert_wiring.dynamic import KindProvider, memory
from chaos.kinds import Row

PROJECT, STACK = "wired", "dev"
_MARK = re.compile(r"⟦([^⟧.]+)\.([^⟧]+)⟧")


@dataclass(frozen=True)
class Goal:
    """One resource as the program registers it."""

    name: str
    provider: type[KindProvider]
    inputs: dict[str, Any]
    needs: frozenset[str]
    deleted_with: str | None = None
    looked_up: str | None = None
    """The id of a `.get()`."""


def registered(rows: Iterable[Row]) -> list[Goal]:
    """Return the goals of a program that builds these rows."""
    rows = list(rows)
    monitor = _Monitor({each["name"]: _provider(each) for each in rows})
    memory._runs.clear()  # a second program in one process is another run
    pulumi.runtime.set_mocks(monitor, project=PROJECT, stack=STACK, preview=False)
    _built(rows)
    return [_goal(each, monitor.inputs[each["name"]]) for each in rows]


def filled(told: Any, value: Callable[[str, str], Any]) -> Any:
    """Return inputs with `value(name, property)` in the places of the marks; empty values in objects go."""
    if isinstance(told, dict):
        found = {name: filled(each, value) for name, each in told.items()}
        return {name: each for name, each in found.items() if each is not None}
    if isinstance(told, list):
        return [filled(each, value) for each in told]
    if not isinstance(told, str):
        return told
    if mark := _MARK.fullmatch(told):
        return value(*mark.groups())
    parts = [value(*mark.groups()) for mark in _MARK.finditer(told)]
    if any(part is pulumi.UNKNOWN for part in parts):
        return pulumi.UNKNOWN
    return _MARK.sub(lambda mark: str(value(*mark.groups())), told)


class _Monitor(pulumi.runtime.Mocks):
    """Keeps the inputs; every output is a mark."""

    def __init__(self, providers: dict[str, type[KindProvider]]) -> None:
        self.inputs: dict[str, dict[str, Any]] = {}
        self._providers = providers

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.inputs[args.name] = {name: each for name, each in args.inputs.items() if name != "__provider"}
        members = [field.name for field in self._providers[args.name].kind.fields]
        return f"⟦{args.name}.id⟧", {member: f"⟦{args.name}.{member}⟧" for member in members}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        return {}


@pulumi.runtime.test
def _built(rows: list[Row]) -> None:
    made: dict[str, Any] = {}

    def value(told: Any) -> Any:
        if isinstance(told, list):
            return [value(each) for each in told]
        if not isinstance(told, dict):
            return told
        if "$of" in told:
            name, _, member = told["$of"].rpartition(".")
            return getattr(made[name], member)
        if "$secret" in told:
            return pulumi.Output.secret(value(told["$secret"]))
        if "$later" in told:
            return pulumi.Output.from_input(value(told["$later"]))
        return {name: value(each) for name, each in told.items()}

    for each in rows:
        kind = attrgetter(each["class"])(alert_wiring)
        if "get" in each:
            made[each["name"]] = kind.get(each["name"], each["get"])
        else:
            made[each["name"]] = kind(each["name"], **value(each["args"]))


def _provider(told: Row) -> type[KindProvider]:
    found: type[KindProvider] = attrgetter(told["class"])(alert_wiring).provider_class
    return found


def _goal(told: Row, inputs: dict[str, Any]) -> Goal:
    opts = told.get("opts", {})
    found = {name for name, _ in _MARK.findall(repr(inputs))}
    return Goal(
        name=told["name"],
        provider=_provider(told),
        inputs=inputs,
        needs=frozenset(
            found | set(opts.get("depends_on", ())) | ({opts["deleted_with"]} if "deleted_with" in opts else set())
        ),
        deleted_with=opts.get("deleted_with"),
        looked_up=told.get("get"),
    )
