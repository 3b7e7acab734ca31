"""Look-ups by name while the program runs: escalation policies, teams, support hours.

    policy = ilert.escalation_policy("Payments on-call")
    ilert.AlertSource("checkout", integration_type="APIFORTRESS", escalation_policy_id=policy.id)

Each collection is listed once per process. The vendor's own route by name is undocumented and does not say what it does
with duplicates (`ilert.md 3.11`), so names are compared here: exactly, and never a guess.
"""

from __future__ import annotations

from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import in_program, program_settings
from alert_wiring.ilert.api import IlertApi


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


def _find(noun: str, path: str, name: str, advice: str) -> Named:
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"The name of an ilert {noun} must be a text, not {name!r}.")
    api = shared_api(IlertApi, program_settings())
    inventory = api.inventories.of((noun,), lambda: api.list_objects(path), lambda remote: str(remote.get("id")))
    return pick(f"ilert {noun}", name, [_named(remote) for remote in inventory.all()], advice)


def _named(remote: Remote) -> Named:
    """Return a candidate; teams tell policies of the same name apart."""
    teams = ", ".join(str(one.get("name")) for one in remote.get("teams") or [] if isinstance(one, dict))
    return Named(str(remote.get("id")), str(remote.get("name") or ""), f"teams: {teams}" if teams else "")
