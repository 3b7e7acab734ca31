"""What holds for every kind through a whole life at a vendor, in every position of every switch of the stand-ins."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from alert_wiring.apifortress.catalogue import CATALOGUE
from alert_wiring.core.errors import BadRequestError, WiringError
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Live
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import Props
from properties.kinds_of import KINDS, inputs_of, params_of
from properties.laws_pure import DECIDES, shown_fields
from properties.values_again import again_members
from properties.values_other import other
from properties.values_written import Draw, written
from properties.world import World, differing_inputs
from support.switches import Position, positions

SWITCHED = positions()
LOADED = ("JSON Alert", "Elastic", "Slack Webhook")
"""Connectors of the catalogue that the seeded instance has."""
_PACED = "it makes clients wait, which has tests of its own"
LEFT_OUT = {
    "apifortress.web_login": "an instance with single sign-on only cannot be used through its pages",
    "apifortress.web_markup": "other pages need a map of their own",
    "ilert.rate_limit": _PACED,
    "xmatters.calls_per_minute": _PACED,
}
NOT_YET = "which the next `pulumi up` writes"
"""Said where the vendor refused a part of an object that it has made."""
NOT_KEPT = "xMatters did not keep"
"""Said where xMatters answers a change with success and drops it, one reading of `xmatters.md 4.4`."""
tally: Counter[str] = Counter()
"""What became of the lives: lived, refused by the vendor, or dropped by it."""


def create_then_read_is_no_change(world: World, draw: Draw, name: str) -> None:
    """The second preview is empty, the refresh too, and both keep the user's spelling; so is any other spelling."""
    kind = KINDS[name]
    with world.life():
        given, wanted = placed_inputs(world, draw, name)
        _move_switches(world, draw, name)
        live = _created(world, kind, wanted)
        if live is None:
            return
        _assert_settled(world, kind, live.id, live.outputs, wanted)
        respelled, problems = world.process(kind).check(again_members(kind.fields, given, draw))
        assert problems.found == []
        assert world.process(kind).diff(live.outputs, respelled).changed == ()
        tally["lived"] += 1


def update_then_read_equals_create_then_read(world: World, draw: Draw, name: str) -> None:
    """Where an update leads is where a creation of the same inputs would have led."""
    kind = KINDS[name]
    with world.life():
        _, first = placed_inputs(world, draw, name)
        _, second = placed_inputs(world, draw, name)
        fixed = {field.name for field in kind.fields.inputs if field.immutable}
        wanted = {**{k: v for k, v in second.items() if k not in fixed}, **{k: first[k] for k in fixed if k in first}}
        wanted, problems = world.process(kind).check(wanted)
        assume(not problems.found)
        _move_switches(world, draw, name)
        live = _created(world, kind, first)
        if live is None:
            return
        change = world.process(kind).diff(live.outputs, wanted)
        assume(not change.replaces)
        outputs = _updated(world, kind, live.id, live.outputs, wanted) if change.changed else live.outputs
        if outputs is None:
            return
        read = _assert_settled(world, kind, live.id, outputs, wanted)
        world.process(kind).delete(live.id, read.outputs)
        again = _created(world, kind, wanted)
        if again is None:
            return
        made = _assert_settled(world, kind, again.id, again.outputs, wanted)
        kept = {key: value for key, value in read.inputs.items() if key in made.inputs}
        assert differing_inputs(kept, made.inputs).keys() <= _local(kind), differing_inputs(kept, made.inputs)
        tally["lived"] += 1


def drift_is_seen_and_repaired(world: World, draw: Draw, name: str) -> None:
    """What somebody else changes in any one managed field a refresh sees, and an update writes back."""
    kind = KINDS[name]
    with world.life():
        _, wanted = placed_inputs(world, draw, name)
        managed = [one for one in shown_fields(kind, wanted) if one.name in wanted or not one.hands_off]
        changeable = [one for one in managed if not one.immutable]
        if not changeable:
            return
        field = draw(st.sampled_from(changeable))
        _move_switches(world, draw, name)
        live = _created(world, kind, wanted)
        if live is None:
            return
        old = field.present(wanted.get(field.name))
        now = other(field.type, old, draw) if old is not None else field.present(written(field.type, draw))
        now = field.type.check(world.placed({field.name: now}, _picker(draw))[field.name], Spot(Problems(), "", ""))
        assume(now is not None and not field.type.same(old, now))
        drifted, problems = world.process(kind).check({**wanted, field.name: now})
        assume(not problems.found)
        if _updated(world, kind, live.id, live.outputs, drifted) is None:
            return
        read = world.process(kind).read(live.id, live.outputs)
        assert read is not None
        changed = set(world.process(kind).diff(read.outputs, wanted).changed)
        assert field.name in changed, (field.name, old, now)
        assert changed <= {field.name} | DECIDES.get((name, field.name), frozenset()), (field.name, changed)
        outputs = _updated(world, kind, live.id, read.outputs, wanted)
        if outputs is None:
            return
        _assert_settled(world, kind, live.id, outputs, wanted)
        tally["lived"] += 1


