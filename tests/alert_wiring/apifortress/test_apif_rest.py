"""The REST backend against the documented exchanges of the contract (`api-fortress.md 4`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from requests.auth import AuthBase

from alert_wiring.apifortress.auth import ApiKeyAuth, LoginAuth
from alert_wiring.apifortress.backend import Capability, Outcome
from alert_wiring.apifortress.login import log_in
from alert_wiring.apifortress.objects import DefinitionSpec, Parameter
from alert_wiring.apifortress.reasons import explain
from alert_wiring.apifortress.rest import RestBackend, server_url
from alert_wiring.apifortress.signature import token
from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ThrottledError,
    UnauthorizedError,
    VendorError,
)
from alert_wiring.core.http import HttpSession
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.retry import RetryPolicy
from support.cassettes import Replay, replay
from support.waiting import waits_at_once

CASSETTES = Path(__file__).parent / "cassettes"
KEY, SECRET = "0123456789abcdef0123456789abcdef", "00112233445566778899aabbccddeeff00112233"
URL = "https://api.ilert.com/api/v1/events/apifortress/il1afrexample"
DEFINITION, INSTANCE = "5d519a1eb3cb1f0001b3be01", "6166f0c2b3cb1f0001b3c0aa"


class Ticking:
    """A clock that moves one second per look."""

    def __init__(self) -> None:
        self.now = 1_700_000_000

    def __call__(self) -> float:
        self.now += 1
        return self.now - 1


def backend(auth: AuthBase | None = None, pauses: list[float] | None = None) -> RestBackend:
    http = HttpSession(
        "API Fortress",
        "https://apif.example.com/app",
        auth=auth or ApiKeyAuth(KEY, SECRET, Ticking()),
        explain=explain,
        limiter=Limiter(100_000),
        retry=RetryPolicy(tries=3, post_after_throttle=False),
    )
    waits_at_once(http, (pauses if pauses is not None else []).append)
    return RestBackend(http)


def played(name: str):  # type: ignore[no-untyped-def]  # a context manager of the cassette player
    return replay(CASSETTES / f"{name}.yaml")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://apif.example.com", "https://apif.example.com/app"),
        ("https://apif.example.com/", "https://apif.example.com/app"),
        (" https://apif.example.com/app/ ", "https://apif.example.com/app"),
        ("http://127.0.0.1:8873", "http://127.0.0.1:8873/app"),
        ("https://apif.example.com/fortress", "https://apif.example.com/fortress"),
    ],
)
def test_the_servers_address_takes_the_contracts_form(given: str, wanted: str) -> None:
    """`api-fortress.md 4.2`."""
    assert server_url(given) == wanted


def test_each_request_carries_a_token_of_its_own_second() -> None:
    with played("groups") as log:
        api = backend()
        api.list_groups()
        api.create_group("ilert-webhook")
        api.get_group("189")
        api.rename_group("189", "renamed")
        api.delete_group("189")
        api.get_group("189")
        api.delete_group("189")
    for index in range(7):
        assert log.headers(index)["x-key"] == KEY
        assert log.headers(index)["x-token"] == token(KEY, SECRET, 1_700_000_000 + index)
        assert log.headers(index)["accept"] == "application/json"
        assert "authorization" not in log.headers(index)


def test_groups() -> None:
    with played("groups"):
        api = backend()
        (group,) = api.list_groups()
        assert (group.id, group.label, group.connectors_count) == ("189", "ilert-webhook", 1)
        assert group.project_ids == frozenset({"3073"})
        assert api.create_group("ilert-webhook").project_ids == frozenset()
        assert api.get_group("189") == group
        assert api.rename_group("189", "renamed").label == "renamed"
        api.delete_group("189")
        assert api.get_group("189") is None
        api.delete_group("189")


def test_definitions() -> None:
    spec = DefinitionSpec(
        name="JSON Alert /w Threshold",
        code="class A { }",
        description="Webhook alert once a failure threshold is reached",
        params=(
            Parameter("url", "Webhook address"),
            Parameter("counter", "Failures needed inside the window"),
            Parameter("ttl", "Window in seconds"),
        ),
        finished=True,
        open=True,
    )
    with played("definitions"):
        api = backend()
        (listed,) = api.list_definitions()
        assert (listed.id, listed.param_names, listed.code) == (DEFINITION, ("url", "counter", "ttl"), None)
        found = api.get_definition(DEFINITION)
        assert found is not None
        assert (found.code, found.finished, found.open, found.run_on_success) == ("class A { }", True, True, False)
        assert api.load_definition(spec).id == DEFINITION
        changed = DefinitionSpec(**{**_members(spec), "description": "new"})
        assert api.update_definition(DEFINITION, changed).description == "new"
        api.delete_definition(DEFINITION)
        assert api.get_definition(DEFINITION) is None
        api.delete_definition(DEFINITION)


def _members(spec: DefinitionSpec) -> dict[str, object]:
    return {name: getattr(spec, name) for name in DefinitionSpec.__slots__}


def test_a_managers_key_reads_a_definition_without_its_code() -> None:
    """A 403 on definitions must not break plans that only use existing ones (`api-fortress.md 7.14`)."""
    with played("definition_without_admin"):
        found = backend().get_definition(DEFINITION)
    assert found is not None
    assert found.code is None


def test_instances() -> None:
    with played("instances"):
        api = backend()
        listed = api.list_instances("189")
        assert listed is not None
        assert listed[0].params == {"url": URL, "counter": "2", "ttl": "60"}
        assert api.create_instance("189", DEFINITION, dict(listed[0].params)).id == INSTANCE
        assert api.get_instance("189", INSTANCE) == listed[0]
        changed = api.update_instance("189", INSTANCE, {"url": URL, "counter": "3", "ttl": "600"})
        assert changed.params["ttl"] == "600"
        api.delete_instance("189", INSTANCE)
        assert api.get_instance("189", INSTANCE) is None
        api.delete_instance("189", INSTANCE)
        assert api.list_instances("999") is None


def test_users_of_groups() -> None:
    with played("users"):
        api = backend()
        assert [(user.id, user.email) for user in api.list_users()] == [("12", "ann@example.com")]
        assert api.add_member("189", "12", sms=True).sms is True
        api.remove_member("189", "12")
        api.remove_member("189", "12")
        assert api.list_members("999") is None


def test_projects_and_their_groups() -> None:
    with played("projects"):
        api = backend()
        (project,) = api.list_projects()
        assert (project.id, project.name, project.group_ids) == ("3073", "Alert to iLert", frozenset({"170", "189"}))
        assert api.get_assigned("3073") == {"170", "189"}
        api.set_assigned("3073", {"189", "170"})
        api.add_assigned("3073", "189")
        api.remove_assigned("3073", "189")
        api.remove_assigned("3073", "189")
        assert api.get_assigned("999") is None


def test_the_company_proves_the_credential() -> None:
    with played("company"):
        assert backend().ping().name == "Example Co."


def test_test_fire() -> None:
    with played("test_fire"):
        api = backend()
        (sent,) = api.test_fire("189", INSTANCE, Outcome.FAILURE)
        (unsent,) = api.test_fire_project("3073", Outcome.SUCCESS)
    assert sent.accepted
    assert sent.host == "api.ilert.com"
    assert not unsent.accepted
    assert unsent.reason == "success-not-enabled"


def test_the_worked_example() -> None:
    """`api-fortress.md 4.8`, request by request."""
    with played("worked_example"):
        api = backend()
        (definition,) = api.list_definitions()
        group = api.create_group("ilert-webhook")
        instance = api.create_instance(group.id, definition.id, {"url": URL, "counter": "2", "ttl": "60"})
        (project,) = api.list_projects()
        api.add_assigned(project.id, group.id)
        assert len(api.test_fire_project(project.id, Outcome.FAILURE)) == 1
        api.remove_assigned(project.id, group.id)
        api.delete_instance(group.id, instance.id)
        api.delete_group(group.id)


def test_login_once_and_once_more_after_a_401() -> None:
    """`api-fortress.md 9` row 2."""
    auth = LoginAuth(lambda: log_in(_login_session()))
    with played("login") as log:
        api = backend(auth)
        api.ping()
        assert api.ping().id == "1"
    bearers = [log.headers(index)["authorization"] for index in (1, 2, 4)]
    assert bearers == ["Bearer first-token", "Bearer first-token", "Bearer second-token"]
    assert log.headers(0)["authorization"].startswith("Basic ")


def test_a_refused_login_is_one_clean_error() -> None:
    with played("login_refused"), pytest.raises(UnauthorizedError) as caught:
        backend(LoginAuth(lambda: log_in(_login_session()))).ping()
    assert "GET /api/rest/v3/login answered 401: bad credentials" in caught.value.text
    assert "planted-password" not in caught.value.text


def _login_session() -> HttpSession:
    from alert_wiring.core.http import BasicAuth

    return HttpSession(
        "API Fortress",
        "https://apif.example.com/app",
        auth=BasicAuth("ann@example.com", "planted-password"),
        explain=explain,
        limiter=Limiter(100_000),
    )


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("validation", BadRequestError, "alertGroup.label must not be blank"),
        ("unauthorized", UnauthorizedError, "bad token. Check APIFORTRESS_API_KEY"),
        ("forbidden", ForbiddenError, "manager role needed"),
        ("method", BadRequestError, "answered 405: method not offered"),
        ("malformed", BadRequestError, "malformed JSON"),
        ("pair", BadRequestError, "Bad Request: label is missing"),
        ("empty", BadRequestError, "an empty body"),
    ],
)
def test_every_error_shape_is_readable(name: str, kind: type[VendorError], words: str) -> None:
    """`api-fortress.md 4.4`."""
    with played(f"error_{name}"), pytest.raises(kind) as caught:
        backend().rename_group("189", "x")
    assert words in caught.value.text
    assert "API Fortress: PUT /api/rest/v3/alertGroups/189 answered" in caught.value.text
    assert "planted-secret" not in caught.value.text
    assert "\n" not in caught.value.text


def test_an_unknown_id_is_not_found() -> None:
    with played("error_not_found"), pytest.raises(NotFoundError, match="answered 404: Alert group 999 not found"):
        backend().rename_group("999", "x")


def test_what_is_in_use_or_there_already_is_a_conflict() -> None:
    """The three conflicts of `api-fortress.md 4.4`."""
    with played("error_conflict"), pytest.raises(ConflictError, match="still assigned to project 3073"):
        backend().delete_group("189")
    with played("error_conflict_definition"), pytest.raises(ConflictError, match="is still used"):
        backend().delete_definition(DEFINITION)
    with played("error_conflict_label"), pytest.raises(ConflictError, match="label exists already"):
        backend().create_group("ilert-webhook")


def test_an_html_error_page_is_readable_and_leaks_nothing() -> None:
    """`api-fortress.md 9` row 20; after a POST a 502 says nothing about whether it happened."""
    with played("error_html_post"), pytest.raises(AmbiguousError) as caught:
        backend().create_group("x")
    assert "answered 502: not JSON, so perhaps from a proxy or firewall (Server: nginx)" in caught.value.text
    assert "planted-secret" not in caught.value.text
    assert "<html>" not in caught.value.text


def test_a_throttled_get_waits_as_told() -> None:
    pauses: list[float] = []
    with played("throttled_get"):
        assert len(backend(pauses=pauses).list_groups()) == 1
    assert len(pauses) == 1
    assert 1.0 <= pauses[0] < 2.0


def test_an_unavailable_put_is_tried_again() -> None:
    with played("unavailable_put"):
        assert backend().rename_group("189", "renamed").label == "renamed"


@pytest.mark.parametrize(("name", "kind"), [("throttled_post", ThrottledError), ("unavailable_post", AmbiguousError)])
def test_a_post_is_never_tried_again(name: str, kind: type[VendorError]) -> None:
    """`api-fortress.md 9` row 19."""
    log: Replay
    with played(name) as log, pytest.raises(kind):
        backend().create_group("x")
    assert len(log.sent) == 1


def test_an_answer_of_another_shape_names_the_request() -> None:
    with played("other_shape"), pytest.raises(BadRequestError, match=r"GET /api/rest/v3/alertGroups .* another shape"):
        backend().list_groups()


def test_the_contract_has_every_capability() -> None:
    assert backend().capabilities == frozenset(Capability)
