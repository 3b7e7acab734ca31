"""The dynamic provider plugin, `python -u -m pulumi.dynamic`, as a child process (pulumi-engine.md 1.3, 2.10)."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from google.protobuf import empty_pb2
from google.rpc import status_pb2  # type: ignore[import-untyped]

from embedded_engine.files.model import PLUGIN, Resource
from embedded_engine.interpreter import Interpreter
from embedded_engine.messages import clean
from embedded_engine.processes import Child, LineHandler
from embedded_engine.protocol import CHANNEL_OPTIONS, grpc, provider_pb2, provider_pb2_grpc
from embedded_engine.values import Secret, annotate
from embedded_engine.values.wire import from_struct, to_plugin, to_program

_DETAILS: Final = "grpc-status-details-bin"


class PluginError(Exception):
    """A call failed; the text is clean and for the user."""


class PartialFailureError(PluginError):
    """The object exists, but is not as it should be (`ErrorResourceInitFailed`, pulumi-engine.md 4.8)."""

    def __init__(self, identity: str, outputs: dict[str, Any], inputs: dict[str, Any], reasons: Sequence[str]) -> None:
        """Keep what the provider reported."""
        count = len(reasons)
        head = f"{count} error{'s' if count != 1 else ''} occurred:"
        super().__init__("\n".join([head, *(f"* {reason}" for reason in reasons)]))
        self.identity = identity
        self.outputs = outputs
        self.inputs = inputs
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Checked inputs, marked secret again, and failures as (property, reason)."""

    inputs: dict[str, Any]
    failures: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class DiffAnswer:
    """What a provider's Diff says; `changes` is `unknown` for the SDK's default `diff`."""

    changes: Literal["unknown", "none", "some"]
    replaces: Sequence[str] = ()
    delete_before_replace: bool = False


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What Read found; an empty `identity` means that the object is gone."""

    identity: str
    outputs: dict[str, Any]
    inputs: dict[str, Any] | None = None
    init_errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PluginSettings:
    """What a plugin's start depends on."""

    interpreter: Interpreter
    directory: Path
    project: str
    engine_address: str
    runtime_options: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, str] = field(default_factory=dict)
    """Full key -> value in clear; only the plugin's own namespace is passed on."""


