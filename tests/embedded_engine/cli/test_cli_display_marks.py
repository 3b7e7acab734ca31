"""Displays when marks differ between old and new, on a terminal too, and what progress says of reads (5.10)."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display import View, open_display
from embedded_engine.events import Event, Op, Prelude, ResourceDone, ResourceFailed, ResourcePre, StackOutputs, Step
from embedded_engine.files.model import Resource
from embedded_engine.values import UNKNOWN, PropertyDiff, Secret

ROOT = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev"
KIND = "pulumi-python:dynamic/rec:Thing"
VIEWS = {
    "text": View("dev", "proj"),
    "diff": View("dev", "proj", diff=True, show_replacement_steps=True, show_sames=True),
    "json": View("dev", "proj", json=True, show_replacement_steps=True, show_sames=True),
}


def shown(events: Iterable[Event], view: View, *, preview: bool = True, terminal: bool = False) -> str:
    out = io.StringIO()
    display = open_display(view, "update", Terminal(out, out, interactive=terminal), preview=preview)
    for event in events:
        display(event)
    display.close()
    return out.getvalue()


def thing(inputs: dict[str, Any], outputs: dict[str, Any], **more: Any) -> Resource:
    urn = f"urn:pulumi:dev::proj::{KIND}::a"
    return Resource(urn, KIND, True, id="i", inputs=inputs, outputs=outputs, parent=ROOT, **more)


def events_of(op: Op, old: Resource | None, new: Resource | None, preview: bool = True, **more: Any) -> list[Event]:
    state = new or old
    assert state is not None
    step = Step(op, state.urn, KIND, old, new, **more)
    return [Prelude("update", preview), ResourcePre(step, preview), ResourceDone(step, preview)]


PLAIN = {"pw": "canary", "cfg": {"k": "canary", "n": 1}, "lst": ["canary"]}
MARKED = {"pw": Secret("canary"), "cfg": {"k": Secret("canary"), "n": 2}, "lst": Secret(["canary"])}
NAMED = {"pw": PropertyDiff("update"), "cfg.k": PropertyDiff("update"), "lst[0]": PropertyDiff("update")}


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("op", [Op.UPDATE, Op.REPLACE, Op.CREATE_REPLACEMENT, Op.SAME, Op.REFRESH])
@pytest.mark.parametrize("more", [{}, {"detailed_diff": NAMED}, {"refreshed": True}])
def test_what_becomes_secret_does_not_show_its_old_spelling(
    name: str, preview: bool, op: Op, more: dict[str, Any]
) -> None:
    old = thing(PLAIN, {**PLAIN, "token": "canary"})
    made = {**MARKED, "token": Secret("canary")}
    new = thing(MARKED, MARKED if preview else made, additional_secret_outputs=["token"])
    events = events_of(op, old, new, preview, **more)
    events.append(StackOutputs({"x": PLAIN, "y": "canary"}, {"x": MARKED, "y": Secret("canary")}))
    told = shown(events, VIEWS[name], preview=preview)
    assert "canary" not in told
    assert "dev" in told or '"changeSummary"' in told


def test_old_spellings_are_shown_when_secrets_are_asked_for() -> None:
    events = events_of(Op.UPDATE, thing({"pw": "one"}, {}), thing({"pw": Secret("two")}, {}))
    assert '~ pw: "one" => "two"' in shown(events, View("dev", "proj", diff=True, show_secrets=True))


def test_a_terminal_shows_no_secret() -> None:
    old, new = thing(MARKED, MARKED), thing({**MARKED, "n": 1}, MARKED)
    events = [*events_of(Op.UPDATE, old, new), StackOutputs({"x": MARKED}, {"x": MARKED, "z": MARKED})]
    told = shown(events, VIEWS["text"], terminal=True)
    assert "[secret]" in told
    assert "canary" not in told


@pytest.mark.parametrize("op", [Op.READ, Op.READ_REPLACEMENT, Op.DISCARD])
def test_progress_has_no_line_for_a_read_unless_asked(op: Op) -> None:
    state = thing({}, {}, external=True)
    events = events_of(op, state, None if op is Op.DISCARD else state, preview=False)
    assert f"{KIND} a" not in shown(events, View("dev", "proj"), preview=False)
    assert f"{KIND} a" in shown(events, View("dev", "proj", show_reads=True), preview=False)
    failing = [*events[:2], ResourceFailed(events[1].step, False)]  # type: ignore[union-attr]
    assert f"{KIND} a **" in shown(failing, View("dev", "proj"), preview=False)


def test_the_diff_and_the_digest_show_reads() -> None:
    events = events_of(Op.READ, None, thing({"q": 1}, {}, external=True))
    assert f"> {KIND}: (read)" in shown(events, View("dev", "proj", diff=True))
    assert [step["op"] for step in json.loads(shown(events, View("dev", "proj", json=True)))["steps"]] == ["read"]


def test_a_preview_leaves_out_what_only_the_run_will_know() -> None:
    old = {"url": "u", "size": 1, "in": {"url": "u", "keep": 1}, "list": ["u"]}
    new = {"url": UNKNOWN, "size": 2, "in": {"url": UNKNOWN, "keep": 1}, "list": [UNKNOWN]}
    told = shown([StackOutputs({"x": old}, {"x": new})], VIEWS["text"])
    assert told.split("Outputs:\n")[1].strip("\n").splitlines() == [
        "  ~ x: {",
        "        in  : {",
        "            keep: 1",
        "        }",
        "      ~ list: [",
        '          ~ [0]: "u" => [unknown]',
        "        ]",
        "      ~ size: 1 => 2",
        "    }",
    ]
