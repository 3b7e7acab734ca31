"""The web backend over instances that differ in what no source tells: one life of every object on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apif_backends import over

from alert_wiring.apifortress.backend import ApiFortressBackend
from alert_wiring.apifortress.objects import DefinitionSpec, Parameter
from alert_wiring.apifortress.web.misfit import MisfitError
from alert_wiring.core.errors import ConflictError, ForbiddenError, UnauthorizedError, WiringError

pytestmark = over(["web"])

MAP_OF_B = Path(__file__).with_name("web_map_b.yaml")
EVERYTHING_ELSE = {
    "web_csrf": True,
    "web_deletes": "get",
    "web_denied": "redirect",
    "web_dialogs": "page",
    "web_expired": "page",
    "web_project_save": "version",
    "web_saves": "redirect",
}
LABEL = "ours  & <i>theirs</i>"
"""As it was written, two blanks and all."""

FLAVOURS: dict[str, dict[str, Any]] = {
    "other markup": {"web_markup": "b"},
    "other markup, everything else": {"web_markup": "b", **EVERYTHING_ELSE},
}
"""The first markup lives where sessions expire."""


@pytest.fixture(params=FLAVOURS)
def instance(request: pytest.FixtureRequest, account: Any) -> Iterator[Any]:
    """An account on each of the instances, with the map file that its user would have written."""
    yield put(account, **FLAVOURS[request.param])


def put(account: Any, **positions: Any) -> Any:
    """Move the sandbox' switches and correct the map where the markup is another."""
    account.control.switch(**{f"apifortress.{name}": position for name, position in positions.items()})
    if positions.get("web_markup") == "b":
        account.environment["APIFORTRESS_WEB_MAP"] = str(MAP_OF_B)
    return account


def life(backend: ApiFortressBackend) -> Iterator[Callable[[], None]]:
    """Every operation of the interface that the pages can do, step by step."""
    made: dict[str, Any] = {}
    json_alert = next(one for one in backend.list_definitions() if one.name == "JSON Alert")

    def load() -> None:
        spec = DefinitionSpec("Ours", "class X {\n  // ü <b>\n}\n", "a<br/>b", params=(Parameter("p", "d"),), open=True)
        made["definition"] = backend.load_definition(spec)
        full = backend.get_definition(made["definition"].id)
        assert full is not None
        assert (full.code, full.description, full.params, full.open, full.finished) == (
            *(spec.code, spec.description, spec.params),
            *(True, False),
        )

    def group() -> None:
        made["group"] = backend.create_group(LABEL).id

    def connectors() -> None:
        for definition, params in ((json_alert.id, {"url": 'https://x/?a="b"&c'}), (made["definition"].id, {"p": "1"})):
            one = backend.create_instance(made["group"], definition, params)
            assert (one.definition_id, dict(one.params)) == (definition, params)
            made.setdefault("connectors", []).append(one.id)
        changed = backend.update_instance(made["group"], made["connectors"][0], {"url": "https://y"})
        assert dict(changed.params) == {"url": "https://y"}

    def members() -> None:
        assert backend.add_member(made["group"], "12", sms=True).sms is True
        assert backend.add_member(made["group"], "12", sms=False).sms is False
        assert [one.user_id for one in backend.list_members(made["group"]) or ()] == ["12"]

    def assignment() -> None:
        before = backend.get_assigned("2901")
        assert before == {"171", "172"}
        backend.set_assigned("2901", before | {made["group"]})
        with pytest.raises(ConflictError):
            backend.delete_group(made["group"])
        with pytest.raises(WiringError, match="999"):
            backend.set_assigned("2901", {"999"})
        backend.set_assigned("2901", set())
        assert backend.get_assigned("2901") == set()
        backend.set_assigned("2901", before)
        assert backend.get_assigned("2901") == before

    def read() -> None:
        assert {one.label: (one.users_count, one.connectors_count) for one in backend.list_groups()}[LABEL] == (1, 2)
        assert [one.id for one in backend.list_instances(made["group"]) or ()] == made["connectors"]
        assert {one.name for one in backend.list_projects()} >= {"Alert to iLert", "Customer portal"}, "as stored"
        assert backend.get_assigned("999") is None
        assert backend.list_instances("999") is None

    def clear() -> None:
        for _ in range(2):
            backend.remove_member(made["group"], "12")
            for one in made["connectors"]:
                backend.delete_instance(made["group"], one)
                assert backend.get_instance(made["group"], one) is None
            backend.delete_group(made["group"])
            assert backend.get_group(made["group"]) is None
            backend.delete_definition(made["definition"].id)

    yield from (load, group, connectors, members, assignment, read, clear)


def test_a_life_on_every_instance_leaves_nothing_and_touches_nobody(instance: Any) -> None:
    before = instance.control.state()["apifortress"]
    for step in life(instance.api().backend):
        step()
    assert instance.control.state()["apifortress"] == before


@pytest.mark.parametrize("positions", [{}, EVERYTHING_ELSE], ids=["redirect", "page with tokens"])
def test_a_session_that_expires_between_any_two_steps_is_no_matter(account: Any, positions: dict[str, Any]) -> None:
    put(account, **positions)
    before = account.control.state()["apifortress"]
    for step in life(account.api().backend):
        account.control.advance(24 * 3600)
        step()
    assert account.control.state()["apifortress"] == before
    logins = [row for row in account.requests() if row.startswith("POST") and "j_spring" in row]
    assert len(logins) >= 7


