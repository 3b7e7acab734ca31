"""Projects on the dashboard and the form that saves a whole project (`api-fortress.md 1.4`, `7.1`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from alert_wiring.core.errors import BadRequestError, NotFoundError

from ..objects import Project
from .locate import field, form_with
from .map_entries import SetEntry
from .page import Form, Page
from .rows import Rows
from .set_control import SetControl
from .site import Site

_SET = "sets.edit_project.groups"


class Projects(Rows):
    """The projects of the company."""

    def __init__(self, site: Site, labels: Callable[[], Mapping[str, str]]) -> None:
        """Use the account; nothing is sent yet.

        Args:
            site: the account.
            labels: returns id to label of all alert groups; asked for only where the form speaks of labels.
        """
        super().__init__(site, "projects", "projects")
        self._labels = labels

    def all(self) -> list[Project]:
        """Every project: one page for the dashboard and one dialog per project.

        The dashboard prints names in Title Case; the stored spelling stands in the dialog only (`api-fortress.md 1.4`).
        """
        labels = cache(self._known_labels)
        read = [self._read(id_, labels) for id_ in self._dashboard()]
        return [project for project in read if project is not None]

    def assigned(self, project_id: str) -> set[str] | None:
        """The ids of a project's groups; None when the project is gone."""
        project = self._read(project_id, self._known_labels)
        return None if project is None else set(project.group_ids)

    def assign(self, project_id: str, group_ids: set[str]) -> None:
        """Save the form with another set and everything else as it is, and read it back (`api-fortress.md 7.1`).

        Raises:
            NotFoundError: the project is gone.
            BadRequestError: the form does not offer a group, or the set is not as it was written.
            AmbiguousError: the answer was lost and the set is not as it was written.
        """

        def prepare() -> Form:
            page = self._open(project_id)
            if page is None:
                raise NotFoundError(self.site.http.vendor, "GET", self._path(project_id), reason="no such project")
            form = self._form(page)
            strangers = self._set(form, self._known_labels()).write(group_ids)
            if strangers:
                raise BadRequestError(
                    self.site.http.vendor,
                    "GET",
                    page.path,
                    reason=f"the form offers no alert group {', '.join(strangers)}",
                )
            return form

        sent, lost = self.send(prepare, "edit_project", project=project_id)
        wrong = (self.assigned(project_id) or set()) ^ group_ids
        if wrong:
            words = f"the project's alert groups are not as they were written: wrong now {', '.join(sorted(wrong))}"
            raise lost or self.unsaved(sent, words)

    def _path(self, project_id: str) -> str:
        return self.site.path("edit_project", project=project_id, company=self.site.company())

    def _open(self, project_id: str) -> Page | None:
        """The dialog of a project; None when it is gone."""
        return self.open_existing("edit_project", lambda: project_id in self._dashboard(), project=project_id)

    def _dashboard(self) -> Mapping[str, object]:
        return self.cards(company=self.site.company())[1]

    def _form(self, page: Page) -> Form:
        return form_with(self.site.map, page, "edit_project.name")

    def shown(self, page: Page) -> set[str]:
        """The ids of the groups that a project's dialog shows."""
        return self._set(self._form(page), self._known_labels()).read()

    @property
    def _entry(self) -> SetEntry:
        return self.site.map.sets["edit_project.groups"]

    def _known_labels(self) -> Mapping[str, str]:
        """Id to label of all groups where the form speaks of labels; elsewhere nothing is asked for."""
        return self._labels() if self._entry.values == "label" else {}

    def _set(self, form: Form, labels: Mapping[str, str]) -> SetControl:
        return SetControl(_SET, self._entry, form, labels)

    def _read(self, project_id: str, labels: Callable[[], Mapping[str, str]]) -> Project | None:
        page = self._open(project_id)
        if page is None:
            return None
        form = self._form(page)
        name = "".join(form.get(field(self.site.map, form, "edit_project.name")))
        return Project(project_id, name, frozenset(self._set(form, labels()).read()))
