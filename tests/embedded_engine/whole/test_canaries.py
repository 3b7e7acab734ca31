"""No secret is ever seen: not on the screen, not in a file (pulumi-engine.md 3.3, 5.10, 7).

Every secret of these tests holds the word ``canary``: configuration, inputs, values in objects and lists, what the
provider makes itself, exports, component outputs. So one word must be nowhere; `support.canaries` looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.canaries import Watch
from support.engines import Result
from support.lives.place import Place
from support.telling import Search

pytestmark = pytest.mark.engine
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


def ended(result: Result, rc: int = 0, shows: str = "") -> None:
    """Fail if a command ended otherwise, or didn't show *shows*."""
    assert result.rc == rc, str(result)
    assert re.search(shows, result.text), f"it doesn't show {shows!r}\n{result}"


def nothing_told(watch: Watch) -> None:
    """Fail if a secret was printed or written so far; there must be files of every sort to look at."""
    files = watch.files()
    assert {"dev.json", "dev.json.bak"} <= {path.name for path in files}
    assert any("history" in path.parts for path in files)
    assert any("backups" in path.parts for path in files)
    watch.verify()


def _prepare(root: Path) -> None:
    with Place(root) as place:
        place.engine.init()
        place.engine.config("set", "--secret", "pw", "canary-config").check()
        place.engine.config("set", "--secret", "--path", "deep.er[0]", "canary-in-object").check()
        write(place, 1)
        ended(place.engine.up(preview=True), shows=r"4 created|5 created")
        assert place.objects["a.0"]["pw"] == "canary-config", "the provider gets the real values"


@pytest.fixture
def stack(place: Place, once: Callable[[str, Callable[[Path], object]], Path]) -> Place:
    """Return a place whose stack is configured and up."""
    place.take_over(once("canaries", _prepare))
    return place


def test_changes_tell_no_secret(stack: Place, watch: Watch, tmp_path: Path) -> None:
    engine = stack.engine
    write(stack, 2, fixed=2)
    ended(engine.preview(), shows="structured")
    everything = ("--show-sames", "--show-reads", "--show-full-output", "--show-replacement-steps")
    shown = engine.preview("--diff", *everything)
    ended(shown, shows=r"cfg +: \{")
    ended(shown, shows="create-replacement")
    ended(engine.preview("--json", "--show-sames", "--show-config"), shows="structured|newState")
    ended(engine.up("--diff", "--show-config", preview=True), shows="number")
    nothing_told(watch)
    exported = tmp_path / "exported.json"
    for words in (("output",), ("output", "--json"), ("output", "top"), ("output", "structured", "--json"), ()):
        ended(engine.stack_command(*words), shows=r"\[secret\]")
    ended(engine.stack_command("export", "--file", str(exported)))
    ended(engine.stack_command("export"), shows="ciphertext")
    assert Search(["canary"]).found(exported.read_bytes()) == []
    ended(engine.config(), shows=r"\[secret\]")
    ended(engine.config("--json"))
    assert "canary-token-a" in engine.stack_command("output", "--json", "--show-secrets").check().stdout


def test_drift_failure_and_deletion_tell_no_secret(stack: Place, watch: Watch) -> None:
    engine = stack.engine
    stack.spoil("a.0", size=7, token="canary-drifted", cfg={"deep": {"key": "canary-drift"}, "plain": 9})
    (stack.things / "objects" / "pair-child.0").unlink()
    ended(engine.refresh("--diff", "--preview-only"), shows="size")
    ended(engine.refresh("--diff"), shows="size")
    nothing_told(watch)
    stack.refuse("late")
    write(stack, 1, more='Thing("late", pw=config.require_secret("pw"), after=pair.token)\n')
    ended(engine.preview("--diff"), shows="late")
    ended(engine.up(), rc=1, shows="refused late")
    nothing_told(watch)
    write(stack, 1, more="raise ValueError(f\"no {config.require('pw')} and no {config.require('deep')}\")\n")
    ended(engine.up("--diff"), rc=1, shows="ValueError")
    ended(engine.destroy("--diff", preview=True), shows="deleted")
    nothing_told(watch)
    assert not stack.objects
