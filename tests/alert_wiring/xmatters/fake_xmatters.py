"""A tiny xMatters in memory, in place of the HTTP session: just enough for property tests of the kinds.

It follows `xmatters.md 10.2`: one POST creates and modifies, unset texts come back as "", what a create does not
accept is ignored, scripts may come back wrapped. It checks nothing; the sandbox does that.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, unquote

from alert_wiring.core.errors import NotFoundError
from alert_wiring.core.http import Answer
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.problems import Problems
from alert_wiring.core.settings import Settings
from alert_wiring.xmatters.api import XMattersApi
from contracts.field_table import FieldTable

TABLE = FieldTable.load("xmatters")
PLAN = "11111111-2222-4333-8444-555555555555"

DEFAULTS: dict[str, dict[str, Any]] = {
    "plans": {"description": "", "accessibleByAll": False, "loggingLevel": "ERROR", "position": 1, "editable": True},
    "forms": {"description": "", "apiEnabled": False, "uiEnabled": False, "mobileEnabled": False, "formId": "7"},
    "constants": {"description": ""},
    "property-definitions": {"description": "", "helpText": ""},
    "endpoints": {"trustSelfSigned": False, "preemptive": False},
    "shared-libraries": {},
    "integrations": {"authenticationType": "ANY", "environment": "HOSTED", "deployed": False, "createdBy": "IB"},
}


@dataclass
class FakeXMatters:
    """The account. `wrap` breaks scripts over lines; `quiet_create` makes a create answer with the id only,
    `gone` makes all workflows disappear, `elsewhere` is an
    address that answers 404 to everything."""

    base_url: str = "https://acmeco.xmatters.com"
    wrap: bool = False
    quiet_create: bool = False
    gone: bool = False
    elsewhere: bool = False
    objects: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    writes: list[tuple[str, str, Any]] = field(default_factory=list)

    def request(self, method: str, path: str, *, query: Any = "", body: Any = None, **options: Any) -> Answer:
        """Answer as `HttpSession.request` does."""
        assert TABLE.complaints(method, path, body) == []
        if re.fullmatch(r"/api/xm/1/forms/[^/]+/[a-z-]+", path):
            return self._part(method, path, query, copy.deepcopy(body))
        place = re.fullmatch(r"/api/xm/1/(?:plans/(?P<plan>[^/]+)/)?(?P<kind>[a-z-]+)(?:/(?P<id>[^/]+))?", path)
        assert place, path
        kind, id_ = place["kind"], unquote(place["id"] or "")
        if kind == "people":  # the user itself, whom every account has
            return self._page([{"id": "the-user"}], query)
        if place["kind"] == "plans" or place["plan"]:
            store = self.objects.setdefault(f"{place['plan'] or ''}/{kind}", {})
        if kind == "shared-libraries":  # only its list is below the workflow
            store = self.objects.setdefault("/shared-libraries", {})
        if self.elsewhere or (self.gone and place["plan"]):
            if 404 in options.get("allow", ()):
                return self._answer(404, {})
            raise NotFoundError("xMatters", method, path, status=404)
        if method != "GET":
            self.writes.append((method, path, copy.deepcopy(body)))
        if method == "POST":
            return self._answer(200 if "id" in body else 201, self._save(store, kind, dict(body), place["plan"]))
        if method == "DELETE":
            gone = store.pop(id_, None)
            return self._answer(204 if gone is None else 200, gone)
        if id_:
            found = store.get(id_)
            if found is None and 404 not in options.get("allow", ()):
                raise NotFoundError("xMatters", method, path, status=404)
            return self._answer(404 if found is None else 200, found)
        return self._page(list(store.values()), query)

    def _part(self, method: str, path: str, query: Any, body: Any) -> Answer:
        """A part of a form: a list that is replaced, or whose rows are made and changed one by one."""
        rows = self.parts.setdefault(path, [])
        if method == "GET":
            return self._page(rows, query)
        self.writes.append((method, path, copy.deepcopy(body)))
        if method == "PUT":
            rows[:] = body
            return self._answer(200, body)
        if "id" not in body:
            rows.append({"id": f"{len(self.writes):08d}-0000-4000-8000-000000000000"})
        row = next(row for row in rows if row["id"] == body["id"]) if "id" in body else rows[-1]
        row |= body
        return self._answer(200, row)

    def _page(self, rows: list[dict[str, Any]], query: Any) -> Answer:
        """One page, of two rows: clients must not rely on larger ones."""
        offset = int(parse_qs(str(query))["offset"][0])
        shown = rows[offset : offset + 2]
        return self._answer(200, {"count": len(shown), "total": len(rows), "data": shown, "links": {}})

    def _save(self, store: dict[str, Any], kind: str, body: dict[str, Any], plan: str | None) -> dict[str, Any]:
        if "id" not in body:
            id_ = f"{len(self.writes):08d}-0000-4000-8000-000000000000"
            if kind == "plans":
                body.pop("loggingLevel", None)
            store[id_] = {"id": id_, **copy.deepcopy(DEFAULTS[kind]), **({"plan": {"id": plan}} if plan else {})}
        else:
            id_ = body["id"]
        if self.wrap and "script" in body:
            body["script"] = "\n".join(re.findall(".{1,76}", body["script"]))
        store[id_] |= {key: value.strip() if key == "name" else value for key, value in body.items()}
        return {"id": id_} if self.quiet_create and "id" not in body else store[id_]

    @staticmethod
    def _answer(status: int, body: Any) -> Answer:
        return Answer(status, {}, "", copy.deepcopy(body))


@contextmanager
def lifecycle_on(fake: FakeXMatters, kind: Kind[Any], warnings: list[str] | None = None) -> Iterator[Lifecycle[Any]]:
    """The kind's lifecycle with the fake account behind it, as one plugin process sees it."""
    said: list[str] = [] if warnings is None else warnings
    api = XMattersApi(fake)  # type: ignore[arg-type]  # it has what the client uses
    lifecycle = Lifecycle(kind, Settings.from_environment, said.append)
    with patch("alert_wiring.core.lifecycle.shared_api", return_value=api):
        yield lifecycle


def checked(kind: Kind[Any], props: dict[str, Any]) -> Problems:
    """What check has to say of these inputs."""
    with lifecycle_on(FakeXMatters(), kind) as lifecycle:
        return lifecycle.check(props)[1]


def complaints(kind: Kind[Any], props: dict[str, Any]) -> str:
    """The problems among it, one per line."""
    return "\n".join(problem.text for problem in checked(kind, props).found)
