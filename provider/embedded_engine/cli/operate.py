"""`preview`, `up`, `refresh`, `destroy`: a preview, a question, the operation itself (`pulumi-engine.md` section 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from time import time
from typing import TYPE_CHECKING

from embedded_engine.cli import history
from embedded_engine.cli.config import MASK, store
from embedded_engine.cli.confirm import confirm
from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.plan_check import plan_check, refused
from embedded_engine.cli.session import OpenStack, Session, outputs_of
from embedded_engine.cli.stack import remove
from embedded_engine.cli.terminal import Terminal
from embedded_engine.display import Recorder, View, open_display, plan_text
from embedded_engine.errors import EngineError, NeedsPulumiCliError, UsageError
from embedded_engine.events import Event, ExitCode, Kind, Outcome
from embedded_engine.files.checkpoint import SnapshotEncoder
from embedded_engine.files.config_values import opened, text_of
from embedded_engine.files.locks import held
from embedded_engine.files.model import DYNAMIC_PROVIDER, PLUGIN, Snapshot
from embedded_engine.files.stack_config import check, for_program, merged, secret_texts
from embedded_engine.operations import Options, Stack, run

if TYPE_CHECKING:
    from embedded_engine.operations.ahead import Ahead


def preview(arguments: Arguments, terminal: Terminal) -> int:
    """Show what `up` would do; no lock, nothing written."""
    return _Operation("preview", arguments, terminal).preview_only()


def up(arguments: Arguments, terminal: Terminal) -> int:
    """Preview, ask, update."""
    return _Operation("update", arguments, terminal).run()


def refresh(arguments: Arguments, terminal: Terminal) -> int:
    """Preview, ask, bring the state in line with the world."""
    return _Operation("refresh", arguments, terminal).run()


def destroy(arguments: Arguments, terminal: Terminal) -> int:
    """Preview, ask, delete everything."""
    operation = _Operation("destroy", arguments, terminal)
    code = operation.run()
    if code == ExitCode.SUCCESS and arguments.flag("remove") and not arguments.flag("preview-only"):
        remove(operation.stack)
    return code


class _Operation:
    """One run of a verb: the stack it works on, its options, and its one or two passes."""

    def __init__(self, kind: Kind, arguments: Arguments, terminal: Terminal) -> None:
        self.kind, self.arguments, self.terminal = kind, arguments, terminal
        _check_flags(kind, arguments, terminal)
        self.session = Session(terminal)
        self.stack: OpenStack = self.session.stack(arguments.text("stack"), arguments.text("config-file"))
        self._store_config()
        self.view = View(
            stack=self.stack.ref.name,
            project=self.stack.ref.project,
            diff=arguments.flag("diff"),
            json=arguments.flag("json"),
            show_sames=arguments.flag("show-sames"),
            show_reads=arguments.flag("show-reads"),
            show_replacement_steps=arguments.flag("show-replacement-steps"),
            show_config=arguments.flag("show-config"),
            show_secrets=arguments.flag("show-secrets"),
            suppress_outputs=arguments.flag("suppress-outputs"),
            full_output=arguments.flag("show-full-output"),
            debug=arguments.flag("debug"),
            urns=arguments.flag("urns"),
            config=self._masked_config(),
        )
        self.options = self._options()
        self._check = plan_check()

    def _masked_config(self) -> dict[str, str]:
        values = merged(self.session.project, self.stack.file.config)
        return {key: text_of(opened(value, lambda _: MASK)) for key, value in values.items()}

    def _options(self) -> Options:
        arguments = self.arguments
        options = Options(
            refresh=_wants_refresh(arguments, self.session.project.refresh_always),
            targets=(*arguments.texts("target"), *arguments.texts("target-replace")),
            target_dependents=arguments.flag("target-dependents"),
            replace=(*arguments.texts("replace"), *arguments.texts("target-replace")),
            continue_on_error=arguments.flag("continue-on-error"),
            debug=arguments.flag("debug"),
            clear_pending_creates=arguments.flag("clear-pending-creates"),
        )
        parallel = arguments.number("parallel")
        return options if parallel is None else replace(options, parallel=max(1, parallel))

    def preview_only(self) -> int:
        """Run the one pass of `preview`."""
        with ExitStack() as holding:
            loaded = self._load(holding)
            outcome, recorder = self._pass(loaded, preview=True)
        if outcome.succeeded and self._refused(recorder):
            return ExitCode.FAILED
        return self._exit_code(outcome)

    def run(self) -> int:
        """Run both passes under the lock, with the question in between."""
        with ExitStack() as holding:
            if not self.arguments.flag("preview-only"):
                holding.enter_context(held(self.session.backend, self.stack.ref))
            loaded = self._load(holding)
            skipped = self.arguments.flag("skip-preview")
            if not skipped or self._check:
                outcome, recorder = self._pass(loaded, preview=True, shown=not skipped)
                if outcome.succeeded and self._refused(recorder):
                    return ExitCode.FAILED
                if (not outcome.succeeded and not skipped) or self.arguments.flag("preview-only"):
                    return self._exit_code(outcome)
            if not skipped:
                if not self.arguments.flag("yes"):
                    confirm(self.kind, self.terminal, recorder, self.view)
            elif not self.arguments.flag("yes") and self.terminal.interactive:
                confirm(self.kind, self.terminal, None, self.view)
            self.stack.ensure_salt()
            started = time()
            outcome, _ = self._pass(loaded, preview=False)
            history.record(self.stack, self.kind, self.arguments, outcome, int(started))
            return self._exit_code(outcome)

    def _store_config(self) -> None:
        """`--config KEY=VALUE` is saved to the stack file, as the CLI does (5.1)."""
        for pair in self.arguments.texts("config"):
            key, _, value = pair.partition("=")
            store(self.stack, key, value, as_path=self.arguments.flag("config-path"), secret=False)
            self.stack.__dict__.pop("file", None)

    def _load(self, holding: ExitStack) -> _Loaded:
        stack = self.stack
        self.stack.secrets  # noqa: B018 (starts to derive the key in a thread)
        values = merged(self.session.project, stack.file.config)
        ahead = self._ahead(holding, values)
        import_module("embedded_engine.operations.runner")  # slow to load, so it is loaded while the key is derived
        for warning in stack.file.warnings:
            self.terminal.warn(warning)
        snapshot, encoder = stack.load()
        if not self.arguments.flag("skip-config-validation"):
            check(self.session.project, stack.ref.name, values, stack.decrypt)
        project = self.session.project
        context = Stack(
            project=project.name,
            name=stack.ref.name,
            root=project.root,
            main=project.main,
            runtime_options=project.runtime_options,
            config=for_program(values, stack.decrypt),
            secret_texts=secret_texts(values, stack.decrypt),
            snapshot=snapshot,
            save=_saver(stack, encoder),
            read_outputs=lambda name: outputs_of(self.session, stack.passphrases, name),
        )
        return _Loaded(context, snapshot, ahead)

    def _ahead(self, holding: ExitStack, config: Iterable[str]) -> Ahead | None:
        """Start the plugin for the first pass, which needs it unless all that it is for is to read an empty state.

        Nor does it start with a configuration of its own (`config` has the keys), which may need the secrets' key.
        Whatever stands against it is told later, by who starts it then.
        """
        project = self.session.project
        needed = self.kind in {"preview", "update"} or self.stack.raw.has_type(DYNAMIC_PROVIDER)
        if not needed or any(key.startswith(f"{PLUGIN}:") for key in config):
            return None
        from embedded_engine.operations.ahead import Ahead  # noqa: PLC0415 - loads gRPC, for which the key does not wait

        with suppress(EngineError, OSError):
            return holding.enter_context(
                Ahead(project.root, project.main, project.name, project.runtime_options, self.options.parallel)
            )
        return None

    def _refused(self, recorder: Recorder) -> bool:
        """Say whether another program refuses the plan; what a refresh reads is nobody's plan."""
        if not self._check or self.kind == "refresh":
            return False
        if not refused(self._check, plan_text(recorder, self.view, self.terminal)):
            return False
        self.terminal.fail("the plan is refused: nothing was changed")
        return True

    def _pass(self, loaded: _Loaded, *, preview: bool, shown: bool = True) -> tuple[Outcome, Recorder]:
        display = open_display(self.view, self.kind, self.terminal, preview=preview) if shown else None
        recorder = Recorder()

        def show(event: Event) -> None:
            recorder(event)
            if display is not None:
                display(event)

        options = replace(self.options, preview=preview)
        try:
            return run(self.kind, options, loaded.context, show, loaded.ahead), recorder
        finally:
            if display is not None:
                display.close()

    def _exit_code(self, outcome: Outcome) -> int:
        if outcome.aborted:
            return ExitCode.CANCELLED
        if not outcome.succeeded:
            return ExitCode.FAILED
        if self.arguments.flag("expect-no-changes") and outcome.has_changes:
            self.terminal.fail(f"no changes were expected for {self.kind} but changes were proposed")
            return ExitCode.CHANGES
        return ExitCode.SUCCESS


