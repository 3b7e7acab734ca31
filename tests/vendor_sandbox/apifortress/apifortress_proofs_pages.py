"""Proofs of the rules about the web application's pages: settings, groups, users, connectors."""

from __future__ import annotations

from apifortress_account import OTHER_COMPANY, PROOFS, World
from apifortress_browser import HOME, Browser, Page, admin, labelled, manager, values

SCRIPT = "<script>alert('x')</script>"
CONNECTORS = "/app/web/company/connectorsDistroGroup/{}?cid=1"


def _groups(browser: Browser) -> Page:
    """The page with the alert groups, found as a person does: gear icon, menu entry."""
    return browser.get(browser.get(HOME).link("Alerts Groups"))


def _connectors(browser: Browser, label: str) -> Page:
    page = _groups(browser)
    return browser.get(page.link("Edit distro group connectors", page.card(label)))


def _users(browser: Browser, label: str) -> Page:
    page = _groups(browser)
    return browser.get(page.link("Edit distro group users", page.card(label)))


def _choose(browser: Browser, label: str, connector: str) -> Page:
    """Both ways of the first dialog of a new connector: open it, choose, send."""
    dialog = browser.get(_connectors(browser, label).link("+ Connector to this group"))
    [(words, select)] = labelled(dialog.form())
    wanted = next(str(each["value"]) for each in select.find_all("option") if each.get_text() == connector)
    return browser.submit(dialog.form(), **{words: wanted})


@PROOFS.of("web-other-company")
def _(world: World) -> None:
    browser = manager(world)
    for path in ("company/details/2", "company/connectorsDistroGroup/175?cid=2", "projects/edit/512"):
        assert browser.get(f"/app/web/{path}").status == 404
    assert browser.post("/app/web/company/deleteDistro/175", []).status == 404
    [foreign] = world.ok("GET", "/alertGroups/175/connectors", who=OTHER_COMPANY)
    edit = f"/app/web/company/editConnectorsDistroGroup/175?instance={foreign['id']}"
    assert browser.get(edit).status == 404
    assert browser.get(edit.replace("175", "171")).status == 404
    assert browser.post("/app/web/projects/update/512", [("name", "x")]).status == 404
    form = browser.get("/app/web/projects/edit/3075").form("Notes")
    browser.post(str(form["action"]), [*values(form), ("distroGroups", "175")])
    assert world.ok("GET", "/projects/3075")["alertGroupIds"] == []


@PROOFS.of("web-escaped")
def _(world: World) -> None:
    group = world.group(SCRIPT)
    description = f"first<br/>second<br>third {SCRIPT}"
    definition = world.load(f"Pager {SCRIPT}", f'"{SCRIPT}', description=description)
    world.instance(group, definition, **{f'"{SCRIPT}': f'"{SCRIPT}'})
    world.control.edit("apifortress", "projects", 3075, name=SCRIPT, notes=f"</textarea>{SCRIPT}")
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = admin(world)
        cards = _connectors(browser, SCRIPT)
        fill = _choose(browser, SCRIPT, f"Pager {SCRIPT}")
        edit = browser.get("/app/web/projects/edit/3075")
        panel = browser.get(browser.get(HOME).link("Admin Panel"))
        for page in (_groups(browser), cards, fill, edit, panel, browser.get("/app/")):
            assert page.tree.find("script") is None and SCRIPT in page.answer.body.replace("&lt;", "<").replace(
                "&gt;", ">"
            ).replace("&#x27;", "'")
        banner = fill.tree.select_one(".banner")
        assert banner is not None and len(banner.find_all("br")) == 2 and SCRIPT in banner.get_text()
        assert f"first<br/>second<br>third {SCRIPT}" in panel.text
        assert dict(values(edit.form("Notes")))["notes" if flavour == "a" else "item.notes"] == f"</textarea>{SCRIPT}"


@PROOFS.of("web-settings")
def _(world: World) -> None:
    nav = manager(world).get(HOME).tree.select_one("nav.settings")
    assert nav is not None
    assert [each.get_text() for each in nav.find_all("b")] == [
        "Global",
        "People",
        "Notifications",
        "Advanced",
        "Status Pages",
    ]
    counted = {str(each.find_parent().get_text()).strip() for each in nav.select("span.badge")}  # type: ignore[union-attr]
    assert counted == {"Users 4", "Notifications 0", "Alerts Groups 4"}


