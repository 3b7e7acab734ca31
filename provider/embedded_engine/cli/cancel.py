"""`cancel`: forget the locks of an operation that is no more (`pulumi-engine.md` 9)."""

from __future__ import annotations

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import Session
from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError, UsageError
from embedded_engine.files.locks import release_all


def cancel(arguments: Arguments, terminal: Terminal) -> int:
    """Delete the stack's locks; asks first unless `--yes` is given."""
    named = arguments.text("stack")
    if named and arguments.positional:
        raise EngineError("only one of --stack or argument stack name may be specified, not both")
    session = Session(terminal)
    stack = session.stack(named or next(iter(arguments.positional), ""))
    if not arguments.flag("yes"):
        if not terminal.interactive:
            raise UsageError("--yes must be passed in to proceed when running in non-interactive mode")
        terminal.line(f"This will irreversibly cancel the currently running update for '{stack.ref.name}'!")
        answer = terminal.ask(f'Please confirm that this is what you\'d like to do by typing "{stack.ref.name}": ')
        if answer != stack.ref.name:
            raise EngineError("confirmation declined")
    release_all(session.backend, stack.ref)
    terminal.line(f"The currently running update for '{stack.ref.name}' has been canceled!")
    return 0
