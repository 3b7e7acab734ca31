"""The sandbox's page in a real browser: it shows the three consoles, follows changes by itself, escapes all names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright

from support.hostile import HOSTILE, spoil
from support.sandbox import Sandbox

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.goto(sandbox.status["page"])
    expect(opened.locator("#status")).to_contain_text("sandbox clock")
    yield opened
    context.close()
    assert errors == []


def test_three_consoles_stand_side_by_side(page: Page) -> None:
    titles = page.locator(".console h2")
    expect(titles).to_have_text(["API Fortress", "ilert", "xMatters"])
    boxes = [titles.nth(index).bounding_box() for index in range(3)]
    tops = {round(box["y"]) for box in boxes if box}
    assert len(tops) == 1
    expect(page.locator(".console.ilert")).to_contain_text("Payments on-call")
    expect(page.locator(".console.xmatters")).to_contain_text("Ops On-Call")
    expect(page.locator(".console.apifortress")).to_contain_text("Orders API")


def test_the_wire_is_a_picture_that_grows_by_itself(page: Page, sandbox: Sandbox) -> None:
    control = sandbox.control
    source = control.objects("ilert", "alert-sources")[3]
    page.evaluate("window.stillHere = true")
    group = control.create("apifortress", "alertGroups", {"label": "drawn by hand", "companyId": 1})
    definition = control.objects("apifortress", "connectorDefinitions")[0]
    address = f"{sandbox.status['ilert']['url']}/api/v1/events/apifortress/{source['integrationKey']}"
    connector = {"alertGroupId": group["id"], "connectorId": definition["id"], "params": {"url": address}}
    control.create("apifortress", "connectors", connector)
    control.edit("apifortress", "projects", 3075, alertGroupIds=[group["id"]])
    wire = page.locator("#wire svg")
    expect(wire).to_contain_text("drawn by hand")
    expect(wire).to_contain_text("Checkout")
    expect(wire.locator("g.ilert")).to_contain_text([re.compile("API Fortress - legacy"), re.compile("Web shop")])
    assert page.evaluate("window.stillHere") is True


def test_deliveries_and_alerts_appear_without_a_reload(page: Page, sandbox: Sandbox) -> None:
    key = sandbox.control.objects("ilert", "alert-sources")[3]["integrationKey"]
    answer = requests.post(
        f"{sandbox.status['ilert']['url']}/api/v1/events/apifortress/{key}",
        json={"eventId": "e1", "test": {"id": "1" * 24, "name": "seen on the page"}, "failuresCount": 3},
        timeout=10,
    )
    assert answer.ok
    expect(page.locator("#alerts")).to_contain_text("seen on the page")
    expect(page.locator("#alerts .state")).to_have_text(["PENDING"])


def test_names_are_text_and_never_markup(page: Page, sandbox: Sandbox) -> None:
    """In every object of every vendor, in what is drawn, and in what an alert and a delivery say of it."""
    key = sandbox.control.objects("ilert", "alert-sources")[3]["integrationKey"]
    test = {"id": "1" * 24, "name": HOSTILE}
    event = {"eventId": "e1", "test": test, "failuresCount": 3}
    address = f"{sandbox.status['ilert']['url']}/api/v1/events/apifortress/{key}"
    assert requests.post(address, json=event, timeout=10).ok
    assert spoil(sandbox.control) > 200
    sandbox.control.run_test(238, test=test)
    for place in (".console.apifortress", ".console.ilert", ".console.xmatters", "#alerts"):
        expect(page.locator(place)).to_contain_text(HOSTILE)
    expect(page.locator("#wire svg")).to_contain_text("x\"'></td></script><img")
    assert page.evaluate("window.broken") is None
    assert page.locator("img, #consoles svg, #alerts svg, #deliveries svg, td").count() == 0
    assert page.locator("script").count() == 1, "the page's own"


def test_the_page_shows_no_credential(page: Page, sandbox: Sandbox) -> None:
    shown = page.content() + requests.get(f"{sandbox.status['page']}page/view.json", timeout=10).text
    state = sandbox.control.state()
    secrets = [source["integrationKey"] for source in state["ilert"]["alert-sources"] if "integrationKey" in source]
    secrets += [value for each in state["apifortress"]["connectors"] for value in each["params"].values()]
    secrets += [part for vendor in ("ilert", "xmatters") for part in sandbox.status[vendor]["credentials"].values()]
    leaked = [secret for secret in secrets if len(secret) > 8 and secret in shown]
    assert leaked == []


def test_a_stopped_sandbox_is_said_on_the_page(browser: Browser, fresh_sandbox: Sandbox) -> None:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(fresh_sandbox.status["page"])
    expect(opened.locator("#status")).to_contain_text("sandbox clock")
    fresh_sandbox.kill()
    expect(opened.locator("#status.bad")).to_contain_text("does not answer")
    context.close()
