"""Look-ups of projects, alert groups and connector definitions, by name (`api-fortress.md 2.2`, `7.3`).

While the program runs they cost one list per kind and process. A constructor only verifies what it was given
(`require_*`): where the account cannot be asked at that moment, it stays with the error that the write would meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pulumi

from alert_wiring.core.api import shared_api
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import NoMatchError, SettingError, SeveralMatchesError, WiringError
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.near import near_matches
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import in_program, program_settings

from .api import ApiFortressApi
from .catalogue import rule_for
from .names import connector_slug, fold
from .settings import VENDOR

T = TypeVar("T")

_BUDGET_SECONDS = 20.0
"""Longest that a verification holds up a preview when the account does not answer."""

_unanswered: set[int] = set()
"""Accounts that could not be asked: asked once per process, not once per resource."""


@dataclass(frozen=True)
class ProjectRef:
    """A project that was looked up: its id and its name as stored."""

    id: str
    name: str


@dataclass(frozen=True)
class AlertGroupRef:
    """An alert group that was looked up."""

    id: str
    name: str


@dataclass(frozen=True)
class ConnectorDefinitionRef:
    """A connector definition that was looked up, with the parameters that it declares."""

    id: str
    name: str
    params: tuple[str, ...]
    run_on_success: bool


@in_program
def get_project(name: str) -> ProjectRef:
    """Return the project with this name (as the edit dialog stores it, not as the dashboard prints it) or id.

    Raises:
        NoMatchError: there is none; near names are listed.
        SeveralMatchesError: several have the name; their ids are listed.
        WiringError: the account cannot be asked.
    """
    row = project_in(account().projects().all(), name)
    return ProjectRef(str(row["id"]), str(row["name"]))


@in_program
def get_alert_group(name: str) -> AlertGroupRef:
    """Return the alert group with this label or id, for instance one that people made in the web application.

    Labels are not unique (`api-fortress.md 7.3`): one that fits several groups is refused.

    Raises:
        NoMatchError: there is none; near labels are listed.
        SeveralMatchesError: several have the label; their ids are listed.
        WiringError: the account cannot be asked.
    """
    rows = [Named(str(row["id"]), str(row["label"])) for row in account().groups().all()]
    found = _named_or_id("alert group", name, rows, "Write the id instead of the label.")
    return AlertGroupRef(found.id, found.name)


@in_program
def get_connector_definition(name: str) -> ConnectorDefinitionRef:
    """Return the connector definition with this name, by any of its spellings, or with this id.

    Raises:
        NoMatchError: it is not loaded; the text has the line that loads it.
        SeveralMatchesError: several fit and none of them alone is finished and open.
        WiringError: the account cannot be asked.
    """
    row = definition_in(account().definitions().all(), name)
    params = tuple(str(param["name"]) for param in row["params"])
    return ConnectorDefinitionRef(str(row["id"]), str(row["name"]), params, bool(row["run_on_success"]))


def require_project(name: str) -> ProjectRef | None:
    """Verify a project while the program runs; None if the account cannot be asked now."""
    return verify(lambda: get_project(name))


def require_definition(name: str) -> None:
    """Verify a connector definition while the program runs, if the account can be asked now."""
    verify(lambda: get_connector_definition(name))


def project_in(projects: Sequence[Remote], name: str) -> Remote:
    """Pick a project by its name, else by its id."""
    by_id = {str(project["id"]): project for project in projects}
    named = [Named(str(project["id"]), str(project["name"])) for project in projects]
    return by_id[_named_or_id("project", name, named, 'Write project="<id>" instead of the name.').id]


def _named_or_id(noun: str, name: str, rows: Sequence[Named], advice: str) -> Named:
    """Pick by name; only what nobody is called is taken for an id."""
    wanted = name.strip()
    called = any(row.name.strip() == wanted for row in rows)
    same = None if called else next((row for row in rows if row.id == wanted), None)
    return same or pick(f"{VENDOR} {noun}", name, rows, advice)


def definition_in(definitions: Sequence[Remote], name: str) -> Remote:
    """Pick a definition by its id, else by name; of several with the name the one that is finished and open."""
    wanted = name.strip()
    same = [one for one in definitions if str(one["id"]) == wanted]
    same = same or [one for one in definitions if fold(str(one["name"])) == fold(wanted)]
    ready = [one for one in same if one["finished"] and one["open"]]
    if len(ready) == 1 or len(same) == 1:
        return (ready if len(ready) == 1 else same)[0]
    if same:
        ids = ", ".join(f"id {one['id']}" for one in same)
        raise SeveralMatchesError(
            f"There are {len(same)} of {VENDOR} connector definition {name!r}: {ids}. Write the id instead of the name."
        )
    raise NoMatchError(_not_loaded(wanted, [str(one["name"]) for one in definitions]))


def _not_loaded(name: str, known: list[str]) -> str:
    """Say that a definition must be loaded first, with the line to write (`api-fortress.md 5.1`, `9` row 6)."""
    rule = rule_for(name)
    near = [] if rule else near_matches(name, known)
    if near:
        return f"There is no {VENDOR} connector definition {name!r}. Did you mean {' or '.join(map(repr, near))}?"
    written = rule.name if rule else name
    slug = connector_slug(written)
    there = f" Loaded are {', '.join(sorted(map(repr, known))[:20])}." if known else " None is loaded at all."
    return (
        f"The connector definition {written!r} is not loaded on this {VENDOR} instance. Load it first: "
        f'definition = apifortress.ConnectorDefinition("{slug}", name="{written}", '
        f'code_path="connectors/{slug}.groovy") and then write '
        f"connector=definition.id (an AlertRoute does both with load_connectors).{there}"
    )


def account() -> ApiFortressApi:
    """Return the account that the program's settings name."""
    return shared_api(ApiFortressApi, program_settings())


def verify(look_up: Callable[[], T]) -> T | None:
    """Look up while the program runs; None if the account cannot be asked now, which is said once.

    Raises:
        NoMatchError: the account answered that there is none.
        SeveralMatchesError: it answered that there are several.
    """
    try:
        asked = id(account())
    except SettingError:
        return None
    if asked in _unanswered:
        return None
    try:
        with operation_deadline(_BUDGET_SECONDS):
            return look_up()
    except (NoMatchError, SeveralMatchesError):
        raise
    except WiringError as error:
        _unanswered.add(asked)
        pulumi.log.warn(f"{VENDOR} names were not checked before writing: {error.text}")
        return None
