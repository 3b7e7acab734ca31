"""Changing the alert groups of a project, one or all, while others do the same (`api-fortress.md 7.1`).

The product stores a project's alert groups as one list, so that two additions at the same time lose one of them, and
Pulumi runs independent resources in parallel. A backend that can write a single pair is asked to; for any other one
the list is read, changed, written and read back under a lock per project. Groups that are not ours stay where they
are. Somebody who edits the project in the web application at the same moment is found by the read-back, and the change
is made anew on what is there then. Who writes between that read and ours, on another machine, is not seen.
"""

from __future__ import annotations

from collections.abc import Callable

from alert_wiring.core.errors import NotFoundError, VendorError, WiringError
from alert_wiring.core.telling import caution

from .backend import ApiFortressBackend, Capability
from .locks import Locks

TRIES = 3
"""How often a list is written before another writer is called the stronger one."""


def assign(backend: ApiFortressBackend, locks: Locks, project_id: str, group_id: str) -> None:
    """Add a group to a project; assigned already is done.

    Raises:
        WiringError: the project is gone, or the list that was read back lacks the group.
    """
    if Capability.PAIRWISE_ASSIGN in backend.capabilities:
        backend.add_assigned(project_id, group_id)
        return
    if _rewrite(backend, locks, project_id, lambda now: now | {group_id}) is None:
        raise WiringError(
            f"API Fortress: project {project_id} does not exist any more, so no alert group can be assigned."
        )


def unassign(backend: ApiFortressBackend, locks: Locks, project_id: str, group_id: str) -> None:
    """Take a group from a project; a pair or project that is gone is done.

    Raises:
        WiringError: the list that was read back still has the group, or lacks another one.
    """
    if Capability.PAIRWISE_ASSIGN in backend.capabilities:
        backend.remove_assigned(project_id, group_id)
        return
    _rewrite(backend, locks, project_id, lambda now: now - {group_id})


def assign_exactly(
    backend: ApiFortressBackend, locks: Locks, project_id: str, wanted: Callable[[set[str]], set[str]]
) -> set[str]:
    """Give a project exactly the groups that `wanted` makes of its present ones, and return these.

    Raises:
        NotFoundError: the project is gone.
        WiringError: the list that was read back differs.
    """
    before = _rewrite(backend, locks, project_id, wanted)
    if before is None:
        raise NotFoundError("API Fortress", "GET", f"/projects/{project_id}/alertGroups", status=404)
    return before


def _rewrite(
    backend: ApiFortressBackend, locks: Locks, project_id: str, wanted: Callable[[set[str]], set[str]]
) -> set[str] | None:
    """Read the list, change it, write it if it differs and read it back; return the old one, None without a project.

    Where the list that was read back differs, another writer was at it in between, and the change is made anew.
    """
    with locks.of(project_id):
        before = now = backend.get_assigned(project_id)
        for _ in range(TRIES):
            if now is None:
                return None
            groups = wanted(now)
            wrong = _write(backend, project_id, groups, now - groups) if groups != now else []
            if not wrong:
                return before
            now = backend.get_assigned(project_id)
    raise WiringError(
        f"API Fortress: project {project_id} was changed by somebody else while its alert groups were written, "
        f"{TRIES} times (wrong now: alert group {', '.join(wrong)}). Run the same command again."
    )


def _write(backend: ApiFortressBackend, project_id: str, wanted: set[str], unwanted: set[str]) -> list[str]:
    """Write the list and read it back: return what another writer undid.

    The write has happened when the list says so, whatever became of its answer. A failure here would lose what the
    project had before, which nobody could bring back then.
    """
    lost: VendorError | None = None
    try:
        backend.set_assigned(project_id, wanted)
    except VendorError as error:
        lost = error
    try:
        groups = backend.get_assigned(project_id) or set()
    except VendorError as error:
        if lost is not None:
            raise lost from None
        caution(f"its alert groups were written, but could not be read back ({error.facts})")
        return []
    wrong = sorted((wanted - groups) | (unwanted & groups))
    if wrong and lost is not None:
        raise lost
    return wrong
