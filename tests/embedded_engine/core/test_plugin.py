"""The unmodified plugin process over gRPC, and child processes in general (pulumi-engine.md 1.3, 2.10, 4.8)."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from embedded_engine.files.model import Resource
from embedded_engine.interpreter import Interpreter
from embedded_engine.plugin import PartialFailureError, Plugin, PluginError, PluginSettings
from embedded_engine.processes import Child
from embedded_engine.values import UNKNOWN, Secret

PROVIDER = """
import os, sys
from pulumi.dynamic import *
from pulumi.output import Unknown

def partial(reasons, **outputs):
    import google.protobuf.any_pb2, google.protobuf.struct_pb2 as sp
    from google.rpc.status_pb2 import Status
    from pulumi.runtime.proto import provider_pb2
    frame = sys._getframe()
    while "context" not in frame.f_locals:
        frame = frame.f_back
    properties = sp.Struct()
    properties.update(outputs)
    detail = google.protobuf.any_pb2.Any()
    detail.Pack(provider_pb2.ErrorResourceInitFailed(id="half-1", properties=properties, reasons=reasons))
    status = Status(code=2, message="partial", details=[detail])
    frame.f_locals["context"].set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise Exception("partial")

class P(ResourceProvider):
    serialize_as_secret_always = False
    def configure(self, req):
        print("configured with", req.config.get("key"))
    def check(self, olds, news):
        if news.get("bad"):
            return CheckResult(news, [CheckFailure("bad", "it is bad"), CheckFailure("", "all of it")])
        return CheckResult({**news, "default": 1, "unknown": isinstance(news.get("u"), Unknown)}, [])
    def diff(self, id, olds, news):
        answers = {"none": False, "some": True, "unknown": None}
        return DiffResult(answers[news["diff"]], ["x"], None, news.get("dbr"))
    def create(self, props):
        how = props.get("how")
        if how == "raise":
            raise Exception("boom on the server")
        if how == "die":
            os._exit(3)
        if how == "partial":
            partial(["one", "two"], pw=props["pw"], half=True)
        return CreateResult("id-1", {**props, "url": "u"})
    def read(self, id, props):
        return ReadResult(None, {}) if id == "gone" else ReadResult(id, props, {"pw": props.get("pw")})
