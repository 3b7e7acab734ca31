"""Endpoints and shared libraries: what check says, what is sent, what comes back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fake_xmatters import PLAN, FakeXMatters, complaints, lifecycle_on

from alert_wiring.core.errors import ConflictError, WiringError
from alert_wiring.xmatters.endpoint import EndpointKind
from alert_wiring.xmatters.shared_library import SharedLibraryKind

ENDPOINT = {"plan_id": PLAN, "name": "Jira", "url": "https://jira.example.com"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"authentication_type": "BASIC", "username": "u"}, "password: is required for authentication type BASIC"),
        ({"password": "planted-password"}, "password: does not belong to authentication type NO_AUTH.*leave it out"),
        ({"authentication_type": "OAUTH2"}, "oauth_token_url: is required.*(?s:.*)client_secret: is required"),
        ({"authentication_type": "BASIC", "oauth_client_id": "c"}, "which has username and password; leave it out"),
        ({"authentication_type": "XMATTERS"}, "authentication_type: must be one of NO_AUTH"),
        ({"url": "jira.example.com"}, "url: must be an absolute http"),
    ],
)
def test_an_endpoint_whose_credential_does_not_fit(changes: dict[str, Any], says: str) -> None:
    text = complaints(EndpointKind(), {**ENDPOINT, **changes})
    assert re.search(says, text), text
    assert "planted-password" not in text


@pytest.mark.parametrize("kind", ["OAUTH2_FORCE", "OAUTH_SLACK"])
def test_an_endpoint_of_a_type_without_a_sample_is_taken_as_it_is(kind: str) -> None:
    assert complaints(EndpointKind(), {**ENDPOINT, "authentication_type": kind}) == ""
    assert complaints(EndpointKind(), {**ENDPOINT, "authentication_type": kind, "username": "u", "password": "p"}) == ""


def test_what_is_sent_for_an_endpoint_and_that_secrets_stay_in_the_state() -> None:
    fake = FakeXMatters()
    login = {"authentication_type": "BASIC", "username": "u", "password": "planted-password"}
    with lifecycle_on(fake, EndpointKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check({**ENDPOINT, **login})[0])
        (store,) = fake.objects.values()
        del store[made.id]["authentication"]["password"]  # never returned (xmatters.md 3.6)
        found = lifecycle.read(made.id, made.outputs)
        assert found is not None
        assert found.outputs["password"] == "planted-password"
        rotated = lifecycle.check({**ENDPOINT, **login, "password": "another-password"})[0]
        assert lifecycle.diff(found.outputs, rotated).changed == ("password",)
        lifecycle.update(made.id, found.outputs, rotated)
    (_, path, create), (_, _, modify) = fake.writes
    assert path == f"/api/xm/1/plans/{PLAN}/endpoints"
    assert create["endpointType"] == "EXTERNAL"
    assert create["authentication"] == {"username": "u", "password": "planted-password"}
    assert "endpointType" not in modify
    assert modify["authentication"]["password"] == "another-password"


def test_what_an_earlier_authentication_left_behind_is_no_drift() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, EndpointKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check(ENDPOINT)[0])
        (store,) = fake.objects.values()
        store[made.id]["authentication"] = {"username": "old"}
    with lifecycle_on(fake, EndpointKind()) as lifecycle:
        found = lifecycle.read(made.id, made.outputs)
    assert found is not None
    assert found.outputs == made.outputs


@pytest.mark.parametrize("returned", [False, True])
def test_the_id_of_an_oauth_client_may_come_back_or_not(returned: bool) -> None:
    fake = FakeXMatters()
    client = {"oauth_token_url": "https://t.example.com", "oauth_client_id": "c", "client_secret": "planted-secret"}
    with lifecycle_on(fake, EndpointKind()) as lifecycle:
        props = lifecycle.check({**ENDPOINT, "authentication_type": "OAUTH2", **client})[0]
        made = lifecycle.create(props)
        (store,) = fake.objects.values()
        if not returned:
            del store[made.id]["authentication"]["oauthClientId"]
    with lifecycle_on(fake, EndpointKind()) as lifecycle:
        found = lifecycle.read(made.id, made.outputs)
    assert found is not None
    assert found.inputs == props


def test_xmatters_own_endpoint_is_never_taken_over() -> None:
    fake = FakeXMatters()
    fake.objects[f"{PLAN}/endpoints"] = {"e": {"id": "e", "name": "xMatters", "endpointType": "XMATTERS"}}
    own = pytest.raises(WiringError, match="xMatters' own endpoint has this name")
    with lifecycle_on(fake, EndpointKind()) as lifecycle, own:
        lifecycle.create(lifecycle.check({**ENDPOINT, "name": "xmatters", "adopt": True})[0])
    assert fake.writes == []


def test_a_library_is_reached_by_its_own_id() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, SharedLibraryKind()) as lifecycle:
        props = lifecycle.check({"plan_id": PLAN, "name": "Tools", "script": "go();"})[0]
        made = lifecycle.create(props)
        for reference in (made.id, f"{PLAN}/{made.id}"):
            found = lifecycle.read(reference, {}, lookup=True)
            assert found is not None
            assert (found.id, found.outputs["plan_id"], found.outputs["script"]) == (made.id, PLAN, "go();\n")
        lifecycle.update(made.id, made.outputs, {**props, "script": "went();"})
        lifecycle.delete(made.id, made.outputs)
    assert [(method, path.removeprefix("/api/xm/1")) for method, path, _ in fake.writes] == [
        ("POST", "/shared-libraries"),
        ("POST", "/shared-libraries"),
        ("DELETE", f"/shared-libraries/{made.id}"),
    ]
    assert fake.writes[0][2]["plan"] == {"id": PLAN}
    assert "plan" not in fake.writes[1][2]


def test_a_library_whose_name_is_taken_in_another_workflow_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def clash(*_: object, **__: object) -> None:
        raise ConflictError("xMatters", "POST", "/api/xm/1/shared-libraries", status=409)

    with lifecycle_on(FakeXMatters(), SharedLibraryKind()) as lifecycle:
        monkeypatch.setattr("alert_wiring.xmatters.api.XMattersApi.save", clash)
        with pytest.raises(ConflictError, match="library of another workflow may have the name"):
            lifecycle.create(lifecycle.check({"plan_id": PLAN, "name": "Tools", "script": "go();"})[0])
