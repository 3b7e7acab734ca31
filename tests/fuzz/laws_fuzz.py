"""What holds for whatever a vendor answers: one clean line or a good result, never a traceback."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from alert_wiring.core.errors import WiringError
from alert_wiring.core.lifecycle import Live
from fuzz.spoiled import spoiler
from properties.kinds_of import KINDS
from properties.laws_lives import placed_inputs
from properties.values_written import Draw
from properties.world import World


def answers_of_any_form_are_told(world: World, draw: Draw, name: str) -> None:
    """Wrong types at any depth of any answer end an operation with our own error, or do no harm."""
    kind = KINDS[name]
    with world.life():
        _, wanted = placed_inputs(world, draw, name)
        world.pages = name.startswith("apifortress.") and name != "apifortress.AlertGroup" and draw(st.booleans())
        operation = draw(st.sampled_from(["create", "read", "update", "delete"]))
        live: Live | None = None
        if operation != "create":
            try:
                live = world.process(kind).create(wanted)
            except WiringError:
                assume(False)
        lifecycle = world.process(kind)
        world.inside.answer = spoiler(draw)
        try:
            if live is None:
                made = lifecycle.create(wanted)
                assert made.id.strip("/"), "the engine takes an object without an id for deleted"
            elif operation == "read":
                found = lifecycle.read(live.id, live.outputs)
                if found is not None:
                    assert found.id.strip("/"), "the engine takes an object without an id for deleted"
                    lifecycle.diff(found.outputs, wanted)
            elif operation == "update":
                lifecycle.update(live.id, live.outputs, wanted)
            else:
                lifecycle.delete(live.id, live.outputs)
        except WiringError as error:
            assert "\n" not in error.text and len(error.text) <= 3500
        finally:
            world.inside.answer = lambda _asked, answer: answer
