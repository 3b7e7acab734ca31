"""The verb ``switches``, and the positions that the environment gives a whole suite."""

import json

import pytest

from support.sandbox import SWITCHES_VARIABLE, wanted_switches
from vendor_sandbox import process, registry, switch_list
from vendor_sandbox.__main__ import main


def test_every_switch_tells_every_reading_in_one_sentence():
    switches = registry.all_switches()
    assert len({switch.name for switch in switches}) == len(switches) >= 60
    for switch in switches:
        readings = list(switch.readings.values())
        assert len(set(readings)) == len(readings) > 1, switch.name
        assert all(len(reading.split()) > 2 and reading.endswith(".") for reading in readings), switch.name
        assert ".md " in switch.source and switch.meaning, switch.name


def test_a_word_is_a_position():
    known = {switch.name: switch for switch in registry.all_switches()}
    assert registry.position(known["maskSecrets"], "True") is True
    assert registry.position(known["xmatters.deployed_default"], "true") == "true"
    with pytest.raises(ValueError, match="switch maskSecrets takes one of false, true"):
        registry.position(known["maskSecrets"], "tru")


def test_switches_are_listed_moved_and_kept(sandbox, capsys):
    folder = ["--dir", str(sandbox.folder)]
    assert main(["switches", *folder, "maskSecrets=true", "ilert.event_delay=5"]) == 0
    shown = capsys.readouterr().out
    assert "  > true             Secret-looking connector parameters come back as ********." in shown
    assert "    false (default)  " in shown
    assert "ilert.event_delay  (ilert.md Appendix A)" in shown and "deliver" not in shown
    assert main(["switches", *folder, "--json"]) == 0
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(listed) == [switch.name for switch in registry.all_switches()]
    assert (listed["maskSecrets"]["value"], listed["maskSecrets"]["default"]) == (True, False)
    assert listed["ilert.event_delay"]["value"] == "5"
    assert listed["deliver"]["value"] == "loopback"
    assert [each["name"] for each in sandbox.control.call("GET", "/switches")] == list(listed)


@pytest.mark.parametrize("word", ["maskSecrets", "nonsense=1", "maskSecrets=perhaps", "=", ""])
def test_what_is_no_switch_is_refused_and_nothing_moves(sandbox, capsys, word):
    assert main(["switches", "--dir", str(sandbox.folder), "deliver=record", word]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert sandbox.control.call("GET", "/options")["deliver"] == "loopback"


def test_without_a_sandbox_there_are_readings_but_no_positions(tmp_path, capsys):
    assert main(["switches", "--dir", str(tmp_path)]) == 0
    assert "The sandbox is not running" in capsys.readouterr().out
    assert all(row["value"] is None for row in switch_list.rows(tmp_path))
    with pytest.raises(process.ProcessError, match="not running; start it"):
        switch_list.move(tmp_path, ["maskSecrets=true"])


def test_the_environment_puts_switches_into_positions_at_each_reset(sandbox, monkeypatch):
    monkeypatch.setenv(SWITCHES_VARIABLE, "maskSecrets=true, xmatters.created_by=absent")
    sandbox.control.reset()
    now = sandbox.control.call("GET", "/options")
    assert (now["maskSecrets"], now["xmatters.created_by"], now["deliver"]) == (True, "absent", "loopback")
    monkeypatch.delenv(SWITCHES_VARIABLE)
    sandbox.control.reset()
    assert sandbox.control.call("GET", "/options")["maskSecrets"] is False
    with pytest.raises(KeyError):
        wanted_switches("nonsense=1")
