"""The generator, the comparison and the shrinking; a slice of histories on the embedded engine, a few on both."""

from __future__ import annotations

import copy
import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from twin.compare import differences
from twin.duel import Arena, races
from twin.generate import history
from twin.promises import broken
from twin.shown import Shown
from twin.shrink import shrunk
from twin.state import State
from twin.wired import STORED, wants_vendors
from twin.world import Operation, Seen, World

from support.engines import KINDS, missing, quick_python

EMPTY = State(json.dumps({"version": 3, "checkpoint": {}}).encode(), "")
SOLO = (233, 263)
DUELS = (31, 16)


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    folder = tmp_path_factory.mktemp("arena")
    with Arena(folder, quick_python()) as made:
        yield made


def test_a_seed_is_a_history_and_every_program_in_it_can_be_written() -> None:
    for seed in range(300):
        told = history(seed)
        assert told == history(seed)
        assert told[0]["verb"] == "up"
        for operation in told:
            _check(operation.get("program", {"resources": []}))


def _check(program: dict[str, Any]) -> None:
    known: set[str] = set()
    for row in program["resources"]:
        opts = row["opts"]
        needed = {*opts.get("depends_on", ()), *_named(row.get("props", {})), *_named(row.get("outputs", {}))}
        needed |= {opts[key] for key in ("parent", "provider", "deleted_with") if opts.get(key)}
        assert needed <= known, f"{row} before {needed - known}"
        assert row["name"] not in known
        known.add(row["name"])


