"""A fixed slice of the fuzzing that `make properties` runs at length with `--fuzz`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.laws_fuzz import answers_of_any_form_are_told
from fuzz.laws_text import LAWS
from properties.kinds_of import KINDS
from properties.world import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as made:
        yield made


def _slice(examples: int) -> settings:
    return settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", KINDS)
def test_answers_of_any_form_end_in_one_line_or_do_no_harm(name: str, world: World) -> None:
    @_slice(6)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        answers_of_any_form_are_told(world, data.draw, name)

    holds()


@pytest.mark.parametrize("law", LAWS)
def test_text_of_any_form_ends_in_one_line_or_does_no_harm(law: str, world: World, tmp_path: Path) -> None:
    @_slice(30)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        LAWS[law](world, data.draw, tmp_path)

    holds()


def test_a_plan_of_brackets_without_end_is_refused(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from alert_wiring.commands.guard import run

    plan = tmp_path / "plan.json"
    plan.write_text("[" * 100_000)
    assert run([str(plan)]) == 2
    assert "is not JSON" in capsys.readouterr().err
