"""The life of a wire through a whole engine: which requests it makes, what it leaves alone, what it makes again."""

from __future__ import annotations

from collections import Counter

from wired.estate import Estate, objects, of, row
from wired.shown import shown
from wired.wire import NAMES, wire

from support.switches import in_this_run

ADDED, GONE = {"marks": ["+"], "diff": []}, {"marks": ["-"], "diff": []}

PLAN_WRITES = 2 if in_this_run("xmatters.create_answer") == "as_2019_sample" else 1
"""An answer that does not tell the logging level has it written once more (xmatters.md 7 #12)."""

WRITES_OF_UP = {
    "ilert POST /teams": 1,
    "ilert POST /escalation-policies": 1,
    "ilert POST /support-hours": 1,
    "ilert POST /alert-sources": 1,
    "ilert POST /connectors": 1,
    "ilert POST /alert-actions": 1,
    "ilert POST /heartbeat-monitors": 1,
    "xmatters POST /plans": PLAN_WRITES,
    "xmatters POST /plans/*/property-definitions": 1,
    "xmatters POST /plans/*/constants": 1,
    "xmatters POST /plans/*/endpoints": 1,
    "xmatters POST /shared-libraries": 1,
    "xmatters POST /plans/*/forms": 1,
    "xmatters POST /plans/*/integrations": 1,
    "apifortress POST /connectors": 1,
    "apifortress POST /alertGroups": 1,
    "apifortress POST /alertGroups/*/connectors": 2,
    "apifortress PUT /projects/*/alertGroups/*": 1,
    "apifortress PUT /alertGroups/*/users/*": 1,
}
READS_OF_UP = {
    "ilert GET /teams": 1,
    "ilert GET /escalation-policies": 1,
    "ilert GET /support-hours": 1,
    "ilert GET /alert-sources": 1,
    "ilert GET /connectors": 1,
    "ilert GET /alert-actions": 1,
    "ilert GET /heartbeat-monitors": 1,
    "xmatters GET /plans": 1,
    "xmatters GET /plans/*/property-definitions": 1,
    "xmatters GET /plans/*/constants": 1,
    "xmatters GET /plans/*/endpoints": 1,
    "xmatters GET /plans/*/shared-libraries": 1,
    "xmatters GET /plans/*/forms": 1,
    "xmatters GET /plans/*/integrations": 1,
    "apifortress GET /connectors": 1,
    "apifortress GET /alertGroups": 1,
    "apifortress GET /alertGroups/*/connectors": 1,
    "apifortress GET /alertGroups/*/users": 1,
    "apifortress GET /projects": 1,
}
"""One list per kind and parent; nothing is read back after it was made."""

READS_OF_REFRESH = {
    **{call: number for call, number in READS_OF_UP.items() if call != "ilert GET /support-hours"},
    "ilert GET /support-hours/*": 1,
    "apifortress GET /connectors/*": 1,
}
"""Lists only, but for what they leave out: a definition's script, and the exceptions of support hours, which have no
time stamp. That of an alert source, an action and a monitor stood still."""

WRITES_OF_DESTROY = {
    "ilert DELETE /teams/*": 1,
    "ilert DELETE /escalation-policies/*": 1,
    "ilert DELETE /support-hours/*": 1,
    "ilert DELETE /alert-sources/*": 1,
    "ilert DELETE /connectors/*": 1,
    "ilert DELETE /alert-actions/*": 1,
    "ilert DELETE /heartbeat-monitors/*": 1,
    "xmatters DELETE /plans/*": 1,
    "apifortress DELETE /connectors/*": 1,
    "apifortress DELETE /alertGroups/*": 1,
    "apifortress DELETE /alertGroups/*/connectors/*": 2,
    "apifortress DELETE /projects/*/alertGroups/*": 1,
    "apifortress DELETE /alertGroups/*/users/*": 1,
}
"""What is in a workflow goes with it."""

ILERT = {
    "policy": "escalation-policies",
    "team": "teams",
    "hours": "support-hours",
    "source": "alert-sources",
    "connector": "connectors",
    "action": "alert-actions",
    "monitor": "heartbeat-monitors",
}
"""ilert's resources, and where the sandbox keeps them."""


def test_a_wire_is_built_left_alone_and_torn_down(estate: Estate) -> None:
    """Exactly the expected requests in every operation; nobody else's object is touched by any of them."""
    control, engine = estate.control, estate.engine
    seeded = objects(control)

    estate.begin(*wire())
    assert estate.calls() == Counter({**WRITES_OF_UP, **READS_OF_UP})
    built = objects(control)
    assert _changed(seeded, built) == {"apifortress/projects/238"}, "only the assigned project differs"
    before, after = (found["apifortress/projects/238"] for found in (seeded, built))
    (ours,) = set(after["alertGroupIds"]) - set(before["alertGroupIds"])
    assert {**after, "alertGroupIds": [id_ for id_ in after["alertGroupIds"] if id_ != ours]} == before

    control.clear_log()
    assert shown(engine.preview("--expect-no-changes").check().stdout) == {}
    assert estate.calls() == Counter(), "a preview without changes asks no vendor"

    assert shown(engine.refresh("--expect-no-changes").check().stdout) == {}
    assert estate.calls() == Counter(READS_OF_REFRESH)
    assert objects(control) == built

    control.clear_log()
    engine.up("--expect-no-changes").check()
    assert estate.calls() == Counter()

    destroyed = engine.destroy().check()
    assert shown(destroyed.stdout) == dict.fromkeys(NAMES, GONE)
    assert estate.calls() == Counter(WRITES_OF_DESTROY)
    assert objects(control) == seeded

    control.clear_log()
    assert shown(engine.destroy().check().stdout) == {}
    assert estate.calls() == Counter(), "there is nothing left to destroy"


