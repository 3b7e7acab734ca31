"""The fields of API Fortress' kinds (`api-fortress.md 1`), each with a change in code and a change by hand."""

from __future__ import annotations

from typing import Any

from support.switches import in_this_run
from wired.fields import Varied

_OTHER_GROUP = {"$of": "other-group.id"}
_GROUP = {"$of": "group.id"}


def _definition(field: str, old: Any, new: Any, **by_hand: Any) -> Varied:
    return Varied("apifortress.ConnectorDefinition", field, old, new, by_hand)


ROWS = [
    _definition("name", "Matrix a", "Matrix b", name="Matrix by hand"),
    _definition("description", None, "new", description="by hand"),
    _definition("run_on_success", None, True, runOnSuccess=False),
    _definition("params", {"url": "where"}, {"url": "where to"}, params=[{"name": "hand", "description": "by hand"}]),
    _definition("code", "old()", "fresh()", code="byHand()"),
    _definition("finished", None, True, finished=False),
    _definition("open", None, True, open=False),
    Varied(
        *("apifortress.AlertGroup", "name", "matrix group a", "matrix group b"),
        {"label": "matrix group by hand"} if in_this_run("renameAllowed") else None,
        replaces=not in_this_run("renameAllowed"),
    ),
    Varied("apifortress.Connector", "alert_group_id", _GROUP, _OTHER_GROUP, replaces=True),
    Varied(
        "apifortress.Connector",
        "connector",
        {"$of": "definition.id"},
        {"$of": "other-definition.id"},
        replaces=True,
    ),
    Varied(
        "apifortress.Connector",
        "params",
        {"url": "https://example.com/old"},
        {"url": "https://example.com/new"},
        # Behind a mask a change by hand cannot be seen (api-fortress.md 7.5).
        None if in_this_run("maskSecrets") else {"params": {"url": "https://example.com/by-hand"}},
    ),
    Varied("apifortress.ProjectAssignment", "project", "Examples", "Payments API", replaces=True),
    Varied("apifortress.ProjectAssignment", "alert_group_id", _GROUP, _OTHER_GROUP, replaces=True),
    Varied("apifortress.ProjectAssignments", "project", "Alert to iLert", "Inventory", replaces=True),
    Varied(
        *("apifortress.ProjectAssignments", "alert_group_ids", [_GROUP], [_OTHER_GROUP, _GROUP]),
        {"alertGroupIds": [170]},
        more={"project": "Orders API"},
    ),
    Varied(*("apifortress.ProjectAssignments", "on_delete", "empty", "restore"), more={"project": "Customer portal"}),
    Varied("apifortress.GroupUser", "alert_group_id", _GROUP, _OTHER_GROUP, replaces=True),
    Varied("apifortress.GroupUser", "user", "11", "13", replaces=True),
    Varied("apifortress.GroupUser", "send_sms", None, True, replaces=True, more={"user": "14"}),
]
