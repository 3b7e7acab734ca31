"""``alert-wiring prove``: send a marked failure through every route of a stack and follow it to the people."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.commands.accounts import stack_outputs, stack_settings
from alert_wiring.commands.engine import ENGINES, EngineError
from alert_wiring.core.errors import WiringError
from alert_wiring.ilert.api import IlertApi
from alert_wiring.proof.draw import draw, terminal
from alert_wiring.proof.model import ProofError, RouteProof, routes_of
from alert_wiring.proof.prove import Prover
from alert_wiring.proof.runs import FailingRuns, HookRuns, SandboxRuns
from alert_wiring.proof.waiting import Patience
from alert_wiring.xmatters.api import XMattersApi


def run(words: Sequence[str], *, fire: bool = True) -> int:
    """Prove (or, with `fire` False, only look at) the routes; 0 when every hop held, 1 when one did not or none was."""
    asked = _parser(fire).parse_args(words)
    try:
        proofs = _proofs(asked, fire)
    except (WiringError, EngineError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    if asked.json:
        sys.stdout.write(json.dumps([proof.model_dump() for proof in proofs], indent=2) + "\n")
    else:
        draw(proofs, terminal())
        sys.stdout.write(f"{_verdict(proofs, fire)}\n")
    held = all(proof.proved if fire else all(hop.held is not False for hop in proof.hops) for proof in proofs)
    return 0 if held else 1


def _proofs(asked: argparse.Namespace, fire: bool) -> list[RouteProof]:
    routes = routes_of(stack_outputs(asked.stack, asked.engine))
    if unknown := [name for name in asked.route if name not in routes]:
        raise ProofError(f"the stack has no route {unknown[0]!r}; it has {', '.join(routes)}")
    settings = stack_settings(asked.stack, asked.engine)
    prover = Prover(
        ApiFortressApi.connect(settings).backend,
        ilert=lambda: IlertApi.connect(settings),
        xmatters=lambda: XMattersApi.connect(settings),
        runs=_runs(asked) if fire else SandboxRuns("", ""),
        patience=Patience(asked.timeout if fire else 0),
        say=_say,
    )
    step = prover.prove if fire else prover.look
    return [step(name, route) for name, route in routes.items() if not asked.route or name in asked.route]


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _runs(asked: argparse.Namespace) -> FailingRuns:
    if asked.hook:
        if not asked.test:
            raise ProofError("--hook needs --test, the id of a test that fails when its variable `domain` is broken")
        return HookRuns(asked.hook, asked.test)
    answer = subprocess.run(
        [sys.executable, "-m", "vendor_sandbox", "status", "--json"], capture_output=True, text=True, check=False
    )
    status = json.loads(answer.stdout or "{}")
    if not status.get("running"):
        raise ProofError(
            "no sandbox is running to let a test fail: `alert-wiring sandbox start`, or, on a real instance, "
            "name an API hook and a test of the project: --hook URL --test ID (this wakes real people)"
        )
    return SandboxRuns(status["control"]["url"], status["control"]["token"])


def _verdict(proofs: list[RouteProof], fire: bool) -> str:
    if not fire:
        return "not fired: `alert-wiring prove` sends a marked failure through"
    broken = [proof.name for proof in proofs if not proof.proved]
    if broken:
        return f"NOT PROVED: {', '.join(broken)}"
    return f"proved: {len(proofs)} route{'s' if len(proofs) != 1 else ''} carried a marked failure to the people"


def _parser(fire: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alert-wiring prove" if fire else "alert-wiring wire",
        description=__doc__ if fire else "Draw the routes of a stack as they stand in the accounts; nothing is fired.",
    )
    parser.add_argument("-s", "--stack", help="the stack; default the selected one")
    parser.add_argument("--engine", choices=ENGINES, help="the engine that reads the stack")
    parser.add_argument("--route", action="append", default=[], help="only this route; repeatable")
    parser.add_argument("--json", action="store_true", help="print the hops as JSON")
    if fire:
        parser.add_argument("--timeout", type=float, default=60.0, help="seconds to wait for each half (60)")
        parser.add_argument("--hook", help="address of an API hook of the project, on a real instance")
        parser.add_argument("--test", help="id of the test that the hook runs")
    return parser
