"""What one stack of alert sources and connectors goes through so that each yardstick of a fault is measured on it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from support.engines import Result
from vendor_sandbox.ilert.seed import BLIND_TOKEN, READ_ONLY_TOKEN
from wired.estate import Estate, objects, of, row
from wired.shown import shown

SOURCES = "/api/alert-sources$"
ONE_SOURCE = "/api/alert-sources/[0-9]+$"
COUNT = 20
UNTRUSTED = {"ILERT_TRUST_TIMESTAMPS": "false"}
"""Every refresh asks for each object by itself."""
LOST: tuple[dict[str, Any], ...] = (
    {"drop": "after"},
    {"status": 502, "applyFirst": True},
    {"status": 500, "applyFirst": True},
    {"status": 503, "applyFirst": True, "html": True},
    {"timeout": "after"},
)
"""Ways in which the answer to a POST is lost after the commit."""
REFUSALS = (401, 403, 404, 500)
NEW_KEY = "il1afr0000rotatedbyhand"


def program(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the stack, with more arguments for some of its resources."""
    rows = [
        row("ilert.AlertSource", f"s{number}", integration_type="APIFORTRESS", escalation_policy_id="2344528")
        for number in range(COUNT)
    ]
    rows[1]["args"]["summary_template"] = "declared {{ testName }}"
    rows += [row("apifortress.AlertGroup", "group"), row("apifortress.AlertGroup", "other")]
    rows += [
        _connector(*each)
        for each in (("alerts-0", "s0", "group"), ("alerts-1", "s0", "other"), ("alerts-2", "s2", "other"))
    ]
    for each in rows:
        each["args"].update(changes.get(each["name"], {}))
    return rows


def _connector(name: str, source: str, group: str) -> dict[str, Any]:
    args = {
        "alert_group_id": of(group),
        "connector": {"$later": "JSON Alert"},
        "params": {"url": of(source, "integration_url")},
    }
    return row("apifortress.Connector", name, **args)


