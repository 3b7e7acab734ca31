"""``alert-wiring doctor`` against the sandbox: it reads, tells what does not fit and what to write, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alert_wiring.commands import doctor
from alert_wiring.commands.engine import EngineError
from alert_wiring.core.settings import Settings
from support.sandbox import Sandbox

MAP_OF_B = Path(__file__).parents[1] / "apifortress" / "web_map_b.yaml"
Doctor = Callable[..., tuple[int, dict[str, dict[str, Any]]]]


@pytest.fixture
def settings(sandbox: Sandbox) -> dict[str, str]:
    """The settings of all three vendors; API Fortress through its pages."""
    return {
        **sandbox.settings("ilert", "xmatters"),
        "APIFORTRESS_URL": sandbox.status["apifortress"]["url"],
        "APIFORTRESS_BACKEND": "web",
        "APIFORTRESS_EMAIL": "admin@example.com",
        "APIFORTRESS_PASSWORD": "sandbox-manager-password",
        "APIFORTRESS_CALLS_PER_MINUTE": "100000",
    }


@pytest.fixture
def ask(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Doctor]:
    """Run the command with changed settings; its exit code, and its findings by `vendor subject`."""

    def run(**changes: str) -> tuple[int, dict[str, dict[str, Any]]]:
        kept = {name: value for name, value in {**settings, **changes}.items() if value}
        monkeypatch.setattr(doctor, "stack_settings", lambda _stack, _engine: Settings(kept, lambda _key: None))
        code = doctor.run(["--stack", "dev", "--json"])
        found = json.loads(capsys.readouterr().out)
        return code, {f"{one['vendor']} {one['subject']}": one for one in found}

    yield run


def wrong(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in found.items() if one["verdict"] == "does not fit"}


def test_everything_fits_and_nothing_was_written(ask: Doctor, sandbox: Sandbox) -> None:
    before = sandbox.control.state()["apifortress"]
    sandbox.control.clear_log()
    code, found = ask()
    assert wrong(found) == {}
    assert code == 0
    assert found["ilert role"]["text"] == "ADMIN"
    assert found["xMatters credential"]["verdict"] == "fits"
    assert found["API Fortress role"]["text"] == "platform admin"
    fits = {name for name, one in found.items() if one["verdict"] == "fits"}
    unchecked = {name.partition(" ")[2].split()[-1].partition(".")[0] for name in found if name not in fits}
    assert unchecked == {"role", "saves", "errors", "capabilities", "fields"}
    assert found["API Fortress fields.connector_params.connector"]["text"] == "it is optional, and not there"
    assert found["API Fortress pages.login"]["evidence"] == "seen"
    assert found["API Fortress lists.groups"]["evidence"] == "guess"
    writes = {f"{row['method']} {row['path']}" for row in sandbox.control.requests_log() if row["method"] != "GET"}
    assert writes == {"POST /app/j_spring_security_check"}
    assert sandbox.control.state()["apifortress"] == before


def test_an_instance_that_differs_is_told_entry_by_entry_until_the_map_fits(
    ask: Doctor, sandbox: Sandbox, tmp_path: Path
) -> None:
    """What a user does: write what the doctor says, ask again, until nothing is wrong."""
    sandbox.control.switch(**{"apifortress.web_markup": "b"})
    code, found = ask()
    assert code == 1
    assert set(wrong(found)) == {
        "API Fortress pages.projects",
        "API Fortress pages.definitions",
        "API Fortress sets.edit_project.groups",
        "API Fortress lists.groups",
    }
    assert found["API Fortress pages.projects"]["write"] == "pages: {projects: {path: /web/mainDashboard/index}}"
    assert (
        found["API Fortress pages.definitions"]["write"] == "pages: {definitions: {path: /web/adminPanel/connectors}}"
    )
    assert "item.distroGroup.id (hidden)" in found["API Fortress sets.edit_project.groups"]["instead"]
    assert "/app/web/company/distroGroups/1" in found["API Fortress lists.groups"]["instead"]
    assert "an entry before it does not fit" in found["API Fortress pages.connectors"]["text"]

    first = tmp_path / "pages.yaml"
    first.write_text(
        "version: 1\npages:\n  projects: {path: /web/mainDashboard/index}\n"
        "  definitions: {path: /web/adminPanel/connectors}\n  groups: {path: '/web/company/distroGroups/{company}'}\n"
        "sets:\n  edit_project.groups: {name: item.distroGroup.id}\n"
    )
    code, found = ask(APIFORTRESS_WEB_MAP=str(first))
    assert code == 1
    assert set(wrong(found)) == {
        *(f"API Fortress pages.{name}" for name in ("group_users", "add_user", "edit_connector")),
        *(f"API Fortress {name}" for name in ("pages.add_definition", "pages.edit_definition", "lists.definitions")),
    }
    assert any("/connectorInstance/" in one for one in found["API Fortress pages.edit_connector"]["instead"])
    assert found["API Fortress pages.groups"]["evidence"] == "yours"

    code, found = ask(APIFORTRESS_WEB_MAP=str(MAP_OF_B))
    assert wrong(found) == {}
    assert code == 0


def test_a_set_of_labels_is_told_from_a_set_of_ids(ask: Doctor, tmp_path: Path) -> None:
    path = tmp_path / "pages.yaml"
    path.write_text("version: 1\nsets:\n  edit_project.groups: {name: name}\n")
    code, found = ask(APIFORTRESS_WEB_MAP=str(path))
    assert code == 1
    told = found["API Fortress sets.edit_project.groups"]
    assert told["looked_for"] == "value that is the id of an alert group"
    assert told["write"] == "values: label"


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"ILERT_TOKEN": "il1wrong000000000000"}, "ilert credential", "403"),
        ({"ILERT_URL": "http://127.0.0.1:1"}, "ilert address", "refused"),
        ({"XMATTERS_PASSWORD": "wrong-password"}, "xMatters credential", "XMATTERS_PASSWORD"),
        ({"XMATTERS_URL": ""}, "xMatters settings", "XMATTERS_URL"),
        ({"APIFORTRESS_PASSWORD": "wrong-password"}, "API Fortress credential", "APIFORTRESS_PASSWORD"),
        ({"APIFORTRESS_URL": "http://127.0.0.1:1"}, "API Fortress address", "refused"),
        ({"APIFORTRESS_EMAIL": ""}, "API Fortress settings", "APIFORTRESS_EMAIL"),
        ({"APIFORTRESS_WEB_MAP": "missing.yaml"}, "API Fortress settings", "missing.yaml"),
        ({"APIFORTRESS_EMAIL": "ann@example.com"}, "API Fortress role", "manager"),
        ({"APIFORTRESS_BACKEND": "rest"}, "API Fortress settings", "APIFORTRESS_API_KEY"),
    ],
)
def test_what_is_wrong_with_an_account_is_one_finding(
    ask: Doctor, changes: dict[str, str], name: str, words: str
) -> None:
    if changes == {"APIFORTRESS_BACKEND": "rest"}:
        changes = {**changes, "APIFORTRESS_EMAIL": "", "APIFORTRESS_PASSWORD": ""}
    code, found = ask(**changes)
    assert code == 1
    assert set(wrong(found)) == {name}
    assert words in wrong(found)[name]["text"]
    assert not any(value in str(found) for key, value in changes.items() if "PASSWORD" in key and value)


@pytest.mark.parametrize(("key", "role"), [("sandbox-key", "administrator")])
def test_the_rest_contract_tells_its_role_too(ask: Doctor, key: str, role: str) -> None:
    changes = {"APIFORTRESS_BACKEND": "rest", "APIFORTRESS_API_KEY": key, "APIFORTRESS_API_SECRET": "sandbox-secret"}
    code, found = ask(**changes)
    assert (code, found["API Fortress role"]["text"]) == (0, role)


def test_a_manager_is_one_and_the_admin_panel_is_not_checked(ask: Doctor) -> None:
    code, found = ask(APIFORTRESS_EMAIL="manager@example.com")
    assert code == 0
    assert found["API Fortress role"]["text"].startswith("manager")
    assert "this login may not see it" in found["API Fortress pages.definitions"]["text"]


def test_vendors_without_an_account_are_no_fault(ask: Doctor) -> None:
    names = ("ILERT_TOKEN", "ILERT_URL", "XMATTERS_URL", "XMATTERS_USERNAME", "XMATTERS_PASSWORD")
    code, found = ask(**dict.fromkeys(names, ""))
    assert code == 0
    assert found["ilert address"]["text"] == "no account is set up (ILERT_TOKEN or ILERT_URL)"


def test_people_read_lines_and_a_place_without_a_stack_has_its_environment(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {**settings, "APIFORTRESS_PASSWORD": "wrong-password"}.items():
        monkeypatch.setenv(name, value)

    def nowhere(_stack: str | None, _engine: str | None) -> Settings:
        raise EngineError("no Pulumi.yaml")

    monkeypatch.setattr(doctor, "stack_settings", nowhere)
    assert doctor.run([]) == 1
    shown = capsys.readouterr()
    assert "only the environment is checked" in shown.err
    lines = shown.out.splitlines()
    assert lines[0] == "ilert"
    assert "  ✓ credential: accepted" in lines
    assert any(line.startswith("  ✗ credential: API Fortress: POST") for line in lines)
    assert lines[-1].startswith("6 fit, 1 do not fit, ")
    assert doctor.run(["--stack", "dev"]) == 1
    assert "error: no Pulumi.yaml" in capsys.readouterr().err
