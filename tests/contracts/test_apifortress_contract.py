"""API Fortress' documented exchanges: all endpoints and all error rows; and a recording."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from contracts.record import main
from support.cassettes import contents
from support.sandbox import Sandbox

TESTS = Path(__file__).parents[1] / "alert_wiring" / "apifortress"
CASSETTES = TESTS / "cassettes"
_ROOT = "/app/api/rest/v3"

ENDPOINTS = {
    "L1": "GET /login",
    "C1": "GET /company",
    "D1": "GET /connectors",
    "D2": "GET /connectors/*",
    "D3": "POST /connectors",
    "D4": "PUT /connectors/*",
    "D5": "DELETE /connectors/*",
    "G1": "GET /alertGroups",
    "G2": "POST /alertGroups",
    "G3": "GET /alertGroups/*",
    "G4": "PUT /alertGroups/*",
    "G5": "DELETE /alertGroups/*",
    "I1": "GET /alertGroups/*/connectors",
    "I2": "POST /alertGroups/*/connectors",
    "I3": "GET /alertGroups/*/connectors/*",
    "I4": "PUT /alertGroups/*/connectors/*",
    "I5": "DELETE /alertGroups/*/connectors/*",
    "U1": "GET /alertGroups/*/users",
    "U2": "PUT /alertGroups/*/users/*",
    "U3": "DELETE /alertGroups/*/users/*",
    "P1": "GET /projects",
    "A1": "GET /projects/*/alertGroups",
    "A2": "PUT /projects/*/alertGroups",
    "A3": "PUT /projects/*/alertGroups/*",
    "A4": "DELETE /projects/*/alertGroups/*",
    "T1": "POST /alertGroups/*/connectors/*/_test",
    "T2": "POST /projects/*/_testConnectors",
}
"""The endpoints of `api-fortress.md 4.6` that the client uses: all but P2, a single project, which P1 tells."""

ERRORS = {
    400: ["error_validation", "error_pair", "error_empty", "error_malformed"],
    401: ["error_unauthorized", "login_refused"],
    403: ["error_forbidden", "definition_without_admin"],
    404: ["error_not_found"],
    405: ["error_method"],
    409: ["error_conflict", "error_conflict_definition", "error_conflict_label"],
    429: ["throttled_get", "throttled_post"],
    502: ["error_html_post"],
    503: ["unavailable_put", "unavailable_post"],
}
"""The rows of the error table (`api-fortress.md 4.4`) and the cassettes that have them."""


def test_every_endpoint_has_a_documented_answer() -> None:
    answered = {call for call, status in _exchanges() if 200 <= status < 300}
    assert set(ENDPOINTS.values()) - answered == set()
    assert {call for call, _ in _exchanges()} - set(ENDPOINTS.values()) == set(), "not in the reference"


@pytest.mark.parametrize("status", ERRORS)
def test_every_row_of_the_error_table_has_its_answer(status: int) -> None:
    for name in ERRORS[status]:
        assert status in {found for _, found in _exchanges(f"{name}.yaml")}, name


def test_every_cassette_is_played_and_names_its_section() -> None:
    """The player itself fails a test over an exchange that nobody asked for."""
    played = "".join(path.read_text() for path in TESTS.glob("test_*.py"))
    for path in CASSETTES.glob("*.yaml"):
        name = path.stem.removeprefix("error_")
        assert f'"{path.stem}"' in played or f'"{name}"' in played, f"{path.name} is played by no test"
        source = contents(path)["metadata"]["source"]
        assert re.match(r"api-fortress\.md \d", source), path.name


def test_a_recording_differs_from_the_documents_only_in_what_they_leave_open(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Against the stand-in; whatever is made for the recording is gone at the end."""
    sandbox.control.reset("cloud")
    before = sandbox.control.state()["apifortress"]
    place = sandbox.status["apifortress"]
    assert main(["apifortress", "--into", str(tmp_path)], sandbox.settings("apifortress")) == 0
    assert sandbox.control.state()["apifortress"] == before
    texts = {path.stem: path.read_text() for path in (tmp_path / "apifortress").glob("*.yaml")}
    assert texts.keys() == {"company", "groups", "instances", "projects"}
    for secret in (place["url"], *place["credentials"].values()):
        assert not any(secret in text for text in texts.values())
    said = [line for line in capsys.readouterr().out.splitlines() if "documented" in line]
    assert [line for line in said if ": status " in line or "exchange(s)" in line] == []


def _exchanges(pattern: str = "*.yaml") -> set[tuple[str, int]]:
    """Return the documented calls, ids as stars, with the status of their answers."""
    found = set()
    for path in CASSETTES.glob(pattern):
        for exchange in contents(path)["interactions"]:
            asked = exchange["request"]
            place = urlsplit(asked["uri"]).path.removeprefix(_ROOT)
            call = f"{asked['method']} {re.sub(r'/(?:[0-9a-f]{24}|[0-9]+)', '/*', place)}"
            found.add((call, exchange["response"]["status"]["code"]))
    return found
