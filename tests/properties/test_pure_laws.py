"""A fixed slice of what `make properties` runs at length: every law on every kind, without any vendor."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from properties.kinds_of import KINDS
from properties.laws_pure import LAWS

SLICE = settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("law", LAWS)
def test_every_law_holds_for_every_kind(law: str, name: str) -> None:
    @SLICE
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        LAWS[law](data.draw, name)

    holds()
