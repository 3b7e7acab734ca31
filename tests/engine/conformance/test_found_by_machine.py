"""What `make differential` found: each was a difference between the engines, told here in the smallest program."""

from __future__ import annotations

import json
from typing import Any

from rows.state import SIG
from rows.world import AB, World

from support.engines import KINDS, missing

VERSION = {"packageVersion": ""}


def plan_of(world: World, name: str) -> dict[str, Any]:
    """Return the step of a resource in ``preview --json``."""
    steps: list[dict[str, Any]] = world.engine.preview("--json").json()["steps"]
    (found,) = [step for step in steps if step["urn"].endswith(f"::{name}")]
    return found


def test_other_exports_leave_the_stack_as_old_as_it_was(world: World) -> None:
    """Only the exports changed: they are stored, the stack's `modified` stays."""
    world.given(AB)
    before = world.state["S"]
    world.expect(world.up(program="a = R('a'); b = R('b', dep=a.url); export('v', a.url)"), counts="same 3")
    assert world.state.exports == {"v": "http://a"}
    assert world.state["S"]["modified"] == before["modified"]


def test_a_refresh_leaves_no_empty_lists_of_dependencies(world: World) -> None:
    """`propertyDependencies` lose their empty lists, whether anything is gone or not; the next up brings them back."""
    world.given(AB)
    world.refresh().check()
    assert "propertyDependencies" not in world.state["a"]
    assert list(world.state["b"]["propertyDependencies"]) == ["dep"]
    world.expect(world.up(), counts="same 3")
    assert world.state["a"]["propertyDependencies"] == {"__provider": [], "name": []}


def test_what_stays_behind_is_shown(world: World) -> None:
    """`retain_on_delete`: the lines of a delete and of a replacement say that the object stays."""
    world.given("R('a', O(retain_on_delete=True), fixed=1); R('b', O(retain_on_delete=True)); R('c')")
    result = world.up(program="R('a', O(retain_on_delete=True), fixed=2); R('d')")
    retained = {line.split()[2] for line in result.stdout.splitlines() if "[retain]" in line}
    assert retained == {"a", "b"}
    assert result.rc == 0


def test_one_plugin_serves_the_refresh_and_the_update(world: World) -> None:
    """up --refresh: the plugin that read the objects goes on; it is configured once."""
    world.given(AB)
    world.expect(world.up("--refresh"), "R a, D a, R b, D b, K a, D a, K b, D b", counts="same 3")
    assert len(world.configured()) == 1


def test_another_configuration_takes_another_plugin(world: World) -> None:
    """up --refresh with other configuration: what was read with the old one is updated with the new one."""
    world.given(AB)
    world.engine.config("set", "proj:region", "eu").check()
    world.expect(world.up("--refresh"), counts="same 3")
    assert [entry["config"].get("proj:region") for entry in world.configured()] == [None, "eu"]


def test_what_is_only_read_counts_when_a_refresh_finds_it_changed(world: World) -> None:
    """`.get()`: other outputs are an update in a refresh, and move `modified`; equal ones are not."""
    world.given("g = R.get('g', 'ext-1')")
    world.expect(world.refresh(), "R g", counts="same 2")
    world.fault("read g", outs={"url": "http://elsewhere"})
    world.expect(world.refresh(), "R g", steps="update g", counts="update 1, same 1")
    assert world.state["g"]["outputs"]["url"] == "http://elsewhere"
    assert "modified" in world.state["g"]
    world.expect(world.refresh(), "R g", counts="same 2")


def test_what_is_protected_stops_only_what_it_needs(world: World) -> None:
    """Removed: protected b, which needs a; d, which c needs. b fails, a stays for it; c and then d are deleted."""
    world.given("a = R('a'); R('b', O(protect=True), dep=a.url); d = R('d'); R('c', dep=d.url)")
    world.expect(world.up(program=""), "X c, X d", order="X c < X d", steps="delete b, delete c, delete d", rc=1)
    assert world.state.names() == {"S", "a", "b"}