@PROOFS.of("web-company")
def _(world: World) -> None:
    browser = manager(world)
    form = browser.get(HOME).form("Company Name")
    assert [words for words, _ in labelled(form)] == [
        "Company Name",
        "Description",
        "Time Zone",
        "Public dashboard",
        "Subscribers need authorization",
    ]
    browser.submit(form, Company_Name="Renamed Co.", Time_Zone="Europe/Rome")
    assert world.ok("GET", "/company") == {
        "id": 1,
        "name": "Renamed Co.",
        "description": "",
        "timeZone": "Europe/Rome",
    }


@PROOFS.of("web-groups")
def _(world: World) -> None:
    page = _groups(manager(world))
    card = page.card("on-call mail")
    assert "users: 2" in card.get_text(" ") and "connectors: 0" in card.get_text(" ")
    assert sorted(each for each in page.cards() if each in {"datadog", "datadog 2", "Slack Demo"}) == [
        "Slack Demo",
        "datadog",
        "datadog 2",
    ]
    assert "ename" not in page.text and "other-webhook" not in page.text


@PROOFS.of("web-markup")
def _(world: World) -> None:
    seen: dict[str, tuple[str, list[str]]] = {}
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        dialog = browser.get("/app/web/company/addDistro")
        assert [words for words, _ in labelled(dialog.form())] == ["Label:"]
        seen[flavour] = str(dialog.form()["action"]), [name for name, _ in values(dialog.form())]
        browser.submit(dialog.form(), **{"Label:": f"by {flavour}"})
        assert f"by {flavour}" in _groups(browser).cards()
    assert seen["a"] == ("/app/web/company/saveDistro", ["label"])
    assert seen["b"] == ("/app/web/company/insertDistroGroup", ["distroGroup.label"])
    assert browser.post("/app/web/company/saveDistro", [("label", "x")]).status == 404


@PROOFS.of("web-dialogs")
def _(world: World) -> None:
    browser = manager(world)
    dialogs = ("/app/web/company/addDistro", "/app/web/projects/edit/3075", CONNECTORS.format(171))
    assert [browser.get(each).whole() for each in dialogs] == [False] * 3
    assert browser.get(HOME).whole()
    world.switch("apifortress.web_dialogs", "page")
    assert [browser.get(each).whole() for each in dialogs] == [True] * 3


@PROOFS.of("web-saves")
def _(world: World) -> None:
    browser = manager(world)
    page = browser.submit(browser.get("/app/web/company/addDistro").form(), **{"Label:": "one"})
    assert (page.hops, page.whole(), "one" in page.cards()) == ([], False, True)
    world.switch("apifortress.web_saves", "redirect")
    page = browser.submit(browser.get("/app/web/company/addDistro").form(), **{"Label:": "two"})
    assert (page.hops, page.path, page.whole(), "two" in page.cards()) == ([302], HOME, True, True)


@PROOFS.of("web-deletes")
def _(world: World) -> None:
    for label in ("one", "two"):
        world.group(label)
    browser = manager(world)
    form = _groups(browser).card("one").find("form")
    browser.bin(_groups(browser), "one")
    assert world.ok("GET", "/alertGroups?label=one") == []
    assert browser.get(str(form["action"])).status == 405  # type: ignore[index]
    world.switch("apifortress.web_deletes", "get")
    page = _groups(browser)
    assert page.card("two").find("form") is None
    assert browser.post(page.link("Delete", page.card("two")), []).status == 405
    browser.bin(page, "two")
    assert world.ok("GET", "/alertGroups?label=two") == []


@PROOFS.of("web-group-add")
def _(world: World) -> None:
    browser = manager(world)
    dialog = browser.get(_groups(browser).link("+ Alert Group"))
    assert "Add Distro Group" in dialog.text
    browser.submit(dialog.form(), **{"Label:": "  by hand – ü "})
    [made] = world.ok("GET", "/alertGroups?label=by%20hand%20%E2%80%93%20%C3%BC")
    assert (made["companyId"], made["connectorsCount"], made["projectIds"]) == (1, 0, [])


@PROOFS.of("web-group-bad")
def _(world: World) -> None:
    before = world.ok("GET", "/alertGroups")
    browser = manager(world)
    for saves in ("fragment", "redirect"):
        world.switch("apifortress.web_saves", saves)
        page = browser.submit(browser.get("/app/web/company/addDistro").form(), **{"Label:": " "})
        assert (page.status, "must not be blank" in page.text) == (200, True)
        assert "must not be blank" not in browser.get(HOME).text
    world.control.switch(uniqueLabels=True)
    page = browser.submit(browser.get("/app/web/company/addDistro").form(), **{"Label:": "datadog"})
    assert "exists already" in page.text
    assert world.ok("GET", "/alertGroups") == before


