"""Programs under Pulumi's mocks, with look-ups that ask a real sandbox."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks, settings

from alert_wiring.apifortress import lookups
from alert_wiring.core import api as shared
from support.sandbox import Control, Sandbox

_SIGNATURE = "4dabf18193072939515e22adb298388d"


@dataclass
class Registered:
    """One resource as the engine would see it."""

    type: str
    name: str
    inputs: dict[str, Any]


@dataclass
class World:
    """A stack's run under mocks."""

    control: Control
    registered: list[Registered] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def run(self, program: Callable[[], Any]) -> Any:
        """Run a program to its end and return its plain outputs; what it registered is in `registered`."""
        settings.ROOT.set(None)
        self.registered.clear()
        logger = logging.getLogger("route-test")
        logger.handlers = [_Keeper(self.said)]
        logger.propagate = False
        logger.setLevel(logging.INFO)
        mocks.set_mocks(_Mocks(self.registered), project="wiring", stack="test", organization="team", logger=logger)
        results: list[Any] = []

        def everything() -> pulumi.Output[None]:
            return pulumi.Output.from_input(program()).apply(results.append)

        pulumi.runtime.test(everything)()
        return results[0] if results else None

    def of(self, kind: str) -> list[Registered]:
        """The registered resources of a type such as `apifortress:Connector`."""
        return [one for one in self.registered if one.type.removeprefix("pulumi-python:dynamic/") == kind]

    def one(self, kind: str) -> Registered:
        (found,) = self.of(kind)
        return found


class _Keeper(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


class _Mocks(mocks.Mocks):
    """An engine that knows what each vendor would answer."""

    def __init__(self, registered: list[Registered]) -> None:
        self._registered = registered

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        inputs = {name: value for name, value in args.inputs.items() if name != "__provider"}
        self._registered.append(Registered(args.typ, args.name, inputs))
        id_ = f"{args.typ.rpartition(':')[2]}-{args.name}"
        outputs = dict(inputs)
        if args.typ.endswith("ilert:AlertSource"):
            outputs["integration_url"] = "https://ilert.example/api/v1/events/apifortress/planted-integration-key"
        return id_, outputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"no program here calls {args.token}")


def plain(value: Any) -> Any:
    """A value without secret wrappers."""
    if isinstance(value, dict):
        if _SIGNATURE in value:
            return plain(value["value"])
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def is_secret(value: Any) -> bool:
    """Whether a registered input is wrapped as a secret."""
    return isinstance(value, dict) and _SIGNATURE in value


@pytest.fixture
def scripts(tmp_path: Path) -> str:
    """A folder with the two scripts that a self-hosted instance lacks."""
    for name in ("xmatters", "json-alert-w-threshold"):
        (tmp_path / f"{name}.groovy").write_text(f"class {name.title().replace('-', '')} {{ }}\n")
    return str(tmp_path)


@pytest.fixture
def world(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A program whose look-ups reach the sandbox."""
    for name, value in {**sandbox.settings(), "XMATTERS_TRIGGER_KEY": "planted-trigger-key"}.items():
        monkeypatch.setenv(name, value)
    shared._shared.clear()
    lookups._unanswered.clear()
    sandbox.control.clear_log()
    yield World(sandbox.control)
    shared._shared.clear()


@pytest.fixture
def unread_futures() -> Iterator[None]:
    """Finish what Pulumi leaves running where an output fails, and keep Python from telling of it."""
    logger = logging.getLogger("asyncio")
    logger.disabled = True
    yield
    loop = asyncio.get_event_loop()
    loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
    gc.collect()
    logger.disabled = False
