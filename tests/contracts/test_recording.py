"""Recording against an account (here the sandbox): what is written, what is scrubbed, what is said to differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.record import VENDORS, main
from contracts.scrubbing import Scrubber
from contracts.shapes import differences
from support.canaries import is_credential
from support.cassettes import replay
from support.sandbox import Sandbox
from support.telling import Search


def test_a_recording_is_scrubbed_and_leaves_the_account_as_it_was(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sandbox.control.state()["xmatters"]
    assert main(["xmatters", "--into", str(tmp_path)], sandbox.settings("xmatters")) == 0
    said = capsys.readouterr().out
    assert sandbox.control.state()["xmatters"] == before
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "xmatters").glob("*.yaml")}
    assert "no documented exchange" not in said
    assert {"plan_create", "form_create", "integration_create", "endpoint_create"} <= texts.keys()
    people = {one[key] for one in before["people"] for key in ("targetName", "firstName", "lastName", "webLogin")}
    hidden = {sandbox.status["xmatters"]["credentials"]["password"], sandbox.status["xmatters"]["url"], "nothing-real"}
    for text in (*texts.values(), said):
        assert [word for word in hidden if word in text] == []
        words = set(text.replace('"', " ").replace("/", " ").replace(",", " ").split())
        assert words & (people - {"IaC", "Bot"}) == set()
        assert "iac-bot" not in text
    assert "scrubbed-person" in texts["plan_create"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_recording_tells_a_secret(
    vendor: str, sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a credential of the account, in any spelling, nor a key that the vendor made for what was recorded."""
    settings = sandbox.settings(vendor)
    assert main([vendor, "--into", str(tmp_path)], settings) == 0
    credentials = [value for name, value in settings.items() if is_credential(name)]
    written = {path.name: path.read_bytes() for path in (tmp_path / vendor).glob("*.yaml")}
    assert credentials and len(written) > 3
    assert Search(credentials).told({**written, "what is said": capsys.readouterr().out.encode()}) == []


def test_what_differs_from_the_documented_shape_is_said(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.control.switch(
        **{
            "xmatters.create_answer": "as_2019_sample",
            "xmatters.create_integration_status": "200",
            "xmatters.bookkeeping_fields": "present",
        }
    )
    assert main(["xmatters", "--into", str(tmp_path)], sandbox.settings("xmatters")) == 0
    said = capsys.readouterr().out.splitlines()
    assert "xmatters: plan_create: planType is documented and missing" in said
    assert "xmatters: integration_create: status 200, documented 201" in said
    assert any(line.startswith("xmatters: integration_get: originType is there and not documented") for line in said)


def test_what_was_recorded_is_kept_until_asked_and_can_be_played(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], api: Any
) -> None:
    kept = tmp_path / "xmatters" / "plan_create.yaml"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    assert main(["xmatters", "--into", str(tmp_path)], sandbox.settings("xmatters")) == 0
    assert kept.read_text(encoding="utf-8") == "mine"
    assert "1 kept" in capsys.readouterr().out
    recorded = tmp_path / "xmatters" / "plan_modify.yaml"
    (exchange,) = yaml.safe_load(recorded.read_text(encoding="utf-8"))["interactions"]
    with replay(recorded):
        assert api.save("/plans", json.loads(exchange["request"]["body"]))["loggingLevel"] == "INFO"
    assert main(["xmatters", "--into", str(tmp_path), "--overwrite"], sandbox.settings("xmatters")) == 0
    assert "plan_create" in kept.read_text(encoding="utf-8")


