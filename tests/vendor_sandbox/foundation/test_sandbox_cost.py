"""What a request costs does not grow with the number of objects: counted in bodies read, not in time."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from support.standin import URLS, Answer, StandIn, make
from vendor_sandbox import apifortress, load, xmatters
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context
from vendor_sandbox.page.view import view
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches

Reads = dict[str, int]
SMALL, LARGE = 400, 1600


class Meter:
    """Sends requests and notes how many bodies the stand-in read for each."""

    def __init__(self, account: StandIn) -> None:
        self.account = account
        self.reads: Reads = {}

    def __call__(self, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
        before = self.account.context.store.rows_read
        answer: Answer = self.account.call(method, path, body)
        assert answer.status == expect, answer.content
        place = re.sub(r"[0-9a-f]{8}[0-9a-f-]+", "ID", path)
        self.reads[f"{len(self.reads)} {method} {place}"] = self.account.context.store.rows_read - before
        return answer.json() if answer.content else None


def xmatters_calls(meter: Meter) -> None:
    root = "/api/xm/1"
    meter("GET", f"{root}/plans?limit=20&offset=10")
    meter("GET", f"{root}/plans?limit=20&embed=forms,integrations,constants")
    plan = meter("POST", f"{root}/plans", {"name": "Ours", "enabled": True}, 201)["id"]
    below = f"{root}/plans/{plan}"
    meter("POST", f"{root}/plans", {"id": plan, "position": 17}, 201)
    meter("GET", f"{root}/plans/Load%207")
    form = meter("POST", f"{below}/forms", {"name": "Form", "apiEnabled": True}, 201)["id"]
    meter("POST", f"{below}/property-definitions", {"name": "Summary", "propertyType": "TEXT"}, 201)
    meter("POST", f"{below}/constants", {"name": "c", "value": "v"}, 201)
    script = base64.b64encode(b"// apifortress-v1\ntrigger.properties.Summary = body.Summary;\n").decode()
    integration = {
        "name": "In",
        "integrationType": "INBOUND_WEBHOOK",
        "operation": "CREATE_EVENT",
        "deployed": True,
        "form": {"id": form},
        "script": script,
    }
    inbound = meter("POST", f"{below}/integrations", integration, 201)["id"]
    meter("POST", f"{below}/integrations", {"id": inbound, "deployed": True})
    meter("GET", f"{below}/integrations?integrationType=INBOUND_WEBHOOK")
    meter("GET", f"{below}/integrations/In")
    meter("GET", f"{root}/forms?limit=20")
    meter("GET", f"{root}/forms/{form}/sections")
    meter("GET", f"{root}/shared-libraries/Library%203")
    trigger = f"/api/integration/1/functions/{inbound}/triggers?apiKey=sandbox-trigger-key"
    request = meter("POST", trigger, {"Summary": "s", "Message": "m", "Recipients": "jdoe"}, 202)["requestId"]
    meter.account.advance(2)
    meter("GET", f"{root}/events?requestId={request}")
    meter("GET", f"{root}/events?limit=20")
    meter("GET", f"{root}/integrations/{inbound}/logs")
    meter("GET", f"{root}/people?targetName=jdoe")
    meter("GET", f"{root}/groups/Ops%20On-Call")
    meter("DELETE", f"{below}/integrations/{inbound}")
    meter("DELETE", below)


def apifortress_calls(meter: Meter) -> None:
    root = "/app/api/rest/v3"
    group = meter("POST", f"{root}/alertGroups", {"label": "Ours"})["id"]
    meter("GET", f"{root}/alertGroups?label=Ours")
    meter("GET", f"{root}/alertGroups/{group}")
    meter("PUT", f"{root}/alertGroups/{group}", {"label": "Ours too"})
    (definition, *_) = meter("GET", f"{root}/connectors")
    connectors = f"{root}/alertGroups/{group}/connectors"
    made = meter("POST", connectors, {"connectorId": definition["id"], "params": {}})["id"]
    meter("GET", connectors)
    meter("GET", f"{connectors}/{made}")
    (project,) = meter("GET", f"{root}/projects?name=Load%20project%207")
    meter("PUT", f"{root}/projects/{project['id']}/alertGroups/{group}")
    meter("GET", f"{root}/projects/{project['id']}/alertGroups")
    meter("DELETE", f"{root}/projects/{project['id']}/alertGroups/{group}")
    meter("DELETE", f"{connectors}/{made}")
    meter("DELETE", f"{root}/alertGroups/{group}")


def _signed() -> dict[str, str]:
    text = f"sandbox-keysandbox-secret{int(time.time())}"
    return {"x-key": "sandbox-key", "x-token": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}


def _basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


VENDORS: dict[str, tuple[Any, Callable[[], dict[str, str]], Callable[[Meter], None]]] = {
    "xmatters": (xmatters, lambda: _basic("sandbox", "sandbox-xmatters-password"), xmatters_calls),
    "apifortress": (apifortress, _signed, apifortress_calls),
}
"""ilert's are counted in its own tests."""


def _reads(vendor: str, objects: int) -> Reads:
    module, credentials, calls = VENDORS[vendor]
    account = make(module, credentials())
    try:
        load.fill(account.context, vendor, objects)
        calls(Meter(account))  # the first time an index is made, it reads everything once
        meter = Meter(account)
        calls(meter)
        return meter.reads
    finally:
        account.context.store.close()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_request_reads_as_much_among_many_objects_as_among_few(vendor: str) -> None:
    assert _reads(vendor, LARGE) == _reads(vendor, SMALL)


def _page_reads(objects: int) -> int:
    store = Store(":memory:")
    try:
        context = Context(store, Clock(store), URLS, Switches(store), logging.getLogger("stand-in"))
        for vendor in Sandbox(context).vendors:
            load.fill(context, vendor.name, objects)
        view(context)
        before = store.rows_read
        shown = view(context)
        assert len(shown["wire"]["links"]) > 100
        return store.rows_read - before
    finally:
        store.close()


def test_the_page_reads_as_much_among_many_objects_as_among_few() -> None:
    assert _page_reads(1600) == _page_reads(800)
