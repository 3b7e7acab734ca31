"""The state while an operation runs, and the one place that saves it (pulumi-engine.md 6.5).

Resources that this run has finished come first, in order of completion; old ones that are not yet touched follow in
their old order. A change is durable when the call that made it returns; changes made at the same time by several
threads share one write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from embedded_engine.deployment.renames import Renames
from embedded_engine.files.model import OperationType, PendingOperation, Resource, Snapshot


class Journal:
    """Builds the new snapshot step by step; safe to use from several threads."""

    def __init__(self, base: Snapshot, save: Callable[[Snapshot], None] | None) -> None:
        """Start from `base`; with `save=None` (a preview) nothing is ever written."""
        self._save = save
        self._lock = threading.Lock()
        self._written = threading.Condition(self._lock)
        self._version = 0
        self._saved = 0
        self._saving = False
        self._closed = False
        self.effects = 0
        """Calls with an effect so far."""
        self._renames = Renames()
        self._base = base
        self._olds: dict[int, Resource] = {}
        self._originals: list[Resource] = []
        self._news: dict[str, Resource] = {}
        self._pending: list[PendingOperation] = []
        self._kept_pending = [operation for operation in base.pending_operations if operation.type == "creating"]
        self.rebase(base.resources)

    def rebase(self, resources: Iterable[Resource]) -> None:
        """Take `resources` as the old state (after a refresh); nothing may have been registered yet."""
        with self._lock:
            self._originals = list(resources)
            self._olds = {id(resource): resource for resource in self._originals}
            self._version += 1

    @property
    def olds(self) -> Sequence[Resource]:
        """Every resource of the old state, as it was before this run."""
        return self._originals

    def old(self, original: Resource) -> Resource | None:
        """Give what has become of an old resource: changed marks included, None when it is gone or taken over."""
        with self._lock:
            return self._olds.get(id(original))

    def news(self) -> dict[str, Resource]:
        """Give what this run has finished, by URN."""
        with self._lock:
            return dict(self._news)

    def new(self, urn: str) -> Resource | None:
        """Give one resource that this run has finished."""
        with self._lock:
            return self._news.get(urn)

    def renamed(self, old_urn: str, new_urn: str) -> None:
        """Rewrite `old_urn` (an alias that matched) in the whole state, once `new_urn` is finished."""
        with self._lock:
            self._renames.expect(old_urn, new_urn)

    def begin(self, kind: OperationType, resource: Resource) -> PendingOperation:
        """Write down, durably, that a call with an effect is about to be made."""
        operation = PendingOperation(resource, kind)
        with self._lock:
            self._pending.append(operation)
            self.effects += 1
            self._version += 1
        self.flush()
        return operation

    def end(
        self,
        operation: PendingOperation | None = None,
        *,
        gone: Resource | None = None,
        changed: tuple[Resource, Resource] | None = None,
        new: Resource | None = None,
        durable: bool = True,
        noted: Callable[[], None] | None = None,
    ) -> None:
        """Write down how a step ended, in one piece.

        `gone` is an old resource that leaves the state, `changed` an old one and its new marks, `new` a finished one.
        `durable=False` leaves the writing to the next step: for steps that have no effect outside. `noted` is called
        when the next write will hold the end, before that write is waited for.
        """
        with self._lock:
            if operation is not None:
                self._pending.remove(operation)
            if gone is not None:
                self._olds.pop(id(gone), None)
            if changed is not None and id(changed[0]) in self._olds:
                self._olds[id(changed[0])] = changed[1]
            if new is not None:
                self._news[new.urn] = new
                self._renames.finished(new.urn)
            self._version += 1
        if noted is not None:
            noted()
        if durable:
            self.flush()

    def forget_pending_creates(self) -> None:
        """Drop the pending creates of earlier runs (`refresh --clear-pending-creates`)."""
        with self._lock:
            self._kept_pending = []
            self._version += 1

    def snapshot(self) -> Snapshot:
        """Give the state as it is now."""
        with self._lock:
            return self._build()

    def _build(self) -> Snapshot:
        return replace(
            self._base,
            resources=self._renames.applied([*self._news.values(), *self._olds.values()]),
            pending_operations=[*self._pending, *self._kept_pending],
        )

    def flush(self) -> None:
        """Return when everything that was noted before this call is on disk; raises what the writing raises."""
        if self._save is None:
            return
        with self._written:
            wanted = self._version
            while self._saving and self._saved < wanted:
                self._written.wait()
            if self._saved >= wanted or self._closed:
                return
            self._saving = True
            version, snapshot = self._version, self._build()
        try:
            self._save(snapshot)
        except BaseException:
            version = self._saved
            raise
        finally:
            with self._written:
                self._saving = False
                self._saved = version
                self._written.notify_all()

    def close(self) -> None:
        """Write nothing any more: the state on disk, pending operations included, is what the next run finds."""
        with self._written:
            self._closed = True
            while self._saving:
                self._written.wait()
