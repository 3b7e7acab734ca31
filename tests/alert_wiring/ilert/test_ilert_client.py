"""The ilert client against exchanges whose bodies are the documented examples (each cassette names its section).

Where a kind decides what is sent, the kind drives the client: the example's desired state must give exactly the
example's request, and the example's answer must give that state back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    ForbiddenError,
    NotFoundError,
    ServerError,
    UnauthorizedError,
    VendorError,
)
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.alert_source import AlertSourceKind
from alert_wiring.ilert.api import IlertApi
from support.cassettes import replay
from support.waiting import waits_at_once

CASSETTES = Path(__file__).parent / "cassettes"
TOKEN = "planted-ilert-token"
KEY = "il1afr5e0c1d2b3a4f596871"
SOURCES = "/api/alert-sources"

DESIRED: dict[str, Any] = {
    "name": "API Fortress - checkout",
    "integration_type": "APIFORTRESS",
    "escalation_policy_id": "2344528",
    "team_ids": ["40104", "40231"],
    "alert_creation": "ONE_ALERT_GROUPED_PER_WINDOW",
    "alert_grouping_window": "PT30M",
    "auto_resolution_timeout": "PT12H",
    "alert_priority_rule": "HIGH_DURING_SUPPORT_HOURS",
    "support_hours_id": "5512",
    "auto_raise_alerts": True,
    "severity": 3,
    "summary_template": "[API Fortress] {{ projectName }} / {{ test.name }} failed",
    "details_template": "{{ failuresCount }} failure(s) at {{ location }}\n{{ #criticalFailures }}\n"
    "- {{ expression }}: {{ status }} {{ extra }}\n{{ /criticalFailures }}",
    "link_templates": [
        {
            "link_text_template": "Open event in API Fortress",
            "href_template": "https://mastiff.apifortress.com/app/web/events/details/{{ eventId }}?cid={{ companyId }}",
        }
    ],
    "event_filter": "event.customDetails.failuresCount > 0",
}
"""The alert source of `ilert.md 2.9` as a program writes it."""


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def settings() -> Settings:
    return Settings({"ILERT_TOKEN": TOKEN}, lambda key: None)


@pytest.fixture
def api(settings: Settings, pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> IlertApi:
    """A client of the vendor's own address that never really waits; the account of every lifecycle here."""
    made = IlertApi.connect(settings)
    waits_at_once(made.http, pauses.append)
    monkeypatch.setattr("alert_wiring.core.lifecycle.shared_api", lambda kind, given: made)
    return made


@pytest.fixture
def source(api: IlertApi, settings: Settings) -> Lifecycle[IlertApi]:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    api.inventories.of(("alert source",), list, AlertSourceKind().id_of)  # a create looks first, and nothing is there
    return Lifecycle(AlertSourceKind(), lambda: settings, refuse)


@pytest.fixture
def inputs(source: Lifecycle[IlertApi]) -> dict[str, Any]:
    checked, problems = source.check(DESIRED)
    assert problems.found == []
    return checked


@pytest.fixture
def outputs(source: Lifecycle[IlertApi], inputs: dict[str, Any]) -> dict[str, Any]:
    with replay(CASSETTES / "source_create.yaml"):
        return source.create(inputs).outputs


def test_the_examples_state_makes_the_examples_request(source: Lifecycle[IlertApi], inputs: dict[str, Any]) -> None:
    with replay(CASSETTES / "source_create.yaml") as played:
        made = source.create(inputs)
    assert (made.id, made.inputs) == ("2671189", inputs)
    assert made.outputs["integration_key"] == KEY
    assert made.outputs["integration_url"].endswith(f"/api/v1/events/apifortress/{KEY}")
    assert (made.outputs["status"], made.outputs["setup_status"]) == ("ALL_RESOLVED", "FINISHED")
    assert source.diff(made.outputs, inputs).changed == ()
    headers = played.headers(0)
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["accept"] == "application/json"
    assert headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("known", [True, False], ids=["in state", "looked up"])
def test_the_examples_answer_gives_the_state_back(
    source: Lifecycle[IlertApi], inputs: dict[str, Any], outputs: dict[str, Any], known: bool
) -> None:
    with replay(CASSETTES / "source_read.yaml"):
        found = source.read("2671189", outputs if known else {}, lookup=not known)
    assert found is not None
    assert found.inputs == inputs
    assert found.outputs == outputs


def test_an_update_is_whole_and_keeps_the_key(
    source: Lifecycle[IlertApi], inputs: dict[str, Any], outputs: dict[str, Any]
) -> None:
    """No `setupStatus`, the known key unchanged (`ilert.md 2.8`)."""
    with replay(CASSETTES / "source_update.yaml"):
        updated = source.update("2671189", outputs, {**inputs, "severity": 2})
    assert (updated["severity"], updated["integration_key"]) == (2, KEY)


def test_deleting_twice_is_no_error(source: Lifecycle[IlertApi], outputs: dict[str, Any]) -> None:
    with replay(CASSETTES / "source_delete.yaml"):
        source.delete("2671189", outputs)
        source.delete("2671189", outputs)


def test_gone_is_believed_with_a_good_key(source: Lifecycle[IlertApi], outputs: dict[str, Any]) -> None:
    with replay(CASSETTES / "source_gone.yaml"):
        assert source.read("2671189", outputs) is None


