"""What is secret by nature is secret without the user doing anything: each such field of each kind, in every state.

The program marks nothing as a secret. The field tables say which fields are meant, so a new one that is not built here
fails. That no canary is printed or written is looked at after each test (`support.canaries`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from wired.estate import Estate, Row, by_name, got, of, row
from wired.fields import KINDS
from wired.wire import wire

from support.canaries import Watch

SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
SECRET_FIELDS = {(kind, name) for kind, made in KINDS.items() for name in made.provider_class.kind.fields.secret_names}
CREDENTIALS = ("api_key", "password", "authorization", "secret")
ACTION: dict[str, Any] = {"alert_source_ids": [of("source")]}
CHAT = "5b0f3f0a-8d4e-4c59-8e1f-6a7b8c9d0e1f"
"""The chat that the sandbox's ilert has: a browser authorises it, so nobody makes it here."""
CLIENT: dict[str, Any] = {
    "authentication_type": "OAUTH2",
    "oauth_token_url": "https://login.example.com/token",
    "oauth_client_id": "wire",
}


APIF_SECRET, ROTATED = "canary-apif-secret-99cc", "canary-rotated-secret-00dd"
EXPORTS = {
    "url": of("source", "integration_url"),
    "ping": of("monitor", "integration_url"),
    "tool": of("connector", "api_key"),
    "key": of("source", "integration_key"),
    "trigger": of("trigger", "trigger_url"),
    "params": of("to-ilert", "params"),
}
KEY_BY_HAND = "il1afr" + "0123456789abcdef" * 2
LOUD = {"pulumi": ("--logtostderr", "-v=8"), "embedded": ("--logtostderr", "-v=9")}
"""The loudest log of each engine that a provider can keep secrets out of: at 9 the CLI itself writes every property."""
READ = {"source", "monitor", "action", "to-hook", "to-mail", "to-slack", "to-ilert"}
"""Resources whose secrets come from the vendor, so that a program that only reads them holds them."""


def canary(name: str, turn: int) -> str:
    """Return the planted value of a field: with signs that JSON, addresses and base64 spell differently."""
    return f'canary-{name}-{turn}/+"é'


def rows(turn: int, adopt: bool = False) -> list[Row]:
    """Return resources that have every secret field, in plain words; each turn has other values."""
    hook = f"https://hooks.example.com/canary-hook-{turn}"
    plan = of("plan")
    made = [
        *wire(
            source={"name": "Canary source", "active": turn == 1},
            monitor={"name": "Canary monitor", "interval_sec": 300},
            connector={"name": "Canary tool", "api_key": canary("tool", turn)},
            action={"name": "Canary action", "params": {"token": canary("action", 1)}},
            endpoint={"password": canary("endpoint", turn)},
            trigger={"name": "Canary trigger", "api_key": f"canary-trigger-key-{turn}"},
            to_ilert={"params": {"url": hook}},
        ),
        *(
            row("ilert.Connector", f"tool-{name}", connector_type="zammad", name=name, **{name: canary(name, turn)})
            for name in CREDENTIALS
        ),
        row(
            "ilert.AlertAction", "to-hook", connector_type="webhook", name="W", webhook={"webhook_url": hook}, **ACTION
        ),
        row(
            *("ilert.AlertAction", "to-mail"),
            **{"connector_type": "email", "name": "M", "email": {"recipients": ["canary@mail.example"]}, **ACTION},
        ),
        row(
            *("ilert.AlertAction", "to-slack"),
            **{
                "connector_type": "slack",
                "name": "S",
                "connector_id": CHAT,
                "slack": {"channel_id": "C-canary"},
                **ACTION,
            },
        ),
        row("apifortress.AlertGroup", "second"),
        *(
            row(
                *("apifortress.Connector", f"{name}-ilert"),
                alert_group_id=of(name),
                connector={"$later": "JSON Alert"},
                params={"url": of("source", "integration_url")},
            )
            for name in ("group", "second")
        ),
        row(
            *("apifortress.Connector", "second-xmatters"),
            alert_group_id=of("second"),
            connector=of("definition"),
            params={"trigger_url": of("trigger", "trigger_url"), "recipients": "jdoe"},
            checked_as="xMatters",
        ),
        row("xmatters.Endpoint", "client", plan_id=plan, name="C", url="https://c.example.com", **CLIENT),
    ]
    made[-1]["args"]["client_secret"] = canary("client", turn)
    for each in made:
        if adopt and any(field.name == "adopt" for field in KINDS[each["class"]].provider_class.kind.fields.inputs):
            each["args"]["adopt"] = True
    return made


def in_clear(deployment: dict[str, Any]) -> tuple[set[tuple[str, str]], list[str]]:
    """Return the secret fields that a deployment holds, and those of them that can be read in it."""
    held, readable = set(), []
    for name, each in by_name(deployment["resources"]).items():
        vendor, _, kind = each["type"].rpartition("/")[2].partition(":")
        for secret in {field for made, field in SECRET_FIELDS if made == f"{vendor}.{kind}"}:
            for side in ("inputs", "outputs"):
                value = each.get(side, {}).get(secret)
                if value is not None:
                    held.add((f"{vendor}.{kind}", secret))
                    if not (isinstance(value, dict) and value.get(SIGNATURE) == SECRET and "ciphertext" in value):
                        readable.append(f"{name}: {side}.{secret} = {json.dumps(value)}")
    return held, readable


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


