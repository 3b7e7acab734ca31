"""How each engine is guarded when ``alert-wiring`` runs it, before it writes anything.

- The embedded engine shows its own plan to a check, ``alert-wiring guard``, whatever verb it runs.
- The pulumi CLI's preview and up run the policy pack, which is ``alert-wiring`` itself.
- The CLI runs no policies in a destroy, judges no plan where it makes none (``--skip-preview``), and takes no
  executable as a pack before 3.255.0: there the plan is made first and judged.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from alert_wiring.commands.engine import Engine, command_for
from alert_wiring.commands.shorthand import spelled_out

GUARDED_VERBS = ("up", "preview", "destroy")
PLAN_CHECK_VARIABLE = "EMBEDDED_ENGINE_PLAN_CHECK"
"""Names the command that checks the embedded engine's plans."""

PACKS_VARIABLE = "PULUMI_OPTION_POLICY_PACK"
"""The CLI's own way to give a flag by the environment; a flag on the command line hides it."""

_CHECK = (sys.executable, "-m", "alert_wiring.commands.main", "guard")
_EXECUTABLE_PACKS = (3, 255)
"""First release of the CLI that takes an executable as a policy pack."""
_SKIP_PREVIEW = ("--skip-preview", "-f")
_ONLY_FOR_REAL = (*_SKIP_PREVIEW, "--yes", "-y", "--json", "-j", "--diff", "--remove", "--continue-on-error")
"""Flags that a plan does not take, or that it must not have."""


def guard(engine: Engine, verb: str, words: Sequence[str]) -> int:
    """Guard a command that is about to run; the result is 0, or the exit code to end with instead.

    The environment, which the engine inherits, may get a variable.

    Args:
        engine: the engine.
        verb: its verb.
        words: the user's words behind the verb.
    """
    if verb not in GUARDED_VERBS or {"-h", "--help"} & set(words):
        return 0
    if engine.name == "embedded":
        os.environ[PLAN_CHECK_VARIABLE] = json.dumps(_CHECK)
        return 0
    if verb == "destroy":
        return _judged(engine, "destroy", [*words_for_plan(words), "--preview-only"])
    pack = _pack(engine)
    if pack is not None and not any(word.startswith("--policy-pack") for word in words):
        packs = os.environ.get(PACKS_VARIABLE, "")
        os.environ[PACKS_VARIABLE] = f"{packs},{pack}" if packs else str(pack)
        if not _skips_preview(words):
            return 0
    return _judged(engine, "preview", words_for_plan(words)) if verb == "up" else 0


def _pack(engine: Engine) -> Path | None:
    """Return the executable that the CLI takes as a policy pack, None where there is none or it takes none."""
    pack = Path(sys.executable).with_name("alert-wiring")
    if not os.access(pack, os.X_OK):
        return None
    told = subprocess.run([*engine.command, "version"], capture_output=True, text=True, check=False).stdout
    parts = told.strip().removeprefix("v").split(".")[:2]
    release = tuple(int(part) for part in parts if part.isdigit())
    return pack if release >= _EXECUTABLE_PACKS else None


def _judged(engine: Engine, verb: str, words: Sequence[str]) -> int:
    """Judge what would happen; a plan that cannot be made is left to the command itself to complain of."""
    command = [*command_for(engine, verb, words), "--json", "--show-sames"]
    plan = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    if plan.returncode != 0:
        return 0
    judged = subprocess.run(_CHECK, input=plan.stdout, stdout=subprocess.PIPE, text=True, check=False)
    if judged.returncode != 0:
        sys.stderr.write(f"{judged.stdout}error: the plan is refused: nothing was changed\n")
    return 0 if judged.returncode == 0 else 1


def _skips_preview(words: Sequence[str]) -> bool:
    return any(word.partition("=")[0] in _SKIP_PREVIEW for word in spelled_out(words))


def words_for_plan(words: Sequence[str]) -> list[str]:
    """Return the words that a plan takes: which stack and which resources, not that it is to happen."""
    return [word for word in spelled_out(words) if word.partition("=")[0] not in _ONLY_FOR_REAL]
