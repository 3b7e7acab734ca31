"""What a user sees when something fails: one clean line per failure, no traceback, no secret, and nothing half done."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest
from wired.estate import Estate, objects, of, row
from wired.wire import wire

from support.engines import Result

WRONG = {
    "ILERT_TOKEN": "canary-ilert-1a2b",
    "XMATTERS_PASSWORD": "canary-xmatters-3c4d",
    "APIFORTRESS_API_SECRET": "canary-apif-5e6f",
}
NOISE = ("Traceback", "alert_wiring.core", "KeyboardInterrupt", 'File "', "SIGINT", "grpc", "panic", "goroutine")
ONE_OF_EACH = (
    row("ilert.AlertSource", "source", integration_type="APIFORTRESS", escalation_policy_id="2344528"),
    row("xmatters.Workflow", "plan"),
    row("apifortress.AlertGroup", "group"),
)
THE_ENGINES_OWN = ("update failed", "an unhandled error occurred: program exited with non-zero exit code: 1")
"""What an engine adds about the whole run, besides the failures themselves."""


def failures(result: Result) -> list[str]:
    """Return the errors among the diagnostics, and fail on whatever else a failed run must not show."""
    assert result.rc != 0, f"it did not fail\n{result}"
    for noise in (*NOISE, *WRONG.values()):
        assert noise not in result.text, f"{noise!r} is shown\n{result}"
    assert result.stderr.strip() == "" or result.stderr.startswith("error: "), str(result)
    told = result.stdout.rpartition("\nDiagnostics:\n")[2].partition("\nResources:\n")[0]
    lines = [line for line in told.splitlines() if line.strip()]
    for line in lines:
        assert re.match(r"  \S+ \(\S+\):$|    (error|warning): \S", line), f"not one line: {line!r}\n{result}"
    texts = [line.strip().removeprefix("error: ") for line in lines if line.startswith("    error: ")]
    return [text for text in texts if text not in THE_ENGINES_OWN]


def one(told: list[str], words: str) -> str:
    """Return the only error with these words."""
    found = [text for text in told if words in text]
    assert len(found) == 1, told
    return found[0]


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wrong_tokens(_: Estate) -> dict[str, str]:
    """Use credentials that no vendor knows."""
    return WRONG


def unreachable(_: Estate) -> dict[str, str]:
    """Let no vendor be there."""
    address = f"http://127.0.0.1:{closed_port()}"
    return {"ILERT_URL": address, "XMATTERS_URL": address, "APIFORTRESS_URL": f"{address}/app"}


def broken_reads(estate: Estate) -> dict[str, str]:
    """Let every list fail."""
    estate.control.fault(method="GET", status=500, times=0)
    return {}


def broken_writes(estate: Estate) -> dict[str, str]:
    """Let every write fail without having happened."""
    estate.control.fault(method="POST", status=500, times=0)
    return {}


CASES = {
    wrong_tokens: {
        "ilert": "GET /api/alert-sources answered 403: The provided API key is invalid",
        "xMatters": "GET /api/xm/1/plans answered 401: Authentication failed",
        "API Fortress": "GET /api/rest/v3/alertGroups answered 401: Invalid key or token",
    },
    unreachable: dict.fromkeys(("ilert", "xMatters", "API Fortress"), "Check the address, the network and the proxy"),
    broken_reads: dict.fromkeys(("ilert", "xMatters", "API Fortress"), "answered 500: injected fault"),
    broken_writes: dict.fromkeys(("ilert", "xMatters", "API Fortress"), "It is not known whether this write happened"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_each_vendor_that_fails_is_one_line(case: Callable[[Estate], dict[str, str]], estate: Estate) -> None:
    """All three vendors fail at once: three lines, each with its object, the reason and what to do; nothing written."""
    estate.say(*ONE_OF_EACH)
    estate.engine.init()
    seeded = objects(estate.control)
    told = failures(estate.engine.up("--continue-on-error", env=case(estate)))
    estate.control.clear_faults()
    assert len(told) == 3, told
    nouns = {"ilert": "ilert alert source", "xMatters": "xMatters workflow", "API Fortress": "API Fortress alert group"}
    for vendor, words in CASES[case].items():
        line = one(told, f"Creating {nouns[vendor]} '")
        assert words in line
    assert objects(estate.control) == seeded
    assert estate.state() == {}


MISSING = {"source": "ILERT_TOKEN", "plan": "XMATTERS_PASSWORD", "group": "APIFORTRESS_API_SECRET"}


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_token_of_one_vendor_is_told_before_anything_is_written_at_any(name: str, estate: Estate) -> None:
    """One line that says where the token goes, in the preview of the up; the vendors hear nothing."""
    estate.say(*ONE_OF_EACH)
    estate.engine.init()
    told = failures(estate.engine.up(preview=True, env={MISSING[name]: ""}))
    assert len(told) == 1, told
    words = f"is not set: put it into the environment variable {MISSING[name]}, or run `pulumi config set --secret "
    assert words in told[0]
    assert f" resource '{name}' has a problem: The " in told[0]
    assert estate.calls() == {}
    assert estate.state() == {}


def test_missing_tokens_are_no_trouble_for_what_is_not_touched(estate: Estate) -> None:
    """The resources of a vendor whose token is missing are configured too when others are deleted."""
    estate.begin(*ONE_OF_EACH)
    urn = estate.state()["group"]["urn"]
    estate.engine.destroy("--target", urn, env={"ILERT_TOKEN": "", "XMATTERS_PASSWORD": ""}).check()
    assert estate.state().keys() == {"source", "plan"}


def test_a_failure_in_the_middle_of_a_program_ends_it_quietly(estate: Estate) -> None:
    """The program still waits for outputs when the first create fails: no word about its own interruption."""
    estate.say(*wire())
    estate.engine.init()
    told = failures(estate.engine.up(env=WRONG))
    assert told
    assert len(set(told)) == len(told), told
    assert all(re.match(r"Creating \S+ .*answered 40[13]", text) for text in told), told


def test_a_failed_update_and_a_failed_delete_are_one_line_each_and_can_be_repeated(estate: Estate) -> None:
    """A vendor's 500 fails the one step; the next run does what is left."""
    group, other = row("apifortress.AlertGroup", "group", name="a"), row("apifortress.AlertGroup", "other")
    estate.begin(group, other)
    group["args"]["name"] = "b"
    estate.say(group)
    estate.control.fault(vendor="apifortress", method="PUT", status=500, times=1)
    estate.control.fault(vendor="apifortress", method="DELETE", status=500, times=1)
    told = failures(estate.engine.up("--continue-on-error"))
    assert one(told, "Updating API Fortress alert group 'b'")
    if len(told) > 1:  # with --continue-on-error an engine may try the deletes after a failure as well
        assert one(told, "Deleting API Fortress alert group")
    estate.control.clear_faults()
    estate.engine.up().check()
    assert [found["label"] for found in estate.control.objects("apifortress", "alertGroups")].count("b") == 1
    assert estate.state().keys() == {"group"}


