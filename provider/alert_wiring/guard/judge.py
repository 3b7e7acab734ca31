"""What a run breaks: the resources before it against those after it, by every rule that is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from alert_wiring.core.marks import is_made_name, is_made_of, stem_of
from alert_wiring.guard.permission import Permission
from alert_wiring.guard.resources import Resource
from alert_wiring.guard.routes import Projects, Route, routes_in
from alert_wiring.guard.rules import FEW_ROUTES_REMOVED, FOREIGN_MARK, MOST_REMOVED, NO_STRANDED_PROJECT, Violation

Resources = Mapping[str, Resource]

_SHOWN = 5
"""Most projects that one line names."""


def judge(
    before: Resources, after: Resources, permission: Permission, organization: str | None = None
) -> list[Violation]:
    """Return what a run from `before` to `after` would break and nobody permitted.

    Args:
        before: the stack's resources by URN.
        after: the resources by URN once the run is through.
        permission: what the user permits.
        organization: of the stack, None where it is not known: then a made name whose front is the resource's own
            name counts as its own.
    """
    projects = Projects([*before.values(), *after.values()])
    routes = _by_project(routes_in(before, projects)), _by_project(routes_in(after, projects))
    found: list[Violation] = []
    if not permission.turned_off(NO_STRANDED_PROJECT):
        found += _stranded(*routes, projects, permission)
    if not permission.turned_off(FEW_ROUTES_REMOVED):
        found += _removed(*routes, projects, permission)
    if not permission.turned_off(FOREIGN_MARK):
        found += _foreign(before, after, permission, organization)
    return found


_ByProject = Mapping[str, list[Route]]


def _by_project(routes: list[Route]) -> _ByProject:
    found: defaultdict[str, list[Route]] = defaultdict(list)
    for route in routes:
        found[route.project].append(route)
    return found


def _stranded(before: _ByProject, after: _ByProject, projects: Projects, permission: Permission) -> list[Violation]:
    """Projects that had a route and have none."""
    return [
        Violation(
            NO_STRANDED_PROJECT,
            projects.name(key),
            f"nobody would hear of failures in project {projects.name(key)!r} any more",
            tuple(route.urn for route in routes),
        )
        for key, routes in before.items()
        if not after.get(key) and not permission.names(key, projects.name(key))
    ]


def _removed(before: _ByProject, after: _ByProject, projects: Projects, permission: Permission) -> list[Violation]:
    """Too large a share of the stack's routes; those of a project are counted, so that moving one is not removing."""
    total = sum(map(len, before.values()))
    fewer = {
        key: len(routes) - len(after.get(key, ()))
        for key, routes in before.items()
        if len(routes) > len(after.get(key, ())) and not permission.names(key, projects.name(key))
    }
    lost = sum(fewer.values())
    if lost <= total * MOST_REMOVED:
        return []
    names = [projects.name(key) for key in fewer]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    why = (
        f"{lost} of the stack's {total} {'route' if total == 1 else 'routes'} would go, more than "
        f"{MOST_REMOVED:.0%}: of {'project' if len(names) == 1 else 'projects'} "
        f"{', '.join(map(repr, names[:_SHOWN]))}{more}"
    )
    urns = tuple(route.urn for key in fewer for route in before[key])
    return [Violation(FEW_ROUTES_REMOVED, names[0], why, urns)]


def _foreign(before: Resources, after: Resources, permission: Permission, organization: str | None) -> list[Violation]:
    """Objects that carry a name which another stack made, and that this run takes over or deletes."""
    taken = [one for urn, one in after.items() if urn not in before or _name(before[urn]) != _name(one)]
    deleted = [one for urn, one in before.items() if urn not in after and not one.kept]
    return [
        Violation(FOREIGN_MARK, _name(one), f"{doing} {_name(one)!r}, which carries another stack's mark", (one.urn,))
        for doing, group in (("a resource takes over", taken), ("this deletes", deleted))
        for one in group
        if not one.external
        and is_foreign(one.urn, _name(one), organization)
        and not permission.names(one.urn, one.name, _name(one))
    ]


def _name(one: Resource) -> str:
    name = one.props.get("name")
    return name if isinstance(name, str) else ""


def is_foreign(urn: str, name: str, organization: str | None) -> bool:
    """Say whether another stack made a name. A resource that was renamed may have its stack's old name.

    Args:
        urn: `urn:pulumi:stack::project::types$type::name`.
        name: the object's name.
        organization: as in `judge`.
    """
    if not is_made_name(name):
        return False
    stack, project, types, resource_name = ([*urn.removeprefix("urn:pulumi:").split("::", 3), "", "", ""])[:4]
    if organization is None and resource_name.strip().startswith(stem_of(name)):
        return False
    chain = types.split("$")
    # of components that are not ours only the innermost parent is known where a name is made (`dynamic.parents`)
    inner = ["$".join(chain[first:]) for first in range(len(chain))]
    head = (organization or "organization", project, stack)
    return not any(is_made_of(name, (*head, part, one)) for part in inner for one in (resource_name, stem_of(name)))