@pytest.mark.timeout(900)
def test_no_secret_is_shown_or_stored_in_clear(closed: Estate, watch: Watch) -> None:
    """Through create, a change by hand, refresh, update, failure, every way to look, adoption, reading and destroy."""
    estate, engine, control = closed, closed.engine, closed.control
    loud = LOUD[estate.kind]
    estate.say(*rows(1), exports=EXPORTS)
    engine.up(*loud, preview=True).check()
    assert held(estate, "create") == SECRET_FIELDS, "a secret field that no resource here has"
    first = estate.state()
    watch.plant(first[name]["outputs"]["integration_key"]["plaintext"].strip('"') for name in ("source", "monitor"))

    _change_by_hand(estate, first)
    engine.refresh("--diff", *loud, preview=True).check()
    assert held(estate, "refresh") == SECRET_FIELDS
    estate.say(*rows(2), exports=EXPORTS)
    engine.preview("--json").check()
    engine.up("--diff", *loud, preview=True).check()
    assert held(estate, "update") == SECRET_FIELDS
    for words in (("export",), ("output",), ("output", "--json")):
        engine.stack_command(*words).check()
    engine.config().check()
    shown = engine.stack_command("output", "--json", "--show-secrets").check().json()
    assert KEY_BY_HAND in shown["key"] and shown["key"] in shown["url"], "the canaries are the real secrets"
    assert "canary-trigger-key-2" in shown["trigger"]

    control.fault(method="PUT", status=500, body={"message": f"no: {APIF_SECRET} {canary('tool', 3)}"}, times=0)
    estate.say(*rows(3), exports=EXPORTS)
    assert engine.up(*loud).rc != 0
    control.clear_faults()
    state = estate.state()
    for name in ("group-ilert", "second-ilert", "to-xmatters", "second-xmatters"):
        stored = control.get("apifortress", "connectors", state[name]["id"].partition("/")[2])
        key = KEY_BY_HAND if name.endswith("ilert") else "canary-trigger-key-2"
        assert key in str(stored["params"]), f"the new key has not reached {name} in the one up after it"
    engine.import_({"version": 3, "deployment": {}}).check()
    estate.say(*rows(3, adopt=True), exports=EXPORTS)
    engine.up("--diff", *loud).check()
    assert held(estate, "adoption") == SECRET_FIELDS
    engine.destroy("--diff", "--target", _urn(estate, "library"), preview=True).check()

    engine.import_({"version": 3, "deployment": {}}).check()
    kinds = {each["name"]: each["class"] for each in rows(3)}
    estate.say(*(got(kinds[name], name, state[name]["id"]) for name in sorted(READ)))
    engine.up("--diff", *loud).check()
    assert {kind for kind, _ in held(estate, "reading")} == {kinds[name] for name in READ}
    engine.destroy("--diff", *loud).check()


def held(estate: Estate, operation: str) -> set[tuple[str, str]]:
    """Return the secret fields in the state that an operation left; fail when one of them can be read there."""
    found, readable = in_clear(estate.engine.export()["deployment"])
    assert readable == [], f"after {operation}"
    return found


def _urn(estate: Estate, name: str) -> str:
    resources = estate.engine.export()["deployment"]["resources"]
    return next(str(each["urn"]) for each in resources if each["urn"].endswith(f"::{name}"))


def _change_by_hand(estate: Estate, state: dict[str, Row]) -> None:
    """Somebody turns keys and addresses over in the consoles; the new ones are secrets too."""
    control = estate.control
    for name, kind in (("source", "alert-sources"), ("monitor", "heartbeat-monitors")):
        control.edit("ilert", kind, state[name]["id"], integrationKey=KEY_BY_HAND + name[0])
    connector = state["to-ilert"]["id"].partition("/")[2]
    control.edit("apifortress", "connectors", connector, params={"url": "https://x.example/canary-by-hand"})
    control.edit("ilert", "alert-actions", state["to-hook"]["id"], params={"webhookUrl": "https://x.example/canary-it"})


def _route(source: str) -> list[Row]:
    return [
        row("ilert.AlertSource", source, integration_type="APIFORTRESS", escalation_policy_id="2344528"),
        row("apifortress.AlertGroup", "group"),
        row(
            *("apifortress.Connector", "to-ilert"),
            alert_group_id=of("group"),
            connector={"$later": "JSON Alert"},
            params={"url": of(source, "integration_url")},
        ),
    ]


def test_a_rotated_credential_works_for_the_next_command_destroy_included(closed: Estate, watch: Watch) -> None:
    """From the environment and, by `alert-wiring`, from the configuration too: the copy in the state is never used.

    A new alert source is a new key: its connectors lead to it before the old one goes.
    """
    estate, engine = closed, closed.engine
    estate.say(*_route("checkout"))
    engine.up().check()

    def rotate(turn: int) -> str:
        new = f"{ROTATED}-{turn}"
        estate.control.edit("apifortress", "apiKeys", "1", secret=new)
        watch.plant([new])
        return new

    def alert_wiring(*words: str) -> str:
        command = [sys.executable, "-m", "alert_wiring.commands.main", "--engine", estate.kind, *words, "-s", "dev"]
        done = subprocess.run(
            command, cwd=engine.project, env=engine.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    estate.say(*_route("checkout-2"))
    estate.control.clear_log()
    engine.up(env={"APIFORTRESS_API_SECRET": rotate(1)}).check()
    assert list(estate.writes()) == [
        "ilert POST /alert-sources",
        "apifortress PUT /alertGroups/*/connectors/*",
        "ilert DELETE /alert-sources/*",
    ]
    engine.config("set", "--secret", "apifortress:secret", rotate(2)).check()
    stale = engine.refresh()
    assert stale.rc != 0 and "answered 401" in stale.text, "an engine by itself has the copy of the last up"
    told = alert_wiring("refresh", "--yes", "--skip-preview", "--expect-no-changes")
    engine.config("set", "--secret", "apifortress:secret", rotate(3)).check()
    told += alert_wiring("destroy", "--yes", "--skip-preview")
    assert ROTATED not in told
    assert estate.state() == {}