LIVES = {
    law.__name__: law
    for law in (
        create_then_read_is_no_change,
        update_then_read_equals_create_then_read,
        drift_is_seen_and_repaired,
    )
}


def placed_inputs(world: World, draw: Draw, name: str) -> tuple[Props, Props]:
    """Return inputs of objects that exist, as a program writes them and in checked form."""
    given = world.placed(draw(inputs_of(name)), _picker(draw))
    given.pop("operation_timeout", None)  # how long a life takes here is not what it is about
    if name == "apifortress.Connector":
        rule = draw(st.sampled_from([one for one in CATALOGUE if one.name in LOADED]))
        given |= {"connector": rule.name, "params": params_of(rule, draw)}
    if name.startswith("xmatters."):
        given.pop("on_delete", None)  # one of its words forbids deleting
        given |= {"recipients": [{"id": one["id"]} for one in given["recipients"]]} if "recipients" in given else {}
    checked, problems = world.process(KINDS[name]).check(given)
    assume(not problems.found)
    return given, checked


def _picker(draw: Draw) -> Any:
    return lambda known, count: draw(st.lists(st.sampled_from(known), min_size=count, max_size=count, unique=True))


def _move_switches(world: World, draw: Draw, name: str) -> None:
    """Move a few switches of the kind's vendor, and perhaps reach API Fortress through its pages."""
    vendor = name.partition(".")[0]
    offered = [one for one in SWITCHED if one.vendor == vendor and one.name not in LEFT_OUT]
    moved: list[Position] = draw(st.lists(st.sampled_from(offered), max_size=3, unique_by=lambda one: one.name))
    renames = name == "apifortress.AlertGroup"  # the pages cannot, which a program's constructor would know
    world.pages = vendor == "apifortress" and not renames and draw(st.integers(0, 5)) == 5
    for one in moved:
        world.inside.context.switches.set(one.name, one.value)


def _created(world: World, kind: Kind[Any], inputs: Props) -> Live | None:
    """Create; None where the vendor refuses these values, which it says in one line."""
    try:
        live = world.process(kind).create(inputs)
    except BadRequestError as error:
        _refused(error)
        return None
    if any(NOT_YET in text for text in world.warnings):
        tally["refused"] += 1
        return None
    return live


def _updated(world: World, kind: Kind[Any], id_: str, olds: Props, news: Props) -> Props | None:
    """Update; None where the vendor refuses these values or, under a reading that does, drops them: each is told."""
    try:
        outputs = world.process(kind).update(id_, olds, news)
    except BadRequestError as error:
        _refused(error)
        return None
    drops = world.inside.context.switches.get("xmatters.integration_modify") == "name_and_deployed"
    if drops and any(NOT_KEPT in text for text in world.warnings):
        tally["dropped"] += 1
        return None
    return outputs


def _refused(error: WiringError) -> None:
    assert "\n" not in error.text
    tally["refused"] += 1


def _local(kind: Kind[Any]) -> set[str]:
    """Return the options, which are not the vendor's: a change of only these is no change."""
    return {field.name for field in kind.fields.inputs if field.local}


def _assert_settled(world: World, kind: Kind[Any], id_: str, outputs: Props, wanted: Props) -> Live:
    """A second preview and a refresh find nothing, and a second refresh changes nothing any more."""
    assert world.process(kind).diff(outputs, wanted).changed == (), (outputs, wanted)
    read = world.process(kind).read(id_, outputs)
    assert read is not None
    assert read.id == id_
    assert world.process(kind).diff(read.outputs, wanted).changed == (), differing_inputs(read.outputs, wanted)
    managed = {field.name for field in kind.fields.inputs if not (field.local or field.hands_off)} | wanted.keys()
    read_back = {key: value for key, value in read.inputs.items() if key in managed}
    assert differing_inputs(read_back, wanted).keys() <= _local(kind), differing_inputs(read_back, wanted)
    again = world.process(kind).read(id_, read.outputs)
    assert again is not None
    assert again.outputs == read.outputs, differing_inputs(again.outputs, read.outputs)
    return read
