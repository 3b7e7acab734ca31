"""Planted secrets appear nowhere: not in state, history, backups or configuration, not in anything that is printed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from wired.estate import Estate, of, row, secret
from wired.wire import ENDPOINT_PASSWORD, TOOL_KEY, TRIGGER_KEY, wire

from support.engines import Result

PARAM = "https://example.com/canary-parameter-77aa"
VALUE = "canary-constant-88bb"
APIF_SECRET, ROTATED = "canary-apif-secret-99cc", "canary-rotated-secret-00dd"


def rows(*, active: bool, key: str = TRIGGER_KEY) -> list[dict[str, object]]:
    """Return a wire with a secret in every place that may hold one."""
    return [
        *wire(
            source={"active": active},
            base_url={"name": "Canary", "value": secret(VALUE)},
            trigger={"api_key": secret(key)},
        ),
        row(
            *("apifortress.Connector", "plain-params"),
            alert_group_id=of("group"),
            connector={"$later": "JSON Alert"},
            params={"url": PARAM},
        ),
    ]


EXPORTS = {
    "url": of("source", "integration_url"),
    "ping": of("monitor", "integration_url"),
    "tool": of("connector", "api_key"),
    "key": of("source", "integration_key"),
    "trigger": of("trigger", "trigger_url"),
    "params": of("plain-params", "params"),
}


@pytest.fixture
def closed(estate: Estate) -> Iterator[Estate]:
    """Return an estate whose credentials stand, encrypted, in the stack's configuration only."""
    estate.control.edit("apifortress", "apiKeys", "1", secret=APIF_SECRET)
    estate.env |= {"ILERT_TOKEN": "", "XMATTERS_PASSWORD": "", "APIFORTRESS_API_SECRET": ""}
    estate.engine = estate.another()
    estate.say()
    estate.engine.init()
    for key, value in (
        ("ilert:token", estate.sandbox.status["ilert"]["credentials"]["token"]),
        ("xmatters:password", estate.sandbox.status["xmatters"]["credentials"]["password"]),
        ("apifortress:secret", APIF_SECRET),
    ):
        estate.engine.config("set", "--secret", key, value).check()
    yield estate


def test_no_secret_is_shown_or_stored_in_clear(closed: Estate) -> None:
    """Through up, change, refresh, failure, every way to look, and destroy."""
    estate, engine = closed, closed.engine
    results: list[Result] = []
    estate.say(*rows(active=True), exports=EXPORTS)
    results.append(engine.up(preview=True).check())
    results.append(engine.refresh(preview=True).check())
    estate.say(*rows(active=False, key="canary-second-key-6e7f"), exports=EXPORTS)
    results.append(engine.preview("--diff").check())
    results.append(engine.preview("--json").check())
    results.append(engine.up("--diff", preview=True).check())
    state = estate.state()
    estate.control.edit(
        "apifortress", "connectors", state["plain-params"]["id"].split("/")[1], params={"url": "https://x"}
    )
    results.append(engine.refresh("--diff", preview=True).check())
    estate.control.fault(method="PUT", status=500, body={"message": f"no: {APIF_SECRET} {PARAM}"}, times=0)
    estate.say(*rows(active=True, key="canary-second-key-6e7f"), exports=EXPORTS)
    failed = engine.up()
    assert failed.rc != 0
    results.append(failed)
    estate.control.clear_faults()
    results.append(engine.up().check())
    results.append(engine.stack_command("export").check())
    results.append(engine.stack_command("output").check())
    results.append(engine.stack_command("output", "--json").check())
    results.append(engine.config().check())
    results.append(engine.preview("--expect-no-changes").check())

    canaries = _canaries(estate)
    shown = engine.stack_command("output", "--json", "--show-secrets").check().json()
    assert shown["key"] in canaries and shown["key"] in shown["url"], "the canaries are the real secrets"
    assert TRIGGER_KEY not in shown["trigger"] and "canary-second-key-6e7f" in shown["trigger"]

    results.append(engine.destroy(preview=True).check())
    for result in results:
        for canary in canaries:
            assert canary not in result.text, f"{canary} is shown\n{result}"
    _nothing_on_disk(estate, canaries)


def test_a_rotated_credential_is_taken_from_the_environment_at_once_and_from_configuration_by_the_next_up(
    closed: Estate,
) -> None:
    """No resource holds a credential; only configuration that no program has read is old for refresh and destroy."""
    estate, engine = closed, closed.engine
    estate.say(*rows(active=True))
    engine.up().check()
    estate.control.edit("apifortress", "apiKeys", "1", secret=ROTATED)
    assert engine.refresh().rc != 0, "the old secret is not accepted any more"
    engine.refresh("--expect-no-changes", env={"APIFORTRESS_API_SECRET": ROTATED}).check()
    engine.config("set", "--secret", "apifortress:secret", ROTATED).check()
    engine.up("--expect-no-changes").check()
    estate.control.edit("apifortress", "apiKeys", "1", secret=ROTATED[::-1])
    engine.destroy(env={"APIFORTRESS_API_SECRET": ROTATED[::-1]}).check()
    assert estate.state() == {}
    _nothing_on_disk(estate, {APIF_SECRET, ROTATED, ROTATED[::-1]})


def _canaries(estate: Estate) -> set[str]:
    """Return every secret: credentials, keys, parameters; those that a vendor made too."""
    state = estate.state()
    source = estate.control.get("ilert", "alert-sources", state["source"]["id"])
    status = estate.sandbox.status
    tokens = {status["ilert"]["credentials"]["token"], status["xmatters"]["credentials"]["password"], APIF_SECRET}
    monitor = estate.control.get("ilert", "heartbeat-monitors", state["monitor"]["id"])
    tokens |= {TOOL_KEY, ENDPOINT_PASSWORD, monitor["integrationKey"]}
    return tokens | {TRIGGER_KEY, "canary-second-key-6e7f", PARAM, VALUE, source["integrationKey"]}


def _nothing_on_disk(estate: Estate, canaries: set[str]) -> None:
    """Look into every file of state, history, backups, configuration and home; the program itself has them."""
    looked = 0
    for path in _files(estate.root):
        looked += 1
        data = path.read_bytes()
        data += gzip.decompress(data) if data[:2] == b"\x1f\x8b" else b""
        for canary in canaries:
            assert canary.encode() not in data, f"{canary} stands in {path}"
    assert looked > 5


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and path.name != "spec.json")
