"""What happens to one registered resource: decided one at a time, carried out in parallel (pulumi-engine.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from embedded_engine.deployment.carrier import NO_DIFFERENCE, Carrier
from embedded_engine.deployment.providers import Providers
from embedded_engine.deployment.replacement import Replacements
from embedded_engine.deployment.run import Run, StepFailedError
from embedded_engine.deployment.targets import Targets
from embedded_engine.errors import NeedsPulumiCliError
from embedded_engine.events import Severity
from embedded_engine.files.model import Resource
from embedded_engine.plugin import PluginError
from embedded_engine.steps.decision import Action, Difference, decide, deletes_first, interpret
from embedded_engine.steps.goal import Goal
from embedded_engine.steps.graph import references
from embedded_engine.steps.urns import Identity
from embedded_engine.values import UNKNOWN, Secret, equal, reset

Work = Callable[[], Resource | None]
"""The rest of a registration: its steps, in order; gives the new state, None when it is passed over."""


class Registrar:
    """Decides and carries out registrations of one pass."""

    def __init__(self, run: Run, providers: Providers, carrier: Carrier, targets: Targets) -> None:
        """Nothing is registered yet."""
        self._run: Final = run
        self._providers: Final = providers
        self._carrier: Final = carrier
        self._targets: Final = targets
        self._replace = Targets(run.options.replace)
        self._olds = {one.urn: one for one in run.journal.olds if not one.delete}
        self.replacements: Final = Replacements(run, providers, self._olds)
        self.urns: Final[set[str]] = set()
        """URNs that this pass has seen."""
        self.touched: Final[set[int]] = set()
        """Identities of old resources that a step of this pass has dealt with."""
        self.failed: Final[dict[str, Resource]] = {}
        """States whose step failed, with --continue-on-error."""
        self.skipped: Final[set[str]] = set()
        """URNs of new resources that are no targets."""
        self._aliased: dict[str, str] = {}
        self._matched: dict[str, str] = {}
        self._claimed: set[str] = set()

    def register(self, goal: Goal) -> Resource | None:
        """Bring one resource to its goal; None when its step failed and the run goes on, or when it is passed over.

        Raises `HaltedError` when the run has ended, `StepFailedError` when it ended because of this resource.
        """
        run = self._run
        try:
            with run.deciding:
                run.check()
                work = self._decide(goal)
            self._skip_if_failed(goal)
            if goal.custom:
                run.check()
            return work()
        except StepFailedError:
            if run.halted.is_set():
                raise
            self.failed[goal.urn] = goal.state(goal.inputs, None)
            return None

    def claim(self, urn: str) -> None:
        """Note that the program registers `urn`; the same one twice ends the run (4.1)."""
        if urn in self.urns:
            self._bail(f"duplicate resource URN '{urn}'; try giving it a unique name", urn)
        self.urns.add(urn)

    def find_old(self, goal: Goal) -> Resource | None:
        """Find what the resource was before this run, by its URN and then by its aliases (4.9).

        One that is claimed twice is told at once; `refuse_claimed` ends the run, for a custom resource after its Check.
        """
        if goal.urn in self._aliased:
            self._claimed_twice(goal, f"URN '{goal.urn}' conflicting with alias on", self._aliased[goal.urn])
        identity = Identity(goal.type, goal.name, goal.parent)
        aliases = self._run.namer.aliases(identity, goal.aliases, self._matched)
        if goal.urn in self._olds:
            return self._olds[goal.urn]
        for alias in aliases:
            if alias not in self._olds:
                continue
            if alias in self.urns or alias in self._aliased:
                self._claimed_twice(goal, f"alias '{alias}' conflicting with", self._aliased.get(alias, alias))
            self._aliased[alias] = goal.urn
            self._matched[goal.urn] = alias
            self._run.journal.renamed(alias, goal.urn)
            return self._olds[alias]
        return None

    def _claimed_twice(self, goal: Goal, what: str, other: str) -> None:
        self._run.say(Severity.ERROR, f"duplicate resource {what} resource '{other}'", goal.urn)
        self._claimed.add(goal.urn)

    def refuse_claimed(self, urn: str) -> None:
        """End the run when what `urn` was before this run belongs to another resource as well (4.9)."""
        if urn in self._claimed:
            self._run.fail()
            raise StepFailedError(f"{urn} is claimed twice")

    def _state(self, goal: Goal, inputs: Mapping[str, Any], old: Resource | None) -> Resource:
        """Give the new state before any step; a plan names the old URN, a stored state never does (4.9, 6.3)."""
        new = goal.state(inputs, old)
        alias = self._matched.get(goal.urn)
        return new.evolve(aliases=[alias]) if alias and self._run.preview else new

    def _decide(self, goal: Goal) -> Work:
        """Choose the steps of a registration (4.2); calls Check and Diff, nothing with an effect."""
        self.claim(goal.urn)
        old = self.find_old(goal)
        if old is not None:
            self.touched.add(id(old))
        self._refuse(goal, old)
        if not goal.custom:
            self.refuse_claimed(goal.urn)
            return self._decide_component(goal, old)
        if goal.type.startswith("pulumi:providers:"):
            self.refuse_claimed(goal.urn)
            return self._decide_provider(goal, old)
        try:
            return self._decide_custom(goal, old)
        except PluginError as error:
            self._bail(str(error), goal.urn)
            raise

    def _refuse(self, goal: Goal, old: Resource | None) -> None:
        if goal.import_id and (old is None or old.external or goal.import_id not in (old.id, old.import_id)):
            raise NeedsPulumiCliError("the option import_", goal.urn)

    def _bail(self, message: str, urn: str) -> None:
        self._run.fail(message, urn)
        raise StepFailedError(message)

    def _decide_component(self, goal: Goal, old: Resource | None) -> Work:
        new = self._state(goal, goal.inputs, old)
        if not self._targets.includes(new):
            return self._untargeted(old, new)
        self._refuse_skipped(new)
        if old is None:
            return lambda: self._carrier.create(new)
        if (imposed := self._imposed(goal, forced=self._is_forced(goal.urn, old))) is not None:
            return self._decide_replacement(goal, old, new, imposed)
        # What is ignored is no change; it is stored all the same, as the CLI stores it for what no provider checks.
        if equal(dict(old.inputs), dict(reset(old.inputs, goal.inputs, goal.ignore_changes))):
            return lambda: self._carrier.same(old, new)
        return lambda: self._carrier.update(old, new, NO_DIFFERENCE)

    def _decide_provider(self, goal: Goal, old: Resource | None) -> Work:
        """Handle an explicit provider resource: made, kept or changed by the engine itself (2.9)."""
        new = self._state(goal, goal.inputs, old)
        return lambda: self._providers.explicit(self._carrier, old, new)

    def _untargeted(self, old: Resource | None, new: Resource) -> Work:
        if old is None:
            self.skipped.add(new.urn)

            def skip() -> None:
                self._carrier.skipped(new)

            return skip
        kept = self._with_references(old)

        def keep() -> Resource:
            for one in kept:
                self._carrier.untouched(one)
            return old

        return keep

    def _with_references(self, old: Resource) -> list[Resource]:
        """Give an untargeted resource after what it refers to and nobody registers: the state stays in order."""
        found: list[Resource] = []
        for urn in sorted(references(old)):
            other = self._olds.get(urn)
            if other is not None and id(other) not in self.touched and self._run.journal.old(other) is not None:
                self.touched.add(id(other))
                found += self._with_references(other)
        return [*found, old]

    def _decide_custom(self, goal: Goal, old: Resource | None) -> Work:
        condemned = goal.urn in self.replacements.deleted
        forced = old is not None and self._is_forced(goal.urn, old)
        probe = goal.state(goal.inputs, old)
        if not self._targets.includes(probe):
            self.refuse_claimed(goal.urn)
            return self._untargeted(old, probe)
        fresh = old is None or condemned or old.external or forced
        ignoring = goal.inputs if old is None else reset(old.inputs, goal.inputs, goal.ignore_changes)
        checked = (
            self._check(goal, {}, goal.inputs) if fresh or old is None else self._check(goal, old.inputs, ignoring)
        )
        self.refuse_claimed(goal.urn)
        new = self._state(goal, checked, old)
        self._refuse_skipped(new)
        if old is None:
            return lambda: self._carrier.create(new)
        if condemned:
            keys = self.replacements.deleted.pop(goal.urn)
            self.replacements.replaced.add(goal.urn)
            return self._recreate(old, new, Difference(True, keys))
        if old.external:
            return self._replace_after(old, new, NO_DIFFERENCE)
        return self._decide_existing(goal, old, new, forced=forced)

    def _is_forced(self, urn: str, old: Resource) -> bool:
        return self._replace.constrained and (self._replace.names(urn) or self._replace.names(old.urn))

    def _decide_existing(self, goal: Goal, old: Resource, new: Resource, *, forced: bool) -> Work:
        """Choose between same, update and replacement (4.4)."""
        difference = self._difference(goal, old, new.inputs, forced=forced)
        action = decide(difference, old)
        if action is Action.SAME:
            return lambda: self._carrier.same(old, new)
        if action is Action.UPDATE:
            return lambda: self._carrier.update(old, new, difference, goal.ignore_changes)
        return self._decide_replacement(goal, old, new, difference, check=not forced)

    def _decide_replacement(
        self, goal: Goal, old: Resource, new: Resource, difference: Difference, *, check: bool = False
    ) -> Work:
        """Choose between the two kinds of replacement (4.4), after a check of the inputs as those of a new object."""
        run = self._run
        if new.protect and old.protect:
            text = (
                f"unable to replace resource {goal.urn} as it is currently marked for protection: remove the "
                "`protect` flag from the resource in the program and run up"
            )
            run.fail(text, goal.urn, halt=not run.preview)
            if not run.preview:
                raise StepFailedError(text)
        self.replacements.replaced.add(goal.urn)
        if check:
            new = new.evolve(inputs=self._check(goal, {}, goal.inputs))
        if deletes_first(difference, goal.delete_before_replace):
            return self._replace_before(old, new, difference)
        return self._replace_after(old, new, difference)

    def _refuse_skipped(self, new: Resource) -> None:
        needed = sorted(references(new) & self.skipped)
        if needed:
            text = (
                f"resource {new.urn} depends on {needed[0]}, which was not specified in --target: "
                "name it with --target as well"
            )
            self._run.fail(text, new.urn, halt=not self._run.preview)
            raise StepFailedError(text)

    def _skip_if_failed(self, goal: Goal) -> None:
        """Leave out what depends on a failed resource, with --continue-on-error; Check and Diff were asked (4.8)."""
        if self.failed and not self.failed.keys().isdisjoint(references(goal.state({}, None))):
            raise StepFailedError(f"skipped {goal.urn}")

    def _check(self, goal: Goal, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the provider for checked inputs; failures end the run, all of them told (4.3)."""
        if not self._providers.configured(goal.provider):
            return dict(news)
        plugin = self._providers.plugin(goal.provider, goal.urn)
        answer = plugin.check(goal.urn, goal.type, olds, news, keep_unknowns=self._run.preview)
        for name, reason in answer.failures:
            value = answer.inputs.get(name, news.get(name))
            said = f": property {name}{_shown(value)}" if name else ""
            self._run.say(Severity.ERROR, f"{goal.type} resource '{goal.name}'{said} has a problem: {reason}", goal.urn)
        if answer.failures:
            self._run.fail()
            raise StepFailedError("check failed")
        return answer.inputs

    def _imposed(self, goal: Goal, *, forced: bool) -> Difference | None:
        """Give the replacement that the command line or another resource's replacement asks for, of components too."""
        if forced:
            return Difference(True, ("id",))
        if goal.deleted_with and goal.deleted_with in self.replacements.replaced:
            return Difference(True, ("deletedWith",))
        return None

    def _difference(self, goal: Goal, old: Resource, checked: Mapping[str, Any], *, forced: bool) -> Difference:
        """Ask for the Diff, unless something else has decided (4.2 rows 8 and 9)."""
        if (imposed := self._imposed(goal, forced=forced)) is not None:
            return imposed
        if not self._providers.configured(goal.provider):
            self._run.say(
                Severity.WARNING, "the configuration of its provider is not known yet: assumed to change", goal.urn
            )
            return Difference(True)
        plugin = self._providers.plugin(goal.provider, goal.urn)
        with self._run.meanwhile():
            answer = plugin.diff(
                old, checked, urn=goal.urn, ignore_changes=goal.ignore_changes, keep_unknowns=self._run.preview
            )
        return interpret(answer, old.inputs, checked, goal.ignore_changes, goal.replace_on_changes)

    def _replace_after(self, old: Resource, new: Resource, difference: Difference) -> Work:
        """Create first; the old one is deleted after everything else (4.5)."""

        def work() -> Resource:
            final = self._carrier.create(new, old, difference)
            self._carrier.replaced(old, final, difference)
            return final

        return work

    def _recreate(self, old: Resource, new: Resource, difference: Difference) -> Work:
        def work() -> Resource:
            self._carrier.replaced(old, new, difference)
            return self._carrier.create(new, old, difference)

        return work

    def _replace_before(self, old: Resource, new: Resource, difference: Difference) -> Work:
        """Delete the dependents that must go, then the resource, then create (4.6)."""
        condemned: Sequence[Resource] = self.replacements.cascade(old, self.touched)
        recreate = self._recreate(old, new, difference)
        deletions = self.replacements.urns
        if not old.pending_replacement:
            condemned = [*condemned, old]
            deletions.add(old.urn)
        run = self._run

        def work() -> Resource | None:
            with run.slot():
                for resource in condemned:
                    run.check()
                    self._carrier.delete(resource, deletions, "before")
                run.check()
                return recreate()

        return work


def _shown(value: Any) -> str:
    if isinstance(value, Secret):
        return " value [secret]"
    return "" if value is None or value is UNKNOWN else f" value {{{value}}}"