class Trial:
    """One stack's way through the faults; `told` is what happened, as JSON."""

    def __init__(self, estate: Estate) -> None:
        """Nothing has happened yet."""
        self.estate, self.engine, self.control = estate, estate.engine, estate.control
        self.told: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        """Go through all of it."""
        seeded = objects(self.control)
        self.estate.say(*program())
        self.engine.init()
        self._lost_answers(seeded)
        self._failed_reads()
        self._blind()
        self._hidden_keys()
        self._by_hand()
        self._rotated_key()
        self._gone_before_destroy(seeded)
        return self.told

    def _lost_answers(self, seeded: dict[str, Any]) -> None:
        """Every answer to a create is lost, in turn in each way, and so is each answer to a GET of one object."""
        for how in LOST:
            times = 1 if "timeout" in how else (COUNT - 1) // (len(LOST) - 1)
            self.control.fault(vendor="ilert", method="POST", pathRegex=SOURCES, times=times, **how)
        self.control.fault(vendor="ilert", method="POST", pathRegex=SOURCES, times=0, **LOST[0])
        for status in REFUSALS:
            self.control.fault(vendor="ilert", method="GET", pathRegex=ONE_SOURCE, times=3, status=status)
        self.control.fault(vendor="ilert", method="GET", pathRegex=ONE_SOURCE, times=0, status=404)
        self._done("lost", self.engine.up(env={"ILERT_READ_TIMEOUT": "2"}))
        self.told["lost"] |= {"new": self._new(seeded), "posts": self._posts()}
        self.control.clear_faults()
        self._keys, self._state = self._stored_keys(), self._recorded()

    def _failed_reads(self) -> None:
        """A refresh in which the GET of every object fails, in each way; then an up."""
        self.control.clear_log()
        for status in REFUSALS:
            self.control.fault(vendor="ilert", method="GET", pathRegex=ONE_SOURCE, times=COUNT // 4, status=status)
        self._done("failed reads", self.engine.refresh(env=UNTRUSTED))
        self.control.clear_faults()
        self._done("after failed reads", self.engine.up())
        self.told["after failed reads"] |= {"posts": self._posts(), "same keys": self._keys == self._stored_keys()}

    def _blind(self) -> None:
        """The key loses sight of all objects: lists are empty, and every object is a 404."""
        before = objects(self.control)
        self._done("blind", self.engine.refresh(env={"ILERT_TOKEN": BLIND_TOKEN, **UNTRUSTED}))
        self.told["blind"] |= {
            "untouched": before == objects(self.control),
            "same state": self._state == self._recorded(),
            "account": self.estate.sandbox.status["ilert"]["url"].partition("//")[2].rstrip("/"),
        }

    def _hidden_keys(self) -> None:
        """A key that may only read gets `null` for keys and URLs; one source's policy is gone, and so is `null`."""
        self._edit("s3", escalationPolicy={"id": 1}, teams=None, services=None)
        self._done("hidden keys", self.engine.refresh(env={"ILERT_TOKEN": READ_ONLY_TOKEN, **UNTRUSTED}))
        self.told["hidden keys"]["same state"] = self._state == self._recorded()
        self._edit("s3", escalationPolicy={"id": 2344528}, teams=[], services=[])

    def _by_hand(self) -> None:
        """Changes by hand that no refresh has seen, and an unrelated change of the program to the same objects."""
        text = {"textTemplate": "by hand {{ testName }}"}
        self._edit("s1", summaryTemplate=text, detailsTemplate=text)
        self._edit("s4", summaryTemplate=text, active=False, alertPriorityRule="LOW")
        changes = {"auto_resolution_timeout": "PT60M"}
        self.estate.say(*program(s1=changes, s4=changes))
        self._done("unrelated change", self.engine.up())
        self.told["unrelated change"]["stored"] = {name: self._stored(name) for name in ("s1", "s4")}
        self._done("after unrelated change", self.engine.preview())
        self._edit("s1", autoResolutionTimeout="PT1H", detailsTemplate=None, summaryTemplate=_typed("declared"))
        self._edit("s4", autoResolutionTimeout="PT1H", summaryTemplate=None, active=True, alertPriorityRule="HIGH")

    def _rotated_key(self) -> None:
        """Somebody makes a new key in the console: refresh, preview, one up; other spellings are no difference."""
        self._edit("s0", integrationKey=NEW_KEY)
        self._done("rotation refreshed", self.engine.refresh())
        self._done("rotation previewed", self.engine.preview())
        self._done("rotation carried out", self.engine.up())
        self.told["rotation carried out"]["urls"] = {
            name: self.control.get("apifortress", "connectors", each[0].rpartition("/")[2])["params"]["url"]
            for name, each in self._state.items()
            if name.startswith("alerts-")
        }

    def _gone_before_destroy(self, seeded: dict[str, Any]) -> None:
        """Some objects are deleted by hand and their DELETE meets 404."""
        for name in ("s5", "s6"):
            self.control.delete("ilert", "alert-sources", self._id(name))
        self._done("destroy", self.engine.destroy())
        left = objects(self.control)
        self.told["destroy"]["left"] = sorted(
            key for key in seeded.keys() | left.keys() if seeded.get(key) != left.get(key)
        )

    # ---- helpers

    def _done(self, name: str, result: Result) -> None:
        self.told[name] = {"rc": result.rc, "text": result.text, "shown": shown(result.stdout)}

    def _new(self, seeded: dict[str, Any]) -> dict[str, int]:
        return dict(Counter(key.rpartition("/")[0] for key in objects(self.control).keys() - seeded.keys()))

    def _posts(self) -> int:
        log = self.control.requests_log("ilert")
        return sum(entry["method"] == "POST" and bool(re.search(SOURCES, entry["path"])) for entry in log)

    def _stored_keys(self) -> dict[str, str]:
        rows = self.control.objects("ilert", "alert-sources")
        return {str(each["id"]): str(each.get("integrationKey")) for each in rows}

    def _recorded(self) -> dict[str, Any]:
        """Return ids, inputs and addresses in state: what must not change."""
        return {
            name: [each["id"], each["inputs"], each["outputs"].get("integration_url")]
            for name, each in self.estate.state().items()
        }

    def _edit(self, name: str, **members: Any) -> None:
        self.control.edit("ilert", "alert-sources", self._id(name), **members)

    def _stored(self, name: str) -> dict[str, Any]:
        return self.control.get("ilert", "alert-sources", self._id(name))

    def _id(self, name: str) -> str:
        return str(self._state[name][0])


def _typed(text: str) -> dict[str, str]:
    """Return a template as a person would have typed it, without blanks inside the braces."""
    return {"textTemplate": f"{text} {{{{testName}}}}"}
