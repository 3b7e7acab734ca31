"""All fields of all kinds through one engine: built, changed in code, changed by hand, repaired, torn down."""

from __future__ import annotations

from typing import Any

from wired.apifortress_rows import ROWS as APIFORTRESS_ROWS
from wired.estate import Estate, objects, row
from wired.fields import STORED, Varied
from wired.ilert_more_rows import ROWS as ILERT_MORE_ROWS
from wired.ilert_rows import ROWS as ILERT_ROWS
from wired.shown import shown
from wired.xmatters_rows import ROWS as XMATTERS_ROWS

ROWS: list[Varied] = [*ILERT_ROWS, *ILERT_MORE_ROWS, *XMATTERS_ROWS, *APIFORTRESS_ROWS]

_PARENTS = [
    row("ilert.Connector", "ilert-tool", connector_type="jira", name="Kept tool"),
    row("xmatters.Workflow", "plan"),
    row("xmatters.Workflow", "other-plan"),
    row("xmatters.Form", "form", plan_id={"$of": "plan.id"}, name="kept form"),
    row("xmatters.Form", "other-form", plan_id={"$of": "plan.id"}, name="other kept form"),
    row("apifortress.AlertGroup", "group"),
    row("apifortress.AlertGroup", "other-group"),
    row("apifortress.ConnectorDefinition", "definition", name="Kept", code="kept()", params={"url": "where"}),
    row("apifortress.ConnectorDefinition", "other-definition", name="Kept too", code="kept()", params={"url": "where"}),
]


def program(changed: bool) -> list[dict[str, Any]]:
    """Return the resources of the first or the second program."""
    return [*_PARENTS, *(row(each.kind, each.name, **each.args(changed)) for each in ROWS)]


class Story:
    """The operations of the matrix, one after the other; what they showed and what the sandbox held."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.told: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        """Run everything, and return what there is to say about it; a failure ends it with the engine's text."""
        engine, control = self.estate.engine, self.estate.control
        seeded = objects(control)
        self.estate.say(*program(changed=False))
        engine.init()
        self._operation("up", engine.up())
        self._operation("clean preview", engine.preview())
        self._operation("clean refresh", engine.refresh())
        built = self._stored()
        self.estate.say(*program(changed=True))
        self._operation("preview of change", engine.preview())
        self._operation("change", engine.up())
        self._operation("preview after change", engine.preview())
        changed = self._stored()
        for each in ROWS:
            if each.by_hand is not None:
                control.edit(*STORED[each.kind], self._key(each), **each.by_hand)
        edited = self._stored()
        self._operation("refresh", engine.refresh())
        self._operation("repair", engine.up())
        self._operation("preview after repair", engine.preview())
        self.told["stored"] = {"built": built, "changed": changed, "edited": edited, "repaired": self._stored()}
        self._operation("destroy", engine.destroy())
        left = objects(control)
        self.told["left"] = sorted(key for key in seeded.keys() | left.keys() if seeded.get(key) != left.get(key))
        return self.told

    def _operation(self, name: str, result: Any) -> None:
        assert result.rc == 0, f"{name}\n{result}"
        self.told[name] = {"shown": shown(result.stdout), "text": result.text}
        self._state = None

    def _key(self, each: Varied) -> str:
        if self._state is None:
            self._state = self.estate.state()
        id_ = str(self._state[each.name]["id"])
        return id_ if each.kind == "apifortress.GroupUser" else id_.rpartition("/")[2]

    def _stored(self) -> dict[str, Any]:
        """Return the stored object of each row, without what changes by itself."""
        found = objects(self.estate.control)
        kept = {}
        for each in ROWS:
            if each.kind in STORED:
                vendor, kind = STORED[each.kind]
                stored = found[f"{vendor}/{kind}/{self._key(each)}"]
                kept[each.name] = {name: value for name, value in stored.items() if name != "updatedAt"}
                if each.field == "sections":
                    kept[each.name]["sections"] = _sections(found, stored["id"])
            else:
                kept[each.name] = {"pair": self._pair(each)}
        return kept

    def _pair(self, each: Varied) -> str:
        self._key(each)
        return str((self._state or {})[each.name]["id"])


def _sections(found: dict[str, Any], form_id: str) -> list[Any]:
    """Return the sections of a form, which the sandbox keeps apart from it."""
    return [each for key, each in found.items() if "/form-sections/" in key and each["form"]["id"] == form_id]
