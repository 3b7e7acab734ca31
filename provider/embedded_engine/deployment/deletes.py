"""The delete phase: what nobody wants any more goes, in waves (pulumi-engine.md 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from embedded_engine.deployment.carrier import Carrier
from embedded_engine.deployment.registrar import Registrar
from embedded_engine.deployment.run import HaltedError, Run, StepFailedError
from embedded_engine.deployment.targets import Targets
from embedded_engine.files.model import Resource
from embedded_engine.steps.graph import delete_waves, needed_by, references

_THREADS_PER_CALL: Final = 3
"""While one delete is with the provider, the ends of others are being written."""


class DeletePhase:
    """Deletes every old resource that no step of this pass has dealt with, and leftovers of replacements."""

    def __init__(self, run: Run, carrier: Carrier, registrar: Registrar, targets: Targets) -> None:
        """Plan nothing yet: the plan depends on what was registered."""
        self._run: Final = run
        self._carrier: Final = carrier
        self._registrar: Final = registrar
        self._targets: Final = targets

    def run(self) -> None:
        """Delete; failures are told and noted in the run."""
        allowed = self._allowed()
        condemned, kept = [], []
        spared = needed_by(self._registrar.failed.values(), self._run.journal.olds) if self._registrar.failed else set()
        for old in self._run.journal.olds:
            current = self._run.journal.old(old)
            if current is None or (id(old) in self._registrar.touched and not current.delete):
                continue
            if allowed is not None and old.urn not in allowed:
                kept.append(old)
            elif old.urn not in spared or current.delete:
                condemned.append(old)
        if not self._agreed(condemned):
            return
        for old in kept:
            if not self._waits(old):
                self._carrier.untouched(old)
        self._carry_out(condemned)

    def _allowed(self) -> set[str] | None:
        """Give the URNs that may be deleted: the targets, what refers to them and what goes with them; None for all."""
        if not self._targets.constrained:
            return None
        found = {old.urn for old in self._run.journal.olds if self._targets.names(old.urn)}
        for old in self._run.journal.olds:
            if not found.isdisjoint(references(old)):
                found.add(old.urn)
        for old in [one for one in self._run.journal.olds if one.urn in found]:
            found |= self._registrar.replacements.affected(old, self._registrar.touched).keys()
        return found

    def _agreed(self, condemned: Sequence[Resource]) -> bool:
        """Refuse to delete what was not named, unless dependents of targets were (5.6)."""
        if not self._targets.constrained or self._run.options.target_dependents:
            return True
        strangers = [old for old in condemned if not self._targets.names(old.urn)]
        for old in strangers:
            text = (
                f"resource {old.urn} would be deleted but was not named with --target: name it as well, "
                "or use --target-dependents"
            )
            self._run.fail(text, old.urn, halt=False)
        return not strangers or self._run.preview

    def _carry_out(self, condemned: Sequence[Resource]) -> None:
        deletions = {old.urn for old in condemned} | self._registrar.replacements.urns
        failed: list[Resource] = []

        def one(old: Resource) -> None:
            try:
                self._run.check()
                self._delete(old, deletions)
            except StepFailedError:
                failed.append(old)
            except HaltedError:
                return

        waves = delete_waves(condemned, self._run.journal.olds)
        with ThreadPoolExecutor(_THREADS_PER_CALL * max(1, self._run.options.parallel), "delete") as pool:
            for wave in waves:
                if self._run.halted.is_set() or not self._goes_on(failed):
                    return
                blocked = needed_by(failed, self._run.journal.olds) if failed and not self._run.preview else set()
                list(pool.map(one, [old for old in wave if old.urn not in blocked or self._waits(old)]))

    def _waits(self, old: Resource) -> bool:
        """Say whether a replacement has taken its place already: then nobody needs it."""
        return (self._run.journal.old(old) or old).delete

    def _goes_on(self, failed: Sequence[Resource]) -> bool:
        """Say whether the next wave runs: a refusal to delete what is protected stops nobody else (4.13)."""
        if self._run.options.continue_on_error or self._run.preview:
            return True
        return all(old.protect and not self._waits(old) for old in failed)

    def _delete(self, old: Resource, deletions: set[str]) -> None:
        current = self._run.journal.old(old) or old
        if current.delete:
            self._carrier.delete(old, deletions, "after")
        elif current.pending_replacement:
            self._carrier.forget_pending_replacement(old)
        else:
            self._carrier.delete(old, deletions)
