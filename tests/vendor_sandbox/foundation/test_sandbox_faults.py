"""Fault rules: each kind as a client meets it, and which requests fall under a rule."""

import pytest
import requests

from support.sandbox import ControlError

TOKEN = {"Authorization": "Bearer sandbox-ilert-token"}


@pytest.fixture
def vendors(sandbox):
    """GETs and POSTs that change something countable, without any vendor's own rules in between."""

    class Vendors:
        control = sandbox.control
        hook = sandbox.status["apifortress"]["url"] + "/api/rest/v3/0a1b2c3d-1111-4222-8333-444455556666123"
        ilert = sandbox.status["ilert"]["url"]

        def run(self):
            """A POST that is committed when a run was stored."""
            return requests.post(self.hook + "/tests/run-all?sync=true", timeout=20)

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
    ],
)
def test_rules_that_make_no_sense_are_refused(sandbox, rule):
    with pytest.raises(ControlError, match="400"):
        sandbox.control.call("POST", "/faults", rule)