def test_a_vendor_without_an_account_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["xmatters", "--into", str(tmp_path)], {"XMATTERS_URL": "https://acmeco.xmatters.com"}) == 1
    said = capsys.readouterr().out
    assert "xmatters: left out. No way to authenticate" in said
    assert "Nothing was recorded" in said
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_fails_keeps_what_was_said_and_cleans_up(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sandbox.control.state()["xmatters"]
    sandbox.control.fault(vendor="xmatters", method="POST", pathRegex=".*/constants$", status=403, times=1)
    assert main(["xmatters", "--into", str(tmp_path)], sandbox.settings("xmatters")) == 1
    said = capsys.readouterr().out
    assert "the recording ended early" in said
    assert "answered 403" in said
    assert (tmp_path / "xmatters" / "plan_create.yaml").exists()
    assert sandbox.control.state()["xmatters"] == before


def test_an_answer_that_the_scenario_cannot_read_ends_it_in_words(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alert_wiring.xmatters.api.XMattersApi.save", lambda _api, _path, _body: {"uuid": "1"})
    assert main(["xmatters", "--into", str(tmp_path)], sandbox.settings("xmatters")) == 1
    assert "the recording ended early. The scenario cannot go on (KeyError: 'id')." in capsys.readouterr().out


def test_an_unknown_vendor_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["xmatter"], {})
    assert "there is no vendor 'xmatter'; there are ilert, xmatters, apifortress" in capsys.readouterr().err


SECRET_BODY = {
    "integrationKey": "il1api-key-0815",
    "nested": [{"apiKey": "7d3f1f62"}, {"client_secret": "s3"}],
    "owner": {"recipientType": "PERSON", "targetName": "mmcbride", "firstName": "Mary", "lastName": "McBride"},
    "device": {"recipientType": "DEVICE", "targetName": "mmcbride|Work Email", "emailAddress": "m@acme.example"},
    "text": "Mary told mary@acme.example to call +49 30 1234567, key il1api-key-0815",
    "links": {"self": "/api/xm/1/people/mmcbride", "event": "https://acct.example/x?apiKey=7d3f1f62"},
    "short": {"firstName": "Jo", "lastName": "Li"},
    "token_type": "bearer",
    "summary": "Maryland stays",
}


def test_secrets_and_people_are_scrubbed_wherever_they_stand() -> None:
    scrubber = Scrubber(["account-password"], "https://acct.example", "https://documented.example")
    scrubber.learn(SECRET_BODY)
    told = scrubber.content(json.dumps(SECRET_BODY))
    for word in (
        "il1api-key-0815",
        "7d3f1f62",
        '"s3"',
        "mmcbride",
        "Mary ",
        "McBride",
        "m@acme",
        "1234567",
        "acct",
        '"Jo"',
        '"Li"',
    ):
        assert word not in told
    body = json.loads(told)
    assert body["token_type"] == "bearer"
    assert body["summary"] == "Maryland stays"
    assert body["owner"]["recipientType"] == "PERSON"
    address = scrubber.address("https://acct.example/people/mmcbride?apiKey=abc&limit=5")
    assert address == "https://documented.example/people/scrubbed-person?apiKey=scrubbed-secret&limit=5"
    form = scrubber.content("grant_type=password&client_id=c&username=mmcbride&password=account-password")
    assert form == "grant_type=password&client_id=c&username=scrubbed-person&password=scrubbed-secret"


@pytest.mark.parametrize(
    ("told", "got", "lines"),
    [
        ({"a": 1, "b": [{"c": "x"}]}, {"a": 2, "b": [{"c": "y"}, {"c": "z"}]}, []),
        ({"a": 1}, {}, ["a is documented and missing"]),
        ({}, {"a": {"b": 1}}, ["a is there and not documented (object)"]),
        ({"a": 1}, {"a": "1"}, ["a is text, documented as number"]),
        ({"a": True}, {"a": None}, ["a is null, documented as flag"]),
        ({"a": [{"b": 1}]}, {"a": []}, []),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, ["a[].b is documented and missing", "a[].c is there and not"]),
        ({"a": 1}, None, ["the body is null, documented as object"]),
        (None, {"a": 1}, ["the body is object, documented as null"]),
    ],
)
def test_differences_of_shape(told: Any, got: Any, lines: list[str]) -> None:
    found = differences(told, got)
    assert len(found) == len(lines)
    assert all(text.startswith(line) for text, line in zip(found, lines, strict=True))
