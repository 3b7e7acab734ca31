"""The ways to authenticate at xMatters: which one is chosen, what is sent, and what is said when none fits."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from on_sandbox import client_of

from alert_wiring.core.errors import ServerError, SettingError, UnauthorizedError
from alert_wiring.core.redaction import redact
from alert_wiring.core.settings import Settings
from alert_wiring.xmatters.api import XMattersApi, plan_path
from alert_wiring.xmatters.authentication import WAYS, chosen_way
from alert_wiring.xmatters.settings import CREDENTIALS
from support.cassettes import replay
from support.sandbox import Sandbox
from support.waiting import waits_at_once

CASSETTES = Path(__file__).parent / "cassettes"
PLAN = "5f1d2c1e-0c4b-4f0a-9a55-6a3b5c8f7d10"
USER = {"XMATTERS_USERNAME": "iac-bot", "XMATTERS_PASSWORD": "planted-xmatters-secret"}
CLIENT = {"XMATTERS_CLIENT_ID": "planted-client"}
REFRESH = {**CLIENT, "XMATTERS_REFRESH_TOKEN": "planted-refresh-token"}
KEY = {"XMATTERS_API_KEY": "x-api-key-3f0c", "XMATTERS_API_SECRET": "planted-key-secret"}


def client(**environment: str) -> XMattersApi:
    settings = Settings({"XMATTERS_URL": "https://acmeco.xmatters.com", **environment}, lambda _key: None)
    api = XMattersApi.connect(settings)
    waits_at_once(api.http)
    return api


def way_of(**environment: str) -> str:
    return chosen_way(Settings(environment, lambda _key: None)).name


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        (USER, "user name and password"),
        (KEY, "API key"),
        ({**USER, **CLIENT}, "OAuth with user name and password"),
        ({**USER, **CLIENT, "XMATTERS_CLIENT_SECRET": "s"}, "OAuth with user name and password"),
        (REFRESH, "OAuth with a refresh token"),
        ({**REFRESH, "XMATTERS_CLIENT_SECRET": "s"}, "OAuth with a refresh token"),
        ({"XMATTERS_TOKEN": "t"}, "access token"),
    ],
)
def test_one_way_is_chosen_by_what_is_set(environment: dict[str, str], way: str) -> None:
    assert way_of(**environment) == way


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "No way to authenticate at xMatters is set.*XMATTERS_USERNAME.*XMATTERS_REFRESH_TOKEN.*XMATTERS_TOKEN"),
        ({"XMATTERS_USERNAME": "u"}, "password.*is not set.*XMATTERS_PASSWORD.*config set --secret xmatters:password"),
        ({"XMATTERS_PASSWORD": "p"}, "user name.*is not set.*XMATTERS_USERNAME"),
        ({"XMATTERS_API_KEY": "x-api-key-1"}, "XMATTERS_API_SECRET.*config set --secret xmatters:apiSecret"),
        (CLIENT, "XMATTERS_REFRESH_TOKEN"),
        ({**CLIENT, "XMATTERS_USERNAME": "u"}, "XMATTERS_PASSWORD"),
        ({"XMATTERS_CLIENT_SECRET": "s", "XMATTERS_REFRESH_TOKEN": "r"}, "XMATTERS_CLIENT_ID"),
        ({**USER, **KEY}, "Several ways.*XMATTERS_USERNAME.*XMATTERS_API_KEY.*Keep the settings of one"),
        ({**USER, **REFRESH}, "Several ways.*XMATTERS_USERNAME.*XMATTERS_REFRESH_TOKEN"),
        ({**USER, "XMATTERS_TOKEN": "t"}, "Several ways.*XMATTERS_PASSWORD.*XMATTERS_TOKEN .or xmatters:token"),
        ({**KEY, "XMATTERS_API_KEY": "3f0c"}, "XMATTERS_API_KEY.*x-api-key-"),
    ],
)
def test_none_or_two_ways_are_one_clear_line(environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=says) as raised:
        client(**environment)
    assert "planted" not in raised.value.text


def test_no_two_ways_fit_the_same_settings() -> None:
    for way in WAYS:
        everything = {one.env: "x" for one in (*way.needs, *way.may)}
        assert [other.name for other in WAYS if other.takes(set(way.needs)) and set(other.needs) <= set(way.needs)] == [
            way.name
        ]
        assert way_of(**everything) == way.name
    assert {one for way in WAYS for one in (*way.needs, *way.may)} == set(CREDENTIALS)


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        (USER, "Basic " + base64.b64encode(b"iac-bot:planted-xmatters-secret").decode()),
        (KEY, "Basic " + base64.b64encode(b"x-api-key-3f0c:planted-key-secret").decode()),
        ({"XMATTERS_TOKEN": "planted-access-token"}, "Bearer planted-access-token"),
    ],
)
def test_what_never_changes_is_sent_with_each_request(environment: dict[str, str], header: str) -> None:
    with replay(CASSETTES / "plan_get.yaml") as played:
        client(**environment).get(plan_path("API Fortress Alerts"))
    assert played.headers()["authorization"] == header


@pytest.mark.parametrize(
    ("name", "environment", "last"),
    [
        ("token_password", {**USER, **CLIENT}, 1),
        ("token_password_secret", {**USER, **CLIENT, "XMATTERS_CLIENT_SECRET": "planted-client-secret"}, 1),
        ("token_refresh", REFRESH, 1),
        ("token_expired", {**USER, **CLIENT}, 2),
        ("token_refresh_used_up", {**USER, **CLIENT}, 2),
    ],
)
def test_a_token_is_fetched_when_needed_and_renewed_when_refused(
    name: str, environment: dict[str, str], last: int
) -> None:
    api = client(**environment)
    with replay(CASSETTES / f"{name}.yaml") as played:
        assert api.get(plan_path(PLAN)) is not None
    assert played.headers(-1)["authorization"] == f"Bearer eyJhbGciOiJub25lIn0.planted-access-{last}"
    asked = [request for request in played.sent if request.method == "POST"]
    assert asked
    for request in asked:
        headers = {key.lower(): value for key, value in request.headers.items()}
        assert "authorization" not in headers
        assert headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("name", "environment", "error", "says"),
    [
        ("token_refused", REFRESH, UnauthorizedError, "oauth2/token answered 401: Invalid refresh token.*get a new"),
        ("token_refused_twice", {**USER, **CLIENT}, UnauthorizedError, "Access token expired.*XMATTERS_CLIENT_ID"),
        ("token_html", {**USER, **CLIENT}, ServerError, "not JSON.*after 4 tries.*sign-in page"),
        ("error_401_oauth", {"XMATTERS_TOKEN": "planted-access"}, UnauthorizedError, "XMATTERS_TOKEN.*has run out"),
    ],
)
def test_what_is_refused_is_one_line_without_secrets(
    name: str, environment: dict[str, str], error: type[Exception], says: str
) -> None:
    api = client(**environment)
    with replay(CASSETTES / f"{name}.yaml"), pytest.raises(error, match=says) as raised:
        api.get(plan_path(PLAN))
    assert "planted" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_a_token_endpoint_gives_is_hidden_in_every_text() -> None:
    with replay(CASSETTES / "token_password.yaml"):
        client(**USER, **CLIENT).get(plan_path(PLAN))
    told = redact("got eyJhbGciOiJub25lIn0.planted-access-1 and 0b7e6f58-0000-4000-8000-000000000001")
    assert told == "got [secret] and [secret]"


# ---- on the sandbox --------------------------------------------------------------------------------------------------

SANDBOX_CLIENT = {"XMATTERS_CLIENT_ID": "sandbox-client-id"}


def tokens_asked(sandbox: Sandbox) -> int:
    return sum(row["path"].endswith("/oauth2/token") for row in sandbox.control.requests_log("xmatters"))


def test_a_token_serves_all_threads_until_it_runs_out(sandbox: Sandbox) -> None:
    api = client(**sandbox.settings("xmatters"), **SANDBOX_CLIENT)

    def everyone(_number: int) -> int:
        return len(api.list_all("/plans"))

    sandbox.control.clear_log()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(everyone, range(16)))) == 1
        assert tokens_asked(sandbox) == 1
        sandbox.control.advance(3600)
        assert len(set(pool.map(everyone, range(16)))) == 1
    assert tokens_asked(sandbox) == 2


def test_a_refresh_token_is_enough(sandbox: Sandbox) -> None:
    user = sandbox.settings("xmatters")
    url = user["XMATTERS_URL"]
    pair = {"username": user["XMATTERS_USERNAME"], "password": user["XMATTERS_PASSWORD"]}
    form = {"grant_type": "password", "client_id": "sandbox-client-id", **pair}
    refresh = requests.post(f"{url}/api/xm/1/oauth2/token", data=form, timeout=10).json()["refresh_token"]
    api = client(XMATTERS_URL=url, **SANDBOX_CLIENT, XMATTERS_REFRESH_TOKEN=refresh)
    assert api.list_all("/plans")
    sandbox.control.advance(3600)
    assert api.list_all("/plans")


@pytest.mark.parametrize("wrong", ["XMATTERS_PASSWORD", "XMATTERS_CLIENT_ID"])
def test_a_wrong_credential_is_told_once(sandbox: Sandbox, wrong: str) -> None:
    environment = {**sandbox.settings("xmatters"), **SANDBOX_CLIENT, wrong: "planted-wrong-one"}
    with pytest.raises(UnauthorizedError, match=wrong) as raised:
        client(**environment).list_all("/plans")
    assert "planted-wrong-one" not in raised.value.text


def test_a_write_is_repeated_only_because_it_was_refused_before_processing(sandbox: Sandbox) -> None:
    api = client(**sandbox.settings("xmatters"), **SANDBOX_CLIENT)
    api.list_all("/plans")
    sandbox.control.advance(3600)
    before = len(client_of(sandbox).list_all("/plans"))
    api.save("/plans", {"name": "Once", "enabled": True})
    assert len(client_of(sandbox).list_all("/plans")) == before + 1
