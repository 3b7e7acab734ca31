"""Whole sets of alert groups of projects: their rows, and what a deletion brings back (`api-fortress.md 4.12`)."""

from __future__ import annotations

from collections.abc import Iterable

from alert_wiring.core.marks import is_made_name
from alert_wiring.core.telling import caution
from alert_wiring.core.values import Props, Remote

from .api import ApiFortressApi
from .assignments import assign_exactly

RESTORE, EMPTY = "restore", "empty"
BEFORE = "alert_group_ids_before"
"""The property that keeps what the project had first."""


def returning(props: Props) -> set[str]:
    """Return what a deletion brings back, as far as it still exists."""
    return set() if props.get("on_delete") == EMPTY else set(props.get(BEFORE) or ())


def found_before(api: ApiFortressApi, groups: set[str]) -> list[str]:
    """Return what a deletion brings back of a set that is found as wanted: the set, but for groups with made names.

    These can only be there because an earlier run was cut off, so what the project had first is not known any more.
    """
    made = {one["id"] for one in api.groups().all() if one["id"] in groups and is_made_name(one["label"])}
    if made:
        caution(
            "an earlier run was cut off after it had written the set, so what the project had before is not known: "
            f"a deletion takes alert group {', '.join(sorted(made))} out and brings nothing else back"
        )
    return sorted(groups - made)


def own(api: ApiFortressApi, project_id: str, wanted: set[str], known: Iterable[str] | None = None) -> set[str]:
    """Give a project exactly these groups, and return those that it had.

    Args:
        api: the account.
        project_id: the project.
        wanted: its groups.
        known: those that the state says it has; others that go are told. None for a new set, whose preview tells them.
    """
    before = assign_exactly(api.backend, api.locks, project_id, lambda _: wanted)
    if known is not None and (others := sorted(before - wanted - set(known))):
        caution(f"alert group {', '.join(others)}, which somebody has added since the last refresh, was taken out")
    api.owned[project_id] = wanted
    return before


def give_back(api: ApiFortressApi, project_id: str, props: Props) -> set[str]:
    """Take a set's groups out and bring those from before back that still exist; later ones of others stay."""
    ours, before = set(props["alert_group_ids"]), returning(props)
    back: set[str] = set()

    def wanted(now: set[str]) -> set[str]:
        back.clear()  # asked anew at each try: another resource of the same run may be deleting a group
        back.update(before & {group.id for group in api.backend.list_groups()} if before else ())
        return (now - ours) | back

    assign_exactly(api.backend, api.locks, project_id, wanted)
    return back


def row(project: Remote, groups: Iterable[str]) -> Remote:
    """Return a project's set as the kind sees it."""
    id_ = str(project["id"])
    return {"id": id_, "project_id": id_, "project_name": str(project["name"]), "group_ids": sorted(groups)}
