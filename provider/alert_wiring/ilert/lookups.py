"""Look-ups while the program runs: users by e-mail, everything else by name.

    policy = ilert.escalation_policy("Payments on-call")
    ilert.AlertSource("checkout", integration_type="APIFORTRESS", escalation_policy_id=policy.id)

Each collection is listed once per process. The vendor's own route by name is undocumented and does not say what it does
with duplicates (`ilert.md 3.11`), so names are compared here: exactly, and never a guess.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final

from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError, WiringError
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import in_program, program_settings
from alert_wiring.ilert.api import SHORT_PAGE, IlertApi

_USERS: Final = "/api/users"


@in_program
def alert_source(name: str) -> Named:
    """Return the alert source with this name; use its `id` in `alert_source_ids`. Raises as `escalation_policy`."""
    return _find("alert source", "/api/alert-sources", name, 'Write "<id>" of the one that is meant.')


@in_program
def escalation_policy(name: str) -> Named:
    """Return the escalation policy with this name; use its `id` as `escalation_policy_id`.

    Raises:
        NoMatchError: none has the name; the text names near matches.
        SeveralMatchesError: several have it; the text names all of them.
        WiringError: ilert could not be asked, or a setting is missing.
    """
    return _find(
        "escalation policy", "/api/escalation-policies", name, 'Write escalation_policy_id="<id>" for the one.'
    )


@in_program
def team(name: str) -> Named:
    """Return the team with this name; use its `id` in `team_ids`. Raises as `escalation_policy`."""
    return _find("team", "/api/teams", name, 'Write team_ids=["<id>"] with the one that is meant.')


@in_program
def support_hours(name: str) -> Named:
    """Return the support hours with this name; use their `id` as `support_hours_id`. Raises as `escalation_policy`."""
    return _find(
        "support hours", "/api/support-hours", name, 'Write support_hours_id="<id>" for the ones that are meant.'
    )


@in_program
def schedule(name: str) -> Named:
    """Return the on-call schedule with this name; use its `id` in `schedule_ids`. Raises as `escalation_policy`."""
    load = functools.partial(IlertApi.list_objects, page=SHORT_PAGE)
    return _find("schedule", "/api/schedules", name, 'Write schedule_ids=["<id>"] with the one that is meant.', load)


@in_program
def connector(name: str) -> Named:
    """Return the connector with this name, such as one that was authorised in a browser; use its `id` (a UUID) as
    `connector_id`. Raises as `escalation_policy`.
    """
    return _find("connector", "/api/connectors", name, 'Write connector_id="<id>" for the one that is meant.')


@in_program
def alert_action(name: str) -> Named:
    """Return the alert action with this name; its `id` is a UUID. Raises as `escalation_policy`."""
    return _find("alert action", "/api/alert-actions", name, 'Write "<id>" of the one that is meant.')


@in_program
def heartbeat_monitor(name: str) -> Named:
    """Return the heartbeat monitor with this name. Raises as `escalation_policy`."""
    advice = 'Write "<id>" of the one that is meant.'
    return _find("heartbeat monitor", "/api/heartbeat-monitors", name, advice, IlertApi.list_by_cursor)


@in_program
def user(email: str) -> Named:
    """Return the user with this e-mail address; use its `id` in `user_ids` and as `user_id`.

    ilert compares the address (`ilert.md 3.4`); users are listed only to name near matches.

    Raises:
        NoMatchError: nobody has the address; the text names near matches.
        WiringError: ilert could not be asked, or a setting is missing.
    """
    wanted = _text("user", email, "e-mail address")
    return _found_user(shared_api(IlertApi, program_settings()), wanted)


@functools.cache
def _found_user(api: IlertApi, email: str) -> Named:
    found = api.user_by_email(email)
    if found is not None:
        return _named_user(found)
    try:
        everybody = [_named_user(one) for one in api.list_objects(_USERS)]
    except WiringError:
        everybody = []  # who may not list may still ask for one
    return pick("ilert user", email, everybody)


def _find(
    noun: str,
    path: str,
    name: str,
    advice: str,
    load: Callable[[IlertApi, str], list[Remote]] = IlertApi.list_objects,
) -> Named:
    wanted = _text(noun, name, "name")
    api = shared_api(IlertApi, program_settings())
    inventory = api.inventories.of((noun,), lambda: load(api, path), lambda remote: str(remote.get("id")))
    return pick(f"ilert {noun}", wanted, [_named(remote) for remote in inventory.all()], advice)


def _text(noun: str, value: str, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"The {what} of an ilert {noun} must be a text, not {value!r}.")
    return value.strip()


def _named(remote: Remote) -> Named:
    """Return a candidate; teams tell objects of the same name apart."""
    teams = ", ".join(str(one.get("name")) for one in remote.get("teams") or [] if isinstance(one, dict))
    return Named(str(remote.get("id")), str(remote.get("name") or ""), f"teams: {teams}" if teams else "")


def _named_user(remote: Remote) -> Named:
    """Return a user under the e-mail address."""
    return Named(str(remote.get("id")), str(remote.get("email") or ""), str(remote.get("lastName") or ""))
