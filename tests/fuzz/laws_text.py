"""Text from outside that reaches no vendor's kind: settings, recipients, plans, command lines, requests."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.commands.main import main as alert_wiring
from alert_wiring.core.errors import SettingError, WiringError
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.recipient_search import find_recipients
from embedded_engine.cli.main import main as embedded
from fuzz.spoiled import WRONG
from properties.values_written import TEXTS, Draw
from properties.world import World

CANARY = "canary-setting-7d6e5f"
CLIENTS = (IlertApi, XMattersApi, ApiFortressApi)
_SETTING = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "nan", "inf", "1e400", "true", "maybe", "rest", "web", "http://", "https://", "ftp://x"]
    ),
    st.sampled_from(
        ["http://[::1", "https://a b", "https://h:99999", "https://u:p@h", "//h", "https://h/app", "²", "\x00"]
    ),
    TEXTS,
)
_JSON = st.recursive(
    st.sampled_from([one for one in WRONG if not isinstance(one, float)]) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["config", "resourcePlans", "manifest", "steps", "newState", "inputs", "type", "urn", "x", "goal"]
            )
            | TEXTS,
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_WORDS = st.one_of(
    st.sampled_from(
        [
            *(
                "stack",
                "config",
                "history",
                "cancel",
                "version",
                "ls",
                "init",
                "select",
                "rm",
                "output",
                "export",
                "set",
            ),
            *(
                "get",
                "import",
                "--help",
                "-s",
                "--stack",
                "--",
                "-",
                "--json",
                "--yes",
                "-C",
                "--cwd",
                "--color",
                "never",
            ),
            *(
                "--show-secrets",
                "--secret",
                "--path",
                "a.b[0]",
                "a[",
                "--file",
                "dev",
                "organization/p/dev",
                "../x",
                "",
            ),
            *("--non-interactive", "--engine", "--engine=x", "-vv", "--no-such-flag", "--file=/dev/null", "/dev/null"),
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=10),
)
_STARTS_PROCESSES = {"up", "update", "preview", "pre", "refresh", "destroy", "down", "watch", "new"}


def settings_of_any_form_are_told(_world: World, draw: Draw, _folder: Path) -> None:
    """A client is made, or the setting that is wrong is named in one line without its value where that is secret."""
    client = draw(st.sampled_from(CLIENTS))
    chosen = draw(st.lists(st.sampled_from(client.settings), max_size=8, unique_by=lambda one: one.env))
    told = {one.env: CANARY + draw(_SETTING) if one.secret else draw(_SETTING) for one in chosen}
    env_first = draw(st.booleans())
    by_key = {one.key: told[one.env] for one in chosen}
    settings = Settings(told if env_first else {}, (lambda _key: None) if env_first else by_key.get)
    try:
        client.connect(settings)
    except SettingError as error:
        assert "\n" not in error.text
        assert CANARY not in error.text


def recipients_of_any_form_are_told(world: World, draw: Draw, _folder: Path) -> None:
    """A list of recipients in any form finds them, or says in one line who is missing."""
    names = draw(
        st.lists(st.one_of(TEXTS, st.sampled_from(["jdoe", "Ops On-Call", "jdoe|Work Email", "a,,b", "|", "|x"])))
    )
    with world.life():
        api = XMattersApi.connect(Settings(world.inside.settings(), lambda _key: None))
        api.http.sleep = lambda _seconds: None
        try:
            find_recipients(api, names)
        except WiringError as error:
            assert "\n" not in error.text and len(error.text) <= 3500


def plans_of_any_form_are_told(_world: World, draw: Draw, folder: Path) -> None:
    """`alert-wiring guard` ends with one of its exit codes, whatever the file holds."""
    plan = folder / "plan.json"
    told = draw(st.one_of(_JSON.map(json.dumps), st.text(max_size=40), st.just("[" * 5000)))
    plan.write_bytes(told.encode("utf-8", "surrogatepass"))
    state = ["--state", str(plan)] if draw(st.booleans()) else []
    code, text = _ended(alert_wiring, ["guard", *state, str(plan)])
    assert code in {0, 1, 2}, (code, text)


def words_of_any_form_are_told(_world: World, draw: Draw, folder: Path) -> None:
    """Both command lines end with a documented exit code and a line that says why; no traceback."""
    words = [word for word in draw(st.lists(_WORDS, max_size=6)) if word not in _STARTS_PROCESSES]
    if draw(st.booleans()):
        code, text = _ended(alert_wiring, ["no-such-verb", *words])
        assert code == 2, (code, text)
        return
    project = draw(
        st.one_of(st.just("name: p\nruntime: python\n"), TEXTS, st.sampled_from(["", "[", "name: []", "a: &a *a"]))
    )
    (folder / "Pulumi.yaml").write_text(project, encoding="utf-8", newline="")
    (folder / "Pulumi.dev.yaml").write_text(draw(st.one_of(TEXTS, st.just("config: 5"))), encoding="utf-8", newline="")
    code, text = _ended(embedded, words, folder)
    assert code in {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, -1}, (words, code, text)


def requests_of_any_form_are_answered(world: World, draw: Draw, _folder: Path) -> None:
    """The stand-ins answer whatever is sent to them, and never with a defect of their own."""
    vendor = draw(st.sampled_from(["ilert", "xmatters", "apifortress", "control"]))
    paths = [route.path for route in world.inside.apps[vendor].routes if hasattr(route, "path")]
    path = draw(st.sampled_from(paths))
    ids = st.sampled_from(["2671001", "x", "%2F", "170", "-1", "9" * 40, "²", "None"])
    path = re.sub(r"\{[^}]*\}", lambda _name: draw(ids), path)
    query = draw(
        st.sampled_from(
            ["", "?", "?limit=x", "?start-index=-1&max-results=²", "?offset=9e9", "?include=%FF", "?a=b&a=c"]
        )
    )
    headers = {
        **_CREDENTIALS[vendor],
        "content-type": draw(st.sampled_from(["application/json", "text/plain", "a/b;;="])),
    }
    body = draw(
        st.one_of(_JSON.map(lambda told: json.dumps(told).encode()), st.binary(max_size=30), st.just(b"[" * 5000))
    )
    method = draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]))
    with world.life():
        answer = world.inside.call(vendor, method, path + query, headers, body)
        assert answer.status < 500 or answer.status == 501, (method, path, body, answer)


LAWS = {
    law.__name__: law
    for law in (
        settings_of_any_form_are_told,
        recipients_of_any_form_are_told,
        plans_of_any_form_are_told,
        words_of_any_form_are_told,
        requests_of_any_form_are_answered,
    )
}
_CREDENTIALS = {
    "ilert": {"authorization": "Bearer sandbox-ilert-token"},
    "xmatters": {"authorization": "Basic c2FuZGJveDpzYW5kYm94LXhtYXR0ZXJzLXBhc3N3b3Jk"},
    "apifortress": {"authorization": "Basic YWRtaW5AZXhhbXBsZS5jb206c2FuZGJveC1tYW5hZ2VyLXBhc3N3b3Jk"},
    "control": {"authorization": "Bearer token"},
}


def _ended(main: Any, words: list[str], folder: Path | None = None) -> tuple[int, str]:
    """Run a command line in this process; return its exit code and all that it said."""
    out = io.StringIO()
    here = Path.cwd()
    env = {"PATH": "/nowhere"}
    if folder is not None:
        env |= {"HOME": str(folder), "PULUMI_HOME": str(folder), "PULUMI_BACKEND_URL": f"file://{folder}"}
        env["PULUMI_CONFIG_PASSPHRASE"] = CANARY
        os.chdir(folder)
    try:
        with (
            patch.dict(os.environ, env),
            patch("sys.stdin", io.StringIO()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
        ):
            code = main(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 2
    finally:
        os.chdir(here)
    assert "Traceback" not in out.getvalue()
    assert CANARY not in out.getvalue()
    return int(code), out.getvalue()
