"""Says in the preview what a `ProjectAssignments` takes out of its project, and whether it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

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


def _tell(resource: pulumi.Resource, project: Any, group_ids: Any, returns: bool) -> None:
    if not isinstance(project, str):
        return
    ids = group_ids if isinstance(group_ids, list) else [None]
    text = verify(lambda: _losing(project, ids, returns))
    if text:
        pulumi.log.info(text, resource)


def _losing(project: str, ids: Sequence[Any], returns: bool) -> str:
    """Return what to say, empty where nothing is lost."""
    api = account()
    row = project_in(api.projects().all(), project)
    goes = sorted(set(row["group_ids"]) - {str(one) for one in ids})
    if not goes:
        return ""
    labels = {str(group["id"]): str(group["label"]) for group in api.groups().all()}
    names = ", ".join(repr(labels.get(one, one)) for one in goes)
    new = "" if all(isinstance(one, str) for one in ids) else ", as far as not among the new ones,"
    fate = "come back when this resource is deleted" if returns else "do not come back by themselves"
    return f"{VENDOR} project {row['name']!r} loses all other alert groups: {names}{new} go, and {fate}."
