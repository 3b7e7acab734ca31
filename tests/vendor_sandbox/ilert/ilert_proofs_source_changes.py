"""Proofs of the rules about changing, deleting and finding alert sources."""

from __future__ import annotations

from typing import Any

from ilert_account import PROOFS, SOURCES, body, read, source, text
from ilert_proofs_sources import LINK, replaced

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.ilert import OBJECTS, edited_by_hand


def by_hand(ilert: StandIn, made: dict[str, Any], **fields: Any) -> None:
    """An edit in the console, as the control plane makes it."""
    collection, number = OBJECTS["alert-sources"], str(made["id"])
    before = ilert.context.store.get(collection, number)
    assert before is not None
    after = edited_by_hand(ilert.context, "alert-sources", before, {**before, **fields})
    ilert.context.store.put(collection, number, after)


@PROOFS.of("put-replaces")
def _(ilert: StandIn) -> None:
    made = source(
        ilert,
        active=False,
        severity=2,
        supportHours={"id": 5512},
        services=[{"id": 678}],
        autoResolutionTimeout="PT1H",
        alertPriorityRule="LOW",
        summaryTemplate=text("a"),
        eventFilter="event.summary == 'a'",
        linkTemplates=[LINK],
    )
    after = replaced(ilert, made)
    gone = {"severity", "supportHours", "autoResolutionTimeout", "summaryTemplate", "eventFilter", "linkTemplates"}
    assert not gone & set(after)
    assert (after["active"], after["alertPriorityRule"], after["services"]) == (True, "HIGH", [])
    assert after == read(ilert, made)


@PROOFS.of("put-teams-kept")
def _(ilert: StandIn) -> None:
    made = source(ilert, teams=[{"id": 40104}])
    assert replaced(ilert, made)["teams"] == made["teams"]
    assert replaced(ilert, made, teams=None)["teams"] == made["teams"]
    assert replaced(ilert, made, teams=[{"id": 40231}])["teams"] == [{"id": 40231, "name": "SRE"}]


@PROOFS.of("put-teams-cleared")
def _(ilert: StandIn) -> None:
    made = source(ilert, teams=[{"id": 40104}])
    assert replaced(ilert, made, teams=[])["teams"] == []


@PROOFS.of("put-keeps")
def _(ilert: StandIn) -> None:
    made = source(ilert, setupStatus="FINISHED")
    after = replaced(ilert, made, integrationKey=made["integrationKey"])
    for field in ("integrationKey", "integrationUrl", "setupStatus", "id"):
        assert after[field] == made[field]


@PROOFS.of("put-type")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    refused(ilert.put(f"{SOURCES}/{made['id']}", body(integrationType="API")), 400)
    ilert.switch("ilert.integration_type_change", "ignore")
    assert replaced(ilert, made, integrationType="API")["integrationType"] == "APIFORTRESS"
    ilert.switch("ilert.integration_type_change", "accept")
    assert replaced(ilert, made, integrationType="API")["integrationType"] == "API"


@PROOFS.of("put-updated")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    ilert.advance(60)
    after = replaced(ilert, made)
    assert after["createdAt"] == made["createdAt"]
    assert after["updatedAt"] > made["updatedAt"]


@PROOFS.of("put-updated-again")
def _(ilert: StandIn) -> None:
    for _precision in range(3):
        made = source(ilert)
        shown = {made["updatedAt"], *(replaced(ilert, made)["updatedAt"] for _ in range(3))}
        assert len(shown) == 4


@PROOFS.of("edit-updated")
def _(ilert: StandIn) -> None:
    for _precision in range(3):
        made = source(ilert)
        shown = [made["updatedAt"]]
        for severity in (1, 2):
            by_hand(ilert, made, severity=severity)
            shown.append(read(ilert, made)["updatedAt"])
        assert len(set(shown)) == 3 and shown == sorted(shown)
        assert read(ilert, made)["createdAt"] == made["createdAt"]
        (listed,) = (row for row in ilert.get(SOURCES).json() if row["id"] == made["id"])
        assert listed["updatedAt"] == shown[-1]
        ilert.switch("ilert.updated_at_moves", "no")
        by_hand(ilert, made, severity=3)
        assert (read(ilert, made)["severity"], read(ilert, made)["updatedAt"]) == (3, shown[-1])
        ilert.switch("ilert.updated_at_moves", "yes")


@PROOFS.of("put-missing")
def _(ilert: StandIn) -> None:
    refused(ilert.put(f"{SOURCES}/99", body()), 404)


@PROOFS.of("delete")
def _(ilert: StandIn) -> None:
    path = f"{SOURCES}/{source(ilert)['id']}"
    answer = ilert.delete(path)
    assert (answer.status, answer.content) == (204, b"")
    refused(ilert.delete(path), 404)
    refused(ilert.get(path), 404)


@PROOFS.of("by-name")
def _(ilert: StandIn) -> None:
    first = source(ilert)
    source(ilert)
    assert ilert.get(f"{SOURCES}/name/Ours").json()["id"] == first["id"]
    refused(ilert.get(f"{SOURCES}/name/Nobody"), 404)
    assert ilert.get("/api/escalation-policies/name/Default").json()["id"] == 2344529
    assert ilert.get("/api/support-hours/name/Office%20hours").json()["id"] == 5512


@PROOFS.of("by-name-encoded")
def _(ilert: StandIn) -> None:
    assert ilert.get("/api/teams/name/Platform%20%2F%20Core").json()["id"] == 40251


@PROOFS.of("by-name-case")
def _(ilert: StandIn) -> None:
    refused(ilert.get("/api/teams/name/sre"), 404)
    ilert.switch("ilert.name_lookup_case", "ignore")
    assert ilert.get("/api/teams/name/sre").json()["id"] == 40231