def test_gone_is_not_believed_with_a_bad_key(source: Lifecycle[IlertApi], outputs: dict[str, Any]) -> None:
    with replay(CASSETTES / "source_invisible.yaml"), pytest.raises(ForbiddenError, match="KEY_ERROR"):
        source.read("2671189", outputs)


def test_a_source_is_found_by_its_key(source: Lifecycle[IlertApi]) -> None:
    with replay(CASSETTES / "source_by_key.yaml"):
        found = source.read(KEY, {}, lookup=True)
    assert found is not None
    assert found.id == "2671189"


def test_a_key_that_may_not_be_seen_stays_known(settings: Settings, outputs: dict[str, Any]) -> None:
    """And that is said (`ilert.md 5.4 #31`)."""
    told: list[str] = []
    with replay(CASSETTES / "source_without_rights.yaml"):
        found = Lifecycle(AlertSourceKind(), lambda: settings, told.append).read("2671189", outputs)
    assert found is not None
    assert found.outputs == outputs
    assert [text.partition("does not show its ")[2].partition(" to this")[0] for text in told] == [
        "integration_key and integration_url"
    ]


def test_a_tokenised_template_is_read_as_text(source: Lifecycle[IlertApi], outputs: dict[str, Any]) -> None:
    with replay(CASSETTES / "source_elements.yaml"):
        found = source.read("2671189", outputs)
    assert found is not None
    assert found.inputs["summary_template"] == "[API Fortress] {{ projectName }} / {{ test.name.upperCase() }}"


@pytest.mark.parametrize(
    ("name", "path", "ids"),
    [
        ("sources_list", SOURCES, [2671189]),
        ("policies_list", "/api/escalation-policies", [2344528]),
        ("support_hours_list", "/api/support-hours", [5512]),
        ("teams_list", "/api/teams", [40104, 40231]),
    ],
)
def test_lists(api: IlertApi, name: str, path: str, ids: list[int]) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert [row["id"] for row in api.list_objects(path)] == ids


def test_alerts_of_a_source(api: IlertApi) -> None:
    since = datetime(2026, 9, 14, 8, 19, 33, tzinfo=UTC)
    with replay(CASSETTES / "alerts_list.yaml"):
        (alert,) = api.list_alerts("2671189", since=since)
    with replay(CASSETTES / "alert_get.yaml"):
        whole = api.get_alert(str(alert["id"]))
    assert whole is not None
    assert whole["customDetails"]["failuresCount"] == 1


@pytest.mark.parametrize("name", ["alert_resolve", "alert_resolve_again"])
def test_resolving_is_done_either_way(api: IlertApi, name: str) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert api.resolve_alert("12797430")["status"] == "RESOLVED"


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("error_400", BadRequestError, ["'max-results' must not be above 50"]),
        ("error_401", UnauthorizedError, ["Authentication required", "ILERT_TOKEN", "ilert:token"]),
        ("error_402_feature", BadRequestError, ["FEATURE_REQUIRED", "INTELLIGENT_GROUPING", "change the plan"]),
        ("error_500", ServerError, ["answered 500", "Internal error"]),
        ("error_402", BadRequestError, ["Limit: 5, usage: 5", "QUOTA_EXCEEDED", "change the plan"]),
        ("error_403_key", ForbiddenError, ["unknown or revoked", "ILERT_TOKEN", "ilert:token"]),
        ("error_403_right", ForbiddenError, ["NO_PERMISSION", "role USER or ADMIN"]),
    ],
)
def test_each_refusal_is_one_line_with_what_to_do(
    api: IlertApi, name: str, error: type[VendorError], words: list[str]
) -> None:
    with replay(CASSETTES / f"{name}.yaml"), pytest.raises(error) as caught:
        api.list_objects(SOURCES)
    text = caught.value.text
    assert type(caught.value) is error
    assert text.startswith("ilert: GET /api/alert-sources answered ")
    assert all(word in text for word in words), text
    assert "\n" not in text and "max-results=" not in text and TOKEN not in text


@pytest.mark.parametrize(("name", "pause"), [("error_429", 5.0), ("error_403_firewall", 0.5), ("error_502_get", 0.5)])
def test_what_passes_is_waited_for(api: IlertApi, pauses: list[float], name: str, pause: float) -> None:
    with replay(CASSETTES / f"{name}.yaml"):
        assert len(api.list_objects(SOURCES)) == 1
    assert len(pauses) == 1
    assert pause <= pauses[0] <= pause * 1.1


def test_a_lost_create_is_never_sent_again(api: IlertApi, inputs: dict[str, Any]) -> None:
    kind = AlertSourceKind()
    with replay(CASSETTES / "error_502_create.yaml"), pytest.raises(AmbiguousError, match="not JSON"):
        kind.create_remote(api, kind.to_api(inputs, None), inputs)


def test_an_unknown_path_is_not_found(api: IlertApi, outputs: dict[str, Any]) -> None:
    del outputs
    with replay(CASSETTES / "source_delete.yaml"):
        api.delete_object(SOURCES, "2671189")
        with pytest.raises(NotFoundError, match="Could not find alert source"):
            api.delete_object(SOURCES, "2671189")
