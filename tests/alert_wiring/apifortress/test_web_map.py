"""The page map: what is shipped, and a user's file over it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alert_wiring.apifortress.backend import Capability
from alert_wiring.apifortress.settings import BACKEND, RENAME_GROUPS, WEB_MAP, capabilities, uses_web
from alert_wiring.apifortress.web.map_file import load_map
from alert_wiring.core.errors import SettingError
from alert_wiring.core.settings import Settings

SHIPPED = dict(load_map(None).entries())


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "pages.yaml"
    path.write_text(text)
    return str(path)


def settings(**values: str) -> Settings:
    return Settings(values, lambda _key: None)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_entry_says_where_it_was_seen_or_why_it_is_guessed(name: str) -> None:
    entry = SHIPPED[name]
    assert entry.evidence in ("seen", "guess")
    assert entry.evidence == "guess" or "api-fortress.md" in entry.source


def test_an_entry_of_the_users_file_replaces_the_shipped_one_whole(tmp_path: Path) -> None:
    path = written(
        tmp_path, "version: 1\nfields:\n  login.user: {label: Kennung}\npages:\n  projects: {path: /web/home}\n"
    )
    found = load_map(path)
    assert found.fields["login.user"].label == ("Kennung",)
    assert found.fields["login.user"].name is None, "the shipped name is gone with the shipped entry"
    assert found.fields["login.user"].evidence == "yours"
    assert found.pages["projects"].path == "/web/home"
    changed = {name for name, entry in found.entries() if entry != SHIPPED[name]}
    assert changed == {"fields.login.user", "pages.projects"}


@pytest.mark.parametrize("text", ["version: 1\n", "version: 1\npages:\n"])
def test_a_file_without_entries_changes_nothing(tmp_path: Path, text: str) -> None:
    if "pages" in text:
        with pytest.raises(SettingError, match="pages must hold entries by name"):
            load_map(written(tmp_path, text))
    else:
        assert dict(load_map(written(tmp_path, text)).entries()) == SHIPPED


def test_everything_that_is_wrong_is_said_at_once_with_what_was_meant(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
version: 2
page: {}
pages:
  add_grup: {path: /web/x}
  login: {path: web/login}
  company: {path: '/web/company/{compny}'}
  groups: {seen: I saw it}
fields:
  add_group.label: {lable: Label}
  definition.code: {css: 'input['}
texts:
  groups.users: {pattern: 'users: [0-9]+'}
  groups.connectors: {pattern: '(('}
lists:
  groups: {id: '/web/{id}'}
saves:
  add_group: {method: PATCH}
capabilities:
  backend: {offers: [RENAME_GROUP]}
""",
    )
    with pytest.raises(SettingError) as caught:
        load_map(path)
    told = caught.value.text
    for words in (
        "version is 2; write version: 1",
        "there is no section page; did you mean pages?",
        "there is no entry pages.add_grup; did you mean add_group",
        "pages.login.path: 'web/login' must begin with a slash",
        "'/web/company/{compny}' may hold only the placeholders {company}",
        "pages.groups: it must say path or link",
        "fields.add_group.label.lable is not known; did you mean label?",
        "fields.definition.code.css: 'input[' is not a CSS selector",
        "texts.groups.users.pattern: 'users: [0-9]+' must have exactly one group in round brackets",
        "texts.groups.connectors.pattern: '((' is not a regular expression",
        "lists.groups.items: field required",
        "saves.add_group.method: input should be",
        "capabilities.backend.offers.0: input should be",
    ):
        assert words in told, words
    assert "\n" not in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- 1\n", "must hold sections"),
        ("pages: {login: {path: /x}}\n", "version is not given; write version: 1"),
        ("version: 1\npages: [\n", "is not YAML in line"),
    ],
)
def test_a_file_that_is_no_map_is_one_clear_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        load_map(written(tmp_path, text))


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"cannot be read \(No such file or directory\).*apifortress:webMap"):
        load_map(str(tmp_path / "missing.yaml"))


def test_the_setting_chooses_the_backend() -> None:
    assert not uses_web(settings())
    assert not uses_web(settings(APIFORTRESS_BACKEND="rest"))
    assert uses_web(settings(APIFORTRESS_BACKEND="Web"))
    with pytest.raises(SettingError, match=r"apifortress:backend.*write rest or web"):
        uses_web(settings(APIFORTRESS_BACKEND="soap"))
    assert {BACKEND.key, WEB_MAP.key} == {"apifortress:backend", "apifortress:webMap"}


def test_who_reads_no_pages_pays_for_no_parser() -> None:
    """Every program and every plugin process would otherwise start a quarter of a second later."""
    code = "import sys, alert_wiring.apifortress; sys.exit(bool({'bs4', 'soupsieve'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_page_can_rename_a_group_and_a_map_may_take_away_the_admin_panel(tmp_path: Path) -> None:
    """So a new name replaces the group, whatever the setting for the contract says."""
    web: dict[str, Any] = {BACKEND.env: "web", RENAME_GROUPS.env: "true"}
    assert Capability.RENAME_GROUP not in capabilities(settings(**web))
    path = written(tmp_path, "version: 1\ncapabilities:\n  backend: {offers: []}\n")
    assert capabilities(settings(**web, APIFORTRESS_WEB_MAP=path)) == frozenset()