def test_a_resource_given_to_a_component_is_stored_alike(world: World) -> None:
    """`Component(of=a)`: the reference in the state; the other engine takes it for no change."""
    world.given()
    program = "a = R('a'); Component('c', of=a)"
    world.up(program=program).check()
    stored = world.state["c"]["inputs"]["of"]
    assert {**stored, SIG: ""} == {SIG: "", "urn": world.state["a"]["urn"], "id": world.state["a"]["id"], **VERSION}
    for kind in KINDS:
        if missing(kind) is None:
            world.other(kind).up("--expect-no-changes").check()


def test_a_plan_names_the_aliases(world: World) -> None:
    """preview --json: the new state of a renamed resource lists the URNs that it may have had; the state never does."""
    world.given("R('a', x=1)")
    world.program("R('b', O(aliases=[Alias(name='a')]), x=2)")
    assert plan_of(world, "b")["newState"]["aliases"] == [world.state["a"]["urn"]]
    world.up().check()
    assert "aliases" not in world.state["b"]


def test_a_plan_shows_what_becomes_of_the_old_object(world: World) -> None:
    """preview --json of a replacement: the old state carries the mark that the replacement gives it."""
    world.given("R('a', dbr=1); R('b', fixed=1)")
    world.program("R('a', dbr=2); R('b', fixed=2)")
    assert plan_of(world, "a")["oldState"].get("pendingReplacement") is True
    after = plan_of(world, "b")["oldState"]
    assert after.get("delete") is True
    assert "pendingReplacement" not in json.dumps(after)


def test_a_component_is_replaced_when_it_is_named(world: World) -> None:
    """up --replace of a component: its entry in the state is a new one, without a call; what is in it stays."""
    world.given("c = Component('c', size=1); child(c, 'kid')")
    before = world.state
    result = world.up("--replace", before["c"]["urn"])
    world.expect(result, "K kid, D kid", steps="CR c, RP c, DR c", counts="replace 1, same 2")
    assert world.state["c"]["created"] != before["c"]["created"]
    assert world.state["kid"]["created"] == before["kid"]["created"]


def test_a_component_goes_with_what_it_is_deleted_with(world: World) -> None:
    """`deleted_with` a resource that is replaced: the component is replaced too."""
    world.given("a = R('a', fixed=1); Component('c', O(deleted_with=a))")
    result = world.up(program="a = R('a', fixed=2); Component('c', O(deleted_with=a))")
    world.expect(
        result, "K a, D a, K0 a, C a, X a", steps="CR a, RP a, CR c, RP c, DR c, DR a", counts="replace 2, same 1"
    )


def test_a_protected_component_is_not_replaced(world: World) -> None:
    """up --replace of a protected component is refused, and nothing changes."""
    world.given("Component('c', O(protect=True))")
    before = world.state["c"]
    result = world.up("--replace", before["urn"])
    assert result.rc != 0
    assert "marked for protection" in result.text
    assert world.state["c"]["created"] == before["created"]


def test_a_read_that_finds_something_else_is_a_modification(world: World) -> None:
    """`.get()`: the entry has no times until a later read finds another content; it keeps those of a managed one."""
    world.given("R.get('g', 'ext-1'); R('m')")
    world.up().check()
    assert not {"created", "modified"} & world.state["g"].keys()
    created = world.state["m"]["created"]
    world.fault("read g", outs={"url": "http://moved"})
    world.up(program="R.get('g', 'ext-1'); R.get('m', 'ext-2')").check()
    assert "created" not in world.state["g"]
    assert "modified" in world.state["g"]
    assert world.state["m"]["created"] == created
    assert world.state["m"]["modified"] == created, "its content is the same"


