"""Run every program that `blocks.json` beside this file holds, each in a namespace of its own, as one Pulumi program.

A program that fails is written to `failures.json`; the others run all the same. `{"where", "code"}` is Python,
`{"where", "routes"}` goes through the project's own program as if it stood in the stack's configuration.
"""

import json
import runpy
import traceback
from pathlib import Path

import pulumi

here = Path(__file__).parent
failures = {}
for block in json.loads((here / "blocks.json").read_text()):
    try:
        if "routes" in block:
            pulumi.runtime.set_config("alert-wiring:routes", json.dumps(block["routes"]))
            runpy.run_path(str(here / "routes_program.py"))
        else:
            exec(compile(block["code"], block["where"], "exec"), {"__name__": "__main__"})
    except Exception:
        failures[block["where"]] = traceback.format_exc()
(here / "failures.json").write_text(json.dumps(failures, indent=1))
if failures:
    raise pulumi.RunError(f"these do not run: {', '.join(failures)}")
