"""Proofs of the rules about the web application's pages: projects, the admin panel, reports."""

from __future__ import annotations

from apifortress_account import PROOFS, World
from apifortress_browser import HOME, SIGN_IN, Browser, Page, admin, labelled, manager, values

EDIT = "/app/web/projects/edit/{}?ref=main-dashboard"


def _panel(browser: Browser) -> Page:
    return browser.get(browser.get(HOME).link("Admin Panel"))


@PROOFS.of("web-dashboard")
def _(world: World) -> None:
    world.control.add_project("local")
    browser = manager(world)
    page = browser.get("/app/")
    assert {"Local", "Alert To ILert", "Customer Portal"} <= set(page.cards())
    assert "Other Shop" not in page.cards()
    link = page.link("Settings", page.card("Alert To ILert"))
    assert link == EDIT.format(3073)
    form = browser.get(link).form("Notes")
    assert dict(labelled(form))["Project name"]["value"] == "Alert to iLert"
    assert "Edit Project » Alert to iLert" in browser.get(link).text


@PROOFS.of("web-project-form")
def _(world: World) -> None:
    browser = manager(world)
    form = browser.get(EDIT.format(3074)).form("Notes")
    assert [words for words, _ in labelled(form)] == [
        "Project name",
        "Description",
        "Notes",
        "Alert Distribution lists",
        "Viewable on status page",
    ]
    browser.submit(form, Description="shop", Alert_Distribution_lists=[170, 171], Viewable_on_status_page=False)
    assert world.ok("GET", "/projects/3074") == {
        "id": 3074,
        "name": "Payments API",
        "description": "shop",
        "notes": "",
        "viewableOnStatusPage": False,
        "companyId": 1,
        "alertGroupIds": [170, 171],
    }
    browser.post(str(form["action"]), [("name", "Payments API")])
    bare = world.ok("GET", "/projects/3074")
    assert (bare["alertGroupIds"], bare["description"], bare["viewableOnStatusPage"]) == ([], "", False)
    page = browser.post(str(form["action"]), [("name", " ")])
    assert "must not be blank" in page.text and world.ok("GET", "/projects/3074")["name"] == "Payments API"


@PROOFS.of("web-project-kept")
def _(world: World) -> None:
    fields = {"description": "\"a\" <b> & 'c'", "notes": "\none\ntwo\n", "viewableOnStatusPage": False}
    world.control.edit("apifortress", "projects", 3074, **fields)
    before = world.ok("GET", "/projects/3074")
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        assert browser.submit(browser.get(EDIT.format(3074)).form("Notes")).status == 200
        assert world.ok("GET", "/projects/3074") == before


@PROOFS.of("web-project-race")
def _(world: World) -> None:
    browser = manager(world)

    def late_save() -> Page:
        form = browser.get(EDIT.format(3075)).form("Notes")
        world.ok("PUT", "/projects/3075/alertGroups/171")
        return browser.submit(form, Description="late")

    late_save()
    assert world.ok("GET", "/projects/3075")["alertGroupIds"] == []
    world.switch("apifortress.web_project_save", "version")
    assert "Another user has updated this Project" in late_save().text
    assert world.ok("GET", "/projects/3075")["alertGroupIds"] == [171]
    form = browser.get(EDIT.format(3075)).form("Notes")
    browser.submit(form, Alert_Distribution_lists=[170])
    assert world.ok("GET", "/projects/3075")["alertGroupIds"] == [170]


@PROOFS.of("web-project-chosen")
def _(world: World) -> None:
    browser = manager(world)
    select = dict(labelled(browser.get(EDIT.format(3074)).form("Notes")))["Alert Distribution lists"]
    offered = {each.get_text(): each.has_attr("selected") for each in select.find_all("option")}
    assert offered == {"Slack Demo": True, "on-call mail": True, "datadog": False, "datadog 2": False}
    world.switch("apifortress.web_markup", "b")
    form = manager(world).get(EDIT.format(3074)).form("Notes")
    assert [each.get_text() for each in form.select("li.chip")] == ["Slack Demo ×", "on-call mail ×"]
    grey = {each.get_text() for each in form.select("select.typeahead option[disabled]")}
    assert grey == {"Slack Demo", "on-call mail"}
    assert [value for name, value in values(form) if name == "item.distroGroup.id"] == ["2", "170"]


@PROOFS.of("web-project-add")
def _(world: World) -> None:
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = manager(world)
        form = browser.get("/app/web/projects/add?cid=1").form("Notes")
        browser.submit(form, Project_name=f"new {flavour}", Notes="one\ntwo")
        [made] = world.ok("GET", f"/projects?name=new%20{flavour}")
        assert (made["viewableOnStatusPage"], made["notes"], made["alertGroupIds"]) == (True, "one\ntwo", [])


