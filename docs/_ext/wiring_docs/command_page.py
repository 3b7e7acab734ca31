"""The page of the command line: what every verb says about itself."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from unittest import mock

from alert_wiring.commands import main
from wiring_docs.markdown import page


def command_page() -> str:
    """Return the page: the usage, and the help of each verb that is the product's own."""
    parts = ["# Command line", f"```text\n{main.USAGE.strip()}\n```"]
    for verb, run in main.VERBS.items():
        if verb in main.ENGINE_VERBS:
            continue
        if text := _help(run):
            parts += [f"## {verb}", f"```text\n{text}\n```"]
    parts += [
        "## sandbox",
        "The stand-ins of the three vendors are a program of their own: [the sandbox](../sandbox/index.md).",
        "## The verbs of the engine",
        ", ".join(f"`{verb}`" for verb in main.ENGINE_VERBS)
        + " go to the engine with the words as they are: to the `pulumi` CLI where it is installed, else to the "
        "embedded engine. `--engine pulumi|embedded` forces one. Their flags are the CLI's own; one that the embedded "
        "engine lacks is refused by name before anything is written.",
    ]
    return page(*parts)


def _help(run: Callable[[Sequence[str]], int]) -> str:
    """Return what a verb prints for --help, as wide as a page."""
    shown = io.StringIO()
    wide = mock.patch.dict(os.environ, {"COLUMNS": "100"})
    stays = mock.patch("alert_wiring.commands.sandbox.become", return_value=0)
    with wide, stays, redirect_stdout(shown), suppress(SystemExit):
        run(["--help"])
    return shown.getvalue().strip()
