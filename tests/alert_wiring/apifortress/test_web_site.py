"""The session of the web backend where things go wrong: scripted answers instead of a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from alert_wiring.apifortress.web.connect import explain
from alert_wiring.apifortress.web.map_file import load_map
from alert_wiring.apifortress.web.misfit import MisfitError, NoPageError
from alert_wiring.apifortress.web.page import Form, Page
from alert_wiring.apifortress.web.rows import Rows
from alert_wiring.apifortress.web.site import Site
from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    ForbiddenError,
    SettingError,
    UnauthorizedError,
    UnreachableError,
    WiringError,
)
from alert_wiring.core.http import Answer

SIGN_IN = """<html><form action="/app/check" method="post"><label>Email <input name="u"></label>
<input type="password" name="p"></form></html>"""
HOME = "<html><a href='/app/web/company/details/7'>gear</a></html>"
DIALOG = """<form action="/app/web/company/saveDistro" method="post"><input type="hidden" name="_csrf" value="{}">
<label>Label <input name="label"></label></form>"""
PASSWORD = "planted-password"


@dataclass
class Scripted:
    """An `HttpSession` whose server is a function: method and path in; status, body or Location out."""

    server: Callable[[str, str], Any]
    vendor: str = "API Fortress"
    base_url: str = "https://apif.example.com"
    log: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def request(self, method: str, path: str, **options: Any) -> Answer:
        self.log.append((method, path))
        self.headers.append(options["headers"])
        if options.get("body") is not None:
            self.bodies.append(options["body"].data)
        outcome = self.server(method, path)
        if isinstance(outcome, Exception):
            raise outcome
        status, text = outcome
        headers = {"Location": text} if 300 <= status < 400 else {"Content-Type": "text/html; charset=utf-8"}
        if not (200 <= status < 300 or status in options["allow"]):
            raise ForbiddenError(
                self.vendor, method, path, status=status, advice=explain(Answer(status, {}, "")).advice
            )
        return Answer(status, headers, text, None, text.encode())


def site(server: Callable[[str, str], Any], **options: Any) -> tuple[Site, Scripted]:
    http = Scripted(server, **options)
    made: Any = http
    return Site(made, load_map(None), "/app", email="a@example.com", password=PASSWORD, company="7"), http


class Instance:
    """A small web application whose session lasts for some requests."""

    def __init__(self, lasting: int = 99, expired: str = "redirect", refuse: bool = False) -> None:
        self.lasting, self.expired, self.refuse = lasting, expired, refuse
        self.left, self.token, self.saved = 0, 0, 0

    def __call__(self, method: str, path: str) -> Any:
        if path == "/app/web/login/auth":
            return 200, SIGN_IN
        if path == "/app/check":
            if self.refuse:
                return 302, "/app/web/login/auth?login_error=1"
            self.left = self.lasting
            return 302, "https://apif.example.com/app/web/dashboard/index"
        if self.left == 0:
            return (302, "/app/web/login/auth;jsessionid=F00") if self.expired == "redirect" else (200, SIGN_IN)
        self.left -= 1
        if path == "/app/web/company/addDistro":
            self.token += 1
            return 200, DIALOG.format(self.token)
        if method == "POST":
            self.saved += 1
            return 200, "<p>saved</p>"
        return 200, HOME


def fill(at: Site) -> Callable[[], Form]:
    def prepare() -> Form:
        return at.open("add_group").forms()[0]

    return prepare


# ---- sessions ----------------------------------------------------------------------------------------------------


def test_one_login_serves_all_requests() -> None:
    at, http = site(Instance())
    for _ in range(3):
        at.read("/app/web/dashboard/index")
    assert [path for _, path in http.log] == ["/app/web/login/auth", "/app/check", *["/app/web/dashboard/index"] * 3]
    assert http.bodies == [b"u=a%40example.com&p=planted-password"]
    assert at.sign_in() == "/app/web/dashboard/index"


@pytest.mark.parametrize("expired", ["redirect", "page"])
def test_an_ended_session_is_opened_again_and_a_form_is_filled_in_anew(expired: str) -> None:
    """The login filter answers before the save, so it was not carried out; the new form has a new token."""
    instance = Instance(lasting=1, expired=expired)
    at, http = site(instance)
    at.sign_in()
    instance.lasting = 99
    at.submit(fill(at), "add_group")
    assert instance.saved == 1
    assert http.bodies[-1] == b"_csrf=2&label="
    assert [path for method, path in http.log if method == "POST"] == [
        "/app/check",
        "/app/web/company/saveDistro",
        "/app/check",
        "/app/web/company/saveDistro",
    ]


def test_a_form_says_from_which_page_it_comes() -> None:
    at, http = site(Instance())
    at.submit(fill(at), "add_group")
    origin = "https://apif.example.com"
    assert http.headers[-1] == {"Referer": f"{origin}/app/web/company/addDistro", "Origin": origin}
    assert "Origin" not in http.headers[-2]


def test_a_session_that_ends_at_once_is_said_after_two_logins() -> None:
    at, http = site(Instance(lasting=0))
    with pytest.raises(UnauthorizedError, match="the login page came again right after a login"):
        at.read("/app/web/dashboard/index")
    assert [path for _, path in http.log].count("/app/check") == 2


def test_a_refused_login_is_never_tried_again() -> None:
    """Accounts may be locked after several wrong passwords, and a stack has many resources."""
    at, http = site(Instance(refuse=True))
    for _ in range(3):
        with pytest.raises(UnauthorizedError, match="APIFORTRESS_EMAIL and APIFORTRESS_PASSWORD") as caught:
            at.read("/app/web/dashboard/index")
        assert PASSWORD not in caught.value.text
    assert [path for _, path in http.log].count("/app/check") == 1


def test_a_lost_answer_to_a_save_is_not_sent_again() -> None:
    instance = Instance()

    def server(method: str, path: str) -> Any:
        lost = AmbiguousError("API Fortress", method, path)
        return lost if path.endswith("saveDistro") else instance(method, path)

    at, http = site(server)
    with pytest.raises(AmbiguousError):
        at.submit(fill(at), "add_group")
    assert [path for _, path in http.log].count("/app/web/company/saveDistro") == 1


def test_what_is_new_after_a_save_must_be_one_thing() -> None:
    """After a lost answer anything else is ambiguous; after an answer it is an error (`api-fortress.md 7.2`)."""
    rows = Rows(site(Instance())[0], "groups", "groups")
    lost = AmbiguousError("API Fortress", "POST", "/x")
    assert rows.new_one(["a"], None, lost, "alert group") == "a"
    for found in ([], ["a", "b"]):
        with pytest.raises(AmbiguousError):
            rows.new_one(found, None, lost, "alert group")
        with pytest.raises(BadRequestError, match="new"):
            rows.new_one(found, None, None, "alert group")


# ---- instances without this login ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [(302, "https://idp.example.com/saml?SAMLRequest=x"), (200, "<html><a href='/app/web/login/saml'>SSO</a></html>")],
)
def test_an_instance_with_single_sign_on_only_is_one_clear_line(answer: tuple[int, str]) -> None:
    at, _ = site(lambda _method, _path: answer)
    with pytest.raises(UnauthorizedError, match=r"no login with a password, only single sign-on.*role Manager"):
        at.sign_in()


def test_a_sign_in_page_that_the_map_does_not_fit_is_told_from_single_sign_on() -> None:
    at, _ = site(lambda _method, _path: (200, "<form><label>Code <input name='c'></label></form>"))
    with pytest.raises(MisfitError) as caught:
        at.sign_in()
    assert (caught.value.entry, caught.value.instead) == ("fields.login.password", ("Code",))
    at, _ = site(lambda _method, _path: (404, ""))
    with pytest.raises(NoPageError, match=r"there is no page /app/web/login/auth \(404\).*pages\.login"):
        at.sign_in()
    at, _ = site(lambda _method, _path: (302, "/app/other/login"))
    with pytest.raises(MisfitError, match="/app/other/login"):
        at.sign_in()


# ---- redirects and broken pages --------------------------------------------------------------------------------------


def after_login(answer: Any) -> tuple[Site, Scripted]:
    instance = Instance()
    return site(lambda method, path: answer if path == "/app/web/x" else instance(method, path))


@pytest.mark.parametrize("target", ["http://apif.example.com/app/web/y", "https://elsewhere.example/app/web/y"])
def test_a_redirect_never_takes_the_session_to_another_scheme_or_host(target: str) -> None:
    """Gateways in front of http containers make such redirects (`api-fortress.md 7.15`)."""
    at, http = after_login((302, target))
    with pytest.raises(UnreachableError, match="x-forwarded-proto"):
        at.read("/app/web/x")
    assert http.log[-1] == ("GET", "/app/web/x")


def test_a_form_that_leads_to_another_host_is_not_sent() -> None:
    at, http = site(Instance())
    form = Page(
        "/app/web/x", "<form method='post' action='http://elsewhere.example/save'><input name='a'></form>"
    ).forms()[0]
    with pytest.raises(UnreachableError, match=r"leads to http://elsewhere\.example"):
        at.submit(lambda: form, "add_group")
    assert not any("save" in path for _, path in http.log)


def test_redirects_within_the_application_are_followed_for_pages() -> None:
    at, _ = after_login((302, "../web/dashboard/index?cid=7"))
    found = at.read("/app/web/x")
    assert found is not None
    assert found.address == "/app/web/dashboard/index?cid=7"
    at, _ = after_login((302, "/app/web/x"))
    with pytest.raises(BadRequestError, match="redirects for ever"):
        at.read("/app/web/x")


def test_a_page_that_ends_in_the_middle_is_no_page() -> None:
    at, _ = after_login((200, "<html><body><div class='card'>"))
    with pytest.raises(UnreachableError, match="ends in the middle"):
        at.read("/app/web/x")


def test_a_page_above_ones_role_is_said_whether_refused_or_led_away() -> None:
    instance = Instance()
    refused, _ = site(lambda method, path: (403, "no") if "addDistro" in path else instance(method, path))
    with pytest.raises(ForbiddenError, match="manager's login"):
        refused.open("add_group")
    led, _ = site(lambda method, path: (302, "/app/web/home") if "addDistro" in path else instance(method, path))
    with pytest.raises(ForbiddenError, match=r"it leads to /app/web/home instead.*manager's login"):
        led.open("add_group")


def test_what_the_server_says_of_a_refused_save_is_short_and_without_the_values() -> None:
    instance = Instance()
    words = "<html><div class='errors'>planted-value is taken</div><pre>stack trace</pre></html>"
    at, _ = site(lambda method, path: (422, words) if path.endswith("saveDistro") else instance(method, path))

    def prepare() -> Form:
        form = at.open("add_group").forms()[0]
        form.put(form.controls[1], ["planted-value"])
        return form

    with pytest.raises(BadRequestError) as caught:
        at.submit(prepare, "add_group")
    assert "answered 422: … is taken" in caught.value.text
    assert "planted" not in caught.value.text
    assert "trace" not in caught.value.text


# ---- companies -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ids", [(), ("1", "2")])
def test_without_one_company_on_the_dashboard_the_setting_is_asked_for(ids: tuple[str, ...]) -> None:
    links = "".join(f"<a href='/app/web/company/details/{id_}'>c</a>" for id_ in ids)
    instance = Instance()
    http: Any = Scripted(lambda method, path: (200, links) if "dashboard" in path else instance(method, path))
    at = Site(http, load_map(None), "/app", email="a", password="b", company=None)
    with pytest.raises(WiringError) as caught:
        at.company()
    assert isinstance(caught.value, SettingError if ids else MisfitError)
    assert "apifortress:companyId" in caught.value.text or not ids


def test_one_company_on_the_dashboard_is_it() -> None:
    http: Any = Scripted(Instance())
    at = Site(http, load_map(None), "/app", email="a", password="b", company=None)
    assert at.company() == "7"
    assert at.company() == "7"
    assert [path for _, path in http.log].count("/app/web/dashboard/index") == 1


def test_a_placeholder_that_a_page_is_not_about_is_said() -> None:
    at, _ = site(Instance())
    with pytest.raises(MisfitError, match=r"pages\.connectors"):
        at.path("connectors", company="7")
