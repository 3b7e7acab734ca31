"""Proofs of xMatters' transport rules."""

from __future__ import annotations

from typing import Any

from xmatters_account import API, API_KEY, BOT, NOBODY, OWNER, PROOFS, VIEWER, basic, made, plan

from support.contract import refused
from support.standin import Answer, StandIn

TOKEN = f"{API}/oauth2/token"
FORM = {"content-type": "application/x-www-form-urlencoded", "authorization": ""}
PASSWORD = "grant_type=password&client_id=sandbox-client-id&username=sandbox&password=sandbox-xmatters-password"


def token(xm: StandIn, form: str = PASSWORD) -> Answer:
    return xm.call("POST", TOKEN, raw=form.encode(), headers=FORM)


def bearer(answer: Answer) -> dict[str, str]:
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@PROOFS.of("auth-none")
def _(xm: StandIn) -> None:
    for headers in (NOBODY, basic("sandbox", "wrong"), basic("nobody", "x"), {"authorization": "Basic !"}):
        refused(xm.get(f"{API}/plans", headers=headers), 401, "Authentication failed")


@PROOFS.of("auth-basic")
def _(xm: StandIn) -> None:
    assert xm.get(f"{API}/plans", headers=BOT).status == 200


@PROOFS.of("auth-api-key")
def _(xm: StandIn) -> None:
    own = made(xm.post(f"{API}/plans", {"name": "By key", "enabled": True}, headers=API_KEY))
    assert own["creator"]["targetName"] == "iac-bot"


@PROOFS.of("auth-token")
def _(xm: StandIn) -> None:
    answer = token(xm)
    body = made(answer, 200)
    assert (body["token_type"], body["expires_in"]) == ("bearer", 899)
    assert len(body["refresh_token"]) == len(body["jti"]) == 36
    assert xm.get(f"{API}/people?limit=1", headers=bearer(answer)).status == 200
    refused(token(xm, PASSWORD + "x"), 401)


@PROOFS.of("auth-token-expired")
def _(xm: StandIn) -> None:
    headers = bearer(token(xm))
    xm.advance(900)
    answer = xm.get(f"{API}/plans", headers=headers)
    refused(answer, 401, "invalid_token")
    assert "code" not in answer.json()


@PROOFS.of("auth-refresh")
def _(xm: StandIn) -> None:
    first = token(xm).json()["refresh_token"]
    refresh = "grant_type=refresh_token&client_id=sandbox-client-id&refresh_token="
    second = token(xm, refresh + first)
    assert made(second, 200)["refresh_token"] != first
    assert xm.get(f"{API}/plans", headers=bearer(second)).status == 200
    refused(token(xm, refresh + first), 401, "Invalid refresh token")


@PROOFS.of("auth-token-form")
def _(xm: StandIn) -> None:
    sent = dict(pair.split("=") for pair in PASSWORD.split("&"))
    refused(xm.post(TOKEN, sent, headers=NOBODY), 415)
    xm.switch("xmatters.token_json", "accept")
    assert xm.post(TOKEN, sent, headers=NOBODY).status == 200


@PROOFS.of("auth-token-grant")
def _(xm: StandIn) -> None:
    refused(token(xm, "grant_type=magic&client_id=sandbox-client-id"), 400)


@PROOFS.of("ping")
def _(xm: StandIn) -> None:
    assert xm.get(f"{API}/ping", headers=basic("no", "body")).status == 200


@PROOFS.of("error-body")
def _(xm: StandIn) -> None:
    answer = xm.get(f"{API}/plans/nothing")
    error = answer.json()
    assert (answer.status, error["code"], error["reason"]) == (404, 404, "Not Found")
    assert error["message"] == "Could not find a plan with id nothing"
    assert error["subcode"] == "validation.plan.plan_not_exists"
    person = xm.get(f"{API}/people/x").json()
    assert person["subcode"] == "validation.person.person_not_exists"


@PROOFS.of("error-path")
def _(xm: StandIn) -> None:
    refused(xm.get(f"{API}/nonsense"), 404)
    refused(xm.get("/plans"), 404)
    refused(xm.call("PUT", f"{API}/plans", {}), 405)
    refused(xm.call("PATCH", f"{API}/plans/x", {}), 405)


@PROOFS.of("error-order")
def _(xm: StandIn) -> None:
    refused(xm.get(f"{API}/nonsense", headers=NOBODY), 401)
    refused(xm.call("POST", f"{API}/nonsense", raw=b"x"), 404)
    refused(xm.call("POST", f"{API}/plans/unknown/forms", raw=b"{", headers={"content-type": "text/plain"}), 415)
    refused(xm.post(f"{API}/plans/unknown/forms", {}), 404)


