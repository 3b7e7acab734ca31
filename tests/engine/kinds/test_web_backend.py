"""The life of API Fortress objects through a whole engine and the web application's pages.

The instance is one that the shipped map does not fit: other pages and fields, forms with a token, saves that redirect.
A map file in the project corrects it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from wired.estate import Estate, Row, objects, of, row
from wired.shown import shown

from support.sandbox import Sandbox
from support.switches import in_this_run

MAP = Path(__file__).parents[2] / "alert_wiring" / "apifortress" / "web_map_b.yaml"
INSTANCE = {
    "web_markup": "b",
    "web_csrf": True,
    "web_saves": "redirect",
    "web_project_save": "version",
    "web_login": "password",
}
KEY = "canary-receiver-key-9b3e"
NAMES = ("definition", "group", "to-receiver", "to-people", "pair", "second-pair", "ann")


@pytest.fixture
def estate(tmp_path: Path, sandbox: Sandbox, kind: str) -> Iterator[Estate]:
    """An estate whose API Fortress is reached through its pages."""
    sandbox.control.switch(**{f"apifortress.{name}": position for name, position in INSTANCE.items()})
    env = {
        "APIFORTRESS_BACKEND": "web",
        "APIFORTRESS_EMAIL": "admin@example.com",
        "APIFORTRESS_PASSWORD": "sandbox-manager-password",
        "APIFORTRESS_WEB_MAP": "pages.yaml",
    }
    with Estate(tmp_path / "estate", sandbox, kind, env) as made:
        shutil.copy(MAP, made.project / "pages.yaml")
        yield made


def rows(label: str) -> list[Row]:
    group = of("group")
    receiver = {"url": f"https://receiver.example/in/{KEY}"}
    people = {"trigger_url": f"https://x.example/api/integration/1/functions/f/triggers?apiKey={KEY}"}
    return [
        row("apifortress.ConnectorDefinition", "definition", name="xMatters", code="class X {\n  def run() { }\n}\n"),
        row("apifortress.AlertGroup", "group", name=label),
        row("apifortress.Connector", "to-receiver", alert_group_id=group, connector="JSON Alert", params=receiver),
        row(
            *("apifortress.Connector", "to-people"),
            alert_group_id=group,
            connector=of("definition"),
            checked_as="xMatters",
            params={**people, "recipients": "jdoe"},
        ),
        row("apifortress.ProjectAssignment", "pair", project="Inventory", alert_group_id=group),
        row("apifortress.ProjectAssignment", "second-pair", project="Customer portal", alert_group_id=group),
        row("apifortress.GroupUser", "ann", alert_group_id=group, user="ann@example.com", send_sms=True),
    ]


def test_objects_are_made_left_alone_watched_and_torn_down_through_pages(estate: Estate) -> None:
    control, engine = estate.control, estate.engine
    seeded = objects(control)

    told = estate.begin(*rows("payments"))
    assert KEY not in told.text
    built = objects(control)
    changed = {key for key, before in seeded.items() if built.get(key) != before}
    assert changed == {"apifortress/projects/2901", "apifortress/projects/3076"}, "only the assigned projects differ"
    group = int(estate.state()["group"]["id"])
    for key in changed:
        assert set(built[key]["alertGroupIds"]) - set(seeded[key]["alertGroupIds"]) == {group}

    control.clear_log()
    engine.preview("--expect-no-changes").check()
    assert not [call for call in estate.calls() if "/login/authenticate" not in call and " GET " not in call]

    connector = estate.state()["to-receiver"]["id"].partition("/")[2]
    control.edit("apifortress", "connectors", connector, params={"url": "https://elsewhere.example"})
    control.edit("apifortress", "projects", 2901, alertGroupIds=[171, 172])
    masked = {"to-receiver"} if in_this_run("maskSecrets") else set()
    assert set(shown(engine.refresh().check().stdout)) == {"to-receiver", "pair"} - masked, "a mask shows no change"

    destroyed = engine.destroy().check()
    assert set(shown(destroyed.stdout)) == set(NAMES) - {"pair"}
    assert objects(control) == seeded