@dataclass(frozen=True)
class _Loaded:
    context: Stack
    snapshot: Snapshot
    ahead: Ahead | None


def _saver(stack: OpenStack, encoder: SnapshotEncoder) -> Callable[[Snapshot], None]:
    def save(snapshot: Snapshot) -> None:
        stack.session.backend.write(stack.ref, encoder.parts(snapshot))

    return save


def _check_flags(kind: Kind, arguments: Arguments, terminal: Terminal) -> None:
    if kind == "preview":
        return
    if arguments.flag("json") and not arguments.flag("preview-only"):
        raise NeedsPulumiCliError("--json without --preview-only", str(kind), ExitCode.USAGE)
    if arguments.flag("yes") and arguments.flag("preview-only"):
        raise EngineError("--yes and --preview-only cannot be used together")
    decided = any(arguments.flag(name) for name in ("yes", "skip-preview", "preview-only"))
    if not terminal.interactive and not decided:
        raise UsageError(
            "--yes or --skip-preview or --preview-only must be passed in to proceed when running in "
            "non-interactive mode"
        )


def _wants_refresh(arguments: Arguments, always: bool) -> bool:
    text = arguments.text("refresh")
    if not text:
        return always
    if text.lower() not in {"true", "false"}:
        raise EngineError(f'unable to determine refresh mode "{text}": expected true or false')
    return text.lower() == "true"