WRONG_INPUTS = {
    "source": (
        row("ilert.AlertSource", "bad", integration_type="APIFORTRESS", escalation_policy_id="x", severity=9),
        ("escalation_policy_id: must be a numeric id", "severity: must be a whole number from 1 to 5"),
    ),
    "plan": (
        row("xmatters.Workflow", "bad", logging_level="DEBUG", position=0),
        ("logging_level: ", "position: must be a whole number of at least 1"),
    ),
    "trigger": (
        row("xmatters.InboundIntegration", "bad", plan_id=of("plan"), authentication_type="BASIC"),
        ("form_id: is required", "API Fortress sends no Authorization header"),
    ),
    "threshold": (
        row(
            *("apifortress.Connector", "bad"),
            alert_group_id=of("group"),
            connector={"$later": "JSON Alert /w Threshold"},
            params={"url": "ftp://canary-params", "counter": "2.5", "ttl": "3601"},
        ),
        ("params.url: ", "counter: must be a whole number of at least 1", "ttl: must be at most 3600 seconds"),
    ),
    "schedule": (
        row(
            *("apifortress.Connector", "bad"),
            alert_group_id=of("group"),
            connector={"$later": "JSON Alert /w Threshold"},
            params={"url": "https://example.com/canary-params", "counter": 4, "ttl": 600},
            schedule_interval_seconds=300,
        ),
        ("can never be reached by a test that runs every 300 seconds",),
    ),
}


@pytest.mark.parametrize("what", WRONG_INPUTS)
def test_what_is_wrong_with_the_inputs_is_told_before_anything_is_written(what: str, estate: Estate) -> None:
    """All that is wrong with a resource at once, one line each, in the preview; the vendors hear nothing."""
    wrong, expected = WRONG_INPUTS[what]
    estate.say(*ONE_OF_EACH, wrong)
    estate.engine.init()
    result = estate.engine.up(preview=True)
    told = failures(result)
    assert len(told) == len(expected), told
    for words in expected:
        assert one(told, words)
    assert "canary-params" not in result.text
    assert estate.calls() == {}, "check asks nobody"
    assert estate.state() == {}


MISSPELT = {
    "project": (
        row("apifortress.ProjectAssignment", "pair", project="Orders AP", alert_group_id="2"),
        "There is no API Fortress project 'Orders AP'. Did you mean 'Orders API'?",
    ),
    "definition": (
        row("apifortress.Connector", "c", alert_group_id="2", connector="xMatters", params={}),
        "The connector definition 'xMatters' is not loaded on this API Fortress instance. Load it first",
    ),
    "policy": (
        row(
            *("ilert.AlertSource", "s"),
            integration_type="APIFORTRESS",
            escalation_policy_id={"$call": "ilert.escalation_policy", "with": ["Payment on-call"], "take": "id"},
        ),
        "'Payment on-call'",
    ),
    "route": (
        row("AlertRoute", "r", projects=["Orders API"], xmatters_recipients=["jdo"]),
        "'jdo'",
    ),
}


@pytest.mark.parametrize("what", MISSPELT)
def test_a_name_that_nobody_has_ends_the_preview_with_its_near_matches(what: str, estate: Estate) -> None:
    """A look-up fails while the program runs, in one line, before the first write."""
    wrong, words = MISSPELT[what]
    estate.say(*ONE_OF_EACH, wrong)
    estate.engine.init()
    told = failures(estate.engine.up(preview=True))
    assert len(told) == 1, told
    assert one(told, words)
    assert not estate.writes()
    assert estate.state() == {}
