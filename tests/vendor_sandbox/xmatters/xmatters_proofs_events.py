"""Proofs of the rules about events and recipients."""

from __future__ import annotations

from datetime import datetime, timedelta

from xmatters_account import (
    API,
    PROOFS,
    VIEWER,
    events,
    fire,
    made,
    payload,
    workflow,
)

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.xmatters.seed import seeded_id

EVENTS = f"{API}/events"


@PROOFS.of("event-fields")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    (event,) = events(xm)
    assert (event["plan"], event["form"]["name"]) == ({"id": own.plan, "name": "Ours"}, "Test failure")
    assert (event["status"], event["priority"], event["eventType"]) == ("ACTIVE", "MEDIUM", "USER")
    assert event["incident"] == f"INCIDENT_ID-{event['eventId']}"
    assert event["name"] == "[test] failure"
    assert (event["submitter"]["targetName"], event["expirationInMinutes"]) == ("iac-bot", 180)
    assert event["created"].endswith("+0000")
    assert "terminated" not in event


@PROOFS.of("event-properties")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    assert "properties" not in events(xm)[0]
    assert set(events(xm, "embed=properties")[0]["properties"]) == {"Summary#en", "Message#en"}


@PROOFS.of("event-recipients")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm), payload(Recipients="Ops On-Call"))
    number = events(xm)[0]["id"]

    def names(query: str) -> list[str]:
        return [row["targetName"] for row in xm.get(f"{EVENTS}/{number}?{query}").json()["recipients"]["data"]]

    assert names("embed=recipients&targeted=true") == ["Ops On-Call"]
    assert names("embed=recipients") == ["Ops On-Call", "jdoe", "mmcbride", "kito"]
    assert names("embed=recipients&targeted=false") == ["jdoe", "mmcbride", "kito"]


@PROOFS.of("event-request-id")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    first, second = fire(xm, own), fire(xm, own)
    assert first != second
    assert [event["requestId"] for event in events(xm, f"requestId={second}")] == [second]
    assert events(xm, "requestId=nothing") == []
    xm.switch("xmatters.request_id_in_events", "no")
    assert "requestId" not in events(xm, f"requestId={second}")[0]


@PROOFS.of("event-filters")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    created = events(xm)[0]["created"].replace("+", "%2B")
    hits = (
        "plan=Ours",
        f"form={own.form}",
        "status=ACTIVE,SUSPENDED",
        "priority=MEDIUM",
        "submitter=iac-bot",
        "targetedRecipients=jdoe",
        "propertyName=Summary%23en&propertyValue=TEST",
        "propertyName=Message%23en&propertyValue=report&propertyValueOperator=EQUALS",
        "search=failure",
        f"from={created}&to={created}",
    )
    misses = (
        "plan=Other",
        f"plan=Ours&form={seeded_id('form Incident')}",
        "status=TERMINATED",
        "priority=HIGH",
        "submitter=jdoe",
        "targetedRecipients=kito",
        "propertyName=Summary&propertyValue=test",
        "propertyName=Message%23en&propertyValue=rep&propertyValueOperator=EQUALS",
        "search=success",
        "to=2020-01-01T00:00:00.000Z",
    )
    assert [len(events(xm, query)) for query in (*hits, *misses)] == [1] * 10 + [0] * 10
    refused(xm.get(f"{EVENTS}?status=OPEN"), 400)


@PROOFS.of("event-order")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    for _ in range(3):
        fire(xm, own)
    numbers = [int(event["eventId"]) for event in events(xm)]
    assert numbers == sorted(numbers, reverse=True)
    assert [int(event["eventId"]) for event in events(xm, "sortBy=EVENT_ID&sortOrder=ASCENDING")] == sorted(numbers)


@PROOFS.of("event-read")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    (event,) = events(xm)
    for key in (event["id"], event["eventId"]):
        assert xm.get(f"{EVENTS}/{key}").json() == event
    refused(xm.get(f"{EVENTS}/1"), 404)


@PROOFS.of("event-terminate")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    number = events(xm)[0]["eventId"]

    def become(status: str) -> int:
        return xm.post(EVENTS, {"id": number, "status": status}).status

    assert [become(status) for status in ("ACTIVE", "SUSPENDED", "TERMINATED", "TERMINATED")] == [200, 202, 202, 200]
    ended = xm.get(f"{EVENTS}/{number}").json()
    assert (ended["status"], ended["terminated"][-5:]) == ("TERMINATED", "+0000")
    assert [become("ACTIVE"), become("GONE")] == [400, 400]
    refused(xm.post(EVENTS, {"id": "1", "status": "TERMINATED"}), 404)
    refused(xm.post(EVENTS, {"status": "TERMINATED"}), 400)


