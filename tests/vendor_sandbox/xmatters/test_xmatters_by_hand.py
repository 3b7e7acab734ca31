"""Objects that a person makes, changes and deletes in xMatters' web UI: stored as the API writes them."""

from __future__ import annotations

import pytest
from xmatters_account import API, BOT, KEY, NOBODY, SCRIPT, encoded, fire, payload, workflow

from support.standin import StandIn, make
from vendor_sandbox import xmatters
from vendor_sandbox.xmatters.scripts import ScriptError, is_api_fortress, mapped


@pytest.fixture
def account() -> StandIn:
    return make(xmatters, BOT)


def test_a_change_by_hand_is_what_the_api_shows(account: StandIn) -> None:
    own = workflow(account)
    collection = xmatters.OBJECTS["integrations"]
    stored = account.context.store.get(collection, own.integration)
    assert stored is not None
    account.context.store.put(collection, own.integration, {**stored, "deployed": False, "name": "By hand"})
    shown = account.get(f"{own.path}/integrations/By%20hand").json()
    assert (shown["id"], shown["deployed"]) == (own.integration, False)


def test_a_plan_made_by_hand_stands_last(account: StandIn) -> None:
    account.context.store.insert(xmatters.OBJECTS["plans"], "p1", {"id": "p1", "name": "By hand"})
    shown = account.get(f"{API}/plans/By%20hand").json()
    assert (shown["enabled"], shown["position"]) == (True, 5)


def test_a_plan_deleted_by_hand_takes_everything_along(account: StandIn) -> None:
    own = workflow(account)
    assert xmatters.delete_by_hand(account.context, "plans", own.plan)
    for kind in ("forms", "constants", "property-definitions", "endpoints", "integrations"):
        assert not [row for row in account.context.store.all(xmatters.OBJECTS[kind]) if row["plan"]["id"] == own.plan]
    assert account.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY).status == 404
    assert not xmatters.delete_by_hand(account.context, "plans", own.plan)


def test_an_integration_deleted_before_its_request_is_due_makes_no_event(account: StandIn) -> None:
    own = workflow(account)
    account.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY)
    assert xmatters.delete_by_hand(account.context, "integrations", own.integration)
    account.advance(2)
    xmatters.settle(account.context)
    assert account.context.store.all(xmatters.OBJECTS["events"]) == []


def test_settle_brings_an_event_about_without_a_call(account: StandIn) -> None:
    fire(account, workflow(account))
    xmatters.settle(account.context)
    assert len(account.context.store.all(xmatters.OBJECTS["events"])) == 1


@pytest.mark.parametrize(
    ("script", "known"),
    [
        (SCRIPT, True),
        ("/* API Fortress v7 */\nanything();", True),
        (
            "var b = JSON.parse(request.body); trigger.properties.A = b.Summary; x(b.Recipients); form.post(trigger);",
            True,
        ),
        ("// incident-response\nform.post(trigger);", False),
        ("", False),
    ],
)
def test_which_scripts_are_recognised(script: str, known: bool) -> None:
    assert is_api_fortress(encoded(script)) is known


def test_a_script_says_which_property_gets_which_key() -> None:
    script = (
        'trigger.properties["Title"] = String(body["Summary"]).slice(0, 3); trigger.properties.Text = body.Message;'
    )
    names, properties = mapped(encoded(script), '{"Summary": "abcdef", "Message": "m", "Recipients": "a, ,b"}')
    assert (names, properties) == (["a", "b"], {"Title": "abc", "Text": "m"})
    with pytest.raises(ScriptError):
        mapped(encoded(script), "no json")


def test_what_hangs_on_a_form_or_an_integration_goes_with_it(account: StandIn) -> None:
    own = workflow(account)
    section = {"title": "t", "type": "RECIPIENTS"}
    number = account.post(f"{API}/forms/{own.form}/sections", section).json()["id"]
    key = account.post(f"/_control/integrations/{own.integration}/api-key", {"user": "jdoe"}).json()["apiKey"]
    assert xmatters.delete_by_hand(account.context, "forms", own.form)
    assert xmatters.delete_by_hand(account.context, "integrations", own.integration)
    assert account.context.store.get(xmatters.OBJECTS["form-sections"], number) is None
    assert account.context.store.get(xmatters.OBJECTS["trigger-keys"], key) is None


def test_a_person_edited_by_hand_was_changed_now(account: StandIn) -> None:
    person = account.get(f"{API}/people/jdoe").json()
    edited = xmatters.edited_by_hand(account.context, "people", person, {**person, "status": "INACTIVE"})
    assert (edited["status"], edited["whenUpdated"] > person["whenUpdated"]) == ("INACTIVE", True)
    assert xmatters.edited_by_hand(account.context, "plans", {"id": "p"}, {"id": "p", "name": "n"}) == {
        "id": "p",
        "name": "n",
    }