def test_a_link_that_deletes_is_followed_once_even_when_its_answer_is_lost(account: Any) -> None:
    """A GET is repeated elsewhere; one that deletes is not, and the list tells what happened."""
    put(account, web_deletes="get")
    backend = account.api().backend
    group = backend.create_group("ours").id
    account.control.clear_log()
    account.control.fault(
        vendor="apifortress",
        method="GET",
        pathPrefix="/app/web/company/deleteDistro",
        times=1,
        drop=True,
        applyFirst=True,
    )
    backend.delete_group(group)
    assert account.requests().count(f"GET /company/deleteDistro/{group}") == 1
    assert backend.get_group(group) is None


def test_the_name_of_a_project_is_that_of_its_dialog(account: Any) -> None:
    """The dashboard prints "Alert To ILert" (`api-fortress.md 1.4`)."""
    names = {project.id: project.name for project in account.api().backend.list_projects()}
    assert names["3073"] == "Alert to iLert"


def test_saving_a_project_keeps_every_other_field(account: Any) -> None:
    fields = {"description": "d & <b>", "notes": "one\r\n\r\ntwo\n three ", "viewableOnStatusPage": False}
    account.control.edit("apifortress", "projects", 2901, **fields)
    before = account.control.get("apifortress", "projects", 2901)
    account.api().backend.set_assigned("2901", {"2"})
    after = account.control.get("apifortress", "projects", 2901)
    assert {**after, "alertGroupIds": before["alertGroupIds"]} == before
    assert after["alertGroupIds"] == [2]


def test_an_instance_that_the_map_does_not_fit_never_looks_empty(account: Any) -> None:
    """Without the corrected map every read is an error, so that a refresh drops nothing from the state."""
    account.control.switch(**{"apifortress.web_markup": "b"})
    account.environment["APIFORTRESS_COMPANY_ID"] = "1"
    backend = account.api().backend
    for read in (
        backend.list_groups,
        backend.list_projects,
        backend.list_definitions,
        lambda: backend.list_members("170"),
        lambda: backend.get_assigned("2901"),
        lambda: backend.get_group("171"),
    ):
        with pytest.raises(MisfitError, match="apifortress:webMap"):
            read()


def test_single_sign_on_only_is_said(account: Any) -> None:
    account.control.switch(**{"apifortress.web_login": "saml"})
    with pytest.raises(UnauthorizedError, match="only single sign-on"):
        account.api().backend.ping()


@pytest.mark.parametrize("denied", ["forbidden", "redirect"])
def test_a_developer_is_told_which_role_it_takes(account: Any, denied: str) -> None:
    account.control.switch(**{"apifortress.web_denied": denied})
    account.environment["APIFORTRESS_EMAIL"] = "ann@example.com"
    with pytest.raises(ForbiddenError, match="manager's login"):
        account.api().backend.list_groups()


@pytest.mark.parametrize("denied", ["forbidden", "redirect"])
def test_a_manager_uses_the_definitions_that_a_group_offers(account: Any, denied: str) -> None:
    """A login without the admin panel must not break plans that only use what is there (`api-fortress.md 7.14`)."""
    account.control.switch(**{"apifortress.web_denied": denied})
    account.environment["APIFORTRESS_EMAIL"] = "manager@example.com"
    backend = account.api().backend
    json_alert = next(one for one in backend.list_definitions() if one.name == "JSON Alert")
    group = backend.create_group("ours").id
    made = backend.create_instance(group, json_alert.id, {"url": "https://x"})
    assert backend.get_instance(group, made.id) == made
    full = backend.get_definition(json_alert.id)
    assert full is not None
    assert full.code is None
    with pytest.raises(ForbiddenError, match="platform admin"):
        backend.load_definition(DefinitionSpec("Ours", "code"))


def test_no_error_shows_the_password_or_a_parameter(account: Any) -> None:
    """Error pages, lost answers and pages that break off, at the save and at the page before it."""
    backend = account.api().backend
    group = backend.create_group("ours").id
    definition = next(one for one in backend.list_definitions() if one.name == "JSON Alert").id
    told: list[str] = []
    for method, path in (
        ("POST", "/app/web/company/saveConnectorsDistroGroup"),
        ("GET", "/app/web/company/connectors"),
    ):
        for rule in ({"status": 500}, {"status": 400, "html": True}, {"drop": True}, {"truncate": True}):
            account.control.fault(vendor="apifortress", method=method, pathPrefix=path, times=3, **rule)
            try:
                backend.create_instance(group, definition, {"url": "https://x/planted-url-key"})
            except WiringError as error:
                told.append(error.text)
            account.control.clear_faults()
    assert len(told) == 7, "a save whose answer broke off is found by reading back"
    for text in told:
        assert "planted" not in text
        assert account.environment["APIFORTRESS_PASSWORD"] not in text
        assert "<" not in text


def test_the_labels_of_groups_are_asked_for_once_per_list_of_projects(account: Any, tmp_path: Path) -> None:
    path = tmp_path / "pages.yaml"
    path.write_text("version: 1\nsets:\n  edit_project.groups: {label: Alert Distribution lists, values: label}\n")
    account.environment["APIFORTRESS_WEB_MAP"] = str(path)
    assert len(account.api().backend.list_projects()) > 1
    assert account.requests().count("GET /company/details/1") == 1
