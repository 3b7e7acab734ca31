"""The yardsticks of a fault: what broke other tools when it was tried, on one stack, on both engines.

Every managed field changed by hand is the field matrix (`test_field_matrix.py`); what kills and interrupts an engine
is `test_yardsticks_killed.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wired.yardsticks import COUNT, NEW_KEY, Trial

Told = dict[str, Any]


@pytest.fixture(scope="module")
def trial(kind: str, once: Callable[..., Any], new_estate: Callable[..., Any]) -> Told:
    """Return what happened to one stack on this engine."""

    def run() -> Told:
        with new_estate(kind) as estate:
            return Trial(estate).run()

    found: Told = once(f"yardsticks-{kind}", run)
    return found


def _clean(operation: Told) -> None:
    assert operation["rc"] == 0, operation["text"]
    assert operation["shown"] == {}, operation["text"]


def test_lost_answers_double_nothing(trial: Told) -> None:
    """Twenty answers lost after the commit, in five ways, while every GET of one object fails: one object each."""
    assert trial["lost"]["rc"] == 0, trial["lost"]["text"]
    assert trial["lost"]["posts"] == COUNT
    assert trial["lost"]["new"] == {
        "ilert/alert-sources": COUNT,
        "apifortress/alertGroups": 2,
        "apifortress/connectors": 3,
    }


def test_a_lost_answer_is_told_with_what_is_there(trial: Told) -> None:
    """Each object's line says that it was made and under which id."""
    assert trial["lost"]["text"].count("it was made, as the list shows (id ") >= COUNT


def test_failed_reads_give_nothing_up(trial: Told) -> None:
    """401, 403, 404 and 500 for the GET of every object: the refresh fails, no object is made anew, no key changes."""
    assert trial["failed reads"]["rc"] != 0, trial["failed reads"]["text"]
    assert "Traceback" not in trial["failed reads"]["text"]
    assert "answers 404 for it and still lists it" in trial["failed reads"]["text"]
    _clean(trial["after failed reads"])
    assert trial["after failed reads"]["posts"] == 0
    assert trial["after failed reads"]["same keys"]


def test_a_key_that_sees_nothing_is_refused(trial: Told) -> None:
    """Nothing is taken for deleted; the line names the account and its user."""
    blind = trial["blind"]
    assert blind["rc"] != 0, blind["text"]
    assert f"the ilert account {blind['account']} (user " in blind["text"], blind["text"]
    assert "shows nothing at all, so nothing is taken for deleted" in blind["text"]
    assert blind["untouched"] and blind["same state"]


def test_keys_that_are_not_shown_are_kept_with_one_warning(trial: Told) -> None:
    """`null` for integrationKey and integrationUrl of all sources."""
    hidden = trial["hidden keys"]
    assert hidden["rc"] == 0, hidden["text"]
    assert hidden["shown"] == {}, hidden["text"]
    assert hidden["same state"]
    told = hidden["text"].rpartition("Diagnostics:")[2]
    assert told.count("does not show its integration_key and integration_url to this credential") == 1, told


def test_a_part_that_is_null_spoils_nothing_else(trial: Told) -> None:
    """A source without its policy, teams and services, in the same refresh: the policy that is known is kept."""
    assert trial["hidden keys"]["same state"]


def test_what_the_program_does_not_declare_is_kept(trial: Told) -> None:
    """An unrelated change leaves fields that a person has set, says so, and the next preview names what would go."""
    told = trial["unrelated change"]
    assert told["rc"] == 0, told["text"]
    first, second = told["stored"]["s1"], told["stored"]["s4"]
    assert first["autoResolutionTimeout"] in {"PT60M", "PT1H"}
    assert first["detailsTemplate"]["textTemplate"] == "by hand {{ testName }}"
    assert second["summaryTemplate"]["textTemplate"] == "by hand {{ testName }}"
    assert (second["active"], second["alertPriorityRule"]) == (False, "LOW")
    kept = "active (False), alert_priority_rule ('LOW'), summary_template ('by hand {{ testName }}')"
    assert f"kept {kept}, which somebody has set" in told["text"]
    previewed = trial["after unrelated change"]
    assert previewed["shown"].keys() == {"s1", "s4"}
    for goes in ("details_template ('by hand {{ testName }}')", kept):
        assert f"{goes} goes, since the program does not declare it" in previewed["text"], previewed["text"]


def test_what_the_program_declares_is_written_and_the_change_by_hand_is_told(trial: Told) -> None:
    """The change of a person is not lost in silence."""
    told = trial["unrelated change"]
    assert told["stored"]["s1"]["summaryTemplate"]["textTemplate"] == "declared {{ testName }}"
    assert "somebody has changed summary_template ('by hand {{ testName }}') since the last refresh" in told["text"]


def test_another_spelling_is_no_difference(trial: Told) -> None:
    """A person has typed `PT1H` for `PT60M` and `{{y}}` for `{{ y }}`: neither refresh nor preview show it."""
    for operation in ("rotation refreshed", "rotation previewed"):
        assert not {"s1", "s4"} & trial[operation]["shown"].keys(), trial[operation]["text"]


def test_a_rotated_key_reaches_every_connector_in_one_up(trial: Told) -> None:
    """The refresh says it, the preview shows every connector that carries the old key, and one up updates them."""
    for operation in ("rotation refreshed", "rotation previewed", "rotation carried out"):
        assert trial[operation]["rc"] == 0, trial[operation]["text"]
    assert "another integration_key and integration_url than before" in trial["rotation refreshed"]["text"]
    assert NEW_KEY not in trial["rotation refreshed"]["text"]
    assert trial["rotation previewed"]["shown"].keys() == {"alerts-0", "alerts-1"}
    assert trial["rotation carried out"]["shown"].keys() == {"alerts-0", "alerts-1"}
    carrying = {name for name, url in trial["rotation carried out"]["urls"].items() if NEW_KEY in url}
    assert carrying == {"alerts-0", "alerts-1"}


def test_deleting_what_is_gone_is_a_success(trial: Told) -> None:
    """And nothing of the stack is left."""
    assert trial["destroy"]["rc"] == 0, trial["destroy"]["text"]
    assert trial["destroy"]["left"] == []