"""
PICKLE = base64.b64encode(
    b"\x80\x04\x95\x0e\x00\x00\x00\x00\x00\x00\x00\x8c\x06kindly\x94\x8c\x01P\x94\x93\x94)\x81\x94."
).decode()
TYPE = "pulumi-python:dynamic/kindly:K"
URN = f"urn:pulumi:dev::proj::{TYPE}::k"


def resource(**inputs: Any) -> Resource:
    return Resource(urn=URN, type=TYPE, custom=True, id="id-1", inputs={"__provider": PICKLE, **inputs})


class Lines:
    """Collects what a child prints."""

    def __init__(self) -> None:
        self.lines: list[tuple[bool, str]] = []
        self.changed = threading.Condition()

    def __call__(self, is_error: bool, line: str) -> None:
        with self.changed:
            self.lines.append((is_error, line))
            self.changed.notify_all()

    def wait_for(self, text: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: any(text in line for _, line in self.lines), 60), self.lines


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def plugin(tmp_path: Path, lines: Lines) -> Iterator[Plugin]:
    (tmp_path / "kindly.py").write_text(PROVIDER)
    settings = PluginSettings(Interpreter(sys.executable, {}), tmp_path, "proj", "127.0.0.1:1")
    plugin = Plugin(settings, lines)
    yield plugin
    plugin.close(grace=0.3)  # no engine answers it, so it would wait for one


def configure(plugin: Plugin) -> None:
    urn = "urn:pulumi:dev::proj::pulumi:providers:pulumi-python::default"
    inputs = {"proj:key": Secret("hush"), "proj:plain": "p"}
    plugin.configure(Resource(urn=urn, type="pulumi:providers:pulumi-python", custom=True, inputs=inputs), "uuid")


def test_a_whole_life(plugin: Plugin, lines: Lines) -> None:
    configure(plugin)
    checked = plugin.check(URN, TYPE, {}, {"__provider": PICKLE, "pw": Secret("s"), "l": [1, Secret(2)], "u": UNKNOWN})
    assert checked.inputs == {
        "__provider": PICKLE,
        "pw": Secret("s"),
        "l": Secret([1, 2]),
        "u": UNKNOWN,
        "default": 1,
        "unknown": True,
    }
    lines.wait_for("configured with hush")
    identity, outputs = plugin.create(resource(pw=Secret("s")))
    assert (identity, outputs["pw"], outputs["url"]) == ("id-1", Secret("s"), "u")
    found = plugin.read(resource(pw=Secret("s")), "id-1", outputs)
    assert (found.identity, found.outputs, found.inputs) == ("id-1", outputs, {"__provider": PICKLE, "pw": Secret("s")})
    assert plugin.read(resource(), "gone", outputs).identity == ""


def test_check_failures_are_all_there(plugin: Plugin) -> None:
    checked = plugin.check(URN, TYPE, {}, {"__provider": PICKLE, "bad": True})
    assert checked.failures == [("bad", "it is bad"), ("", "all of it")]


@pytest.mark.parametrize("changes", ["none", "some", "unknown"])
def test_diff_answers(plugin: Plugin, changes: str) -> None:
    answer = plugin.diff(resource(), {"__provider": PICKLE, "diff": changes, "dbr": True})
    assert (answer.changes, answer.replaces, answer.delete_before_replace) == (changes, ("x",), True)


def test_an_exception_is_one_clean_line_and_the_plugin_lives_on(plugin: Plugin) -> None:
    with pytest.raises(PluginError) as caught:
        plugin.create(resource(how="raise"))
    assert str(caught.value) == "Exception: boom on the server"
    assert plugin.create(resource())[0] == "id-1"


def test_a_partial_failure_keeps_what_exists_and_its_secrets(plugin: Plugin) -> None:
    with pytest.raises(PartialFailureError) as caught:
        plugin.create(resource(how="partial", pw=Secret("s")))
    error = caught.value
    assert (error.identity, error.outputs, error.reasons) == (
        "half-1",
        {"pw": Secret("s"), "half": True},
        ("one", "two"),
    )
    assert str(error) == "2 errors occurred:\n* one\n* two"


def test_a_plugin_that_dies_fails_the_call_and_all_later_ones(plugin: Plugin) -> None:
    for _ in range(2):
        with pytest.raises(PluginError, match="process ended"):
            plugin.create(resource(how="die"))


def test_a_plugin_that_cannot_start_says_so(tmp_path: Path, lines: Lines) -> None:
    (tmp_path / "dill.py").write_text("raise ImportError('shadowed')")
    plugin = Plugin(PluginSettings(Interpreter(sys.executable, {}), tmp_path, "proj", "x"), lines)
    with pytest.raises(PluginError, match="ended without announcing a port"):
        plugin.check(URN, TYPE, {}, {})
    plugin.close()
    assert any("shadowed" in line for _, line in lines.lines), "the reason is among its output"


def test_closing_ends_the_process_whatever_it_does(tmp_path: Path, lines: Lines) -> None:
    code = "import signal, time; signal.signal(2, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    child = Child([sys.executable, "-c", code], tmp_path, os.environ)
    child.listen(lines)
    lines.wait_for("up")
    child.stop(signal.SIGINT, grace=0.05)
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends children with their parent")
def test_no_child_outlives_a_killed_engine(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from embedded_engine.processes import Child\n"
        "child = Child([sys.executable, '-c', 'import time; time.sleep(600)'], Path.cwd(), os.environ)\n"
        "print(child.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    engine = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE)
    assert engine.stdout is not None
    child = psutil.Process(int(engine.stdout.readline()))
    engine.kill()
    engine.wait()
    engine.stdout.close()
    _, alive = psutil.wait_procs([child], timeout=30)
    assert not alive


def test_a_child_is_in_a_group_of_its_own_so_ctrl_c_does_not_reach_it(tmp_path: Path) -> None:
    child = Child([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path, os.environ)
    try:
        assert os.getpgid(child.process.pid) == child.process.pid != os.getpgid(0)
    finally:
        child.stop(signal.SIGKILL, grace=5)


def test_what_the_engine_sets_for_itself_stays_with_it(tmp_path: Path, lines: Lines) -> None:
    code = "import os; print('seen', os.environ.get('GRPC_ENABLE_FORK_SUPPORT'))"
    child = Child([sys.executable, "-c", code], tmp_path, {**os.environ, "GRPC_ENABLE_FORK_SUPPORT": "0"})
    child.listen(lines)
    assert child.wait() == 0
    assert lines.lines == [(False, "seen None")]