class Plugin:
    """One plugin process. The process starts at once, the connection is made by the first call."""

    def __init__(self, settings: PluginSettings, on_line: LineHandler) -> None:
        """Start the process; raises `OSError` when its Python cannot be started."""
        self._on_line = on_line
        self._lock = threading.Lock()
        self._channel: grpc.Channel | None = None
        self._stub: Any = None
        self._closed = False
        options = {
            f"PULUMI_RUNTIME_{key.upper()}": str(value) for key, value in settings.runtime_options.items() if value
        }
        prefix = f"{PLUGIN}:"
        own = {key.removeprefix(prefix): text for key, text in settings.config.items() if key.startswith(prefix)}
        environment = {
            **os.environ,
            **settings.interpreter.environment,
            **options,
            "PULUMI_PROJECT": settings.project,
            "PULUMI_CONFIG": json.dumps(own),
        }
        arguments = [settings.interpreter.executable, "-u", "-m", "pulumi.dynamic", settings.engine_address]
        self._child = Child(arguments, settings.directory, environment)
        self._child.listen(on_line, stdout=False)

    def _connected(self) -> Any:
        with self._lock:
            if self._stub is None:
                if self._closed:
                    raise PluginError("the provider's process was stopped")
                line = self._child.read_line()
                try:
                    port = int(line)
                except ValueError:
                    self._child.drain()
                    said = line.decode("utf-8", "replace").strip()
                    reason = (
                        f"its first line was {said!r}, not a port" if said else "it ended without announcing a port"
                    )
                    raise PluginError(f"could not start the dynamic provider's process: {reason}") from None
                self._child.listen(self._on_line, stderr=False)
                self._channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=CHANNEL_OPTIONS)
                self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
            return self._stub

    def _call(self, method: str, request: Any) -> Any:
        stub = self._connected()
        try:
            return getattr(stub, method)(request)
        except grpc.RpcError as error:
            raise _decode(error) from None
        except ValueError:
            raise PluginError("the provider's process was stopped") from None

    def configure(self, provider: Resource, identity: str) -> None:
        """Pass the provider resource's inputs on as configuration; secrets stay marked (pulumi-engine.md 2.10)."""
        variables = {
            f"{PLUGIN}:config:{key}": text
            for key, value in provider.inputs.items()
            if isinstance(text := value.value if isinstance(value, Secret) else value, str)
        }
        self._call(
            "Configure",
            provider_pb2.ConfigureRequest(
                variables=variables,
                args=to_program(provider.inputs),
                acceptSecrets=True,
                acceptResources=True,
                sends_old_inputs=True,
                sends_old_inputs_to_delete=True,
                id=identity,
                urn=provider.urn,
                name=provider.name,
                type=provider.type,
            ),
        )

    def check(
        self, urn: str, kind: str, olds: Mapping[str, Any], news: Mapping[str, Any], *, keep_unknowns: bool = True
    ) -> CheckAnswer:
        """Ask for checked inputs; `olds` are the old inputs or empty (4.3)."""
        answer = self._call(
            "Check",
            provider_pb2.CheckRequest(
                urn=urn,
                name=_name(urn),
                type=kind,
                olds=to_plugin(olds, keep_unknowns=keep_unknowns),
                news=to_plugin(news, keep_unknowns=keep_unknowns),
                randomSeed=hashlib.sha256(urn.encode()).digest(),
            ),
        )
        failures = [(failure.property, failure.reason) for failure in answer.failures]
        return CheckAnswer(annotate(from_struct(answer.inputs), news), failures)

    def diff(
        self,
        old: Resource,
        news: Mapping[str, Any],
        *,
        urn: str = "",
        identity: str = "",
        outputs: Mapping[str, Any] | None = None,
        ignore_changes: Sequence[str] = (),
        keep_unknowns: bool = True,
    ) -> DiffAnswer:
        """Compare the old outputs (or `outputs` and `identity`, as just read) with `news`."""
        answer = self._call(
            "Diff",
            provider_pb2.DiffRequest(
                id=identity or old.id,
                urn=urn or old.urn,
                name=_name(urn or old.urn),
                type=old.type,
                olds=to_plugin(old.outputs if outputs is None else outputs, keep_unknowns=keep_unknowns),
                news=to_plugin(news, keep_unknowns=keep_unknowns),
                old_inputs=to_plugin(old.inputs, keep_unknowns=keep_unknowns),
                ignoreChanges=ignore_changes,
            ),
        )
        changes: Literal["unknown", "none", "some"] = "unknown"
        if answer.changes == provider_pb2.DiffResponse.DIFF_NONE:
            changes = "none"
        elif answer.changes == provider_pb2.DiffResponse.DIFF_SOME:
            changes = "some"
        return DiffAnswer(changes, tuple(answer.replaces), answer.deleteBeforeReplace)

    def create(self, new: Resource) -> tuple[str, dict[str, Any]]:
        """Create the object; gives id and outputs, marked secret as the inputs are."""
        request = provider_pb2.CreateRequest(
            urn=new.urn,
            name=new.name,
            type=new.type,
            properties=to_plugin(new.inputs),
            timeout=new.custom_timeouts.get("create", 0),
        )
        answer = self._reporting(lambda: self._call("Create", request), new.inputs)
        return answer.id, annotate(from_struct(answer.properties), new.inputs)

    def update(self, old: Resource, new: Resource, ignore_changes: Sequence[str]) -> dict[str, Any]:
        """Change the object; gives the outputs."""
        request = provider_pb2.UpdateRequest(
            id=old.id,
            urn=new.urn,
            name=new.name,
            type=new.type,
            olds=to_plugin(old.outputs),
            news=to_plugin(new.inputs),
            old_inputs=to_plugin(old.inputs),
            timeout=new.custom_timeouts.get("update", 0),
            ignoreChanges=ignore_changes,
        )
        answer = self._reporting(lambda: self._call("Update", request), new.inputs)
        return annotate(from_struct(answer.properties), new.inputs)

    def read(self, state: Resource, identity: str, outputs: Mapping[str, Any]) -> ReadAnswer:
        """Read the object that `state` describes; `outputs` are the known ones, or the program's inputs (`.get()`)."""
        request = provider_pb2.ReadRequest(
            id=identity,
            urn=state.urn,
            name=state.name,
            type=state.type,
            properties=to_plugin(outputs),
            inputs=to_plugin(state.inputs),
        )
        try:
            answer = self._call("Read", request)
        except PartialFailureError as error:
            inputs = annotate(error.inputs, state.inputs) if error.inputs else None
            found = annotate(error.outputs, outputs)
            return ReadAnswer(error.identity or identity, found, inputs, error.reasons)
        read_inputs = annotate(from_struct(answer.inputs), state.inputs) if answer.HasField("inputs") else None
        return ReadAnswer(answer.id, annotate(from_struct(answer.properties), outputs), read_inputs)

    def delete(self, old: Resource) -> None:
        """Delete the object, with the stored outputs and the stored provider."""
        self._call(
            "Delete",
            provider_pb2.DeleteRequest(
                id=old.id,
                urn=old.urn,
                name=old.name,
                type=old.type,
                properties=to_plugin(old.outputs),
                old_inputs=to_plugin(old.inputs),
                timeout=old.custom_timeouts.get("delete", 0),
            ),
        )

    def _reporting(self, call: Callable[[], Any], inputs: Mapping[str, Any]) -> Any:
        """Make a call and mark what a partial failure reports."""
        try:
            return call()
        except PartialFailureError as error:
            error.outputs = annotate(error.outputs, inputs)
            error.inputs = annotate(error.inputs, inputs)
            raise

    def cancel(self) -> None:
        """Ask the provider to let go of what runs, without waiting for an answer (pulumi-engine.md 1.3)."""
        with self._lock:
            stub = self._stub
        if stub is not None and not self._closed:
            stub.Cancel.future(empty_pb2.Empty())

    def close(self, grace: float = 5.0) -> None:
        """End the process: SIGINT, so that exit handlers run, and SIGKILL after `grace` seconds (1.3)."""
        self._closed = True
        if self._channel is not None:
            self._channel.close()
        self._child.stop(signal.SIGINT if self._stub is not None else signal.SIGTERM, grace)


def _name(urn: str) -> str:
    return urn.split("::", 3)[-1]


def _decode(error: grpc.RpcError) -> PluginError:
    """Turn a failed call into the error that the engine works with (1.3, 4.8)."""
    code, text = error.code(), error.details() or ""
    metadata: Any = error.trailing_metadata() or ()
    details = next((value for key, value in metadata if key == _DETAILS), None)
    if details is not None:
        status = status_pb2.Status.FromString(details)
        for detail in status.details:
            report = provider_pb2.ErrorResourceInitFailed()
            if detail.Unpack(report):
                return PartialFailureError(
                    report.id, from_struct(report.properties), from_struct(report.inputs), list(report.reasons)
                )
        text = status.message or text
    if code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED):
        return PluginError("the provider's process ended during the call (error reading from server: EOF)")
    return PluginError(clean(text))