def test_what_was_deleted_by_hand_is_made_again(estate: Estate) -> None:
    """Every kind: refresh shows each deleted object as gone, up makes exactly those, and the wire is whole again."""
    alone = (row("xmatters.Workflow", "lone-plan"), row("apifortress.AlertGroup", "lone-group"))
    unused = row("apifortress.ConnectorDefinition", "lone-definition", name="Unused", code="unused()")
    second = row("xmatters.Form", "lone-form", plan_id=of("plan"))
    seeded = objects(estate.control)
    estate.begin(*wire(), *alone, unused, second)
    state, control = estate.state(), estate.control
    ids = {name: str(found["id"]).rpartition("/")[2] for name, found in state.items()}
    project, group = str(state["pair"]["id"]).split("/")
    for name, kind in ILERT.items():
        control.delete("ilert", kind, ids[name])
    control.delete("xmatters", "plans", ids["lone-plan"])
    control.delete("xmatters", "property-definitions", ids["summary"])
    control.delete("xmatters", "constants", ids["base-url"])
    control.delete("xmatters", "endpoints", ids["endpoint"])
    control.delete("xmatters", "shared-libraries", ids["library"])
    control.delete("xmatters", "forms", ids["lone-form"])
    control.delete("xmatters", "integrations", ids["trigger"])
    control.delete("apifortress", "connectorDefinitions", ids["lone-definition"])
    control.delete("apifortress", "alertGroups", ids["lone-group"])
    control.delete("apifortress", "connectors", ids["to-xmatters"])
    control.delete("apifortress", "groupUsers", state["member"]["id"])
    others = [id_ for id_ in control.get("apifortress", "projects", project)["alertGroupIds"] if str(id_) != group]
    control.edit("apifortress", "projects", project, alertGroupIds=others)
    gone = {*ILERT, "lone-plan", "summary", "base-url", "endpoint", "library", "lone-form", "trigger"}
    gone |= {"lone-definition", "lone-group", "to-xmatters", "pair", "member"}

    refreshed = estate.engine.refresh().check()
    assert shown(refreshed.stdout) == dict.fromkeys(gone, GONE), refreshed
    assert shown(estate.engine.preview().check().stdout) == {
        **dict.fromkeys(gone, ADDED),
        "to-ilert": {"marks": ["~"], "diff": []},  # the new source will have a new, secret address
    }
    estate.engine.up().check()
    assert shown(estate.engine.preview("--expect-no-changes").check().stdout) == {}
    again = estate.state()
    assert {name for name in ids if again[name]["id"] != state[name]["id"]} == gone - {"pair", "member"}
    assert int(group) in control.get("apifortress", "projects", project)["alertGroupIds"]
    estate.engine.destroy().check()
    assert objects(control) == seeded


def test_whole_containers_deleted_by_hand_are_made_again_with_everything_in_them(estate: Estate) -> None:
    """A workflow and an alert group take their children with them, and all of them come back."""
    estate.begin(*wire())
    before = estate.state()
    estate.control.delete("xmatters", "plans", before["plan"]["id"])
    estate.control.delete("apifortress", "alertGroups", before["group"]["id"])
    refreshed = estate.engine.refresh().check()
    ilert = {name for name, found in before.items() if "/ilert:" in found["type"]}
    gone = set(NAMES) - ilert - {"definition"}
    assert shown(refreshed.stdout) == dict.fromkeys(gone, GONE), refreshed
    estate.engine.up().check()
    after = estate.state()
    assert {name for name in NAMES if after[name]["id"] != before[name]["id"]} == gone
    estate.engine.preview("--expect-no-changes").check()


def test_a_workflow_moves_in_the_console_only_when_its_position_is_given(estate: Estate) -> None:
    """The position is written when the program gives one, and people may move the workflow when it does not."""

    def position() -> int:
        return int(estate.state()["placed"]["outputs"]["position"])

    estate.begin(row("xmatters.Workflow", "placed", position=3), row("xmatters.Workflow", "loose"))
    estate.say(row("xmatters.Workflow", "placed", position=2), row("xmatters.Workflow", "loose"))
    changed = estate.engine.up().check()
    assert shown(changed.stdout) == {"placed": {"marks": ["~"], "diff": ["position"]}}
    assert position() == 2
    assert "position" not in estate.state()["loose"]["outputs"]
    estate.engine.preview("--expect-no-changes").check()


def _changed(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {key for key in before if before[key] != after.get(key)}
