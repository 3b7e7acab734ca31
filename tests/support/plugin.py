"""The real plugin process over its real protocol: ``python -m pulumi.dynamic``, driven as the engine drives it.

    with plugin(environment={"ILERT_URL": url, "ILERT_TOKEN": token}) as served:
        source = served.of(ilert.AlertSource)
        checked = source.check({"name": "x", ...})            # Checked(inputs, failures)
        made = source.create(checked.inputs)                   # State(id, outputs); secrets as Secret("…")
        source.diff(made.id, made.outputs, checked.inputs)     # Diff(changes, replaces, delete_before_replace)

Numbers cross the wire as floats and nulls vanish, as with the engine. Secrets come back as ``Secret``; like the engine
the driver sends plain values, since the plugin does not accept secrets. An unknown value is ``UNKNOWN`` here.
``log=True`` serves the engine's Log service: ``served.messages`` has what the provider said.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import pulumi
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc

from alert_wiring.dynamic import KindProvider, KindResource
from support import engines

UNKNOWN = rpc.UNKNOWN
DEAD_ENGINE = "127.0.0.1:1"
_SECONDS = 60
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"


class PluginError(AssertionError):
    """The plugin answered with an error; the text is what the user would see."""


@dataclass(frozen=True)
class Secret:
    """A value that came back marked as a secret."""

    value: Any


@dataclass
class Checked:
    """The answer of Check."""

    inputs: dict[str, Any]
    failures: list[tuple[str, str]]


@dataclass
class State:
    """An id with outputs, and with inputs after a Read."""

    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any] | None = None


@dataclass
class Diff:
    """The answer of Diff."""

    changes: bool | None
    replaces: list[str]
    delete_before_replace: bool


@dataclass
class Message:
    """One message of the provider on the engine's Log service."""

    severity: int
    text: str
    urn: str
    ephemeral: bool


class _Engine(engine_pb2_grpc.EngineServicer):
    """Collects what providers say."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802 (the protocol's name)
        self.messages.append(Message(request.severity, request.message, request.urn, request.ephemeral))
        return empty_pb2.Empty()


@dataclass
class Served:
    """One kind's provider in a running plugin."""

    stub: provider_pb2_grpc.ResourceProviderStub
    pickled: str
    urn: str

    def check(self, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None) -> Checked:
        request = provider_pb2.CheckRequest(urn=self.urn, olds=self._struct(olds or {}), news=self._struct(news))
        answer = _call(self.stub.Check, request)
        failures = [(failure.property, failure.reason) for failure in answer.failures]
        return Checked(self._plain(answer.inputs), failures)

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Diff:
        request = provider_pb2.DiffRequest(urn=self.urn, id=id_, olds=self._struct(olds), news=self._struct(news))
        answer = _call(self.stub.Diff, request)
        changes = {answer.DIFF_SOME: True, answer.DIFF_NONE: False}.get(answer.changes)
        return Diff(changes, list(answer.replaces), answer.deleteBeforeReplace)

    def create(self, inputs: Mapping[str, Any], seconds: float = _SECONDS) -> State:
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self._struct(inputs))
        answer = _call(self.stub.Create, request, seconds)
        return State(answer.id, self._plain(answer.properties))

    def read(self, id_: str, outputs: Mapping[str, Any]) -> State:
        request = provider_pb2.ReadRequest(urn=self.urn, id=id_, properties=self._struct(outputs))
        answer = _call(self.stub.Read, request)
        inputs = self._plain(answer.inputs) if answer.HasField("inputs") else None
        return State(answer.id, self._plain(answer.properties), inputs)

    def update(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(urn=self.urn, id=id_, olds=self._struct(olds), news=self._struct(news))
        return self._plain(_call(self.stub.Update, request).properties)

    def delete(self, id_: str, outputs: Mapping[str, Any]) -> None:
        _call(self.stub.Delete, provider_pb2.DeleteRequest(urn=self.urn, id=id_, properties=self._struct(outputs)))

    def _struct(self, props: Mapping[str, Any]) -> struct_pb2.Struct:
        struct = struct_pb2.Struct()
        struct.update({**_without_secrets(dict(props)), "__provider": self.pickled})
        return struct

    def _plain(self, struct: struct_pb2.Struct) -> dict[str, Any]:
        props = _with_secrets(json_format.MessageToDict(struct))
        assert props.pop("__provider") == self.pickled
        return dict(props)


@dataclass
class Plugin:
    """A running plugin process."""

    stub: provider_pb2_grpc.ResourceProviderStub
    process: subprocess.Popen[bytes]
    messages: list[Message] = field(default_factory=list)

    def of(self, kind: type[KindResource] | type[KindProvider], name: str = "a") -> Served:
        """The provider of a resource class, as it is pickled into the state."""
        provider = kind.provider_class if issubclass(kind, KindResource) else kind
        token = getattr(kind, "_resource_type_name", "dynamic:Resource")
        urn = f"urn:pulumi:stack::project::pulumi-python:{token}::{name}"
        return Served(self.stub, serialize_provider(provider()), urn)


@contextmanager
def plugin(
    environment: Mapping[str, str] | None = None,
    config: Mapping[str, str] | None = None,
    *,
    log: bool = False,
    engine: str = DEAD_ENGINE,
) -> Iterator[Plugin]:
    """Start the plugin as the engine does, configure it with the stack's config, and stop it on the way out.

    `log` serves the engine's Log service; `engine` is the address of another engine.
    """
    listening, server, address = _Engine(), None, engine
    if log:
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
        engine_pb2_grpc.add_EngineServicer_to_server(listening, server)
        address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
    ours = ("ILERT_", "XMATTERS_", "APIFORTRESS_", "ALERT_WIRING_", "PULUMI_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    process = subprocess.Popen(
        [engines.quick_python(), "-u", "-m", "pulumi.dynamic", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**clean, **(environment or {}), "PULUMI_PROJECT": "project", "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        port = process.stdout.readline().strip()
        if not port:
            raise PluginError(process.stderr.read().decode())
        with grpc.insecure_channel(f"127.0.0.1:{int(port)}") as channel:
            stub = provider_pb2_grpc.ResourceProviderStub(channel)
            args = struct_pb2.Struct()
            args.update(dict(config or {}))
            _call(stub.Configure, provider_pb2.ConfigureRequest(args=args))
            yield Plugin(stub, process, listening.messages)
    finally:
        process.terminate()
        process.wait(_SECONDS)
        process.stdout.close()
        process.stderr.close()
        if server is not None:
            server.stop(0).wait()


def _call(method: Any, request: Any, seconds: float = _SECONDS) -> Any:
    try:
        return method(request, timeout=seconds)
    except grpc.RpcError as error:
        raise PluginError(error.details()) from None


def _with_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(_SIGNATURE) == _SECRET:
            return Secret(_with_secrets(value["value"]))
        return {key: _with_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_secrets(item) for item in value]
    return value


def _without_secrets(value: Any) -> Any:
    """Plain values, and no nulls in objects: what the engine sends to a provider that does not accept secrets."""
    if isinstance(value, Secret):
        return _without_secrets(value.value)
    if isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _without_secrets(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value
