"""A check of the plan by another program, between the preview and the first write.

The variable names a command as a JSON list. It gets the plan of the preview (as `preview --json --show-sames` prints
it) on its standard input; what it prints is shown, and an exit code other than 0 ends the run. The engine knows nothing
of what is checked. The pulumi CLI has policy packs for this, which take a language host that this engine lacks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from embedded_engine.errors import EngineError

PLAN_CHECK_VARIABLE = "EMBEDDED_ENGINE_PLAN_CHECK"


def plan_check(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that checks plans, empty where there is none.

    Raises:
        EngineError: the variable holds something else than a list of texts.
    """
    text = environment.get(PLAN_CHECK_VARIABLE, "")
    if not text.strip():
        return []
    try:
        command = json.loads(text)
    except ValueError:
        command = None
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        raise EngineError(f'{PLAN_CHECK_VARIABLE} must be a JSON list of texts, such as \'["check", "-"]\'')
    return command


def refused(command: Sequence[str], plan: str) -> bool:
    """Say whether the command refuses the plan; what it has to say goes to the standard error stream.

    Raises:
        EngineError: the command cannot be started.
    """
    try:
        done = subprocess.run(command, input=plan, capture_output=True, text=True, check=False)
    except OSError as error:
        raise EngineError(f"the check of the plan ({command[0]}) cannot be started: {error.strerror}") from None
    sys.stderr.write(done.stdout + done.stderr)
    return done.returncode != 0
