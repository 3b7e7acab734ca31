"""Fault rules: each kind as a client meets it, and which requests fall under a rule."""

import json

import pytest
import requests

from support.sandbox import ControlError, running
from vendor_sandbox.alterations import altered

TOKEN = {"Authorization": "Bearer sandbox-ilert-token"}


@pytest.fixture
def vendors(sandbox):
    """GETs and POSTs that change something countable, without any vendor's own rules in between."""

    class Vendors:
        control = sandbox.control
        hook = sandbox.status["apifortress"]["url"] + "/api/rest/v3/0a1b2c3d-1111-4222-8333-444455556666123"
        ilert = sandbox.status["ilert"]["url"]

        def run(self, seconds=20):
            """A POST that is committed when a run was stored."""
            return requests.post(self.hook + "/tests/run-all?sync=true", timeout=seconds)

        def runs(self):
            return len(self.control.events()) // 2

    return Vendors()


def test_a_status_fails_before_the_change_in_the_vendors_form(vendors):
    vendors.control.fault(vendor="apifortress", status=503)
    answer = vendors.run()
    assert (answer.status_code, answer.json()) == (503, {"status": "error", "message": "injected fault"})
    assert vendors.runs() == 0
    assert vendors.run().status_code == 200


def test_a_status_after_the_change(vendors):
    vendors.control.fault(method="POST", status=500, applyFirst=True)
    assert vendors.run().status_code == 500
    assert vendors.runs() == 1


@pytest.mark.parametrize(("rule", "runs"), [({"drop": True}, 0), ({"drop": "before"}, 0), ({"drop": "after"}, 1)])
def test_a_cut_connection(vendors, rule, runs):
    vendors.control.fault(vendor="apifortress", **rule)
    with pytest.raises(requests.ConnectionError):
        vendors.run()
    assert vendors.runs() == runs
    log = vendors.control.requests_log()
    assert (log[-1]["status"], log[-1]["fault"]) == (None, 1)


def test_a_truncated_body(vendors):
    vendors.control.fault(vendor="apifortress", truncate=True)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        vendors.run()
    assert vendors.runs() == 1


def test_an_html_page(vendors):
    vendors.control.fault(vendor="apifortress", html=True)
    answer = vendors.run()
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "<html>" in answer.text
    assert vendors.runs() == 0


def test_a_429_with_retry_after_and_a_body_of_ones_own(vendors):
    vendors.control.fault(status=429, retryAfter=7, body={"slow": "down"})
    answer = vendors.run()
    assert (answer.status_code, answer.headers["retry-after"], answer.json()) == (429, "7", {"slow": "down"})
    vendors.control.fault(status=400, body="plain")
    assert vendors.run().text == "plain"


def test_a_delay_changes_nothing_else(vendors):
    vendors.control.fault(delayMs=60)
    assert vendors.run().status_code == 200
    assert vendors.control.requests_log()[-1]["milliseconds"] >= 60


@pytest.mark.parametrize(("when", "runs"), [("before", 0), ("after", 1)])
def test_no_answer_until_the_client_gives_up(vendors, when, runs):
    vendors.control.fault(vendor="apifortress", timeout=when)
    with pytest.raises(requests.ReadTimeout):
        vendors.run(seconds=0.3)
    assert vendors.runs() == runs
    assert vendors.control.requests_log()[-1]["status"] is None
    assert vendors.run().status_code == 200


def test_the_right_body_under_the_wrong_content_type(vendors):
    vendors.control.fault(vendor="apifortress", contentType="text/html; charset=utf-8")
    answer = vendors.run()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert isinstance(answer.json(), list) and vendors.runs() == 1


