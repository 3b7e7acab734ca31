"""How a program names a project, and what a project's part of an assignment looks like."""

from __future__ import annotations

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Id, Text

PROJECT = Field("project", "project_name", Text(1), required=True, immutable=True, parent=True)
PROJECT_ID = Field("project_id", "project_id", Id(), computed=True)
PROJECT_NAME = Field("project_name", "project_name", Text(), computed=True)


class ProjectFields(Fields):
    """A project is the same under its id, its present name, and the name it had when the object was made."""

    def differing(self, olds: Props, news: Props) -> list[str]:
        """Compare, taking `project_id` and `project_name` for spellings of the project."""
        same = news.get("project") in (olds.get("project_id"), olds.get("project_name"))
        return [name for name in super().differing(olds, news) if not (name == "project" and same)]

    def from_api(self, remote: Remote, known: Props | None = None, *, from_list: bool = False) -> Props:
        """Keep the user's way of naming the project: its id, or a name that it had."""
        props = super().from_api(remote, known, from_list=from_list)
        return {**props, "project": known["project"]} if known and known.get("project") else props