def _named(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        if "$of" in told:
            yield told["$of"][0]
        elif "$resource" in told:
            yield told["$resource"]
        else:
            for each in told.values():
                yield from _named(each)
    elif isinstance(told, list):
        for each in told:
            yield from _named(each)


def test_the_generator_reaches_everything_that_it_can_say() -> None:
    text = json.dumps([history(seed) for seed in range(300)])
    for word in (
        *(
            "my:mod:Comp",
            "provider",
            "VagueThing",
            "SecretiveThing",
            "get",
            "$secret",
            "$resource",
            "free",
            "raises_at",
        ),
        *("parent", "depends_on", "deleted_with", "protect", "retain_on_delete", "ignore_changes", "aliases"),
        *("replace_on_changes", "delete_before_replace", "additional_secret_outputs", "custom_timeouts"),
        *(
            "preview",
            "refresh",
            "destroy",
            "target",
            "replace",
            "exclude",
            "hand",
            "faults",
            "partial",
            "kill",
            "failures",
        ),
        *("--refresh", "--continue-on-error", "--target-dependents", "--expect-no-changes"),
    ):
        assert f'"{word}"' in text, word


def test_every_eighth_history_is_about_real_kinds() -> None:
    told = [history(seed) for seed in range(0, 400, 8)]
    assert all(map(wants_vendors, told))
    assert not any(wants_vendors(history(seed)) for seed in range(400) if seed % 8)
    programs = [operation["program"] for each in told for operation in each if "program" in operation]
    assert {row["kind"] for program in programs for row in program["resources"]} == set(STORED)


def _seen(*calls: str, **other: Any) -> Seen:
    told = [dict(zip(("method", "name"), call.split(), strict=True)) for call in calls]
    return replace(Seen(0, False, told, [], Shown([], [], None), None, EMPTY, {}, 0, "", ""), **other)


def _planned(old: dict[str, Any], new: dict[str, Any]) -> Seen:
    steps = [{"urn": "u::a", "op": "update", "oldState": {"outputs": old}, "newState": new}]
    return _seen(shown=Shown([], [], {"steps": steps, "counts": {}}))


def test_only_what_one_engine_is_known_to_hide_is_no_difference() -> None:
    operation: Operation = {"verb": "preview", "program": {"resources": []}}

    def same(cli: Seen, embedded: Seen) -> bool:
        return not differences(operation, cli, embedded)

    clear, hidden = {"x": 1, "y": 2}, {"x": "[secret]", "y": 2}
    assert same(_planned(clear, {}), _planned(hidden, {})), "an old value that becomes secret"
    assert not same(_planned(hidden, {}), _planned(clear, {}))
    for names, allowed in ((["x"], True), (["y"], False), ([], False)):
        cli = _planned({}, {"inputs": hidden, "additionalSecretOutputs": names})
        embedded = _planned({}, {"inputs": clear, "additionalSecretOutputs": names})
        assert same(cli, embedded) is allowed, "an input of the name of an additional secret output"
        assert not same(embedded, cli)
    outputs = [_planned({}, {"outputs": each, "additionalSecretOutputs": ["x"]}) for each in (hidden, clear)]
    assert not same(*outputs)


def test_a_free_program_that_fails_on_both_engines_leaves_the_rest_to_chance() -> None:
    free: Operation = {"verb": "up", "program": {"free": True}}
    failed = _seen(rc=1)
    assert races(free, failed, failed)
    assert not races(free, failed, _seen())
    assert not races({"verb": "up", "program": {}}, failed, failed)


def test_what_differs_is_named() -> None:
    operation: Operation = {"verb": "up", "program": {"free": True}}
    one = _seen("check a", "create a", "check b")
    assert differences(operation, one, copy.deepcopy(one)) == []
    assert differences(operation, one, _seen("check b", "check a", "create a")) == []
    for other, name in (
        (_seen("create a", "check a", "check b"), "calls of each resource"),
        (replace(one, rc=1), "exit code"),
        (replace(one, requests=["GET /x"]), "vendor requests"),
        (replace(one, shown=Shown(["+ t:x a"], [], None)), "lines shown"),
        (replace(one, shown=Shown([], ["1 unchanged"], None)), "counts shown"),
        (replace(one, shown=Shown([], [], {"steps": []})), "plan in JSON"),
        (replace(one, history={"result": "failed"}), "history"),
        (replace(one, objects={"a-1": {}}), "objects"),
        (replace(one, locks=1), "locks"),
    ):
        assert [found for found, _, _ in differences(operation, one, other)] == [name]
    in_turn: Operation = {"verb": "up", "program": {}}
    assert differences(in_turn, one, _seen("check b", "check a", "create a"))[0][0] == "order of calls"


def test_a_history_shrinks_to_what_matters() -> None:
    told = next(told for told in map(history, range(300)) if len(told) > 4 and _ends_with_a_lock(told))
    small = shrunk(told, _ends_with_a_lock, 2000)
    (operation,) = small
    (row,) = operation["program"]["resources"]
    assert operation["verb"] == "up"
    assert row["opts"].keys() == {"protect"}
    assert not row.get("props")


def _ends_with_a_lock(told: list[Operation]) -> bool:
    """Stand in for a difference: something in the last program is protected."""
    rows = told[-1].get("program", {}).get("resources", [])
    return told[-1]["verb"] == "up" and any("protect" in row["opts"] for row in rows)


def test_the_nursery_gives_a_python(arena: Arena, tmp_path: Path) -> None:
    told = "import os, sys; print(os.getcwd(), os.environ['X'], sys.argv[1:]); sys.exit(3)"
    command = [arena.python, "-c", told, "a"]
    run = subprocess.run(command, env={"X": "y"}, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip()) == (3, f"{tmp_path} y ['a']")
    waits = "import os, time; print(os.getpid(), flush=True); time.sleep(100)"
    for number in (signal.SIGTERM, signal.SIGKILL):
        with subprocess.Popen([arena.python, "-u", "-c", waits], stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            worker = psutil.Process(int(running.stdout.readline()))
            running.send_signal(number)
            assert running.wait(20) == -number
            psutil.wait_procs([worker], 20)
            assert not worker.is_running()


@pytest.mark.engine
def test_the_embedded_engine_keeps_its_promises(arena: Arena) -> None:
    for seed in SOLO:
        with World(arena.folder / f"solo-{seed}", "embedded", arena.python, arena.folder / "template") as world:
            assert not [f"history {seed}: {failure}" for failure in broken(world, history(seed))]


@pytest.mark.engine
@pytest.mark.skipif(missing("pulumi") is not None, reason="no pulumi CLI on PATH")
@pytest.mark.parametrize("seed", DUELS)
def test_both_engines_do_the_same(arena: Arena, seed: int) -> None:
    told = history(seed)
    outcome = arena.duel(told)
    assert outcome.verdict in ("equal", "refused"), "\n".join(outcome.lines(told))


TOLD = {"pw": {"$secret": "canary-one"}, "x": "canary-one"}
CARELESS: list[Operation] = [
    {"verb": "up", "program": {"resources": [{"kind": "Thing", "name": "a", "props": TOLD, "opts": {}}]}}
]
"""A program that tells its own password, which both engines then do."""


@pytest.mark.engine
def test_a_secret_that_is_told_is_a_broken_promise(arena: Arena) -> None:
    with World(arena.folder / "careless", "embedded", arena.python, arena.folder / "template") as world:
        (told, *_) = broken(world, CARELESS)
    assert told.startswith("a secret is told: 'canary-one' (as 'canary-one') in ")


@pytest.mark.engine
@pytest.mark.skipif(missing("pulumi") is not None, reason="no pulumi CLI on PATH")
def test_a_secret_that_is_told_is_a_verdict_of_its_own(arena: Arena) -> None:
    outcome = arena.duel(CARELESS)
    assert outcome.verdict == "leaked"
    for kind in KINDS:
        assert any(line.startswith("a secret is told: ") and line.endswith(kind) for line in outcome.lines(CARELESS))