def test_too_many_requests_for_a_window_of_the_sandbox_clock_and_per_account(sandbox):
    def status(token):
        url = sandbox.status["ilert"]["url"] + "/api/teams"
        answer = requests.get(url, headers={"Authorization": token}, timeout=10)
        return answer.status_code, answer.headers.get("retry-after")

    sandbox.control.fault(vendor="ilert", skip=1, status=429, windowSeconds=30, retryAfter="window")
    assert status("Bearer sandbox-ilert-token") == (200, None)
    assert status("Bearer sandbox-ilert-token") == (429, "30")
    sandbox.control.advance(20)
    code, left = status("Bearer sandbox-ilert-token")
    assert code == 429 and 0 < int(left) <= 10
    assert status("Bearer another") == (429, "30")
    sandbox.control.advance(10)
    assert status("Bearer sandbox-ilert-token") == (200, None)
    assert status("Bearer another")[0] == 429
    sandbox.control.advance(21)
    assert status("Bearer another")[0] == 403
    assert status("Bearer sandbox-ilert-token") == (200, None), "a window comes once"


def test_a_window_of_real_time_does_not_mind_the_sandbox_clock(vendors):
    vendors.control.fault(status=429, windowSeconds=3600, windowClock="real")
    assert vendors.run().status_code == 429
    vendors.control.advance(7200)
    assert vendors.run().status_code == 429


ROWS = [{"id": 1, "name": "a", "note": ""}, {"id": 2, "name": "b", "note": None, "parts": {"id": 7, "text": ""}}]


def changed(answer, *words):
    return json.loads(altered(json.dumps(answer).encode(), list(words)))


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"count": len(rows), "data": rows}])
def test_lists_come_in_another_order_or_with_a_row_twice(wrap):
    def rows(answer):
        return answer["data"] if isinstance(answer, dict) else answer

    many = [{"id": number, "inner": [3, 1, 2]} for number in range(12)]
    shuffled = rows(changed(wrap(many), "shuffled"))
    assert shuffled != many and sorted(shuffled, key=lambda row: row["id"]) == many
    assert rows(changed(wrap(many), "shuffled")) == shuffled
    assert rows(changed(wrap(many[:2]), "shuffled")) == many[:2][::-1]
    assert rows(changed(wrap(many[:2][::-1]), "shuffled")) == many[:2]
    assert rows(changed(wrap(many), "duplicate_row")) == [*many, many[0]]
    assert rows(changed(wrap([]), "shuffled", "duplicate_row")) == []


def test_objects_get_unknown_members_at_every_depth_but_maps_do_not():
    one = {"id": 1, "params": {"url": "x"}, "inner": [{"id": 2}]}
    answer = changed(one, "unknown_fields")
    assert answer.pop("futureField") and answer.pop("futureParts")
    assert answer["inner"][0].pop("futureField") and answer["inner"][0].pop("futureParts")
    assert answer == one


def test_no_value_is_null_or_absent():
    assert changed(ROWS, "nulls") == [
        {"id": 1, "name": "a", "note": None},
        {"id": 2, "name": "b", "note": None, "parts": {"id": 7, "text": None}},
    ]
    assert changed(ROWS, "absent") == [{"id": 1, "name": "a"}, {"id": 2, "name": "b", "parts": {"id": 7}}]


def test_time_stamps_vary_in_precision_and_mean_the_same_second():
    stamps = ["2026-03-02T09:15:27.418Z", "2026-03-02T09:15:27Z", "2026-03-02T09:15:27.4+0000", "at 09:15"]
    assert changed({"at": stamps, "in": {"t": stamps[0]}}, "timestamps") == {
        "at": ["2026-03-02T09:15:27Z", "2026-03-02T09:15:27.5Z", "2026-03-02T09:15:27.123+0000", "at 09:15"],
        "in": {"t": "2026-03-02T09:15:27.987654Z"},
    }


def test_what_is_no_json_stays_as_it_is():
    assert altered(b"<html>", ["nulls"]) == b"<html>"
    assert altered(b"", ["nulls"]) == b""


def test_alterations_reach_every_vendor_and_can_be_joined(sandbox):
    xmatters = ("sandbox", "sandbox-xmatters-password")
    ilert = {"Authorization": "Bearer sandbox-ilert-token"}
    teams = sandbox.status["ilert"]["url"] + "/api/teams"
    plans = sandbox.status["xmatters"]["url"] + "/api/xm/1/plans"
    before = [row["id"] for row in requests.get(teams, headers=ilert, timeout=10).json()]
    page = requests.get(plans, auth=xmatters, timeout=10).json()
    sandbox.control.fault(method="GET", times=0, alter=["shuffled", "duplicate_row", "unknown_fields"])
    rows = requests.get(teams, headers=ilert, timeout=10).json()
    assert {row["id"] for row in rows} == set(before) and len(rows) == len(before) + 1
    assert [row["id"] for row in rows][:-1] != before
    altered_page = requests.get(plans, auth=xmatters, timeout=10).json()
    assert (altered_page["count"], len(altered_page["data"])) == (page["count"], page["count"] + 1)
    assert all("futureField" in row for row in altered_page["data"])


