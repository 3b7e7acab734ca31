"""A vendor of plain objects, and dynamic providers for them that tell everything that they are asked.

The objects are files in ``$TWIN_DIR/objects``, so that a test can change or remove them by hand. Every call goes as a
JSON line to ``$TWIN_DIR/calls``; ``$TWIN_DIR/faults`` is a JSON object ``"METHOD NAME"`` -> what goes wrong in it.
"""

import json
import os
import signal
import sys
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
DIRECTORY = Path(os.environ.get("TWIN_DIR", "."))
OWN = ("url", "echo", "etag")
"""Outputs that the vendor makes up; no inputs."""


def visible(properties):
    """Leave out the pickle, which is the same everywhere."""
    return None if properties is None else {key: value for key, value in properties.items() if key != "__provider"}


def record(**entry):
    """Append one line to the call log, in one write, so that threads and processes don't mix."""
    line = json.dumps(entry, default=lambda _: UNKNOWN, sort_keys=True) + "\n"
    handle = os.open(DIRECTORY / "calls", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, line.encode())
    os.close(handle)


def number(name):
    """Count the objects that were ever made under a name."""
    handle = os.open(DIRECTORY / f"made-{name}", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, b".")
    made = os.fstat(handle).st_size
    os.close(handle)
    return made


def stored(id):
    """Return where an object is kept."""
    return DIRECTORY / "objects" / f"{id}.json"


def outputs(properties):
    """Return what the vendor answers for an object with these properties."""
    given = {key: value for key, value in properties.items() if key not in OWN}
    return {**given, "url": f"http://{given['name']}", "echo": given.get("x"), "etag": f"e{given.get('size', 0)}"}


def fail_partially(id, properties, provider):
    """Raise after hanging ErrorResourceInitFailed on the call: the SDK has no interface for it."""
    frame = sys._getframe()
    while "context" not in frame.f_locals:
        frame = frame.f_back
    fields = struct_pb2.Struct()
    fields.update({**properties, "__provider": provider})
    answer = provider_pb2.ErrorResourceInitFailed(id=id, properties=fields, reasons=["half done"], inputs=fields)
    detail = any_pb2.Any()
    detail.Pack(answer)
    status = status_pb2.Status(code=2, message="partly done", details=[detail])
    frame.f_locals["context"].set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise RuntimeError("partly done")


def enter(method, properties, **seen):
    """Log a call; return what is to go wrong in it."""
    name = properties.get("name")
    name = name if isinstance(name, str) else UNKNOWN
    record(method=method, name=name, **{key: visible(value) if key != "id" else value for key, value in seen.items()})
    try:
        faults = json.loads((DIRECTORY / "faults").read_text())
    except FileNotFoundError:
        faults = {}
    fault = faults.get(f"{method} {name}", {})
    if "kill" in fault:
        os.kill(os.getpid(), signal.SIGKILL)
    if "raise" in fault:
        raise RuntimeError(fault["raise"])
    return fault


class Provider(ResourceProvider):
    """Compares key by key; ``fixed`` can only be replaced, ``dbr`` only after the old object is gone."""

    serialize_as_secret_always = False

    def configure(self, req):
        record(method="configure", name=type(self).__name__, config=req.config._props)

    def check(self, olds, news):
        """``failures``: list of [property, reason]; a property ``bare`` gets a default beside it."""
        fault = enter("check", news, olds=olds, news=news)
        failures = [CheckFailure(*failure) for failure in fault.get("failures", [])]
        default = {"full": "default"} if "bare" in news and "full" not in news else {}
        return CheckResult({**news, **default}, failures)

    def diff(self, id, olds, news):
        enter("diff", news if isinstance(news.get("name"), str) else olds, id=id, olds=olds, news=news)
        differing = sorted(
            key
            for key in olds.keys() | news.keys()
            if key != "__provider"
            and (key in news or key not in OWN)
            and (pulumi.contains_unknowns(news.get(key)) or olds.get(key) != news.get(key))
        )
        return DiffResult(
            changes=bool(differing),
            replaces=[key for key in differing if key in ("fixed", "dbr")],
            delete_before_replace="dbr" in differing,
        )

    def create(self, props):
        """``partial``: an object is made, and the call fails."""
        fault = enter("create", props, news=props)
        id = f"{props['name']}-{number(props['name'])}"
        made = outputs(visible(props))
        stored(id).write_text(json.dumps(made, sort_keys=True))
        if "partial" in fault:
            fail_partially(id, made, props["__provider"])
        return CreateResult(id, {**props, **made})

    def update(self, id, olds, news):
        """``partial``: the object is changed, and the call fails."""
        fault = enter("update", news, id=id, olds=olds, news=news)
        made = outputs(visible(news))
        stored(id).write_text(json.dumps(made, sort_keys=True))
        if "partial" in fault:
            fail_partially(id, made, news["__provider"])
        return UpdateResult({**news, **made})

    def read(self, id, props):
        """``partial``: the object is there, but not whole."""
        fault = enter("read", props, id=id, olds=props)
        if not stored(id).exists():
            return ReadResult(None, {})
        live = json.loads(stored(id).read_text())
        if "pw" not in props:
            live.pop("pw", None)  # who looks an object up does not learn its password
        if "partial" in fault:
            fail_partially(id, live, props["__provider"])
        kept = {"__provider": props["__provider"]}
        return ReadResult(id, {**kept, **live}, self.inputs({**kept, **live}))

    def inputs(self, live):
        """Return the inputs that would make this object."""
        return {key: value for key, value in live.items() if key not in OWN}

    def delete(self, id, props):
        enter("delete", props, id=id, olds=props)
        stored(id).unlink(missing_ok=True)


class Vague(Provider):
    """Leaves the comparison to the engine, and never returns inputs."""

    def diff(self, id, olds, news):
        enter("diff", news if isinstance(news.get("name"), str) else olds, id=id, olds=olds, news=news)
        return DiffResult()

    def inputs(self, live):
        """Return nothing: the engine keeps those that it has."""


class Secretive(Provider):
    """As the SDK would have it by default: the pickle is a secret."""

    serialize_as_secret_always = True


class Thing(Resource, module="twin", name="Thing"):
    """An object with whatever properties the program says."""

    name: pulumi.Output[str]
    url: pulumi.Output[str]
    echo: pulumi.Output[object]
    etag: pulumi.Output[str]

    provider_class = Provider

    def __init__(self, resource_name, opts=None, **props):
        own = dict.fromkeys(OWN)
        super().__init__(self.provider_class(), resource_name, {"name": resource_name, **own, **props}, opts)


class VagueThing(Thing, module="twin", name="VagueThing"):
    """Of the vague provider."""

    provider_class = Vague


class SecretiveThing(Thing, module="twin", name="SecretiveThing"):
    """Of the secretive provider."""

    provider_class = Secretive


class Component(pulumi.ComponentResource):
    """A component of any type."""

    def __init__(self, kind, resource_name, opts=None, outputs=None, **props):
        super().__init__(kind, resource_name, props, opts)
        if outputs is not None:
            self.register_outputs(outputs)


KINDS = {"Thing": Thing, "VagueThing": VagueThing, "SecretiveThing": SecretiveThing}
