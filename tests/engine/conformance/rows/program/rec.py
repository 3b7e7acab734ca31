"""The recording dynamic provider of the conformance table (pulumi-engine.md 11.1); copied beside each row's program.

Every call goes as a JSON line to ``$REC_DIR/calls``. ``$REC_DIR/control`` is a JSON object ``"METHOD NAME"`` (or
``"METHOD *"``) -> what happens in that call, read afresh each time:

- ``raise``: text of an exception; ``kill``: the plugin's process kills itself;
- ``wait``: create ``$REC_DIR/at-METHOD-NAME``, then go on when the file of this name appears in ``$REC_DIR``;
- ``sleep``: seconds that the call takes longer;
- ``meet``: go on when this many calls of the method are, or were, inside of it;
- ``init_failed``: ``{id, properties, reasons}``, reported the way the engine calls a partial failure;
- everything else replaces or extends the answer, see the methods.
"""

import json
import os
import signal
import sys
import time
import uuid
from pathlib import Path

import pulumi
from google.protobuf import any_pb2, struct_pb2
from google.rpc import status_pb2
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)
from pulumi.runtime.proto import provider_pb2

UNKNOWN = "<unknown>"
DIRECTORY = Path(os.environ.get("REC_DIR", "."))


def record(**entry):
    """Append one line to the call log, in one write, so that threads and processes don't mix."""
    line = json.dumps(entry, default=lambda _: UNKNOWN) + "\n"
    handle = os.open(DIRECTORY / "calls", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, line.encode())
    os.close(handle)


def wait_until(condition):
    """Poll for two minutes at most: a row that never lets go must not hang the plugin for ever."""
    for _ in range(12000):
        if condition():
            return
        time.sleep(0.01)
    raise TimeoutError("nobody let this call go on")


def fail_partially(id, properties, reasons, provider):
    """Raise after hanging ErrorResourceInitFailed on the call: the SDK has no interface for it."""
    frame = sys._getframe()
    while "context" not in frame.f_locals:
        frame = frame.f_back
    fields = struct_pb2.Struct()
    fields.update({**properties, "__provider": provider})
    detail = any_pb2.Any()
    detail.Pack(provider_pb2.ErrorResourceInitFailed(id=id, properties=fields, reasons=reasons, inputs=fields))
    status = status_pb2.Status(code=2, message="partly done", details=[detail])
    frame.f_locals["context"].set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise RuntimeError("partly done")


def enter(method, properties, **seen):
    """Log a call and do what the control file says for it; return the rest of its entry."""
    name = properties.get("name")
    name = name if isinstance(name, str) else UNKNOWN
    record(method=method, name=name, **seen)
    try:
        control = json.loads((DIRECTORY / "control").read_text())
    except FileNotFoundError:
        control = {}
    told = control.get(f"{method} {name}", control.get(f"{method} *", {}))
    (DIRECTORY / f"at-{method}-{name}").touch()
    time.sleep(told.get("sleep", 0))
    if "meet" in told:
        wait_until(lambda: len(list(DIRECTORY.glob(f"at-{method}-*"))) >= told["meet"])
    if "wait" in told:
        wait_until((DIRECTORY / told["wait"]).exists)
    if "kill" in told:
        os.kill(os.getpid(), signal.SIGKILL)
    if "raise" in told:
        raise RuntimeError(told["raise"])
    if "init_failed" in told:
        fail_partially(**told["init_failed"], provider=properties["__provider"])
    return told


class Provider(ResourceProvider):
    """Logs everything; by default it behaves like a well-made provider of objects without rules."""

    serialize_as_secret_always = False

    def configure(self, req):
        record(method="configure", name=type(self).__name__, config=req.config._props)

    def check(self, olds, news):
        """``add``: more inputs; ``failures``: list of [property, reason]."""
        told = enter("check", news, olds=olds, news=news)
        record(method="checked", name=news.get("name"))
        failures = [CheckFailure(*failure) for failure in told.get("failures", [])]
        return CheckResult({**news, **told.get("add", {})}, failures)

    def diff(self, id, olds, news):
        """``changes``, ``replaces``: instead of the computed ones."""
        named = news if isinstance(news.get("name"), str) else olds
        told = enter("diff", named, id=id, olds=olds, news=news)
        differing = sorted(
            key
            for key in olds.keys() | news.keys()
            if key != "__provider"
            and (key in news or key not in ("url", "secretout"))
            and unlike(olds.get(key), news.get(key))
        )
        return DiffResult(
            changes=told.get("changes", bool(differing)),
            replaces=told.get("replaces", [key for key in differing if key in ("fixed", "dbr")]),
            delete_before_replace="dbr" in differing,
        )

    def create(self, props):
        """``id``; ``outs``: instead of all outputs; ``more``: more outputs."""
        told = enter("create", props, news=props)
        outs = {**props, "url": f"http://{props['name']}", **told.get("more", {})}
        return CreateResult(told.get("id", f"id-{uuid.uuid4().hex[:8]}"), told.get("outs", outs))

    def update(self, id, olds, news):
        """``more``: more outputs."""
        told = enter("update", news, id=id, olds=olds, news=news)
        return UpdateResult({**news, "url": f"http://{news['name']}", **told.get("more", {})})

    def read(self, id, props):
        """``id``; ``outs`` (null: gone); ``inputs`` (null: none are returned); both extend what was given."""
        told = enter("read", props, id=id, olds=props)
        outs, inputs = told.get("outs", {}), told.get("inputs", {})
        if outs is None:
            return ReadResult(None, {})
        given = {key: value for key, value in props.items() if key not in ("__provider", "url")}
        live = {"url": f"http://{props.get('name')}", **props, **outs}
        return ReadResult(told.get("id", id), live, None if inputs is None else {**given, **inputs})

    def delete(self, id, props):
        enter("delete", props, id=id, olds=props)


def unlike(old, new):
    """Tell whether two values differ; an unknown differs from everything."""
    return pulumi.contains_unknowns(new) or old != new


class OtherProvider(Provider):
    """A second class, so a second pickle."""


class SecretProvider(Provider):
    """As the SDK would have it by default: the pickle is a secret."""

    serialize_as_secret_always = True


class R(Resource, module="rec", name="Thing"):
    """A resource whose properties are whatever the program says."""

    name: pulumi.Output[str]
    url: pulumi.Output[str]

    def __init__(self, resource_name, opts=None, provider_class=Provider, **props):
        super().__init__(provider_class(), resource_name, {"name": resource_name, "url": None, **props}, opts)

    @classmethod
    def get(cls, resource_name, id):
        """Read an object that is managed elsewhere."""
        return cls(resource_name, pulumi.ResourceOptions(id=id))


class Component(pulumi.ComponentResource):
    """A component of type ``my:mod:Comp`` (or *kind*) with the given inputs."""

    def __init__(self, resource_name, opts=None, kind="my:mod:Comp", **props):
        super().__init__(kind, resource_name, props, opts)


def child(parent, resource_name, **props):
    """Make a resource below *parent*."""
    return R(resource_name, pulumi.ResourceOptions(parent=parent), **props)