@PROOFS.of("web-group-delete")
def _(world: World) -> None:
    browser = manager(world)
    page = browser.bin(_groups(browser), "datadog")
    assert "is assigned to projects 2901, 3076" in page.text
    assert world.ok("GET", "/alertGroups/171")["connectorsCount"] == 2
    world.control.switch(cascadeAssigned=True)
    browser.bin(_groups(browser), "datadog")
    world.refused(404, "GET", "/alertGroups/171")
    assert world.ok("GET", "/projects/3076")["alertGroupIds"] == []


@PROOFS.of("web-users")
def _(world: World) -> None:
    browser = manager(world)
    dialog = browser.get(_users(browser, "datadog").link("+ User to this group"))
    assert "Add Distro User" in dialog.text
    [(_, people), (words, _)] = labelled(dialog.form())
    assert "Olga Other" not in dialog.text
    ann = next(str(each["value"]) for each in people.find_all("option") if each.get_text() == "Ann Example")
    browser.submit(dialog.form(), User=ann, Send_SMS=True)
    assert world.ok("GET", "/alertGroups/171/users")[0]["sms"] is True
    page = _users(browser, "datadog")
    card = page.card("Ann Example")
    assert words == "Send SMS" and "SMS: true" in card.get_text(" ") and "ann@example.com" in card.get_text(" ")
    assert card.find("a") is None
    browser.bin(page, "Ann Example")
    assert world.ok("GET", "/alertGroups/171/users") == []


@PROOFS.of("web-connector-add")
def _(world: World) -> None:
    definition = world.load_threshold()
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        dialog = browser.get(_connectors(browser, "on-call mail").link("+ Connector to this group"))
        assert "Add a new connector instance" in dialog.text
        assert [words for words, _ in labelled(dialog.form())] == ["Connector:"]
        fill = _choose(browser, "on-call mail", "JSON Alert /w Threshold")
        assert "Set params for connector: JSON Alert /w Threshold" in fill.text
        assert [words for words, _ in labelled(fill.form())] == ["url", "counter", "ttl"]
        assert {each.get("type") for _, each in labelled(fill.form())} == {"text"}
        browser.submit(fill.form(), url=" http://x.example/?a=b&c=d ", counter="2")
        made = world.ok("GET", "/alertGroups/170/connectors")[-1]
        assert made["connectorId"] == definition
        assert made["params"] == {"url": " http://x.example/?a=b&c=d ", "counter": "2", "ttl": ""}


@PROOFS.of("web-connector-card")
def _(world: World) -> None:
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        page = _connectors(manager(world), "Slack Demo")
        assert "Group Connectors @ Slack Demo" in page.text
        card = page.card("Slack Webhook").get_text()
        assert "hook: T0SEEDED/B0SEEDED/seeded-slack-secret" in card and "username: fortress" in card


@PROOFS.of("web-connector-edit")
def _(world: World) -> None:
    for flavour, name in (("a", " one "), ("b", " two ")):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        page = _connectors(browser, "Slack Demo")
        form = browser.get(page.link("Edit", page.card("Slack Webhook"))).form()
        assert [words for words, _ in labelled(form)] == ["hook", "username"]
        browser.submit(form, username=name)
        [found] = world.ok("GET", "/alertGroups/2/connectors")
        assert found["params"] == {"hook": "T0SEEDED/B0SEEDED/seeded-slack-secret", "username": name}


@PROOFS.of("web-connector-masked")
def _(world: World) -> None:
    world.control.switch(maskSecrets=True)
    browser = manager(world)
    page = _connectors(browser, "Slack Demo")
    assert "seeded-slack-secret" not in page.text
    form = browser.get(page.link("Edit", page.card("Slack Webhook"))).form()
    browser.submit(form, username="other")
    world.control.switch(maskSecrets=False)
    assert world.ok("GET", "/alertGroups/2/connectors")[0]["params"] == {
        "hook": "T0SEEDED/B0SEEDED/seeded-slack-secret",
        "username": "other",
    }


@PROOFS.of("web-connector-delete")
def _(world: World) -> None:
    browser = manager(world)
    browser.bin(_connectors(browser, "datadog"), "JSON Alert")
    assert [each["connectorName"] for each in world.ok("GET", "/alertGroups/171/connectors")] == [
        "DataDog custom check"
    ]
