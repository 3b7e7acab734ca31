"""What cannot be deleted, and what belongs to Flow Designer: what is done with it, and what is said."""

from __future__ import annotations

from typing import Any

import pytest
from fake_xmatters import PLAN, FakeXMatters, lifecycle_on

from alert_wiring.core.errors import WiringError
from alert_wiring.core.kind import Kind
from alert_wiring.xmatters.constant import ConstantKind
from alert_wiring.xmatters.endpoint import EndpointKind
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.left_behind import freed_name
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind

INTEGRATION: dict[str, Any] = {"plan_id": PLAN, "name": "API Fortress", "form_id": "f-1", "script": "go();"}


@pytest.fixture
def flow() -> tuple[FakeXMatters, str]:
    """An account with an HTTP trigger of Flow Designer, and the trigger's id."""
    fake = FakeXMatters()
    with lifecycle_on(fake, InboundIntegrationKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check(INTEGRATION)[0])
    (store,) = fake.objects.values()
    store[made.id]["createdBy"] = "FLOW"
    fake.writes.clear()
    return fake, made.id


def test_a_trigger_of_flow_designer_is_read_and_never_changed_or_deleted(flow: tuple[FakeXMatters, str]) -> None:
    fake, id_ = flow
    said: list[str] = []
    with lifecycle_on(fake, InboundIntegrationKind(), said) as lifecycle:
        found = lifecycle.read(f"{PLAN}/{id_}", {}, lookup=True)
        assert found is not None
        assert found.outputs["created_by"] == "FLOW"
        with pytest.raises(WiringError, match=r"Flow Designer.*xmatters\.inbound_integration\(workflow, name\)"):
            lifecycle.update(id_, found.outputs, {**found.inputs, "deployed": False})
        lifecycle.delete(id_, found.outputs)
    assert fake.writes == []
    assert "left as it is" in said[0]


@pytest.mark.parametrize("adopt", [False, True])
def test_a_trigger_of_flow_designer_is_never_taken_over(flow: tuple[FakeXMatters, str], adopt: bool) -> None:
    fake, _ = flow
    with (
        lifecycle_on(fake, InboundIntegrationKind()) as lifecycle,
        pytest.raises(WiringError, match=r"the name is taken: it belongs to Flow Designer.*another name") as raised,
    ):
        lifecycle.create(lifecycle.check({**INTEGRATION, "adopt": adopt})[0])
    assert "adopt=True" not in raised.value.text
    assert fake.writes == []


FORM = {"plan_id": PLAN, "name": "Test failure"}


def test_a_form_that_the_api_cannot_delete_is_switched_off_and_renamed() -> None:
    fake = FakeXMatters()
    said: list[str] = []
    with lifecycle_on(fake, FormKind(), said) as lifecycle:
        made = lifecycle.create(lifecycle.check(FORM)[0])
        lifecycle.delete(made.id, made.outputs)
        lifecycle.delete(made.id, made.outputs)
        (store,) = fake.objects.values()
        left = store[made.id]
        assert (left["name"], left["apiEnabled"]) == (f"Test failure (removed {made.id[:8]})", False)
        assert len(fake.writes) == 2
        assert "cannot delete forms" in said[0]
        lifecycle.create(lifecycle.check(FORM)[0])
    assert len(store) == 2


def test_what_on_delete_says_is_done() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, FormKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check({**FORM, "on_delete": "ignore"})[0])
        lifecycle.delete(made.id, made.outputs)
        assert len(fake.writes) == 1
        with pytest.raises(WiringError, match=r'on_delete="disable"'):
            lifecycle.delete(made.id, {**made.outputs, "on_delete": "error"})


@pytest.mark.parametrize(
    ("policy", "says"),
    [("ignore", "left as it is (on_delete)"), ("error", 'on_delete="rename"')],
    ids=["ignore", "error"],
)
def test_what_on_delete_of_a_definition_says_is_done(monkeypatch: pytest.MonkeyPatch, policy: str, says: str) -> None:
    fake = FakeXMatters()
    said: list[str] = []
    monkeypatch.setattr("alert_wiring.xmatters.api.XMattersApi.try_delete", lambda _self, _path: False)
    with lifecycle_on(fake, PropertyDefinitionKind(), said) as lifecycle:
        made = lifecycle.create(lifecycle.check({"plan_id": PLAN, "name": "Summary", "on_delete": policy})[0])
        try:
            lifecycle.delete(made.id, made.outputs)
        except WiringError as error:
            said.append(error.text)
    assert says in said[0]
    assert len(fake.writes) == 1


def test_a_definition_that_the_api_does_delete_needs_no_policy() -> None:
    fake = FakeXMatters()
    said: list[str] = []
    with lifecycle_on(fake, PropertyDefinitionKind(), said) as lifecycle:
        made = lifecycle.create(lifecycle.check({"plan_id": PLAN, "name": "Summary", "on_delete": "error"})[0])
        lifecycle.delete(made.id, made.outputs)
    assert [method for method, _, _ in fake.writes] == ["POST", "DELETE"]
    assert said == []


@pytest.mark.parametrize(
    ("kind", "policy", "says"),
    [
        (FormKind(), "disable", "switched off and renamed"),
        (FormKind(), "ignore", "left as it is"),
        (FormKind(), "error", "this will fail"),
        (PropertyDefinitionKind(), "rename", "renamed"),
        (PropertyDefinitionKind(), "ignore", "left as it is"),
        (PropertyDefinitionKind(), "error", "will fail"),
    ],
)
def test_each_policy_says_what_becomes_of_a_replaced_object(kind: Kind[Any], policy: str, says: str) -> None:
    assert says in kind.replacing({"on_delete": policy})


def test_what_is_deleted_for_good_needs_no_words() -> None:
    assert EndpointKind().replacing({}) == ConstantKind().replacing({"on_delete": "disable"}) == ""


def test_a_property_definition_that_is_not_deleted_frees_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeXMatters()
    said: list[str] = []
    props = {"plan_id": PLAN, "name": "Summary"}
    with lifecycle_on(fake, PropertyDefinitionKind(), said) as lifecycle:
        made = lifecycle.create(lifecycle.check(props)[0])
        monkeypatch.setattr("alert_wiring.xmatters.api.XMattersApi.try_delete", lambda _self, _path: False)
        lifecycle.delete(made.id, made.outputs)
        assert fake.writes[-1][2] == {
            "id": made.id,
            "propertyType": "TEXT",
            "name": f"Summary (removed {made.id[:8]})",
        }
        assert "cannot delete property definitions" in said[0]
        lifecycle.create(lifecycle.check(props)[0])


def test_a_freed_name_fits_and_stays() -> None:
    once = freed_name("x" * 200, "0123456789")
    assert len(once) == 100
    assert freed_name(once, "0123456789") == once