def test_an_update_that_fails_keeps_the_old_name_everywhere(world: World) -> None:
    """A resource found by its alias whose update fails: it, and what refers to it, keep the old URN."""
    world.given(AB)
    before = world.state
    world.fault("update a2", raise_="no luck")
    result = world.up(program="a = R('a2', O(aliases=[Alias(name='a')]), x=1); b = R('b', dep=a.url)")
    assert result.rc != 0
    after = world.state
    assert after["a"]["urn"] == before["a"]["urn"]
    assert after["b"]["dependencies"] == [before["a"]["urn"]]


def test_what_waits_for_its_deletion_has_the_new_name(world: World) -> None:
    """Found by its alias, replaced, and the old object's deletion fails: its entry has the new URN too."""
    world.given("R('a', fixed=1)")
    world.fault("delete a", raise_="no luck")
    result = world.up(program="R('a2', O(aliases=[Alias(name='a')]), fixed=2)")
    assert result.rc != 0
    found = {one["urn"].rpartition("::")[2]: one.get("delete", False) for one in world.state.resources}
    assert {"a", "a2"} & found.keys() == {"a2"}
    assert sum("::a2" in one["urn"] for one in world.state.resources) == 2


def test_children_of_a_type_that_changed_follow_it_when_the_run_ends_early(world: World) -> None:
    """A component found by its alias of another type; the run fails before its child: the child's URN follows."""
    world.given("c = Component('c', kind='my:mod:Old'); child(c, 'kid')")
    program = "c = Component('c', O(aliases=[Alias(type_='my:mod:Old')])); raise RuntimeError('stop')"
    assert world.up(program=program).rc != 0
    kid, component = world.state["kid"], world.state["c"]
    assert kid["parent"] == component["urn"]
    assert "my:mod:Comp$" in kid["urn"]


def test_what_two_claim_is_checked_before_it_is_refused(world: World) -> None:
    """A name that an alias has taken is registered as well: Check is asked, then the run ends."""
    world.given("R('a')")
    result = world.up(program="first = R('b', O(aliases=[Alias(name='a')])); R('a', O(depends_on=[first]))")
    assert result.rc != 0
    assert "uplicate resource URN" in result.text
    assert [call.token for call in world.calls if call.token.endswith(" a")] == ["K a"]


def test_what_a_component_ignores_is_stored(world: World) -> None:
    """`ignore_changes` of a component: no change, but its entry gets what the program says."""
    world.given("Component('c', O(ignore_changes=['x', 'y']), y=1)")
    result = world.up(program="Component('c', O(ignore_changes=['x', 'y']), x=1, y=2)")
    world.expect(result, counts="same 2")
    assert world.state["c"]["inputs"] == {"x": 1, "y": 2}


def test_the_stack_fails_with_what_fails_in_it(world: World) -> None:
    """A create fails in the first up: the line of the stack says that it failed too."""
    world.given()
    world.engine.destroy().check()
    world.fault("create a", raise_="no luck")
    result = world.up(program="R('a')")
    assert result.rc != 0
    lines = [line for line in result.stdout.splitlines() if "pulumi:pulumi:Stack proj-dev **" in line]
    assert lines, str(result)
    assert all("failed" in line for line in lines)
    world.calm()
    world.fault("check a", failures=[["x", "is odd"]])
    world.engine.destroy().check()
    refused = world.up(program="R('a')")
    assert refused.rc != 0
    assert "pulumi:pulumi:Stack proj-dev **" not in refused.stdout, "nothing was begun"


def test_a_plan_names_only_an_alias_that_was_found(world: World) -> None:
    """preview --json of a new resource with an alias that nothing had: no aliases."""
    world.given()
    world.program("R('b', O(aliases=[Alias(name='a')]))")
    assert "aliases" not in plan_of(world, "b")["newState"]


def test_an_additional_secret_output_that_is_read_is_a_modification(world: World) -> None:
    """`.get()` with additional secret outputs: every later read dates the entry, equal or not."""
    world.given("R('g', O(id='ext-1', additional_secret_outputs=['url']))")
    assert "modified" not in world.state["g"]
    world.up().check()
    assert "modified" in world.state["g"]


