"""Objects that a person makes, changes and deletes in API Fortress' console."""

from __future__ import annotations

from typing import Any

import pytest
from apifortress_account import World
from apifortress_browser import HOME, admin

from vendor_sandbox.apifortress import OBJECTS

LEAST: dict[str, dict[str, Any]] = {
    "companies": {"name": "n"},
    "users": {"email": "n@example.com"},
    "apiKeys": {"key": "k", "secret": "s"},
    "hooks": {"projectId": 3075},
    "tests": {"projectId": 3075},
    "schedules": {"projectId": 3075},
    "projects": {"name": "n"},
    "alertGroups": {"label": "n"},
    "groupUsers": {"alertGroupId": 170, "userId": 13},
    "connectorDefinitions": {"name": "n"},
    "connectors": {"alertGroupId": 170},
}
LISTS = (
    "/alertGroups",
    "/alertGroups/170",
    "/alertGroups/170/users",
    "/alertGroups/170/connectors",
    "/projects",
    "/connectors?include=code",
)
PAGES = (
    HOME,
    "/app/web/dashboard/index",
    "/app/web/admin/connectors",
    "/app/web/company/usersDistroGroup/170",
    "/app/web/company/connectorsDistroGroup/170",
    "/app/web/company/addConnectorsDistroGroup/170",
    "/app/web/projects/edit/3075",
)


def test_every_kind_can_be_made_by_hand() -> None:
    assert set(LEAST) == set(OBJECTS)


@pytest.mark.parametrize("kind", LEAST)
def test_an_object_made_with_the_least_is_shown(kind: str, world: World) -> None:
    made = world.control.create("apifortress", kind, LEAST[kind])
    assert world.control.get("apifortress", kind, made["id"]) == made
    browser = admin(world)
    for path in LISTS:
        assert world.call("GET", path).status == 200, path
    for path in PAGES:
        assert browser.get(path).status == 200, path
    world.control.run_test(3073)
    world.control.run_test(3075)
    world.control.call("PUT", f"/objects/apifortress/{kind}/{made['id']}", {"id": made["id"]})
    for path in LISTS:
        assert world.call("GET", path).status == 200, path
    world.control.delete("apifortress", kind, made["id"])
    for path in PAGES:
        assert browser.get(path).status == 200, path


def test_ids_taken_by_hand_are_left_out(world: World) -> None:
    world.control.create("apifortress", "alertGroups", {"id": 189, "label": "by hand"})
    assert world.group("ours") == 190
    world.control.create("apifortress", "projects", {"id": 3100, "name": "by hand"})
    assert world.control.add_project("ours")["id"] == 3101


def test_a_membership_made_by_hand_is_the_contract_s(world: World) -> None:
    world.control.create("apifortress", "groupUsers", {"userId": 13, "alertGroupId": 171, "sms": True})
    assert world.ok("GET", "/alertGroups/171/users")[0]["sms"] is True
    world.ok("DELETE", "/alertGroups/171/users/13")
    assert world.ok("GET", "/alertGroups/171/users") == []


def test_a_hook_made_by_hand_runs_its_project(world: World) -> None:
    hook = world.control.create("apifortress", "hooks", {"projectId": 3075, "userId": 11})["id"]
    assert world.raw("GET", f"/app/api/rest/v3/{hook}/").body["name"] == "Checkout"
    log = world.control.requests_log("apifortress")
    assert hook not in str(log), "a hook's key opens it"


def test_a_deleted_user_leaves_the_groups(world: World) -> None:
    world.control.delete("apifortress", "users", 12)
    assert [each["userId"] for each in world.ok("GET", "/alertGroups/170/users")] == [11]


def test_a_connector_without_its_definition_has_no_name_and_stays_as_it_is(world: World) -> None:
    group = world.group()
    path = f"/alertGroups/{group}/connectors/{world.instance(group, world.load('Pager', 'url'), url='x')}"
    world.control.delete("apifortress", "connectorDefinitions", world.ok("GET", path)["connectorId"])
    assert (world.ok("GET", path)["connectorName"], world.ok("GET", path)["params"]) == ("", {"url": "x"})
    world.refused(409, "PUT", path, {"params": {"url": "y"}})
    world.ok("DELETE", path)
