"""What the provider promises besides the acceptance scenarios, over every backend that can do what it needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apif_backends import able, rest_only
from apif_rows import CONNECTOR, DEFINITION, GROUP, MADE, PAIR, TRIGGER, connector, definition

from alert_wiring.apifortress.backend import Capability
from alert_wiring.core.errors import (
    ExistsError,
    NoMatchError,
    WiringError,
)


def test_an_explicit_name_that_exists_is_never_taken_over_silently(account: Any) -> None:
    with pytest.raises(ExistsError, match="adopt=True"):
        account.of(GROUP).create({"name": "datadog"})
    assert account.made(GROUP, {"name": "datadog", "adopt": True})[0] == "171"
    with pytest.raises(ExistsError, match="adopt=True"):
        account.of(DEFINITION).create(definition("JSON Alert"))


def test_a_lookup_of_a_missing_object_fails_and_a_present_one_is_read(account: Any) -> None:
    live = account.of(CONNECTOR).read("171/5ea9ad6ab3cb1f0001b00ab1", {}, lookup=True)
    assert live is not None
    assert live.outputs["connector_name"] == "JSON Alert"
    pair = account.of(PAIR).read("2901/171", {}, lookup=True)
    assert pair is not None
    assert pair.outputs["project"] == "Inventory"
    for kind, id_ in ((GROUP, "999"), (CONNECTOR, "171/0"), (PAIR, "2901/999"), (DEFINITION, "0" * 24)):
        with pytest.raises(NoMatchError, match=rf"{kind.noun} \(id {id_}\) failed: .*Check the id") as caught:
            account.of(kind).read(id_, {}, lookup=True)
        assert "None" not in caught.value.text


@able(Capability.LOAD_DEFINITION)
def test_a_definition_in_use_says_so(account: Any) -> None:
    id_, outputs = account.made(DEFINITION, definition())
    group, _ = account.made(GROUP, {"name": MADE})
    account.made(CONNECTOR, connector(group, "xMatters", trigger_url=TRIGGER, recipients="jdoe"))
    with pytest.raises(WiringError, match="Connectors still use it"):
        account.of(DEFINITION).delete(id_, outputs)


@able(Capability.LOAD_DEFINITION)
def test_a_definition_in_use_is_left_where_that_is_wanted(account: Any) -> None:
    id_, outputs = account.made(DEFINITION, definition(leave_in_use=True))
    group, _ = account.made(GROUP, {"name": MADE})
    used, connected = account.made(CONNECTOR, connector(group, "xMatters", trigger_url=TRIGGER, recipients="jdoe"))
    account.of(DEFINITION).delete(id_, outputs)
    (told,) = [text for text in account.warnings if "'xMatters'" in text]
    assert "stays on the instance, since connectors still use it" in told
    account.new_process()
    assert account.of(DEFINITION).create(definition(leave_in_use=True)).id == id_, "the next up has it back"
    account.new_process()
    account.of(CONNECTOR).delete(used, connected)
    account.of(DEFINITION).delete(id_, outputs)
    assert account.of(DEFINITION).read(id_, outputs) is None


@able(Capability.LOAD_DEFINITION)
def test_a_definition_shows_drift_of_every_field_and_is_repaired(account: Any) -> None:
    id_, outputs = account.made(DEFINITION, definition())
    changes: dict[str, Any] = {
        "name": "xMatters by hand", "description": "by hand", "runOnSuccess": True, "finished": False, "open": False,
        "params": [{"name": "trigger_url", "description": "URL"}], "code": "by hand",
    }  # fmt: skip
    account.control.edit("apifortress", "connectorDefinitions", id_, **changes)
    account.new_process()
    live = account.of(DEFINITION).read(id_, outputs)
    assert live is not None
    wanted = account.of(DEFINITION).check(definition())[0]
    changed = account.of(DEFINITION).diff(live.outputs, wanted)
    assert set(changed.changed) == {"name", "description", "run_on_success", "finished", "open", "params", "code"}
    assert changed.replaces == ()
    account.of(DEFINITION).update(id_, live.outputs, wanted)
    account.new_process()
    again = account.of(DEFINITION).read(id_, outputs)
    assert again is not None
    assert account.of(DEFINITION).diff(again.outputs, wanted).changed == ()


@rest_only
def test_a_managers_key_may_not_load_but_may_use(account: Any) -> None:
    account.environment |= {
        "APIFORTRESS_API_KEY": "sandbox-manager-key",
        "APIFORTRESS_API_SECRET": "sandbox-manager-secret",
    }
    with pytest.raises(WiringError, match="need an administrator's API key"):
        account.of(DEFINITION).create(definition())
    group, _ = account.made(GROUP, {"name": MADE})
    account.made(CONNECTOR, connector(group))


def test_reads_come_from_one_list_per_kind(account: Any) -> None:
    groups = [account.made(GROUP, {"name": f"group {number}"}) for number in range(5)]
    pairs = [account.made(PAIR, {"project": "Inventory", "alert_group_id": group}) for group, _ in groups]
    account.new_process()
    account.control.clear_log()
    for kind, made in ((GROUP, groups), (PAIR, pairs)):
        with ThreadPoolExecutor(4) as pool:
            lives = list(pool.map(lambda one, kind=kind: account.of(kind).read(*one), made))
        assert all(live is not None for live in lives)
    assert sorted(account.requests()) == sorted(account.backend.listing)


def test_what_each_create_costs(account: Any) -> None:
    costs: dict[str, list[str]] = {}
    group = ""
    for kind, props in (
        (GROUP, {"name": MADE}),
        (CONNECTOR, connector("$group")),
        (PAIR, {"project": "Payments API", "alert_group_id": "$group"}),
        (DEFINITION, definition()),
    ):
        if kind.noun not in account.backend.costs:
            continue
        account.new_process()
        account.control.clear_log()
        if "alert_group_id" in props:
            props["alert_group_id"] = group
        id_, _ = account.made(kind, props)
        group = id_ if kind is GROUP else group
        costs[kind.noun] = account.requests()
    ids = {"group": group, "project": account.project("Payments API")["id"]}
    assert costs == {noun: [row.format(**ids) for row in account.backend.costs[noun]] for noun in account.backend.costs}


def test_a_wrong_address_never_empties_the_state(account: Any) -> None:
    """It answers 404 to everything; only an account that answers may call an object gone."""
    made = [(GROUP, *account.made(GROUP, {"name": MADE}))]
    made.append((CONNECTOR, *account.made(CONNECTOR, connector(made[0][1]))))
    made.append((PAIR, *account.made(PAIR, {"project": "Examples", "alert_group_id": made[0][1]})))
    made.append((DEFINITION, *account.made(DEFINITION, definition())))
    account.environment["APIFORTRESS_URL"] = account.url.replace("/app", "/elsewhere")
    for kind, id_, outputs in made:
        with pytest.raises(WiringError, match="404"):
            account.of(kind).read(id_, outputs)
