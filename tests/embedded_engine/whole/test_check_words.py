"""What a failed check says, in the CLI's words (pulumi-engine.md 4.3)."""

from __future__ import annotations

import pytest

from support.canaries import Watch
from support.engines import KINDS, missing
from support.lives.place import Place

pytestmark = pytest.mark.engine
FAILURES = [["", "all of it is wrong"], ["size", "too small"], ["pw", "too short"]]
HEAD = "error: pulumi-python:dynamic/thing:Thing resource 'b'"


@pytest.mark.parametrize("kind", KINDS)
def test_a_failed_check_names_the_property_if_there_is_one(place: Place, watch: Watch, kind: str) -> None:
    if reason := missing(kind):
        pytest.skip(reason)
    place.program(f'Thing("b", size=3, pw=Output.secret("canary"), failures={FAILURES})')
    result = place.by(kind).preview()
    assert result.rc == 1
    for said in (" has a problem: all of it is wrong", ": property size value {3} has a problem: too small"):
        assert f"{HEAD}{said}\n" in result.stdout
    assert f"{HEAD}: property pw value " in result.stdout
    if kind == "embedded":
        assert "Traceback" not in result.stdout
    else:
        watch.told_openly.add("canary")  # the CLI prints the value of a secret property


def test_debug_messages_come_when_they_are_asked_for(place: Place) -> None:
    """Without `--debug` the program does not even send them; the SDK's own are among them."""
    place.program('pulumi.log.debug("whispered"); pulumi.log.info("said")')
    quiet = place.engine.preview().check().text
    assert "said" in quiet
    assert "whispered" not in quiet
    loud = place.engine.preview("--debug").check().text
    assert "debug: whispered" in loud
    assert "debug: registering resource" in loud
