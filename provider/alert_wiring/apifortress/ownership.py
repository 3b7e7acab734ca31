"""Says in the preview what a `ProjectAssignments` takes out of its project, and whether it comes back.

An alert group that another stack made is not taken out: that stack would put it back, and in between the project's
failures reach nobody whom it wired. The guard's rule on foreign marks refuses it, preview or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from alert_wiring.core.errors import RefusedError
from alert_wiring.core.marks import is_made_name
from alert_wiring.dynamic import in_program, program_settings
from alert_wiring.guard.permission import permission_of
from alert_wiring.guard.rules import FOREIGN_MARK, Violation

from .alert_group import AlertGroup
from .lookups import account, project_in, verify
from .settings import VENDOR


def tell_ownership(
    resource: pulumi.Resource,
    project: pulumi.Input[str],
    group_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
    returns: bool,
) -> None:
    """Name the alert groups that the project has and would lose, on the resource's own line; only in a preview.

    Args:
        resource: the resource.
        project: name or id of the project.
        group_ids: ids of the groups that it is to have; some may not be known yet.
        returns: whether what goes comes back when the resource is deleted.
    """
    if pulumi.runtime.is_dry_run():
        given: pulumi.Output[Any] = pulumi.Output.all(project, group_ids)
        given.apply(lambda both: _tell(resource, both[0], both[1], returns), run_with_unknowns=True)


def spare_others(
    resource_name: str, project: pulumi.Input[str], group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
) -> pulumi.Output[Sequence[str]]:
    """Return the ids of the groups, once it is sure that no group of another stack goes.

    Raises:
        RefusedError: one would; raised where the output is used, so that nothing is registered.
    """

    def checked(both: list[Any]) -> Any:
        lost = verify(lambda: _lost(both[0], both[1]))
        _refuse_foreign(f"ProjectAssignments {resource_name!r}", lost or {})
        return both[1]

    return pulumi.Output.all(project, group_ids).apply(checked)


@in_program
def _refuse_foreign(owner: str, lost: Mapping[str, str]) -> None:
    foreign = [label for label in lost.values() if is_made_name(label) and not AlertGroup.made_here(label)]
    if not foreign:
        return
    permission = permission_of(program_settings())
    for label in foreign if not permission.turned_off(FOREIGN_MARK) else ():
        if not permission.names(label):
            why = f"{owner} would take out alert group {label!r}, which carries another stack's mark"
            raise RefusedError(Violation(FOREIGN_MARK, label, why).line)


def _lost(project: str, ids: Sequence[Any]) -> dict[str, str]:
    """Return the alert groups that the project has and would lose, id to label."""
    api = account()
    row = project_in(api.projects().all(), project)
    goes = sorted(set(row["group_ids"]) - {str(one) for one in ids})
    if not goes:
        return {}
    labels = {str(group["id"]): str(group["label"]) for group in api.groups().all()}
    return {one: labels.get(one, one) for one in goes}


def _tell(resource: pulumi.Resource, project: Any, group_ids: Any, returns: bool) -> None:
    if not isinstance(project, str):
        return
    ids = group_ids if isinstance(group_ids, list) else [None]
    text = verify(lambda: _losing(project, ids, returns))
    if text:
        pulumi.log.info(text, resource)


def _losing(project: str, ids: Sequence[Any], returns: bool) -> str:
    """Return what to say, empty where nothing is lost."""
    lost = _lost(project, ids)
    if not lost:
        return ""
    names = ", ".join(map(repr, lost.values()))
    new = "" if all(isinstance(one, str) for one in ids) else ", as far as not among the new ones,"
    fate = "come back when this resource is deleted" if returns else "do not come back by themselves"
    name = project_in(account().projects().all(), project)["name"]
    return f"{VENDOR} project {name!r} loses all other alert groups: {names}{new} go, and {fate}."
