"""`alert-wiring` guards every up, preview and destroy before anything is written, on both engines."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from test_guard_last_line import refusal, route, up

from support.engines import Result

if TYPE_CHECKING:
    from wired.estate import Estate


def command(estate: Estate, verb: str, *words: str, permit: str = "") -> Result:
    """Run a verb of `alert-wiring` on the estate's engine and stack."""
    engine = estate.engine
    argv = (sys.executable, "-m", "alert_wiring.commands.main", "--engine", engine.kind, verb)
    argv += ("-s", engine.stack, "--non-interactive", "--color", "never", *words)
    environment = engine.environment() | {"ALERT_WIRING_GUARD": permit}
    done = subprocess.run(argv, cwd=engine.project, env=environment, capture_output=True, text=True, check=False)
    return Result(argv, done.returncode, done.stdout, done.stderr)


def test_every_verb_is_refused_by_its_plan(estate: Estate) -> None:
    """All that is wrong is told at once, and nothing is written; what is permitted may stand in the environment."""
    up(estate, *route("one", "Checkout", "Examples")).check()
    estate.say(*route("one", "Checkout"))
    estate.control.clear_log()
    for verb, how in (("preview", ()), ("up", ("--yes",))):
        assert "'Examples'" in refusal(command(estate, verb, *how))
    told = command(estate, "destroy", "--yes")
    refusal(told)
    assert told.text.count("no-stranded-project: ") == 2
    assert "2 of the stack's 2 routes would go, more than 30%" in told.text
    assert "the plan is refused: nothing was changed" in told.text
    assert not estate.writes()
    named = json.dumps({"allow": {"Checkout": "retired", "2": "its id does as well"}})
    command(estate, "destroy", "--yes", permit=named).check()
