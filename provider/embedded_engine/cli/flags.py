"""Reads a command line by the rules of the CLI's own parser, and words its errors like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from embedded_engine.errors import EngineError, NeedsPulumiCliError

_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})


@dataclass(frozen=True)
class Flag:
    """One flag: `--name`, `-s`; how it takes its value."""

    name: str
    short: str = ""
    kind: Literal["bool", "text", "list", "number", "optional"] = "bool"
    """`optional` is a text that may be left out: `--refresh` means `--refresh=true`."""
    help: str = ""


@dataclass(frozen=True)
class Verb:
    """One command: its words, flags and number of arguments, and where its code is."""

    words: tuple[str, ...]
    entry: str
    """`module:function` below `embedded_engine.cli`, loaded only when it runs."""
    help: str
    flags: tuple[Flag, ...] = ()
    refused: frozenset[str] = frozenset()
    """Flags that the CLI has here and this engine does not."""
    arguments: tuple[int, int] = (0, 0)
    """Fewest and most positional arguments."""
    usage: str = ""
    """The arguments as the help shows them."""

    @property
    def name(self) -> str:
        """The words with blanks between them."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Arguments:
    """A parsed command line."""

    values: Mapping[str, str | bool | int | list[str]] = field(default_factory=dict)
    positional: Sequence[str] = ()

    def flag(self, name: str) -> bool:
        """Return whether a bool flag is set."""
        return self.values.get(name) is True

    def text(self, name: str) -> str:
        """Return a text flag's value; empty when it is not given."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """Return a number flag's value, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def texts(self, name: str) -> list[str]:
        """Return the values of a flag that may stand several times."""
        value = self.values.get(name, [])
        return value if isinstance(value, list) else []

    def given(self, name: str) -> bool:
        """Return whether the flag stands on the command line at all."""
        return name in self.values


def parse(verb: Verb, common: Sequence[Flag], words: Sequence[str]) -> Arguments:
    """Parse the words after the verb.

    Raises `EngineError` in the CLI's words for unknown flags and wrong values, `NeedsPulumiCliError` (exit code 2) for
    flags that only the CLI has.
    """
    flags = (*verb.flags, *common)
    reader = _Reader(verb, {flag.name: flag for flag in flags}, {flag.short: flag for flag in flags if flag.short})
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            reader.positional.extend(rest)
            break
        if word.startswith("--"):
            reader.long(word[2:], rest)
        elif word.startswith("-") and len(word) > 1:
            reader.short(word, rest)
        else:
            reader.positional.append(word)
    if "help" not in reader.values:  # who asks for help need not know the arguments yet
        _check_count(verb, len(reader.positional))
    return Arguments(reader.values, tuple(reader.positional))


def _check_count(verb: Verb, count: int) -> None:
    fewest, most = verb.arguments
    if count > most:
        raise EngineError(f"accepts at most {most} arg(s), received {count}")
    if count < fewest:
        raise EngineError(f"requires at least {fewest} arg(s), only received {count}")


class _Reader:
    def __init__(self, verb: Verb, by_name: Mapping[str, Flag], by_short: Mapping[str, Flag]) -> None:
        self.values: dict[str, str | bool | int | list[str]] = {}
        self.positional: list[str] = []
        self._verb, self._by_name, self._by_short = verb, by_name, by_short

    def long(self, text: str, rest: list[str]) -> None:
        name, equals, value = text.partition("=")
        if name in self._verb.refused:
            raise NeedsPulumiCliError(f"--{name}", self._verb.name, exit_code=2)
        flag = self._by_name.get(name)
        if flag is None:
            raise EngineError(f"unknown flag: --{name}")
        self._store(flag, value if equals else None, rest, f"--{name}")

    def short(self, word: str, rest: list[str]) -> None:
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            flag = self._by_short.get(letter)
            if flag is None:
                raise EngineError(f"unknown shorthand flag: {letter!r} in {word}")
            if flag.kind in {"bool", "optional"} and not letters.startswith("="):
                self._store(flag, None, rest, f"-{letter}")
                continue
            value = letters.removeprefix("=") if letters else None
            self._store(flag, value, rest, f"{letter!r} in {word}")
            return

    def _store(self, flag: Flag, value: str | None, rest: list[str], spelled: str) -> None:
        if value is None and flag.kind in {"bool", "optional"}:
            value = "true"
        if value is None:
            if not rest:
                raise EngineError(f"flag needs an argument: {spelled}")
            value = rest.pop(0)
        if flag.kind == "bool":
            if value not in _TRUE | _FALSE:
                raise self._invalid(flag, value, f'strconv.ParseBool: parsing "{value}": invalid syntax')
            self.values[flag.name] = value in _TRUE
        elif flag.kind == "number":
            if not value.lstrip("-").isdigit():
                raise self._invalid(flag, value, f'strconv.ParseInt: parsing "{value}": invalid syntax')
            self.values[flag.name] = int(value)
        elif flag.kind == "list":
            found = self.values.setdefault(flag.name, [])
            if isinstance(found, list):
                found.append(value)
        else:
            self.values[flag.name] = value

    @staticmethod
    def _invalid(flag: Flag, value: str, why: str) -> EngineError:
        spelled = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
        return EngineError(f'invalid argument "{value}" for "{spelled}" flag: {why}')
