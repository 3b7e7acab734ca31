"""No secret is ever seen: not on the screen, not in a file (pulumi-engine.md 3.3, 5.10, 7).

Every secret of these tests holds the word ``canary``: configuration, inputs, values in objects and lists, what the
provider makes itself, exports, component outputs. So one word must be nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.engines import Result
from support.lives.place import Place

pytestmark = pytest.mark.engine
CANARY = "canary"
PROGRAM = """
config = pulumi.Config()
s = Output.secret
print("configured with", config.require("pw"), config.require("deep"), config.require_object("deep")["er"])
a = Thing("a", size=SIZE, pw=config.require_secret("pw"), cfg={"deep": {"key": s("canary-deep")}, "plain": SIZE},
          lst=["x", s("canary-item")])
b = Thing("b", copied=a.token, whole=a.nested, size=SIZE, FIXED)
pair = Pair("pair", taken=b.nested["inner"]["key"], size=SIZE)
export("top", a.token)
export("structured", {"x": [a.nested, {"t": pair.token}], "plain": SIZE})
export("resource", a)
export("number", SIZE)
"""


def write(place: Place, size: int, fixed: int = 1, more: str = "") -> None:
    """Write the program with a size that changes every resource and a value that replaces ``b``."""
    place.program(PROGRAM.replace("SIZE", str(size)).replace("FIXED", f"fixed={fixed}") + more)


def silent(result: Result, rc: int = 0, shows: str = "") -> None:
    """Fail if a command ended otherwise, didn't show *shows*, or told a secret."""
    assert result.rc == rc, str(result)
    assert re.search(shows, result.text), f"it doesn't show {shows!r}\n{result}"
    told = [line for line in result.text.splitlines() if CANARY in line]
    assert not told, f"told by {' '.join(result.argv)}:\n" + "\n".join(told)


def nothing_written(place: Place) -> None:
    """Fail if a file of state, project or home holds a secret (program, provider and its objects aside)."""
    written = [path for path in place.root.rglob("*") if path.is_file() and path.suffix != ".py"]
    files = [path for path in written if place.things not in path.parents]
    assert {"dev.json", "dev.json.bak"} <= {path.name for path in files}
    assert any("history" in path.parts for path in files)
    assert any("backups" in path.parts for path in files)
    leaking = [str(path) for path in files if CANARY.encode() in path.read_bytes()]
    assert not leaking


def _prepare(root: Path) -> None:
    with Place(root) as place:
        place.engine.init()
        place.engine.config("set", "--secret", "pw", "canary-config").check()
        place.engine.config("set", "--secret", "--path", "deep.er[0]", "canary-in-object").check()
        write(place, 1)
        silent(place.engine.up(preview=True), shows=r"4 created|5 created")
        assert place.objects["a.0"]["pw"] == "canary-config", "the provider gets the real values"


@pytest.fixture
def stack(place: Place, once: Callable[[str, Callable[[Path], object]], Path]) -> Place:
    """Return a place whose stack is configured and up."""
    place.take_over(once("canaries", _prepare))
    return place


def test_changes_tell_no_secret(stack: Place, tmp_path: Path) -> None:
    engine = stack.engine
    write(stack, 2, fixed=2)
    silent(engine.preview(), shows="structured")
    everything = ("--show-sames", "--show-reads", "--show-full-output", "--show-replacement-steps")
    shown = engine.preview("--diff", *everything)
    silent(shown, shows=r"cfg +: \{")
    silent(shown, shows="create-replacement")
    silent(engine.preview("--json", "--show-sames", "--show-config"), shows="structured|newState")
    silent(engine.up("--diff", "--show-config", preview=True), shows="number")
    nothing_written(stack)
    exported = tmp_path / "exported.json"
    for words in (("output",), ("output", "--json"), ("output", "top"), ("output", "structured", "--json"), ()):
        silent(engine.stack_command(*words), shows=r"\[secret\]")
    silent(engine.stack_command("export", "--file", str(exported)))
    silent(engine.stack_command("export"), shows="ciphertext")
    assert CANARY not in exported.read_text()
    silent(engine.config(), shows=r"\[secret\]")
    silent(engine.config("--json"))
    assert "canary-token-a" in engine.stack_command("output", "--json", "--show-secrets").check().stdout


def test_drift_failure_and_deletion_tell_no_secret(stack: Place) -> None:
    engine = stack.engine
    stack.spoil("a.0", size=7, token="canary-drifted", cfg={"deep": {"key": "canary-drift"}, "plain": 9})
    (stack.things / "objects" / "pair-child.0").unlink()
    silent(engine.refresh("--diff", "--preview-only"), shows="size")
    silent(engine.refresh("--diff"), shows="size")
    nothing_written(stack)
    stack.refuse("late")
    write(stack, 1, more='Thing("late", pw=config.require_secret("pw"), after=pair.token)\n')
    silent(engine.preview("--diff"), shows="late")
    silent(engine.up(), rc=1, shows="refused late")
    nothing_written(stack)
    write(stack, 1, more="raise ValueError(f\"no {config.require('pw')} and no {config.require('deep')}\")\n")
    silent(engine.up("--diff"), rc=1, shows="ValueError")
    silent(engine.destroy("--diff", preview=True), shows="deleted")
    nothing_written(stack)
    assert not stack.objects