@PROOFS.of("event-annotate")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    path = f"{EVENTS}/{events(xm)[0]['id']}/annotations"
    assert made(xm.post(path, {"comment": "a test"}))["author"]["targetName"] == "iac-bot"
    assert [row["comment"] for row in xm.get(path).json()["data"]] == ["a test"]
    refused(xm.post(path, {}), 400)


@PROOFS.of("event-expires")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    xm.advance(179 * 60)
    assert events(xm)[0]["status"] == "ACTIVE"
    xm.advance(60)
    (event,) = events(xm)
    assert event["status"] == "TERMINATED"
    length = datetime.fromisoformat(event["terminated"]) - datetime.fromisoformat(event["created"])
    assert length == timedelta(minutes=180)


@PROOFS.of("person-read")
def _(xm: StandIn) -> None:
    for key in ("jdoe", seeded_id("person jdoe")):
        assert xm.get(f"{API}/people/{key}").json()["firstName"] == "Jane"
    refused(xm.get(f"{API}/people/nobody"), 404, "Could not find a person with id nobody")


@PROOFS.of("person-exact")
def _(xm: StandIn) -> None:
    queries = ("targetName=jdoe", "targetName=JDOE", "webLogin=sandbox", "webLogin=san")
    assert [xm.get(f"{API}/people?{query}").json()["total"] for query in queries] == [1, 0, 1, 0]


@PROOFS.of("person-search")
def _(xm: StandIn) -> None:
    def found(text: str) -> list[str]:
        return [row["targetName"] for row in xm.get(f"{API}/people", query={"search": text}).json()["data"]]

    assert [found(text) for text in ("JANE", "4915112345678", "mary.mcbride@acme", "sandbox")] == [
        ["jdoe"],
        ["jdoe"],
        ["mmcbride"],
        ["iac-bot"],
    ]
    refused(xm.get(f"{API}/people?search=j"), 400)
    assert "addresses" not in xm.get(f"{API}/people?search=jane").json()["data"][0]


@PROOFS.of("person-devices")
def _(xm: StandIn) -> None:
    found = xm.get(f"{API}/people/jdoe/devices").json()["data"]
    assert [row["targetName"] for row in found] == ["jdoe|Work Email", "jdoe|Mobile"]
    assert xm.get(f"{API}/people/kito/devices").json()["total"] == 0
    refused(xm.get(f"{API}/people/nobody/devices"), 404)
    embedded = xm.get(f"{API}/people/jdoe?embed=devices,roles").json()
    assert (embedded["devices"]["total"], embedded["roles"][0]) == (2, "REST Web Service User")


@PROOFS.of("group-read")
def _(xm: StandIn) -> None:
    for key in ("QA%20%2F%20Web%20%26%20API", seeded_id("group QA / Web & API")):
        assert xm.get(f"{API}/groups/{key}").json()["targetName"] == "QA / Web & API"
    refused(xm.get(f"{API}/groups/Nobody"), 404, "Could not find a group")
    assert xm.get(f"{API}/groups?search=ops&fields=NAME&operand=AND").json()["total"] == 1
    assert xm.get(f"{API}/groups?targetName=Executives").json()["total"] == 1


@PROOFS.of("group-members")
def _(xm: StandIn) -> None:
    rows = xm.get(f"{API}/groups/Ops%20On-Call/members").json()["data"]
    assert [row["member"]["targetName"] for row in rows] == ["jdoe", "mmcbride", "kito"]
    assert xm.get(f"{API}/groups/Empty%20Shift/recipients").json()["total"] == 0


@PROOFS.of("group-hidden")
def _(xm: StandIn) -> None:
    path = f"{API}/groups/Security%20Only"
    assert xm.get(path).status == 200
    refused(xm.get(path, headers=VIEWER), 404)
    assert xm.get(f"{API}/groups").json()["total"] == xm.get(f"{API}/groups", headers=VIEWER).json()["total"] + 1


@PROOFS.of("device-read")
def _(xm: StandIn) -> None:
    for key in ("mmcbride%7CWork%20Phone", seeded_id("device mmcbride Work Phone")):
        assert xm.get(f"{API}/devices/{key}").json()["owner"]["targetName"] == "mmcbride"
    refused(xm.get(f"{API}/devices/mmcbride%7CPager"), 404)
    assert xm.get(f"{API}/devices").json()["total"] == 7


@PROOFS.of("recipient-status")
def _(xm: StandIn) -> None:
    paths = ("people/asmith", "groups/Old%20Team", "devices/lrivera%7CWork%20Email", "people/jdoe")
    statuses = [xm.get(f"{API}/{path}").json()["status"] for path in paths]
    assert statuses == ["INACTIVE", "INACTIVE", "INACTIVE", "ACTIVE"]


@PROOFS.of("site-read")
def _(xm: StandIn) -> None:
    (site,) = xm.get(f"{API}/sites").json()["data"]
    assert xm.get(f"{API}/sites/Default%20Site").json() == site
    refused(xm.get(f"{API}/sites/Mars"), 404)
