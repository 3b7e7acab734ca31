"""A fixed slice of the lives that `make properties` runs at length: every law on every kind, on the stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from properties.kinds_of import KINDS
from properties.laws_lives import LIVES
from properties.world import World

SLICE = settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as made:
        yield made


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("law", LIVES)
def test_every_law_holds_for_every_kind_at_its_vendor(law: str, name: str, world: World) -> None:
    @SLICE
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        LIVES[law](world, data.draw, name)

    holds()
