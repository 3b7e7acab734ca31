"""A dynamic provider whose objects are files in ``$THING_DIR``; copied beside each test's program.

An object's id is its name and its ``fixed`` value, so that whoever creates it a second time finds the first one, as a
well-made provider does. Two objects of one ``slot`` cannot exist at once: replacing one deletes it first.
``$THING_DIR/refused`` lists names whose creation fails; the text of the failure holds all configuration. A read returns
what the provider made as inputs too, which the CLI then stores in clear (pulumi-engine.md 3.3), unless there is a
``$THING_DIR/discreet``.

Every call passes two points, such as ``begin creating a 1`` and ``end creating a 1`` (the number counts the calls of
this kind on this object). They are written to ``$THING_DIR/points``; at the one that ``$THING_DIR/kill`` names, the
provider kills the engine that it works for, and itself.
"""

import json
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import pulumi
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

DIRECTORY = Path(os.environ["THING_DIR"])
OBJECTS = DIRECTORY / "objects"
GENERATED = ("token", "nested")
EFFECTS = ("creating", "updating", "deleting")


def append(file, text):
    """Append one line to a file, in one write."""
    handle = os.open(DIRECTORY / file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{text}\n".encode())
    os.close(handle)


def log(method, name):
    """Append one call with an effect to the log."""
    append("calls", f"{method} {name}")


@contextmanager
def call(method, name):
    """Pass the two points of a call, which is logged if it has an effect."""
    passed = DIRECTORY / "points"
    known = passed.read_text().splitlines() if passed.exists() else []
    number = 1 + sum(line.startswith(f"begin {method} {name} ") for line in known)
    point("begin", method, name, number)
    if method in EFFECTS:
        log(method, name)
    yield
    point("end", method, name, number)


def point(*words):
    """Note a point, and if it is the one where everything ends, end it."""
    text = " ".join(map(str, words))
    append("points", text)
    last = DIRECTORY / "kill"
    if last.exists() and last.read_text() == text:
        os.kill(engine(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def engine():
    """Return the process id of the engine: the plugin's parent, or above the script that the CLI starts it with."""
    parent = os.getppid()
    status = dict(line.split(":", 1) for line in Path(f"/proc/{parent}/status").read_text().splitlines())
    between = status["Name"].strip() in ("sh", "bash", "dash") or "pulumi-resource" in status["Name"]
    return int(status["PPid"]) if between else parent


def outputs(props):
    """Return what an object with these properties shows: secrets that nobody gave are among it."""
    name = props["name"]
    own = {key: value for key, value in props.items() if key not in ("__provider", *GENERATED)}
    nested = {"inner": {"key": f"canary-nested-{name}"}, "list": [f"canary-listed-{name}"]}
    return {**own, "url": f"http://{name}", "token": f"canary-token-{name}", "nested": nested}


class Provider(ResourceProvider):
    """Creates, changes, reads and deletes files."""

    _config = None

    def configure(self, req):
        self._config = req.config._props

    def check(self, olds, news):
        with call("checking", str(news["name"])):
            return CheckResult(news, [CheckFailure(*failure) for failure in news.get("failures", [])])

    def diff(self, id, olds, news):
        with call("comparing", str(olds["name"])):
            keys = (olds.keys() | news.keys()) - {"__provider", "url", *GENERATED}
            changed = sorted(
                key for key in keys if pulumi.contains_unknowns(news.get(key)) or olds.get(key) != news.get(key)
            )
            replaces = [key for key in changed if key in ("fixed", "slot")]
            return DiffResult(bool(changed), replaces, [], "slot" in replaces)

    def create(self, props):
        name = props["name"]
        with call("creating", name):
            refused = DIRECTORY / "refused"
            if refused.exists() and name in refused.read_text().split():
                sys.stdout.write(f"told to refuse with {self._config}\n")
                raise RuntimeError(f"refused {name}, configuration: {self._config}")
            identity = f"{name}.{props.get('fixed', 0)}"
            if "slot" in props:
                identity = f"{name}.{props['slot']}"
                others = [path.name for path in OBJECTS.glob(f"{name}.*") if path.name != identity]
                if others:
                    raise RuntimeError(f"the slot of {name} is taken by {others}")
            self._write(identity, outputs(props))
            return CreateResult(identity, outputs(props))

    def update(self, id, olds, news):
        with call("updating", news["name"]):
            self._write(id, outputs(news))
            return UpdateResult(outputs(news))

    def read(self, id, props):
        with call("reading", props["name"]):
            path = OBJECTS / id
            if not path.exists():
                return ReadResult(None, {})
            found = json.loads(path.read_text())
            made = ("url", *GENERATED) if (DIRECTORY / "discreet").exists() else ("url",)
            inputs = {key: value for key, value in found.items() if key not in made}
            secret = {"__provider": props["__provider"]}
            return ReadResult(id, {**found, **secret}, {**inputs, **secret})

    def delete(self, id, props):
        with call("deleting", props["name"]):
            (OBJECTS / id).unlink(missing_ok=True)

    @staticmethod
    def _write(identity, found):
        OBJECTS.mkdir(exist_ok=True)
        (OBJECTS / identity).write_text(json.dumps({key: value for key, value in found.items() if key != "__provider"}))


class Thing(Resource, module="thing", name="Thing"):
    """A resource with any properties; ``token`` and ``nested`` are made by its provider and secret."""

    url: pulumi.Output[str]
    token: pulumi.Output[str]
    nested: pulumi.Output[dict]

    def __init__(self, resource_name, opts=None, **props):
        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(additional_secret_outputs=list(GENERATED)))
        made = {"name": resource_name, "url": None, "token": None, "nested": None}
        super().__init__(Provider(), resource_name, {**made, **props}, opts)


class Pair(pulumi.ComponentResource):
    """A component that hands its child's secrets on."""

    def __init__(self, resource_name, opts=None, **props):
        super().__init__("test:index:Pair", resource_name, None, opts)
        self.child = Thing(f"{resource_name}-child", pulumi.ResourceOptions(parent=self), **props)
        self.token = self.child.token
        self.register_outputs({"token": self.child.token, "all": {"in": [self.child.nested]}})
