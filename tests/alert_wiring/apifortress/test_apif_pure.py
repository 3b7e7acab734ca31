"""Rules of API Fortress that need no request: signature, spellings, masks, threshold arithmetic, parsing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.apifortress import catalogue, masks, names, signature, threshold, wire


def test_the_token_is_the_references_test_vector() -> None:
    """`api-fortress.md 3.3`."""
    token = signature.token("0123456789abcdef0123456789abcdef", "00112233445566778899aabbccddeeff00112233", 1700000000)
    assert token == "7fff7ef49c05193adf62d72c2ae26910"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JSON Alert /w Threshold", "json alert /w threshold"),
        ("BigPanda.io", "BigPanda"),
        ("StatusPage.io", " StatusPage "),
        ("Hipchat v2", "HipChat v2"),
        ("Testrail", "TestRail"),
        ("Slack Webhook", "Slack"),
        ("DataDog failed tests Events", "DataDog Failed Tests Events"),
    ],
)
def test_every_spelling_of_the_alias_table_is_one_connector(one: str, other: str) -> None:
    """`api-fortress.md 2.2`."""
    assert names.same_connector(one, other)


def test_two_connectors_are_two() -> None:
    assert not names.same_connector("JSON Alert", "JSON Alert /w Threshold")
    folded = [names.fold(rule.name) for rule in catalogue.CATALOGUE]
    assert len(set(folded)) == len(folded) == 17


def test_a_mask_is_no_drift_and_everything_else_is() -> None:
    known = {"url": "https://ilert.example/key", "counter": "2"}
    assert masks.unmask({"url": "********", "counter": "3"}, known) == {"url": known["url"], "counter": "3"}
    assert not masks.is_mask("**")
    assert not masks.is_mask("*** star")
    assert not masks.is_mask("")


@given(counter=st.integers(1, 200), ttl=st.integers(1, 3600), interval=st.integers(1, 4000))
def test_the_threshold_rule_agrees_with_the_counter_played_step_by_step(counter: int, ttl: int, interval: int) -> None:
    """The rule is checked against the connector's own procedure (`api-fortress.md 6.4`), failing at every run."""
    sent, opened, count = False, 0, 0
    for run in range(2 * counter):
        now = run * interval
        if count == 0 or now >= opened + ttl:
            opened, count = now, 0
        count += 1
        if count >= counter:
            sent = True
            break
    assert threshold.can_fire(counter, ttl, interval) == sent
    assert (threshold.unreachable(counter, ttl, interval) is None) == sent


@given(counter=st.integers(2, 200), ttl=st.integers(1, 3600), interval=st.integers(1, 4000))
def test_what_the_message_proposes_would_fire(counter: int, ttl: int, interval: int) -> None:
    assert threshold.can_fire(threshold.largest_counter(ttl, interval), ttl, interval)
    assert not threshold.can_fire(threshold.largest_counter(ttl, interval) + 1, ttl, interval)
    longer = threshold.smallest_ttl(counter, interval)
    if longer is not None:
        assert threshold.can_fire(counter, longer, interval)
        assert not threshold.can_fire(counter, longer - 1, interval)
    else:
        assert not threshold.can_fire(counter, 3600, interval)


def test_the_references_largest_counter() -> None:
    """With ttl 3600 and the shortest schedule "the largest useful counter is 12" (`api-fortress.md 6.4`)."""
    assert threshold.largest_counter(3600, threshold.SHORTEST_SCHEDULE_SECONDS) == 12


def test_the_message_says_what_to_write() -> None:
    text = threshold.unreachable(2, 60, 300, counter_name="failures", ttl_name="window_seconds")
    assert text is not None
    assert "failures=2 within window_seconds=60" in text
    assert "write window_seconds=301 or more, or failures=1 or fewer" in text
    hopeless = threshold.unreachable(20, 3600, 300)
    assert hopeless is not None
    assert "write counter=12 or fewer" in hopeless


def test_ids_are_text_and_never_floats() -> None:
    assert wire.text_id(189) == "189"
    assert wire.text_id("6166f0c2b3cb1f0001b3c0aa") == "6166f0c2b3cb1f0001b3c0aa"
    for wrong in (189.0, True, None, ""):
        with pytest.raises(TypeError):
            wire.text_id(wrong)


def test_a_test_report_keeps_the_host_and_nothing_else_of_the_url() -> None:
    """`api-fortress.md 4.6`: the report never contains parameter values other than the target host."""
    report = json.loads(
        '{"outcome": "failure", "deliveries": [{"alertGroupId": 189, "instanceId": "6166f0c2b3cb1f0001b3c0aa",'
        ' "connectorName": "JSON Alert /w Threshold", "sent": true, "reason": null,'
        ' "url": "https://api.ilert.com/api/v1/events/apifortress/il1afrkey", "httpStatus": 202, "error": null}]}'
    )
    (delivery,) = wire.deliveries(report)
    assert delivery.accepted
    assert (delivery.group_id, delivery.host, delivery.http_status) == ("189", "api.ilert.com", 202)
    assert "il1afrkey" not in repr(delivery)


def test_a_secret_parameter_is_in_no_text_form() -> None:
    instance = wire.instance(
        {"id": "a", "alertGroupId": 1, "connectorId": "b", "connectorName": "JSON Alert", "params": {"url": "u-secret"}}
    )
    assert instance.params["url"] == "u-secret"
    assert "u-secret" not in repr(instance)
