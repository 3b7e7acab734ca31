"""A backend in memory with whole-list assignment only, as the web application has (`api-fortress.md 4.11`)."""

from __future__ import annotations

import contextlib
import threading

from alert_wiring.apifortress.backend import Capability


class WholeListBackend:
    """Assignments of projects; two overlapping writers lose one change, as in the product (`api-fortress.md 7.1`)."""

    capabilities: frozenset[Capability] = frozenset()

    def __init__(self, assigned: dict[str, set[str]]) -> None:
        self.assigned = assigned
        self.writes: list[tuple[str, frozenset[str]]] = []
        self.hurry: threading.Barrier | None = None

    def get_assigned(self, project_id: str) -> set[str] | None:
        groups = self.assigned.get(project_id)
        result = None if groups is None else set(groups)
        if self.hurry is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.hurry.wait(0.05)
        return result

    def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
        self.writes.append((project_id, frozenset(group_ids)))
        self.assigned[project_id] = set(group_ids)


class PairBackend(WholeListBackend):
    """A backend that can write one pair."""

    capabilities = frozenset({Capability.PAIRWISE_ASSIGN})

    def __init__(self, assigned: dict[str, set[str]]) -> None:
        super().__init__(assigned)
        self.pairs: list[tuple[str, str, str]] = []

    def add_assigned(self, project_id: str, group_id: str) -> None:
        self.pairs.append(("add", project_id, group_id))

    def remove_assigned(self, project_id: str, group_id: str) -> None:
        self.pairs.append(("remove", project_id, group_id))
