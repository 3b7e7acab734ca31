"""Commands inside sentences and tables exist, with the flags that are written."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout, suppress
from unittest import mock

import pytest
from docs_blocks import PROJECT, pages
from markdown_it import MarkdownIt

import vendor_sandbox.__main__ as sandbox_program
from alert_wiring.commands.main import ENGINE_VERBS, VERBS
from embedded_engine.cli.flags import parse
from embedded_engine.cli.main import _find
from embedded_engine.cli.verbs import COMMON
from embedded_engine.errors import EngineError, NeedsPulumiCliError

TARGETS = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))


def inline() -> list[str]:
    """Return every piece of inline code of the pages."""
    tokens = [
        child
        for page in pages()
        for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
        for child in token.children or []
    ]
    return [token.content for token in tokens if token.type == "code_inline"]


COMMANDS = sorted({text for text in inline() if re.match(r"(alert-wiring|make) [a-z]", text)})


def help_of(verb: str, words: list[str]) -> str:
    """Return what a verb of the product prints for --help, in this process."""
    told = io.StringIO()
    beside = mock.patch("alert_wiring.commands.sandbox.become", side_effect=_sandbox)
    with beside, redirect_stdout(told), redirect_stderr(told), suppress(SystemExit):
        VERBS[verb]([*words, "--help"])
    return told.getvalue()


def _sandbox(command: list[str]) -> int:
    return sandbox_program.main(command[3:])


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_in_a_sentence_exists(text: str) -> None:
    program, verb, *rest = shlex.split(text)
    if program == "make":
        assert verb in TARGETS
        return
    assert verb in VERBS
    if verb in ENGINE_VERBS:
        with suppress(NeedsPulumiCliError):  # what the CLI alone has is the CLI's
            known, words = _find([verb, *rest])
            assert known is not None
            parse(known, COMMON, words)
        return
    told = help_of(verb, [word for word in rest[:1] if not word.startswith("-")])
    assert "usage:" in told
    flags = [word for word in rest if word.startswith("-")]
    assert [flag for flag in flags if not re.search(rf"(?<![\w-]){flag}(?![\w-])", told)] == [], told


def test_there_are_such_commands_and_a_wrong_one_is_found() -> None:
    assert len(COMMANDS) > 10
    for wrong in ("alert-wiring cancel --surely", "alert-wiring prove --fast", "alert-wiring dance", "make coffee"):
        with pytest.raises((AssertionError, EngineError)):
            test_a_command_in_a_sentence_exists(wrong)
