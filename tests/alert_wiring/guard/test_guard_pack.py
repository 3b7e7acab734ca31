"""The policy pack as the pulumi CLI calls it: a process that is given an engine's address and tells its port."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2, json_format, struct_pb2
from guard_estates import route
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from alert_wiring.guard.resources import UNKNOWN_TEXT

OLD = route("one", "11", "Orders", "Checkout")
CANARY = "canary-of-a-policy-3f1c"


@dataclass
class Pack:
    """A running pack, the engine that it watches, and what a CLI beside it says."""

    stub: Any
    engine: socket.socket
    process: subprocess.Popen[str]
    cli: Path

    def configure(self, *, dry_run: bool = True, **config: str) -> None:
        """Tell it about a stack."""
        names = {"stack": "dev", "project": "wired", "organization": "organization"}
        told = {key.replace("__", ":"): value for key, value in config.items()}
        self.stub.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(dry_run=dry_run, config=told, **names))

    def judge(self, *rows: dict[str, Any]) -> list[Any]:
        """Have it judge a plan that ends with these resources."""
        request = analyzer_pb2.AnalyzeStackRequest(resources=[_resource(row) for row in rows])
        return list(self.stub.AnalyzeStack(request, timeout=60).diagnostics)


def _resource(row: dict[str, Any]) -> Any:
    properties = struct_pb2.Struct()
    json_format.ParseDict({**row["outputs"], **row["inputs"], "params": {"url": CANARY}}, properties)
    depends = {
        name: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns) for name, urns in row["propertyDependencies"].items()
    }
    return analyzer_pb2.AnalyzerResource(
        urn=row["urn"], type=row["type"], properties=properties, propertyDependencies=depends
    )


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Pack]:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": OLD}}))
    cli = tmp_path / "pulumi"
    cli.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/asked"\ncat "{state}"\n')
    cli.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as engine:
        process = subprocess.Popen(
            [sys.executable, "-m", "alert_wiring.commands.main", f"127.0.0.1:{engine.getsockname()[1]}"],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Pack(analyzer_pb2_grpc.AnalyzerStub(channel), engine, process, cli)
        finally:
            process.kill()
            process.wait()


def test_a_preview_is_judged_against_the_state_and_ends_with_the_engine(pack: Pack, tmp_path: Path) -> None:
    info = pack.stub.GetAnalyzerInfo(empty_pb2.Empty())
    assert [one.name for one in info.policies] == ["no-stranded-project", "few-routes-removed", "foreign-mark"]
    assert {one.enforcementLevel for one in info.policies} == {analyzer_pb2.MANDATORY}
    pack.configure()
    assert pack.judge(*OLD) == []
    found = pack.judge(*OLD[:-1])
    assert [one.policyName for one in found] == ["no-stranded-project", "few-routes-removed"]
    assert "project 'Checkout'" in found[0].message and "guard.allow" in found[0].message
    assert CANARY not in str(found)
    assert (tmp_path / "asked").read_text() == "stack export --stack dev --non-interactive\n"
    pack.engine.close()
    assert pack.process.wait(30) == 0


def test_new_resources_are_judged_by_what_they_come_from(pack: Pack) -> None:
    """Another group with a connector takes the projects over, all of it still to be made."""
    group, way, *pairs = route("two", UNKNOWN_TEXT, "Orders", "Checkout")
    for row in (way, *pairs):
        row["outputs"] = {}
        row["propertyDependencies"] = {"alert_group_id": [group["urn"]]}
    pack.configure()
    assert pack.judge(group, way, *pairs) == []
    assert [one.policyName for one in pack.judge(group, *pairs)][:2] == ["no-stranded-project"] * 2


def test_what_is_permitted_comes_with_the_stack_and_what_cannot_be_read_is_told(pack: Pack) -> None:
    pack.configure(**{"alert-wiring__guard": json.dumps({"allow": {"Checkout": "retired"}})})
    assert pack.judge(*OLD[:-1]) == []
    pack.configure(**{"alert-wiring__guard": json.dumps({"allow": {"Checkout": ""}})})
    with pytest.raises(grpc.RpcError, match="has no reason for 'Checkout' in allow"):
        pack.judge(*OLD[:-1])
    pack.cli.write_text("#!/bin/sh\necho 'error: no such stack' >&2\nexit 1\n")
    pack.configure()
    with pytest.raises(grpc.RpcError, match="the state before this run cannot be read: error: no such stack"):
        pack.judge(*OLD[:-1])


def test_an_update_is_not_judged(pack: Pack, tmp_path: Path) -> None:
    pack.configure(dry_run=False)
    assert pack.judge() == []
    assert not (tmp_path / "asked").exists()