@PROOFS.of("web-project-remove")
def _(world: World) -> None:
    made = world.control.add_project("empty one")["id"]
    browser = manager(world)
    full = browser.get(EDIT.format(3075))
    assert "This project can't be removed since has content connected to it" in full.text
    assert "Remove Project" not in full.text
    assert "can't be removed" in browser.post("/app/web/projects/delete/3075", []).text
    assert world.ok("GET", "/projects/3075")
    page = browser.get(EDIT.format(made))
    assert "Remove Project" in page.text
    browser.submit(page.tree.select("form.delete")[0])
    world.refused(404, "GET", f"/projects/{made}")


@PROOFS.of("web-history")
def _(world: World) -> None:
    browser = manager(world)
    browser.submit(browser.get(EDIT.format(3075)).form("Notes"), Description="x")
    assert "Project 'Checkout' updated – Initiator: Mary Manager" in browser.get("/app/").text


@PROOFS.of("web-definitions")
def _(world: World) -> None:
    page = _panel(admin(world))
    card = page.card("JSON Alert").get_text(" ")
    assert "Webhook alert<br/>one POST per failing event" in card
    assert "Finished: true" in card and "Open: false" in page.card("Elastic").get_text(" ")
    assert page.tree.select_one('input[placeholder="Search in connectors …"]') is not None


@PROOFS.of("web-definition-load")
def _(world: World) -> None:
    for flavour in ("a", "b"):
        world.switch("apifortress.web_markup", flavour)
        browser = admin(world)
        dialog = browser.get(_panel(browser).link("+ Connector"))
        assert "Add engine" in dialog.text
        assert [words for words, _ in labelled(dialog.form())] == [
            "Name",
            "Description",
            "Mode",
            "Run on successful events as well",
            *(words for number in range(1, 6) for words in (f"Param {number}", f"Param {number} - Description")),
            "Code",
            "Finished",
            "Open",
        ]
        filled = {"Param 1": "url", "Param 1 - Description": "where to", "Param 2": "recipients"}
        browser.submit(dialog.form(), Name=f"xMatters {flavour}", Code="class X {}\n", Finished=True, **filled)
        made = world.ok("GET", "/connectors?include=code")[-1]
        assert made == {
            "id": made["id"],
            "name": f"xMatters {flavour}",
            "description": "",
            "mode": "Event",
            "runOnSuccess": False,
            "params": [{"name": "url", "description": "where to"}, {"name": "recipients", "description": ""}],
            "finished": True,
            "open": False,
            "code": "class X {}\n",
            "hasCode": True,
        }
    page = browser.submit(dialog.form(), Name="no code")
    assert "must not be blank" in page.text


@PROOFS.of("web-definition-change")
def _(world: World) -> None:
    browser = admin(world)
    page = _panel(browser)
    form = browser.get(page.link("Edit", page.card("JSON Alert"))).form("Code")
    browser.submit(form, Description="changed")
    found = next(each for each in world.ok("GET", "/connectors") if each["name"] == "JSON Alert")
    assert (found["description"], found["params"], found["finished"]) == (
        "changed",
        [{"name": "url", "description": "url"}],
        True,
    )
    assert "is used in alert groups 171, 175" in browser.bin(_panel(browser), "JSON Alert").text
    browser.bin(_panel(browser), "Elastic")
    assert "Elastic" not in [each["name"] for each in world.ok("GET", "/connectors")]


@PROOFS.of("web-event")
def _(world: World) -> None:
    event = world.control.run_test(3075, test={"name": "Orders – get"}, failuresCount=3)["event"]
    path = f"/app/web/events/details/{event['eventId']}?cid=1"
    assert Browser(world).get(path).path == SIGN_IN
    text = manager(world).get(path).text
    assert "Orders – get" in text and "Failures 3" in text and "Checkout" in text
    assert manager(world).get("/app/web/events/details/5ea9bc4fb3cb1f0001b3c007?cid=1").status == 404


@PROOFS.of("web-same-objects")
def _(world: World) -> None:
    browser = manager(world)
    browser.submit(browser.get("/app/web/company/addDistro").form(), **{"Label:": "by page"})
    [made] = world.ok("GET", "/alertGroups?label=by%20page")
    world.ok("PUT", f"/alertGroups/{made['id']}", {"label": "by contract"})
    assert "by contract" in browser.get(HOME).cards()
    form = browser.get(EDIT.format(3075)).form("Notes")
    browser.submit(form, Alert_Distribution_lists=[made["id"]])
    assert world.ok("GET", f"/alertGroups/{made['id']}")["projectIds"] == [3075]
    world.ok("DELETE", f"/projects/3075/alertGroups/{made['id']}")
    assert f'value="{made["id"]}" selected' not in browser.get(EDIT.format(3075)).answer.body