def test_a_restart_keeps_rules_and_what_they_hit(fresh_sandbox):
    url = fresh_sandbox.status["ilert"]["url"] + "/api/teams"
    fresh_sandbox.control.fault(vendor="ilert", status=500, times=2)
    assert requests.get(url, headers=TOKEN, timeout=10).status_code == 500
    fresh_sandbox.kill()
    with running(fresh_sandbox.folder) as again:
        url = again.status["ilert"]["url"] + "/api/teams"
        assert [requests.get(url, headers=TOKEN, timeout=10).status_code for _ in range(2)] == [500, 200]
        again.control.reset()
        assert again.control.call("GET", "/faults") == []


def test_errors_have_each_vendors_form(sandbox):
    sandbox.control.fault(status=500, times=0)
    ilert = requests.get(sandbox.status["ilert"]["url"] + "/x", timeout=10).json()
    xmatters = requests.get(sandbox.status["xmatters"]["url"] + "/x", timeout=10).json()
    assert set(ilert) == {"status", "message", "code"}
    assert set(xmatters) == {"code", "reason", "message"}


def test_which_requests_fall_under_a_rule(vendors):
    def statuses():
        return [requests.request(method, vendors.hook + path, timeout=10).status_code for method, path in calls]

    calls = [("GET", "/tests"), ("GET", "/"), ("POST", "/tests/run-all"), ("GET", "/login")]
    normal = statuses()
    for rule, hit in (
        ({"method": "POST"}, [2]),
        ({"pathRegex": "/tests$"}, [0]),
        ({"pathPrefix": "/app/api/rest/v3/"}, [0, 1, 2, 3]),
        ({"pathPrefix": "/api"}, []),
        ({"vendor": "ilert"}, []),
        ({"vendor": "apifortress", "method": "GET", "pathRegex": "log.n"}, [3]),
    ):
        vendors.control.clear_faults()
        vendors.control.fault(status=418, times=0, **rule)
        assert statuses() == [418 if place in hit else status for place, status in enumerate(normal)], rule


def test_times_and_skip(vendors):
    vendors.control.fault(status=418, skip=1, times=2)
    assert [vendors.run().status_code for _ in range(5)] == [200, 418, 418, 200, 200]
    [rule] = vendors.control.call("GET", "/faults")
    assert (rule["hits"], rule["skip"]) == (2, 0)
    vendors.control.clear_faults()
    assert vendors.control.call("GET", "/faults") == []


def test_the_older_rule_goes_first(vendors):
    vendors.control.fault(status=500)
    vendors.control.fault(status=501)
    assert [vendors.run().status_code for _ in range(3)] == [500, 501, 200]


def test_the_control_plane_is_never_hit(vendors):
    vendors.control.fault(drop=True, times=0)
    vendors.control.clear_faults()
    assert vendors.run().status_code == 200


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"times": 3},
        {"status": "500"},
        {"status": 500, "colour": "red"},
        {"drop": "sideways"},
        {"status": 500, "pathRegex": "("},
        {"status": True},
        {"timeout": "sometimes"},
        {"alter": "sorted"},
        {"alter": ["shuffled", "sorted"]},
        {"status": 429, "retryAfter": "soon"},
        {"html": True, "windowSeconds": 5},
        {"status": 429, "windowSeconds": 5, "times": 2},
        {"status": 429, "windowSeconds": 5, "windowClock": "wall"},
    ],
)
def test_rules_that_make_no_sense_are_refused(sandbox, rule):
    with pytest.raises(ControlError, match="400"):
        sandbox.control.call("POST", "/faults", rule)
