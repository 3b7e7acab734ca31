"""Parts that all routes of one program share: made once, by the first route that needs them.

A connector definition belongs to the whole instance and one xMatters workflow serves any number of routes (its key is
copied by hand, once), so two routes must not each make their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pulumi

from alert_wiring import apifortress
from alert_wiring.apifortress.lookups import require_definition, require_project
from alert_wiring.apifortress.names import JSON_ALERT, JSON_ALERT_THRESHOLD, connector_slug
from alert_wiring.apifortress.whose import Whose, whose_definition
from alert_wiring.core.errors import InputError
from alert_wiring.core.settings import Setting
from alert_wiring.dynamic import once, program_settings
from alert_wiring.route_inputs import RouteInputs

CONNECTOR_SCRIPTS = Setting(
    "APIFORTRESS_CONNECTOR_SCRIPTS",
    "apifortress:connectorScripts",
    "The folder with the connector scripts that are loaded where the instance lacks them",
)


def connector_reference(name: str, scripts: str | None) -> pulumi.Input[str]:
    """Return how a connector refers to its definition: by the id of one that this program loads, else by name.

    A definition belongs to the whole instance, so there may be one that this stack did not load:

    - None is there: this stack loads it.
    - One with this stack's mark in its script is there: it stays a resource of this stack.
    - One with another mark or none is there (another stack's, or loaded by hand): it is used under its name and never
      written. Was it this stack's until somebody took the mark away, or the stack was renamed, it leaves the stack
      and stays on the instance, since the route's connector uses it.
    - Its script may not be seen, or the instance does not answer: it stays a resource of this stack, because it may be
      ours and a resource that the program drops is deleted. If it is not ours, creating it is refused and nothing
      is written: use an administrator's key, or leave the folder out.

    Args:
        name: the connector's name.
        scripts: folder with the scripts to load; by default the setting's. A connector without a script there is
            taken to be loaded already.
    """
    path = _script_of(name, scripts)
    if path is None:
        return name
    loaded = once(("connector definition", name), lambda: _loaded(name, path))
    return name if loaded is None else loaded.id


def require_names(inputs: RouteInputs, scripts: str | None) -> None:
    """Verify what a route names in API Fortress before anything of it is registered, if the account can be asked now.

    The xMatters connector is left to its own constructor, since it is not made as long as the trigger has no key.

    Raises:
        NoMatchError: a project does not exist, or a connector is neither loaded nor about to be.
        SeveralMatchesError: several have the name.
        InputError: one project stands there by its name and by its id.
    """
    written: dict[str, str] = {}
    for project in inputs.projects:
        found = require_project(project)
        if found is not None and (other := written.setdefault(found.id, project)) != project:
            raise InputError(
                f"AlertRoute {inputs.name!r}: projects {other!r} and {project!r} are one project (id {found.id}): "
                "write each project once."
            )
    if inputs.has_ilert:
        name = JSON_ALERT_THRESHOLD if inputs.has_threshold else JSON_ALERT
        if _script_of(name, scripts) is None:
            require_definition(name)


def note_threshold(route: str, projects: Sequence[str]) -> None:
    """Warn about two thresholds on one project: they share the counter of each test (`api-fortress.md 6.4`)."""
    counting: dict[str, str] = once("thresholds", dict)
    for project in projects:
        other = counting.setdefault(project, route)
        if other != route:
            pulumi.log.warn(
                f"AlertRoute {other!r} and AlertRoute {route!r} both count failures of project {project!r}: API "
                "Fortress counts each failure twice then, since such connectors share one counter per test. Let only "
                "one of them have failures and window_seconds."
            )


def _script_of(name: str, scripts: str | None) -> Path | None:
    """Return the script that this program loads for a connector, None where it is taken to be loaded already."""
    folder = scripts or program_settings().get(CONNECTOR_SCRIPTS)
    path = None if folder is None else Path(folder) / f"{connector_slug(name)}.groovy"
    return path if path is not None and path.is_file() else None


def _loaded(name: str, path: Path) -> apifortress.ConnectorDefinition | None:
    """Return this stack's definition, None where the instance has somebody else's."""
    resource_name = f"connector-{connector_slug(name)}"
    if whose_definition(name, resource_name) is Whose.OTHERS:
        return None
    return apifortress.ConnectorDefinition(resource_name, name=name, code_path=str(path), leave_in_use=True)
