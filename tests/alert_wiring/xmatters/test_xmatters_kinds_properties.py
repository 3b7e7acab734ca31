"""What holds for every xMatters kind and every valid input (`pulumi-dynamic-providers.md 12`, 15 to 37)."""

from __future__ import annotations

import copy
from base64 import b64encode
from typing import Any

import pytest
from fake_xmatters import FakeXMatters, lifecycle_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kind_inputs import KINDS

from alert_wiring.core.values import UNKNOWN
from support.nested import places, replaced

FAST = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
every_kind = pytest.mark.parametrize("kind_name", KINDS)


@every_kind
@FAST
@given(data=st.data())
def test_check_accepts_it_and_is_idempotent(kind_name: str, data: st.DataObject) -> None:
    kind, inputs = KINDS[kind_name]
    given_props = data.draw(inputs)
    with lifecycle_on(FakeXMatters(), kind) as lifecycle:
        first, problems = lifecycle.check(copy.deepcopy(given_props))
        again, problems_again = lifecycle.check(copy.deepcopy(first))
    assert [problem.text for problem in problems.found + problems_again.found] == []
    assert again == first


@every_kind
@FAST
@given(data=st.data(), wrap=st.booleans(), quiet=st.booleans())
def test_create_then_read_is_no_change(kind_name: str, data: st.DataObject, wrap: bool, quiet: bool) -> None:
    kind, inputs = KINDS[kind_name]
    fake = FakeXMatters(wrap=wrap, quiet_create=quiet)
    warnings: list[str] = []
    with lifecycle_on(fake, kind, warnings) as lifecycle:
        checked, _ = lifecycle.check(data.draw(inputs))
        made = lifecycle.create(checked)
    with lifecycle_on(fake, kind, warnings) as lifecycle:  # another process: nothing is cached
        found = lifecycle.read(made.id, made.outputs)
        assert found is not None
        assert found.inputs == checked
        assert found.outputs == made.outputs
        assert not lifecycle.diff(made.outputs, checked).changed
        assert not lifecycle.diff(found.outputs, checked).changed
    assert warnings == []


@every_kind
@FAST
@given(data=st.data())
def test_update_equals_create_and_keeps_the_object(kind_name: str, data: st.DataObject) -> None:
    kind, inputs = KINDS[kind_name]
    fake = FakeXMatters()
    with lifecycle_on(fake, kind) as lifecycle:
        before, _ = lifecycle.check(data.draw(inputs))
        after, _ = lifecycle.check(data.draw(inputs))
        made = lifecycle.create(before)
        change = lifecycle.diff(made.outputs, after)
        if change.replaces:
            assert set(change.replaces) <= {field.name for field in kind.fields if field.immutable}
            return
        outputs = lifecycle.update(made.id, made.outputs, after)
        assert not lifecycle.diff(outputs, after).changed
        found = lifecycle.read(made.id, outputs)
    assert found is not None
    assert found.inputs == after


@every_kind
@FAST
@given(data=st.data())
def test_an_unknown_anywhere_never_raises_and_is_no_problem(kind_name: str, data: st.DataObject) -> None:
    kind, inputs = KINDS[kind_name]
    given_props = data.draw(inputs)
    with lifecycle_on(FakeXMatters(), kind) as lifecycle:
        olds, _ = lifecycle.check(copy.deepcopy(given_props))
        for path in list(places(given_props))[1:]:
            news, problems = lifecycle.check(replaced(copy.deepcopy(given_props), path, UNKNOWN))
            assert [problem.text for problem in problems.found] == [], path
            lifecycle.diff(olds, news)
            lifecycle.diff({}, news)
            again, _ = lifecycle.check(news)
            assert again == news


DRIFT: dict[str, tuple[str, Any]] = {
    "name": ("name", "drifted by hand"),
    "description": ("description", "drifted by hand"),
    "enabled": ("enabled", "flip"),
    "accessibleByAll": ("accessible_by_all", "flip"),
    "loggingLevel": ("logging_level", "OTHER"),
    "position": ("position", 77),
    "value": ("value", "drifted by hand"),
    "helpText": ("help_text", "drifted by hand"),
    "maxLength": ("max_length", 9999),
    "minLength": ("min_length", 9998),
    "pattern": ("pattern", "drifted"),
    "validate": ("validate", "flip"),
    "units": ("units", "drifted"),
    "items": ("items", ["drifted"]),
    "categories": ("categories", ["drifted"]),
    "paths": ("paths", [[{"value": "drifted"}]]),
    "delimiter": ("delimiter", "drifted"),
    "apiEnabled": ("api_enabled", "flip"),
    "uiEnabled": ("ui_enabled", "flip"),
    "mobileEnabled": ("mobile_enabled", "flip"),
    "deployed": ("deployed", "flip"),
    "script": ("script", b64encode(b"drifted").decode()),
    "authenticationType": ("authentication_type", "drifted"),
    "operation": ("operation", "drifted"),
    "form": ("form_id", {"id": "drifted"}),
    "url": ("url", "https://drifted.example.com"),
    "trustSelfSigned": ("trust_self_signed", "flip"),
    "preemptive": ("preemptive", "flip"),
}
"""Member on the wire: the property, and another value (or flip it)."""


def told(remote: dict[str, Any]) -> dict[str, Any]:
    """The object without what is not set: an update clears such fields with an empty text."""
    return {key: value for key, value in remote.items() if value not in ("", [])}


@every_kind
@FAST
@given(data=st.data())
def test_drift_of_any_managed_value_is_seen_and_repaired(kind_name: str, data: st.DataObject) -> None:
    kind, inputs = KINDS[kind_name]
    fake = FakeXMatters()
    with lifecycle_on(fake, kind) as lifecycle:
        checked, _ = lifecycle.check(data.draw(inputs))
        made = lifecycle.create(checked)
    (store,) = (store for store in fake.objects.values() if made.id in store)
    unmanaged = {field.name for field in kind.fields if field.hands_off and field.name not in checked}
    for key in DRIFT.keys() & store[made.id].keys():
        prop, value = DRIFT[key]
        original = copy.deepcopy(store[made.id])
        store[made.id][key] = not original[key] if value == "flip" else value
        with lifecycle_on(fake, kind) as lifecycle:
            found = lifecycle.read(made.id, made.outputs)
            assert found is not None
            expected = () if prop in unmanaged else (prop,)
            assert lifecycle.diff(found.outputs, checked).changed == expected
            if expected:
                outputs = lifecycle.update(made.id, found.outputs, checked)
                assert not lifecycle.diff(outputs, checked).changed
                assert told(store[made.id]) == told(original)
        store[made.id] = original
