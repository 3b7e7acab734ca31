"""Proofs of the rules about the web application's pages: signing in, sessions, roles, forgery."""

from __future__ import annotations

from apifortress_account import PROOFS, World
from apifortress_browser import HOME, SIGN_IN, Browser, admin, manager, signed_in, values

CONNECTORS = "/app/web/company/connectorsDistroGroup/171?cid=1"


@PROOFS.of("web-sign-in")
def _(world: World) -> None:
    browser = Browser(world)
    form = browser.get(SIGN_IN).form("Password")
    assert form["method"] == "post"
    page = browser.sign_in("Manager@Example.com")
    assert (page.status, page.hops) == (200, [302])
    assert browser.cookie.startswith("JSESSIONID=")
    assert "Mary Manager @ Example Co." in browser.get(HOME).text
    assert browser.get("/app/").text == page.text


@PROOFS.of("web-sign-in-refused")
def _(world: World) -> None:
    browser = Browser(world)
    for email, password in (("manager@example.com", "no"), ("nobody@example.com", "sandbox-manager-password")):
        page = browser.sign_in(email, password)
        assert (page.path, page.hops) == (SIGN_IN + "?login_error=1", [302])
        assert "not able to find a user with that username and password" in page.text
        assert browser.get(HOME).path == SIGN_IN


@PROOFS.of("web-sign-in-wanted")
def _(world: World) -> None:
    browser = Browser(world)
    form = browser.get(CONNECTORS).form("Password")
    assert browser.submit(form, Email="manager@example.com", Password="sandbox-manager-password").path == (CONNECTORS)


@PROOFS.of("web-saml")
def _(world: World) -> None:
    form = Browser(world).get(SIGN_IN).form("Password")
    world.switch("apifortress.web_login", "saml")
    page = Browser(world).get(SIGN_IN)
    assert page.tree.find("form") is None
    assert page.link("single sign-on").startswith("https://idp.example.com/")
    assert Browser(world).post(str(form["action"]), values(form)).status == 405


@PROOFS.of("web-expired")
def _(world: World) -> None:
    page = Browser(world).get(HOME)
    assert (page.path, page.hops, page.status) == (SIGN_IN, [302], 200)
    assert Browser(world).post("/app/web/company/saveDistro", [("label", "x")]).path == SIGN_IN
    world.switch("apifortress.web_expired", "page")
    page = Browser(world).get(HOME)
    assert (page.path, page.hops, page.status) == (HOME, [], 200)
    assert page.form("Password")
    assert world.ok("GET", "/alertGroups?label=x") == []


@PROOFS.of("web-session-life")
def _(world: World) -> None:
    browser = manager(world)
    for _ in range(3):
        world.control.advance(29 * 60)
        assert browser.get(HOME).path == HOME
    world.control.advance(30 * 60 + 1)
    assert browser.get(HOME).path == SIGN_IN
    browser = manager(world)
    assert browser.get(browser.get(HOME).link("Logout")).path == SIGN_IN
    assert browser.get(HOME).path == SIGN_IN


@PROOFS.of("web-session-new")
def _(world: World) -> None:
    browser = Browser(world)
    browser.get(HOME)
    before = browser.cookie
    browser.sign_in()
    assert before and browser.cookie != before
    stale = Browser(world)
    stale.cookie = before
    assert stale.get(HOME).path == SIGN_IN


@PROOFS.of("web-csrf")
def _(world: World) -> None:
    assert [name for name, _ in values(manager(world).get("/app/web/company/addDistro").form())] == ["label"]
    world.switch("apifortress.web_csrf", True)
    for flavour, field, once in (("a", "_csrf", False), ("b", "SYNCHRONIZER_TOKEN", True)):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        form = browser.get("/app/web/company/addDistro").form()
        fields = dict(values(form))
        assert len(fields[field]) == 32
        bare = [each for each in values(form) if each[0] != field]
        for posted in (bare, [*bare, (field, "0" * 32)]):
            assert browser.post(str(form["action"]), posted).status == 403
        assert manager(world).post(str(form["action"]), values(form)).status == 403, "the token of another session"
        assert browser.submit(form, **{"Label:": "first"}).status == 200
        assert browser.submit(form, **{"Label:": "second"}).status == (403 if once else 200)
    assert len(world.ok("GET", "/alertGroups?label=first")) == 2


@PROOFS.of("web-roles")
def _(world: World) -> None:
    for email in ("ann@example.com", "paul@example.com"):
        browser = signed_in(world, email)
        for path in (HOME, CONNECTORS, "/app/web/projects/edit/3075", "/app/web/company/addDistro"):
            assert browser.get(path).status == 403
        assert browser.post("/app/web/company/saveDistro", [("label", "x")]).status == 403
        assert "Checkout" in browser.get("/app/").text
    world.switch("apifortress.web_denied", "redirect")
    page = browser.get(HOME)
    assert (page.status, page.hops) == (200, [302])
    assert "not authorized" in page.text and "Checkout" in page.text
    assert world.ok("GET", "/alertGroups?label=x") == []


@PROOFS.of("web-admin")
def _(world: World) -> None:
    browser = admin(world)
    panel = browser.get(HOME).link("Admin Panel")
    assert "All the connectors registered to the cloud" in browser.get(panel).text
    browser = manager(world)
    assert "Admin Panel" not in browser.get(HOME).text
    assert browser.get(panel).status == 403
