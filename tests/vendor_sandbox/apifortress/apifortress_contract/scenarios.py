"""Rows on the acceptance scenarios of section 9 that other rows do not show: the vendor's side of each."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from apifortress_contract.table import row
from apifortress_contract.world import World


@row("9 row 7", "parallel pair assignments on one project are all kept")
def parallel_assignments(world: World) -> None:
    groups = [world.group(f"g{number}") for number in range(12)]

    def assign(group: int) -> int:
        with requests.Session() as session:
            session.trust_env = False
            return World(world.sandbox, session, None).call("PUT", f"/projects/3074/alertGroups/{group}").status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(assign, groups)) == {200}
    assert world.ok("GET", "/projects/3074")["alertGroupIds"] == [2, 170, *groups]


@row("9 row 10, 7.4", "torn down in the order assignment, connector, group, nothing is refused and the seed is back")
def teardown_order(world: World) -> None:
    before = world.control.state()["apifortress"]
    group, instance = world.wired(world.definition("JSON Alert"))
    world.refused(409, "DELETE", f"/alertGroups/{group}")
    paths = (
        f"/projects/3075/alertGroups/{group}",
        f"/alertGroups/{group}/connectors/{instance}",
        f"/alertGroups/{group}",
    )
    for path in paths:
        world.ok("DELETE", path)
    assert world.control.state()["apifortress"] == before
    for path in paths:
        world.refused(404, "DELETE", path)


@row(
    "9 row 11, 4.9 applyFirst", "a POST that fails after it was applied leaves exactly one group, to be found by label"
)
def applied_then_failed(world: World) -> None:
    world.control.fault(method="POST", pathPrefix="/app/api/rest/v3/alertGroups", status=502, applyFirst=True, times=1)
    assert world.call("POST", "/alertGroups", {"label": "ambiguous"}).status == 502
    assert len(world.ok("GET", "/alertGroups?label=ambiguous")) == 1
    world.control.fault(method="POST", pathPrefix="/app/api/rest/v3/alertGroups", drop="after")
    with pytest.raises(requests.ConnectionError):
        world.call("POST", "/alertGroups", {"label": "cut"})
    assert len(world.ok("GET", "/alertGroups?label=cut")) == 1


@row("9 row 13", "a value changed by hand is what a read gives; a write puts it right")
def changed_by_hand(world: World) -> None:
    group, instance = world.wired(world.definition("JSON Alert"), url="http://127.0.0.1:1/ours")
    world.control.edit("apifortress", "connectors", instance, params={"url": "http://127.0.0.1:1/theirs"})
    path = f"/alertGroups/{group}/connectors/{instance}"
    assert world.ok("GET", path)["params"]["url"].endswith("theirs")
    world.ok("PUT", path, {"params": {"url": "http://127.0.0.1:1/ours"}})
    assert world.control.get("apifortress", "connectors", instance)["params"]["url"].endswith("ours")


@row("9 row 15, 6.4", "the threshold table on the sandbox clock, over HTTP")
def threshold_table(world: World) -> None:
    table = (
        ("1", "60", (0, 1), [0, 1]),
        ("2", "60", (0, 50), [50]),
        ("2", "60", (0, 70), []),
        ("2", "600", (0, 10, 20, 30), [10, 30]),
    )
    key = world.load_threshold()
    group, instance = world.wired(key, url=world.receiver.url)
    for number, (counter, ttl, failures, posts) in enumerate(table):
        params = {"url": world.receiver.url, "counter": counter, "ttl": ttl}
        world.ok("PUT", f"/alertGroups/{group}/connectors/{instance}", {"params": params})
        at, sent = 0, []
        for second in failures:
            world.control.advance(second - at)
            at = second
            run = world.control.run_test(3075, test={"name": f"row {number}"})
            sent += [second for _ in run["deliveries"]]
        assert sent == posts, (counter, ttl, failures)


@row("9 row 15, 6.4", "a restart of the connector service loses the counters; a restart of the sandbox does not")
def threshold_restart(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="600")
    world.control.run_test(3075)
    world.control.call("DELETE", "/thresholds")
    assert world.control.run_test(3075)["deliveries"] == []


@row("9 row 19, 4.4", "429 carries Retry-After; a 503 on PUT changes nothing; both end by themselves")
def throttled(world: World) -> None:
    world.control.fault(method="GET", status=429, retryAfter=1, times=2)
    url = world.root + "/company"
    for _ in range(2):
        answer = world.session.get(url, timeout=10)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    world.ok("GET", "/company")
    world.control.fault(method="PUT", status=503)
    assert world.call("PUT", "/alertGroups/171", {"label": "renamed"}).status == 503
    assert world.ok("GET", "/alertGroups/171")["label"] == "datadog"
    assert world.ok("PUT", "/alertGroups/171", {"label": "renamed"})["label"] == "renamed"


@row("9 row 20, 4.4", "a proxy's HTML page with 502 instead of JSON, without anything of the request in it")
def html_page(world: World) -> None:
    world.control.fault(method="POST", status=502, html=True)
    body = {"connectorId": world.definition("JSON Alert"), "params": {"url": "https://planted-secret.example"}}
    answer = world.call("POST", "/alertGroups/171/connectors", body)
    assert (answer.status, re.search("<html>", answer.body) is not None) == (502, True)
    assert "planted-secret" not in answer.body