@PROOFS.of("error-order-below")
def _(xm: StandIn) -> None:
    foreign = f"{API}/plans/Incident%20Response/constants"
    refused(xm.post(f"{API}/plans/unknown/constants", {}, headers=VIEWER), 404)
    refused(xm.post(foreign, {}, headers=VIEWER), 403)
    refused(xm.post(foreign, {"name": "Bridge", "value": 1}), 400)
    refused(xm.post(foreign, {"name": "Bridge", "value": ""}), 409)


@PROOFS.of("error-media")
def _(xm: StandIn) -> None:
    refused(xm.call("POST", f"{API}/plans", raw=b"{}", headers={"content-type": "text/plain"}), 415)
    refused(xm.get(f"{API}/plans", headers={"accept": "text/html"}), 406)


@PROOFS.of("error-json")
def _(xm: StandIn) -> None:
    refused(xm.call("POST", f"{API}/plans", raw=b"{", headers={"content-type": "application/json"}), 400)
    refused(xm.post(f"{API}/plans", []), 400)


@PROOFS.of("slash")
def _(xm: StandIn) -> None:
    own = made(xm.post(f"{API}/plans/", {"name": "Ours", "enabled": True}))
    assert xm.get(f"{API}/plans/{own['id']}/").json()["id"] == own["id"]


@PROOFS.of("page")
def _(xm: StandIn) -> None:
    own = plan(xm)
    path = f"{API}/plans/{own['id']}/constants"
    empty = {"count": 0, "total": 0, "data": [], "links": {"self": f"{path}?offset=0&limit=100"}}
    assert xm.get(path).json() == empty
    for number in range(101):
        made(xm.post(path, {"name": f"c{number}", "value": "v"}))
    found = xm.get(path).json()
    assert (found["count"], found["total"], len(found["data"])) == (100, 101, 100)


@PROOFS.of("page-links")
def _(xm: StandIn) -> None:
    def links(query: str) -> Any:
        return xm.get(f"{API}/people?{query}").json()["links"]

    assert set(links("limit=1000")) == {"self"}
    middle = links("status=ACTIVE&offset=2&limit=2")
    assert middle["previous"] == f"{API}/people?status=ACTIVE&offset=0&limit=2"
    assert middle["next"] == f"{API}/people?status=ACTIVE&offset=4&limit=2"
    assert xm.get(middle["next"]).json()["count"] == 2
    xm.switch("xmatters.link_order", "alphabetical")
    assert links("status=ACTIVE")["self"] == f"{API}/people?limit=100&offset=0&status=ACTIVE"


@PROOFS.of("page-limit")
def _(xm: StandIn) -> None:
    refused(xm.get(f"{API}/plans?limit=1001"), 400)
    refused(xm.get(f"{API}/plans?offset=-1"), 400)
    xm.switch("xmatters.limit_above_maximum", "cap")
    assert xm.get(f"{API}/plans?limit=1001").json()["links"]["self"].endswith("limit=1000")


@PROOFS.of("rate-headers")
def _(xm: StandIn) -> None:
    headers = [xm.get(f"{API}/plans").headers for _ in range(2)][-1]
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-period_in_sec"]) == ("60000", "60")
    assert int(headers["x-ratelimit-used"]) >= 1
    assert (headers["x-concurrentlimit-limit"], headers["x-concurrentlimit-used"]) == ("10000", "1")


def _exhausted(xm: StandIn) -> Answer:
    xm.switch("xmatters.calls_per_minute", "60")
    xm.advance(60 - xm.context.clock.timestamp() % 60)
    statuses = [xm.get(f"{API}/ping").status for _ in range(2)] + [xm.get(f"{API}/sites").status for _ in range(60)]
    assert statuses == [200] * 62
    return xm.get(f"{API}/sites")


@PROOFS.of("rate-limit")
def _(xm: StandIn) -> None:
    refused(_exhausted(xm), 429, "Too Many Requests")
    xm.advance(60)
    assert xm.get(f"{API}/sites").status == 200


@PROOFS.of("rate-retry-after")
def _(xm: StandIn) -> None:
    assert "retry-after" not in _exhausted(xm).headers
    xm.switch("xmatters.retry_after", "yes")
    assert 0 < int(xm.get(f"{API}/sites").headers["retry-after"]) <= 60


@PROOFS.of("search")
def _(xm: StandIn) -> None:
    def names(query: str) -> list[str]:
        return [row["targetName"] for row in xm.get(f"{API}/people?{query}").json()["data"]]

    assert names("search=DOE%20mcbride") == ["jdoe", "mmcbride"]
    assert names("search=jane%20doe&operand=AND") == ["jdoe"]
    assert names("search=nobody") == []
    refused(xm.get(f"{API}/people?search=j"), 400)


@PROOFS.of("query-list")
def _(xm: StandIn) -> None:
    def count(query: str) -> int:
        return int(xm.get(f"{API}/people?{query}").json()["count"])

    assert count("targetName=jdoe,kito") == 2
    assert count("targetName=jdoe%2Ckito") == 0
    assert xm.get(f"{API}/plans", headers=OWNER).status == xm.get(f"{API}/plans", headers=VIEWER).status == 200
