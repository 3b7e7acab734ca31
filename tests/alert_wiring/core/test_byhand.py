"""What an update keeps, what it overwrites, and what it says of both."""

from __future__ import annotations

from typing import Any

import pytest

from alert_wiring.core.byhand import by_hand, lost_by
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.sight import new_secrets
from alert_wiring.core.valuetypes import Flag, IdSet, Text

FIELDS = Fields(
    Field("name", "name", Text(), required=True),
    Field("note", "note", Text()),
    Field("on", "on", Flag(), default=True),
    Field("kind", "kind", Text(), immutable=True),
    Field("secret", "secret", Text(), secret=True),
    Field("typed", "typed", Text(), write_only=True),
    Field("teams", "teams", IdSet(), hands_off=True),
    Field("option", "", Text()),
    Field("key", "key", Text(), computed=True, secret=True),
)
BASE = {"name": "a", "on": True}


@pytest.mark.parametrize(
    ("inputs", "live", "kept", "overwritten"),
    [
        ({}, {}, {}, ()),
        ({}, {"note": "hand"}, {"note": "hand"}, ()),
        ({}, {"on": False}, {"on": False}, ()),
        ({}, {"secret": "hidden"}, {"secret": "hidden"}, ()),
        ({}, {"name": "b"}, {}, ("name ('b')",)),
        ({"note": "mine"}, {"note": "hand"}, {}, ("note ('hand')",)),
        ({"note": "mine"}, {"note": "mine"}, {}, ()),
        ({"on": False}, {"on": False}, {}, ()),
        ({"secret": "mine"}, {"secret": "hidden"}, {}, ("secret",)),
        ({}, {"kind": "other", "typed": "x", "teams": ["1"], "option": "x"}, {}, ()),
        ({"teams": ["2"]}, {"teams": ["1"]}, {}, ("teams (['1'])",)),
    ],
)
def test_what_is_declared_wins_and_the_rest_stays(
    inputs: dict[str, Any], live: dict[str, Any], kept: dict[str, Any], overwritten: tuple[str, ...]
) -> None:
    found = by_hand(FIELDS, BASE, {**BASE, **inputs}, {**BASE, **live})
    assert (found.kept, found.overwritten) == (kept, overwritten)
    assert len(found.told()) == bool(kept) + bool(overwritten)
    assert "hidden" not in " ".join(found.told())


def test_what_the_program_took_back_is_not_kept() -> None:
    found = by_hand(FIELDS, {**BASE, "note": "mine"}, BASE, {**BASE, "note": "hand"})
    assert (found.kept, found.overwritten) == ({}, ("note ('hand')",))


def test_what_an_update_takes_away_is_named() -> None:
    olds = {**BASE, "note": "hand", "secret": "hidden", "on": False}
    assert lost_by(FIELDS, olds, BASE, ["note", "secret", "on"]) == ["note ('hand')", "secret", "on (False)"]
    assert lost_by(FIELDS, olds, {**BASE, "note": "other"}, ["note"]) == []


def test_a_new_secret_of_the_vendor_is_seen() -> None:
    assert new_secrets(FIELDS, {"key": "old"}, {"key": "new"}) == ["key"]
    assert new_secrets(FIELDS, {"key": "old"}, {"key": "old"}) == []
    assert new_secrets(FIELDS, {}, {"key": "new"}) == [], "nothing was known of it"
