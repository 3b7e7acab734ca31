"""Finds the verb, parses its flags, runs it, and turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module

from embedded_engine.cli.flags import Arguments, Verb, parse
from embedded_engine.cli.terminal import Terminal, open_terminal
from embedded_engine.cli.verbs import ALIASES, CLI_ONLY, COMMON, VERBS
from embedded_engine.errors import EngineError, NeedsPulumiCliError

Entry = Callable[[Arguments, Terminal], int]
_BY_WORDS = {verb.words: verb for verb in VERBS}
_TAKES_VALUE = frozenset({"-C", "--cwd", "--color", "-v", "--verbose"})
"""Common flags that may stand before the verb and take the next word."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's) and return its exit code (`pulumi-engine.md` 5.8)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    terminal = Terminal(sys.stdout, sys.stderr, interactive=False)
    try:
        return _run(list(sys.argv[1:] if words is None else words), terminal)
    except EngineError as error:
        terminal.fail(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        terminal.fail("interrupted")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(words: list[str], terminal: Terminal) -> int:
    verb, rest = _find(words)
    if verb is None:
        terminal.line(_overview())
        return 0
    arguments = parse(verb, COMMON, rest)
    if arguments.flag("help"):
        terminal.line(_help(verb))
        return 0
    if arguments.text("cwd"):
        try:
            os.chdir(arguments.text("cwd"))
        except OSError as error:
            raise EngineError(f"chdir {arguments.text('cwd')}: {(error.strerror or '').lower()}") from None
    module, _, function = verb.entry.partition(":")
    entry: Entry = getattr(import_module(f"embedded_engine.cli.{module}"), function)
    return entry(arguments, open_terminal(arguments.text("color"), arguments.flag("non-interactive")))


def _find(words: list[str]) -> tuple[Verb | None, list[str]]:
    """Split the words into the verb and what belongs to it; flags may stand before the verb."""
    positions = _positions(words)
    if not positions:
        return None, words
    first = words[positions[0]]
    second = words[positions[1]] if len(positions) > 1 else ""
    for chosen in ((first, second), (first,)):
        verb = _BY_WORDS.get(ALIASES.get(chosen, chosen))
        if verb is not None:
            if len(chosen) == 1 and second and second in CLI_ONLY.get(first, ()):
                raise NeedsPulumiCliError(f"pulumi {first} {second}", "command line", exit_code=2)
            if verb.words in {("stack",), ("config",)} and second:
                raise _unknown(
                    second, f"pulumi {first}", [words[1] for words in _BY_WORDS if words[0] == first and words[1:]]
                )
            used = set(positions[: len(chosen)])
            return verb, [word for index, word in enumerate(words) if index not in used]
    if first in CLI_ONLY[""]:
        raise NeedsPulumiCliError(f"pulumi {first}", "command line", exit_code=2)
    raise _unknown(first, "pulumi", [words[0] for words in _BY_WORDS])


def _positions(words: Sequence[str]) -> list[int]:
    """Return where the first two words that are no flags and no flag's value stand."""
    found: list[int] = []
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-"):
            skip = word in _TAKES_VALUE if not found else True
            if found:
                break
        else:
            found.append(index)
            if len(found) == 2:
                break
    return found


def _unknown(word: str, parent: str, known: list[str]) -> EngineError:
    near = get_close_matches(word, known, 1)
    hint = f"; did you mean '{near[0]}'?" if near else f"; run '{parent} --help' for usage"
    return EngineError(f'unknown command "{word}" for "{parent}"{hint}')


def version(_: Arguments, terminal: Terminal) -> int:
    """Print the version whose formats this engine writes."""
    from embedded_engine.files.checkpoint import WRITER_VERSION  # noqa: PLC0415 (not every command needs it)

    terminal.line(f"{WRITER_VERSION} (embedded engine)")
    return 0


def _overview() -> str:
    lines = ["Usage:", "  embedded_engine [command]", "", "Commands:"]
    lines += [f"  {verb.name:<16}{verb.help}" for verb in VERBS]
    return "\n".join([*lines, "", "Every other command needs the pulumi CLI."])


def _help(verb: Verb) -> str:
    lines = [verb.help, "", "Usage:", f"  embedded_engine {verb.name} {verb.usage}".rstrip() + " [flags]", "", "Flags:"]
    for flag in (*verb.flags, *COMMON):
        short = f"-{flag.short}, " if flag.short else "    "
        value = "" if flag.kind in {"bool", "optional"} else f" {flag.kind}"
        lines.append(f"  {short}--{flag.name + value:<30}{flag.help}")
    return "\n".join(lines)
