"""Whatever the references leave open: the wire stands under either reading.

Here one life of the wire runs per position of a switch; `make switches` runs the whole suite under each of them.
Vendors do not know each other, so one life moves one switch of each.
"""

from __future__ import annotations

import os
from itertools import zip_longest
from typing import Any

import pytest
from wired.estate import Estate, objects
from wired.shown import shown
from wired.wire import NAMES, wire

from support.switches import Position, positions

LIVES = 2
"""How many of the lives run by default."""


def lives() -> list[tuple[Position, ...]]:
    """Every position that is not the default once, as many vendors at a time as have any left."""
    by_vendor: dict[str, list[Position]] = {}
    for position in positions():
        by_vendor.setdefault(position.vendor, []).append(position)
    columns = zip_longest(*by_vendor.values())
    found = [tuple(position for position in column if position) for column in columns]
    if os.environ.get("ALERT_WIRING_TEST_EVERY_SWITCH"):
        return found
    return found[:: max(1, len(found) // LIVES)][:LIVES]


def _name(life: Any) -> str:
    return "+".join(position.text for position in life)


@pytest.mark.parametrize("life", lives(), ids=_name)
def test_a_wire_lives_under_the_other_reading(estate: Estate, life: tuple[Position, ...]) -> None:
    """Built as declared, nothing to do afterwards, changed, repaired, torn down without a trace."""
    control, engine = estate.control, estate.engine
    control.switch(**{position.name: position.value for position in life})
    seeded = objects(control)

    estate.begin(*wire())
    assert shown(engine.preview("--expect-no-changes").check().stdout) == {}
    assert shown(engine.refresh("--expect-no-changes").check().stdout) == {}

    changed = {
        "source": {"severity": 2},
        "summary": {"max_length": 200},
        "to_ilert": {"params": {"url": "http://x.example"}},
    }
    estate.say(*wire(**changed))
    assert set(shown(engine.up().check().stdout)) == {"source", "summary", "to-ilert"}
    assert shown(engine.refresh("--expect-no-changes").check().stdout) == {}
    assert shown(engine.preview("--expect-no-changes").check().stdout) == {}

    assert set(shown(engine.destroy().check().stdout)) == set(NAMES)
    assert objects(control) == seeded
