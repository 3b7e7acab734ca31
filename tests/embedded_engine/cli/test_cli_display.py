"""What the user sees of a pass, from events alone: the CLI's form, secrets masked (`pulumi-engine.md` 5.10)."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display import View, open_display, render_details
from embedded_engine.display.live import LiveProgress
from embedded_engine.display.words import DONE, MARKERS, PLANNED, RUNNING, type_name
from embedded_engine.events import (
    Diagnostic,
    Event,
    Op,
    Prelude,
    ResourceDone,
    ResourceFailed,
    ResourcePre,
    Severity,
    StackOutputs,
    Step,
    Summary,
)
from embedded_engine.files.model import Resource
from embedded_engine.values import UNKNOWN, PropertyDiff, Secret

ROOT = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev"
PROVIDER = "urn:pulumi:dev::proj::pulumi:providers:pulumi-python::default::1"


def thing(name: str, inputs: dict[str, Any], **more: Any) -> Resource:
    kind = "pulumi-python:dynamic/rec:Thing"
    urn = f"urn:pulumi:dev::proj::{kind}::{name}"
    return Resource(urn, kind, True, inputs={"__provider": "pickle", **inputs}, parent=ROOT, provider=PROVIDER, **more)


def step(op: Op, old: Resource | None, new: Resource | None, **more: Any) -> Step:
    state = new or old
    assert state is not None
    return Step(op, state.urn, state.type, old, new, **more)


STACK = Resource(ROOT, "pulumi:pulumi:Stack", False)
SAME_STACK = step(Op.SAME, STACK, STACK)


def shown(events: Iterable[Event], view: View | None = None, *, preview: bool = True, kind: Any = "update") -> str:
    out = io.StringIO()
    display = open_display(view or View("dev", "proj"), kind, Terminal(out, out, interactive=False), preview=preview)
    for event in events:
        display(event)
    display.close()
    return out.getvalue()


def run_of(*steps: Step, preview: bool, outputs: StackOutputs | None = None, changes: Any = None) -> list[Event]:
    events: list[Event] = [Prelude("update", preview), ResourcePre(SAME_STACK, preview)]
    for one in steps:
        events += [ResourcePre(one, preview), ResourceDone(one, preview)]
    events.append(ResourceDone(SAME_STACK, preview))
    if outputs is not None:
        events.append(outputs)
    return [*events, Summary("update", preview, "succeeded", 61.2, changes or {"same": 1})]


OLD = thing("a", {"x": 1, "pw": Secret("one"), "gone": True, "l": [1, 2]}, id="id-a", outputs={"url": "u"})
NEW = thing("a", {"x": 2, "pw": Secret("two"), "more": "m", "l": [1, 9]}, id="id-a")


def test_a_preview_names_what_changes_and_nothing_else() -> None:
    same = thing("s", {"x": 1})
    text = shown(
        run_of(
            step(Op.UPDATE, OLD, NEW),
            step(Op.SAME, same, same),
            step(Op.CREATE, None, thing("n", {})),
            step(Op.CREATE, None, thing("hidden", {}), internal=True),
            preview=True,
            changes={"update": 1, "create": 1, "same": 2},
        )
    )
    assert text.splitlines() == [
        "Previewing update (dev):",
        "    pulumi:pulumi:Stack proj-dev running",
        " ~  pulumi-python:dynamic/rec:Thing a update [diff: +more-gone~l,x]",
        " +  pulumi-python:dynamic/rec:Thing n create",
        "    pulumi:pulumi:Stack proj-dev",
        "Resources:",
        "    + 1 to create",
        "    ~ 1 to update",
        "    2 changes. 2 unchanged",
        "",
    ]


def test_an_update_says_how_it_goes() -> None:
    failing = step(Op.CREATE, None, thing("f", {}))
    events: list[Event] = [
        ResourcePre(SAME_STACK, False),
        ResourcePre(failing, False),
        Diagnostic(Severity.INFO, "waiting for source, try 3", failing.urn, ephemeral=True),
        Diagnostic(Severity.ERROR, "name is taken\nsecond line", failing.urn),
        ResourceFailed(failing, False),
        Diagnostic(Severity.WARNING, "mind the gap"),
        Diagnostic(Severity.DEBUG, "nobody wants to know"),
        ResourceDone(SAME_STACK, False),
        Summary("update", False, "failed", 0.2, {"same": 1}),
    ]
    text = shown(events, preview=False)
    assert " +  pulumi-python:dynamic/rec:Thing f creating (0s) waiting for source, try 3\n" in text
    assert " +  pulumi-python:dynamic/rec:Thing f **creating failed** error: name is taken\n" in text
    assert text.split("Diagnostics:\n")[1] == (
        "  pulumi:pulumi:Stack (proj-dev):\n    warning: mind the gap\n\n"
        "  pulumi-python:dynamic/rec:Thing (f):\n    error: name is taken\n    second line\n\n"
        "Resources:\n    1 unchanged\n    1 errored\n\nDuration: 1s\n\n"
    )
    assert "try 3" not in text.split("Diagnostics:")[1]
    assert "nobody" not in text
    assert "nobody" in shown(events, View("dev", "proj", debug=True), preview=False)


def test_an_interrupted_step_is_not_called_done() -> None:
    running = step(Op.CREATE, None, thing("f", {}))
    events: list[Event] = [ResourcePre(SAME_STACK, False), ResourcePre(running, False)]
    assert "f creating (interrupted)" in shown(events, preview=False)


def test_halves_of_a_replacement_keep_the_reason() -> None:
    halves = [
        step(Op.CREATE_REPLACEMENT, OLD, NEW, logical=False),
        step(Op.REPLACE, OLD, NEW, replace_keys=["x"]),
        step(Op.DELETE_REPLACED, OLD, None, logical=False),
    ]
    text = shown(run_of(*halves, preview=True, changes={"replace": 1}))
    assert [line[:3] for line in text.splitlines()[2:5]] == [" ++", " +-", " --"]
    assert text.count("[diff: +more-gone~l,x]") == 3
    assert "    +-1 to replace\n" in text


def test_outputs_of_a_preview_and_of_an_update() -> None:
    outputs = StackOutputs(
        {"same": 1, "old": "x", "map": {"a": [1, 2]}, "later": "known"},
        {"same": 1, "new": Secret("s"), "map": {"a": [1, 3], "b": True}, "later": UNKNOWN},
    )
    preview = shown(run_of(preview=True, outputs=outputs)).split("Outputs:\n")[1].split("\nResources")[0]
    assert preview == (
        "  ~ map  : {\n      ~ a: [\n            [0]: 1\n          ~ [1]: 2 => 3\n        ]\n      + b: true\n    }\n"
        '  + new  : [secret]\n  - old  : "x"\n'
    )
    update = shown(run_of(preview=False, outputs=outputs), preview=False)
    assert "    same : 1\n" in update
    assert "Duration: 1m2s" in update
    assert "Outputs" not in shown(run_of(preview=True, outputs=outputs), View("dev", "proj", suppress_outputs=True))


def test_the_diff_shows_every_input_and_marks_what_changes() -> None:
    text = shown(run_of(step(Op.UPDATE, OLD, NEW), preview=True), View("dev", "proj", diff=True))
    assert text.splitlines()[3:15] == [
        "    ~ pulumi-python:dynamic/rec:Thing: (update)",
        "        [id=id-a]",
        f"        [urn={OLD.urn}]",
        "      - gone: true",
        "      ~ l   : [",
        "            [0]: 1",
        "          ~ [1]: 2 => 9",
        "        ]",
        '      + more: "m"',
        "        pw  : [secret]",
        "      ~ x   : 1 => 2",
        "Resources:",
    ]
    assert "pickle" not in text


def test_the_engines_own_diff_shows_only_what_it_names() -> None:
    named = {"x": PropertyDiff("update"), "__provider": PropertyDiff("update")}
    text = shown(run_of(step(Op.UPDATE, OLD, NEW, detailed_diff=named), preview=True), View("dev", "proj", diff=True))
    assert "~ x         : 1 => 2" in text
    assert "__provider" in text
    assert "more" not in text


def test_a_protected_resource_wears_a_padlock() -> None:
    locked = step(Op.CREATE, None, thing("p", {}, protect=True))
    deleted = step(Op.DELETE, thing("q", {}, protect=True), None)
    text = shown(run_of(locked, deleted, preview=True), View("dev", "proj", diff=True))
    assert "(create) 🔒" in text
    assert "(delete) 🔒" in text


def test_a_finished_create_shows_what_the_provider_made() -> None:
    made = thing("n", {"x": 1}, id="i", outputs={"x": 1, "url": "http://n", "key": Secret("k")})
    text = shown(run_of(step(Op.CREATE, None, made), preview=False), View("dev", "proj", diff=True), preview=False)
    assert '        --outputs:--\n        key: [secret]\n        url: "http://n"\n' in text


def test_a_refresh_shows_drift_once() -> None:
    live = OLD.evolve(outputs={"url": "v"}, inputs={**OLD.inputs, "x": 5})
    events: list[Event] = [
        ResourcePre(step(Op.REFRESH, OLD, OLD), True),
        ResourceDone(step(Op.UPDATE, OLD, live, refreshed=True), True),
        Summary("refresh", True, "succeeded", 1, {"update": 1}),
    ]
    text = shown(events, kind="refresh")
    assert " ~  pulumi-python:dynamic/rec:Thing a refreshing\n" in text
    assert " ~  pulumi-python:dynamic/rec:Thing a update [diff: ~x]\n" in text
    assert '~ url: "u" => "v"' in shown(events, View("dev", "proj", diff=True), kind="refresh")
    digest = json.loads(shown(events, View("dev", "proj", json=True), kind="refresh"))
    assert [(found["op"], found["newState"]["outputs"]) for found in digest["steps"]] == [("update", {"url": "v"})]


def test_the_digest() -> None:
    replacing = step(Op.REPLACE, OLD, NEW, replace_keys=["x"])
    half = step(Op.CREATE_REPLACEMENT, OLD, NEW, logical=False)
    same = thing("s", {})
    events = run_of(half, replacing, step(Op.SAME, same, same), preview=True, changes={"replace": 1, "same": 2})
    events.insert(3, Diagnostic(Severity.WARNING, "mind", OLD.urn))
    digest = json.loads(shown(events, View("dev", "proj", json=True, config={"proj:s": "[secret]"})))
    assert [(found["op"], found["urn"]) for found in digest["steps"]] == [("same", ROOT), ("replace", OLD.urn)]
    found = digest["steps"][1]
    assert found["provider"] == PROVIDER
    assert found["replaceReasons"] == ["x"]
    assert found["detailedDiff"] is None
    assert found["oldState"]["inputs"]["pw"] == "[secret]"
    assert digest["changeSummary"] == {"replace": 1, "same": 2}
    assert digest["diagnostics"] == [{"urn": OLD.urn, "message": "mind\n", "severity": "warning"}]
    assert digest["config"] == {"proj:s": "[secret]"}
    assert digest["duration"] == 61_200_000_000


def test_a_failed_pass_prints_a_digest_all_the_same() -> None:
    assert json.loads(shown([], View("dev", "proj", json=True))) == {"duration": 0, "changeSummary": {}}


def test_details_are_the_diff_without_the_numbers() -> None:
    lines = list(render_details(run_of(step(Op.UPDATE, OLD, NEW), preview=True), View("dev", "proj")))
    assert "      ~ x   : 1 => 2" in lines
    assert "Resources:" not in lines


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("view", [View("dev", "proj"), View("dev", "proj", diff=True), View("dev", "proj", json=True)])
@settings(deadline=None)
@given(old=JSON, new=JSON, preview=st.booleans(), op=st.sampled_from(list(Op)))
def test_no_secret_is_ever_shown(view: View, old: Any, new: Any, preview: bool, op: Op) -> None:
    def planted(value: Any, canary: str) -> dict[str, Any]:
        return {"a": Secret({"v": value, "c": canary}), "b": [Secret(canary), value], "c": {"d": Secret(canary)}}

    before = thing("a", planted(old, "canary-1"), id="i", outputs=planted(new, "canary-2"))
    after = thing("a", planted(new, "canary-3"), id="i", outputs=planted(old, "canary-4"))
    outputs = StackOutputs(planted(old, "canary-5"), planted(new, "canary-6"))
    text = shown(run_of(step(op, before, after), preview=preview, outputs=outputs), view, preview=preview)
    assert "canary" not in text


def test_secrets_are_shown_when_asked_for() -> None:
    view = View("dev", "proj", diff=True, show_secrets=True)
    assert '~ pw  : "one" => "two"' in shown(run_of(step(Op.UPDATE, OLD, NEW), preview=True), view)


def test_long_texts_are_cut_unless_asked_for() -> None:
    long = step(Op.CREATE, None, thing("n", {"t": "x" * 200}))
    assert "x" * 151 not in shown(run_of(long, preview=True), View("dev", "proj", diff=True))
    assert "x" * 200 in shown(run_of(long, preview=True), View("dev", "proj", diff=True, full_output=True))


def test_every_op_has_its_words() -> None:
    assert all(op in words for op in Op for words in (MARKERS, PLANNED, RUNNING, DONE))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("pulumi-python:dynamic/q:Q", "pulumi-python:dynamic:Q"),
        ("pulumi-python:dynamic/rec:Thing", "pulumi-python:dynamic/rec:Thing"),
        ("acme:index:Pair", "acme:index:Pair"),
    ],
)
def test_type_names(kind: str, name: str) -> None:
    assert type_name(kind) == name


def test_a_terminal_gets_a_tree_that_moves() -> None:
    out = io.StringIO()
    display = open_display(View("dev", "proj"), "update", Terminal(out, out, interactive=True), preview=True)
    bracketed = step(Op.CREATE, None, thing("[bold]b", {}))
    for event in run_of(step(Op.UPDATE, OLD, NEW), bracketed, preview=True, changes={"update": 1, "same": 1}):
        display(event)
    display.close()
    text = out.getvalue()
    assert "└─ pulumi-python:dynamic/rec:Thing" in text
    assert "[bold]b" in text
    assert "Plan" in text
    assert "    ~ 1 to update\n" in text


def test_a_moving_tree_is_no_longer_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed steps and those that run come first; the last drawing shows every row."""
    monkeypatch.setenv("LINES", "30")
    out = io.StringIO()
    display = LiveProgress(View("dev", "proj"), "update", Terminal(out, out, interactive=True), preview=False)
    display(ResourcePre(step(Op.CREATE, None, STACK), False))
    steps = [step(Op.CREATE, None, thing(f"r{number}", {})) for number in range(100)]
    for number, one in enumerate(steps):
        display(ResourcePre(one, False))
        if number != 40:
            display(ResourceFailed(one, False) if number == 50 else ResourceDone(one, False))
    drawn = io.StringIO()
    Console(file=drawn, width=120).print(display.table())
    lines = drawn.getvalue().splitlines()
    assert len(lines) == 1 + 1 + 24 + 1, "head, stack, what fits, and how many more there are"
    assert lines[-1].split() == ["76", "more"]
    for name in ("r50", "r40", "r99"):
        assert f" {name} " in drawn.getvalue()
    assert " r10 " not in drawn.getvalue()
    display(ResourceDone(steps[40], False))
    display.close()
    assert all(f" r{number} " in out.getvalue() for number in range(100))
