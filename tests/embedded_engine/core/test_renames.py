"""A URN that changed by an alias is rewritten in the whole state."""

from __future__ import annotations

import pytest

from embedded_engine.deployment.renames import Renames, rewrite
from embedded_engine.files.model import ROOT_STACK_TYPE, Resource
from embedded_engine.steps.urns import make_urn

OLD, NEW = make_urn("s", "p", "", "a:b:Old", "c"), make_urn("s", "p", "", "a:b:New", "c")


def thing(urn: str, **fields: object) -> Resource:
    """Make a resource of the old state."""
    return Resource(urn=urn, type=urn.split("::")[2].rpartition("$")[2], id="1", custom=True).evolve(**fields)


@pytest.fixture
def renames() -> Renames:
    """Give one rename that has happened."""
    found = Renames()
    found.expect(OLD, NEW)
    found.finished(NEW)
    return found


def test_before_it_is_finished_nothing_is_renamed() -> None:
    renames = Renames()
    renames.expect(OLD, NEW)
    renames.finished("another")
    olds = [thing(OLD), thing("urn:pulumi:s::p::a:b:T::d", dependencies=[OLD])]
    assert renames.applied(olds) == olds


def test_what_waits_for_its_deletion_gets_the_new_urn(renames: Renames) -> None:
    assert renames.applied([thing(OLD, delete=True)])[0].urn == NEW


def test_children_of_what_has_another_type_get_it_too(renames: Renames) -> None:
    child = make_urn("s", "p", OLD, "a:b:T", "kid")
    grandchild = make_urn("s", "p", child, "a:b:T", "grandkid")
    other = thing("urn:pulumi:s::p::a:b:T::d", dependencies=[grandchild])
    found = renames.applied([thing(NEW), thing(child, parent=OLD), thing(grandchild, parent=child), other])
    assert [(one.urn, one.parent) for one in found[1:3]] == [
        ("urn:pulumi:s::p::a:b:New$a:b:T::kid", NEW),
        ("urn:pulumi:s::p::a:b:New$a:b:T$a:b:T::grandkid", "urn:pulumi:s::p::a:b:New$a:b:T::kid"),
    ]
    assert found[3].dependencies == [found[2].urn]


def test_children_of_the_stack_keep_their_urn() -> None:
    stack, child = make_urn("s", "p", "", ROOT_STACK_TYPE, "p-s"), make_urn("s", "p", "", "a:b:T", "kid")
    renames = Renames()
    renames.expect("before", stack)
    renames.finished(stack)
    found = renames.applied([thing(child, parent="before")])[0]
    assert (found.urn, found.parent) == (child, stack)


def test_what_nothing_changes_stays_the_same_object(renames: Renames) -> None:
    one = thing("urn:pulumi:s::p::a:b:T::d", dependencies=["urn:pulumi:s::p::a:b:T::e"])
    assert renames.applied([one])[0] is one
    assert rewrite(one, {"other": "x"}) is one


def test_empty_lists_of_a_property_s_dependencies_go_where_another_changes(renames: Renames) -> None:
    one = thing("urn:pulumi:s::p::a:b:T::d", property_dependencies={"x": [OLD], "y": []})
    other = thing("urn:pulumi:s::p::a:b:T::e", dependencies=[OLD], property_dependencies={"y": []})
    found = renames.applied([one, other])
    assert [each.property_dependencies for each in found] == [{"x": [NEW]}, {"y": []}]
