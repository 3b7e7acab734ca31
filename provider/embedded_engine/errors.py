"""Errors that a user of the engine sees: one line each, no traceback, with the CLI's exit codes."""

from __future__ import annotations


class EngineError(Exception):
    """A run or a command cannot go on; `str(error)` is the one line that the user reads.

    `exit_code` is what the process ends with (`pulumi-engine.md` 5.8).
    """

    exit_code = 1


class UsageError(EngineError):
    """The command line itself is wrong: unknown flag, contradiction, missing confirmation (5.8)."""

    exit_code = 2


class StackNotFoundError(EngineError):
    """The stack that was named is in no file of the backend (5.8)."""

    exit_code = 6


class NeedsPulumiCliError(EngineError):
    """Something that only the pulumi CLI can do was asked for; raised before anything is written.

    The text is always `needs the pulumi CLI: WHAT (WHERE)`.
    """

    def __init__(self, what: str, where: str = "", exit_code: int = 1) -> None:
        """Say `what` is not supported and `where` it was found (a URN, a file, a flag)."""
        super().__init__(f"needs the pulumi CLI: {what}" + (f" ({where})" if where else ""))
        self.exit_code = exit_code


class LockedError(EngineError):
    """Another operation holds the stack's lock (`pulumi-engine.md` 9)."""


class IntegrityError(EngineError):
    """The state file contradicts itself (`pulumi-engine.md` 6.4)."""
