"""What an alert source says before a write and instead of one, through the real plugin process."""

from __future__ import annotations

from typing import Any

import pytest
from alert_source_served import PATH, checked, sent

from alert_wiring import ilert
from support.plugin import UNKNOWN, Plugin, PluginError, Served, plugin
from support.sandbox import Control


def test_check_tells_everything_at_once_without_a_call(
    source: Served, minimal: dict[str, Any], control: Control
) -> None:
    control.clear_log()
    answer = source.check(
        {
            "name": "",
            "integration_type": "APIFORTRESS",
            "escalation_policy_id": "Payments",
            "severity": 0,
            "score_threshold": 2,
            "alert_creation": "ONE_ALERT_GROUPED_PER_WINDOW",
            "auto_resolution_timeout": "30m",
            "link_templates": [{"href_template": "https://x"}],
            "email": "a@b.c",
            "activ": True,
        }
    )
    by_name = dict(answer.failures)
    assert set(by_name) == {
        *("name", "escalation_policy_id", "severity", "score_threshold", "alert_grouping_window"),
        *("auto_resolution_timeout", "link_templates", "email", "activ"),
    }
    assert "ilert.escalation_policy(" in by_name["escalation_policy_id"]
    assert 'write "PT30M"' in by_name["alert_grouping_window"]
    assert "link_templates[0].link_text_template: is required" in by_name["link_templates"]
    assert "did you mean active" in by_name["activ"]
    assert sent(control) == []


def test_unknowns_pass_check_and_diff_at_every_depth(source: Served, minimal: dict[str, Any]) -> None:
    state = source.create(checked(source, minimal))
    news = {
        **minimal,
        "escalation_policy_id": UNKNOWN,
        "team_ids": ["1", UNKNOWN],
        "link_templates": [{"link_text_template": UNKNOWN, "href_template": "https://x"}],
        "alert_creation": UNKNOWN,
        "alert_grouping_window": "PT30M",
        "integration_type": UNKNOWN,
    }
    answer = source.check(news)
    assert answer.failures == []
    assert {key: answer.inputs[key] for key in news} == news
    diff = source.diff(state.id, state.outputs, answer.inputs)
    assert (diff.changes, diff.replaces) == (True, []), "an unknown type may turn out to be the same"


def test_warnings_go_to_the_resource_and_stop_nothing(running: Plugin, source: Served, minimal: dict[str, Any]) -> None:
    answer = source.check({**minimal, "integration_type": "APIFORTRES", "alert_key_template": "{{ test.id }}"})
    assert answer.failures == []
    texts = [message.text for message in running.messages]
    assert any("did you mean APIFORTRESS?" in text for text in texts)
    assert any("ilert may ignore it" in text for text in texts)
    assert {message.urn for message in running.messages} == {source.urn}


class TestErrors:
    """One line: what on which object, method and path, status, reason, what to do next; nothing secret."""

    def test_a_refusal(self, source: Served, minimal: dict[str, Any]) -> None:
        inputs = checked(source, {**minimal, "escalation_policy_id": "1"})
        with pytest.raises(PluginError) as caught:
            source.create(inputs)
        text = str(caught.value)
        assert text.startswith(
            "Creating ilert alert source 'Checkout' failed: ilert: POST /api/alert-sources answered 400"
        )
        assert "\n" not in text and "Traceback" not in text and "include" not in text

    def test_a_bad_key(self, environment: dict[str, str], minimal: dict[str, Any]) -> None:
        with plugin({**environment, "ILERT_TOKEN": "planted-secret-token"}) as found:
            source = found.of(ilert.AlertSource)
            with pytest.raises(PluginError) as caught:
                source.create(checked(source, minimal))
        text = str(caught.value)
        assert "403" in text and "KEY_ERROR" in text and "ILERT_TOKEN" in text and "ilert:token" in text
        assert "planted-secret-token" not in text

    def test_no_key(self, environment: dict[str, str], minimal: dict[str, Any]) -> None:
        with plugin({"ILERT_URL": environment["ILERT_URL"]}) as found:
            answer = found.of(ilert.AlertSource).check({**minimal, "severity": 9})
        _, (prop, text) = answer.failures  # beside what is wrong with the inputs
        assert prop == ""
        assert "ILERT_TOKEN" in text and "pulumi config set --secret ilert:token" in text and "\n" not in text

    def test_the_key_from_the_configuration(self, environment: dict[str, str], minimal: dict[str, Any]) -> None:
        config = {"ilert:url": environment["ILERT_URL"], "ilert:token": environment["ILERT_TOKEN"]}
        with plugin(config=config) as found:
            source = found.of(ilert.AlertSource)
            assert source.create(checked(source, minimal)).id

    def test_nobody_there(self, minimal: dict[str, Any]) -> None:
        with plugin({"ILERT_URL": "http://127.0.0.1:1", "ILERT_TOKEN": "token-token"}) as found:
            source = found.of(ilert.AlertSource)
            with pytest.raises(PluginError, match=r"the connection was refused \(127.0.0.1:1\) after 4 tries"):
                source.create(checked(source, minimal))

    def test_plain_http_elsewhere(self, minimal: dict[str, Any]) -> None:
        with plugin({"ILERT_URL": "http://ilert.example.com", "ILERT_TOKEN": "token-token"}) as found:
            ((_, text),) = found.of(ilert.AlertSource).check(minimal).failures
        assert "use https, or set ILERT_ALLOW_HTTP=true" in text

    def test_a_traceback_only_when_wanted(self, environment: dict[str, str], minimal: dict[str, Any]) -> None:
        with plugin({**environment, "ALERT_WIRING_DEBUG": "1"}) as found:
            source = found.of(ilert.AlertSource)
            with pytest.raises(PluginError, match="Traceback"):
                source.create({**checked(source, minimal), "escalation_policy_id": "1"})

    def test_a_key_in_the_vendors_words_is_masked(
        self, source: Served, minimal: dict[str, Any], control: Control
    ) -> None:
        state = source.create(checked(source, minimal))
        url = state.outputs["integration_url"].value
        words = {"status": 400, "message": f"bad {url}", "code": "BAD_REQUEST"}
        control.fault(vendor="ilert", method="PUT", pathPrefix=PATH, status=400, body=words)
        with pytest.raises(PluginError) as caught:
            source.update(state.id, state.outputs, checked(source, {**minimal, "severity": 1}))
        assert "answered 400: bad [secret]" in str(caught.value)
        assert state.outputs["integration_key"].value not in str(caught.value)