def test_a_refresh_that_heals_is_no_modification(world: World) -> None:
    """A create failed in part; a refresh that reads the same object keeps its date and forgets the failure."""
    world.given("R('x')")
    told = {"id": "a", "properties": {"name": "a", "url": "http://a"}, "reasons": ["not ready"]}
    world.fault("create a", init_failed=told)
    assert world.up(program="R('a')").rc != 0
    before = world.state["a"]
    assert before["initErrors"]
    world.calm()
    world.refresh().check()
    after = world.state["a"]
    assert "initErrors" not in after
    assert after["modified"] == before["modified"]


def test_what_is_in_the_same_component_is_not_spared_for_it(world: World) -> None:
    """Protected e needs f; c, protected, is in f's component: destroy refuses to delete both e and c."""
    both = "p = Component('p'); f = child(p, 'f'); c = R('c', O(parent=p, protect=True)); "
    world.given(both + "R('e', O(protect=True, depends_on=[f]))")
    result = world.engine.destroy()
    assert result.rc != 0
    failed = {line.split()[2] for line in result.stdout.splitlines() if "**deleting failed**" in line}
    assert failed == {"c", "e"}


def test_nobody_needs_what_a_replacement_has_replaced(world: World) -> None:
    """Protected e needs h; h was replaced, and e is removed: e stays, and the old h is deleted all the same."""
    world.given("h = R('h', fixed=1); R('e', O(protect=True, depends_on=[h]))")
    world.fault("delete h", raise_="no luck")
    assert world.up(program="h = R('h', fixed=2); R('e', O(protect=True, depends_on=[h]))").rc != 0
    world.calm()
    assert world.state.leftovers("h")
    result = world.up(program="h = R('h', fixed=2)")
    assert result.rc != 0
    assert not world.state.leftovers("h")


def test_null_is_no_difference_to_nothing(world: World) -> None:
    """A provider without a diff of its own, read in part: a null is nothing new, and what is new is shown as added."""
    world.given("R('a')")
    world.fault("diff a", changes=None)
    told = {"id": "a", "properties": {"name": "a", "url": "http://a", "echo": None}, "reasons": ["not ready"]}
    world.fault("read a", init_failed=told)
    assert "[diff: +url]" in world.refresh().stdout


def test_a_target_is_named_by_its_new_urn(world: World) -> None:
    """--target with the URN of before, of what an alias finds: it is left alone."""
    world.given("R('a', x=1)")
    before = world.state["a"]["urn"]
    result = world.up("--target", before, program="R('a2', O(aliases=[Alias(name='a')]), x=2)")
    assert [call.token for call in world.calls if call.token[0] in "KDU"] == [], str(result)


def test_children_of_what_is_no_target_keep_the_old_urn(world: World) -> None:
    """--target of a child by its old URN; its component, of another type with an alias, is left alone, and so is it."""
    world.given("c = Component('c', kind='my:mod:Old'); child(c, 'kid')")
    before = world.state
    changed = "c = Component('c', O(aliases=[Alias(type_='my:mod:Old')])); child(c, 'kid')"
    world.expect(world.up("--target", before["kid"]["urn"], program=changed), "K kid, D kid", counts="same 3")
    assert world.state["kid"]["urn"] == before["kid"]["urn"]
    assert world.state["c"]["urn"] == before["c"]["urn"]


def test_an_input_that_was_null_is_not_shown_as_removed(world: World) -> None:
    """A partial read left a null among the inputs; the update that takes it away does not show it."""
    world.given("R('a')")
    told = {"id": "a", "properties": {"name": "a", "url": "http://a", "echo": None}, "reasons": ["not ready"]}
    world.fault("read a", init_failed=told)
    world.refresh().check()
    result = world.up(program="R('a', x=1)")
    assert "[diff: +x" in result.stdout, str(result)
    assert "echo" not in result.stdout
