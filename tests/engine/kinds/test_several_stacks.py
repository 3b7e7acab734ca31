"""Objects that are there already: referred to, refused, taken over; and two stacks of one program."""

from __future__ import annotations

from typing import Any

import pytest
from wired.estate import Estate, got, objects, of
from wired.shown import shown
from wired.wire import NAMES, wire

from support.engines import Engine
from support.switches import in_this_run

NAMED = {
    "team": "kept team",
    "policy": "kept policy",
    "hours": "kept hours",
    "source": "kept source",
    "connector": "kept connector",
    "action": "kept action",
    "monitor": "kept monitor",
    "plan": "kept plan",
    "form": "kept form",
    "trigger": "kept trigger",
    "group": "kept group",
}
KINDS = {each["name"]: each["class"] for each in wire()}
INSIDE = ("summary", "base-url", "endpoint", "library", "form", "trigger")
ILERT = ("team", "policy", "hours", "source", "connector", "action", "monitor")
ADOPTABLE = (*ILERT, "plan", *INSIDE, "definition", "group")
MISSING = {
    "source": "9999999",
    "plan": "00000000-0000-4000-8000-000000000000",
    "trigger": "482d76ed-ee1d-5a8c-8e08-184857320550/00000000-0000-4000-8000-000000000000",
    "summary": "482d76ed-ee1d-5a8c-8e08-184857320550/00000000-0000-4000-8000-000000000000",
    "definition": "0123456789abcdef01234567",
    "group": "99999",
    "to-ilert": "2/0123456789abcdef01234567",
    "pair": "238/99999",
}


def _named(*, adopt: bool) -> list[dict[str, Any]]:
    """Return a wire with explicit names."""
    changes: dict[str, dict[str, Any]] = {name.replace("-", "_"): {"name": text} for name, text in NAMED.items()}
    if adopt:
        for name in ADOPTABLE:
            changes.setdefault(name.replace("-", "_"), {})["adopt"] = True
    return wire(**changes)


def _second(estate: Estate, name: str) -> Engine:
    engine = estate.another(name)
    engine.init()
    return engine


def _ids(engine: Engine) -> dict[str, str]:
    found = engine.export()["deployment"].get("resources") or []
    return {each["urn"].rpartition("::")[2]: each["id"] for each in found if each.get("id")}


def test_every_kind_is_referred_to_with_get(estate: Estate) -> None:
    """Another stack reads all of them, uses their outputs, writes nothing, and forgets them without deleting any."""
    estate.begin(*_named(adopt=False))
    ids = _ids(estate.engine)
    plan = ids["plan"]
    rows = [got(KINDS[name], name, f"{plan}/{ids[name]}" if name in INSIDE else ids[name]) for name in NAMES]
    exports = {
        "source": of("source", "name"),
        "form": of("form", "name"),
        "trigger_path": of("trigger", "trigger_path"),
        "value": of("base-url", "value"),
        "group": of("group", "name"),
        "definition": of("definition", "name"),
        "project": of("pair", "project_name"),
    }
    reader = _second(estate, "reader")
    estate.say(*rows, exports=exports)
    before = objects(estate.control)
    reader.up().check()
    assert reader.stack_command("output", "--json").check().json() == {
        "source": "kept source",
        "form": "kept form",
        "trigger_path": f"/api/integration/1/functions/{ids['trigger']}/triggers",
        "value": "https://apif.example.com/app",
        "group": "kept group",
        "definition": "xMatters",
        "project": "Orders API",
    }
    assert shown(reader.preview("--expect-no-changes").check().stdout) == {}
    reader.destroy().check()
    assert objects(estate.control) == before


@pytest.mark.parametrize("name", MISSING)
def test_a_get_of_what_does_not_exist_fails_in_one_line(name: str, estate: Estate) -> None:
    """Not an empty resource, and not a traceback."""
    estate.say(got(KINDS[name], name, MISSING[name]))
    estate.engine.init()
    result = estate.engine.preview()
    assert result.rc != 0, str(result)
    assert MISSING[name].rpartition("/")[2] in result.text
    assert "Check the id." in result.text
    assert "Traceback" not in result.text, str(result)


def test_an_explicit_name_that_is_taken_is_refused_and_taken_over_only_on_demand(estate: Estate) -> None:
    """The refusal says how; with adopt=True a second stack has the same objects and makes no other."""
    estate.begin(*_named(adopt=False))
    before, ids = objects(estate.control), _ids(estate.engine)
    second = _second(estate, "second")
    alone = ("team", "hours", "connector", "plan", "group", "definition")
    estate.say(*[each for each in _named(adopt=False) if each["name"] in alone])
    refused = second.up("--continue-on-error")
    assert refused.rc != 0
    for name in alone:
        assert f"there is one already (id {ids[name]})" in refused.text, str(refused)
    assert "Write adopt=True to take it over" in refused.text
    assert objects(estate.control) == before, "nothing was written"

    estate.say(*_named(adopt=True))
    second.up().check()
    taken = _ids(second)
    # A connector's only mark is what is in it, which a mask hides (api-fortress.md 7.5): there it is made anew.
    anew = {"to-ilert", "to-xmatters"} if in_this_run("maskSecrets") else set()
    kept = {name: id_ for name, id_ in ids.items() if name not in anew}
    assert taken == kept | {name: id_ for name, id_ in taken.items() if name.startswith("default") or name in anew}
    second.preview("--expect-no-changes").check()
    assert len(objects(estate.control).keys() - before.keys()) == len(anew), "there is no second object"


def test_two_stacks_of_one_program_have_objects_of_their_own(estate: Estate) -> None:
    """Made names tell stacks apart; destroying one leaves the other whole."""
    seeded = objects(estate.control)
    estate.begin(*wire())
    first, before = _ids(estate.engine), objects(estate.control)
    other = _second(estate, "other")
    params = {"trigger_url": "where", "recipients": "who"}
    estate.say(*wire(definition={"name": "xMatters of the other stack", "params": params}))
    other.up().check()
    second = _ids(other)
    assert not {first[name] for name in NAMES} & {second[name] for name in NAMES}
    estate.say(*wire())
    estate.engine.preview("--expect-no-changes").check()
    other.destroy().check()
    assert objects(estate.control) == before
    estate.engine.preview("--expect-no-changes").check()
    estate.engine.destroy().check()
    assert objects(estate.control) == seeded
