"""Each entry of the page map held against the instance, without writing anything (`alert-wiring doctor`).

Pages and dialogs are opened, no form but the sign-in is ever sent, no link that deletes is followed. What only a save
or a deletion would show is said to be unchecked; so is what stands behind an entry that does not fit.
"""

from __future__ import annotations

from bs4 import Tag

from alert_wiring.core.checkup import Finding, Verdict
from alert_wiring.core.errors import UnauthorizedError, WiringError

from .backend import WebBackend
from .locate import addresses, demand_text, field_misfit, matching, proved, varying
from .misfit import MisfitError
from .page import Page, path_of
from .rows import Rows
from .survey_notes import Notes

_MOST_LOOKS = 10
"""Groups or projects that are opened in search of one that shows an entry."""
_DEFINITION_FIELDS = ("name", "description", "mode", "run_on_success", "code", "finished", "open")


class Survey:
    """One walk over all pages."""

    def __init__(self, backend: WebBackend) -> None:
        """Use the account; nothing is sent yet."""
        self._backend, self._site, self._map = backend, backend.site, backend.site.map
        self._vendor = backend.site.http.vendor
        self._notes = Notes(self._vendor, self._map)
        self._account: list[Finding] = []
        self._group_ids: set[str] = set()
        self._landing = ""

    def findings(self) -> list[Finding]:
        """Walk, and return what is to be said of the account and of every entry, in the map's order."""
        if self._signs_in():
            projects = self._dashboard()
            self._company()
            self._groups()
            self._projects(projects)
            self._definitions()
        return [*self._account, *self._notes.findings()]

    # ---- the account ----------------------------------------------------------------------------------------------

    def _say(self, subject: str, verdict: Verdict, text: str) -> None:
        self._account.append(Finding(self._vendor, subject, verdict, text))

    def _signs_in(self) -> bool:
        """Log in; nothing else can be seen without."""
        try:
            self._landing = self._site.sign_in()
        except UnauthorizedError as error:
            self._say("address", Verdict.FITS, "answers")
            self._say("credential", Verdict.DOES_NOT_FIT, error.text)
            return False
        except MisfitError as error:
            self._say("address", Verdict.FITS, "answers")
            self._notes.misfit(error)
            return False
        except WiringError as error:
            self._say("address", Verdict.DOES_NOT_FIT, error.text)
            return False
        self._say("address", Verdict.FITS, "answers")
        self._say("credential", Verdict.FITS, "accepted")
        for name in ("pages.login", "fields.login.user", "fields.login.password"):
            self._notes.fits(name)
        return True

    # ---- pages ----------------------------------------------------------------------------------------------------

    def _dashboard(self) -> list[str]:
        """The ids of the projects; where the map has no dashboard, the page that the login led to is looked at."""
        page = self._notes.attempt("pages.projects", lambda: self._site.open("projects", company=""))
        page = page or (self._site.read(self._landing) if self._landing else None)
        if page is None:
            return []
        self._notes.attempt("lists.companies", lambda: self._site.learn_company(page))
        found = self._notes.attempt("lists.projects", lambda: self._listed(self._backend.projects, page))
        return list(found or ())

    def _company(self) -> None:
        """The settings, which tell a manager from everybody else (`api-fortress.md 1.3`)."""
        page = self._open("company")
        if page is not None:
            self._fields(page, "company.name")
        elif "pages.company" in self._notes.denied:
            self._say("role", Verdict.DOES_NOT_FIT, self._notes.denied["pages.company"])

    def _groups(self) -> None:
        dialog = self._open("add_group")
        if dialog is not None:
            self._fields(dialog, "add_group.label")
        page = self._open("groups")
        found = page and self._notes.attempt("lists.groups", lambda: self._listed(self._backend.groups, page))
        if page is None or not found:
            return
        self._group_ids = set(found)
        for name in ("groups.label", "groups.users", "groups.connectors"):
            self._text(page, found, name)
        self._deletion(self._backend.groups, page, found, "group")
        groups = self._notes.attempt("texts.groups.label", self._backend.groups.all) or []
        if groups:
            most = max(groups, key=lambda one: (one.connectors_count, one.users_count))
            self._connectors(most.id, most.connectors_count)
            most = max(groups, key=lambda one: (one.users_count, one.connectors_count))
            self._users(most.id, most.users_count)

    def _connectors(self, group: str, count: int) -> None:
        rows = self._backend.connectors
        page = self._open("connectors", group=group)
        found = page and self._notes.attempt("lists.connectors", lambda: self._listed(rows, page, count))
        if page is not None and found:
            self._text(page, found, "connectors.name")
            self._deletion(rows, page, found, "connector", group=group)
            id_, card = next(iter(found.items()))
            values = {"group": group, "connector": id_}
            dialog = self._notes.attempt(
                "pages.edit_connector", lambda: rows.open_from(page, card, "edit_connector", lambda: True, **values)
            )
            if dialog is not None:
                self._params(dialog)
        dialog = self._open("add_connector", group=group)
        if dialog is not None:
            self._fields(dialog, "add_connector.connector")

    def _params(self, dialog: Page) -> None:
        entry = self._map.fields["connector_params.value"]
        shown = [name for form in dialog.forms() for name in varying(entry, form)]
        if shown:
            self._notes.fits("fields.connector_params.value", f"parameters {', '.join(shown)}")
        else:
            self._notes.misfit(field_misfit("fields.connector_params.value", entry, dialog.forms(), dialog))
        self._fields(dialog, "connector_params.connector")

    def _users(self, group: str, count: int) -> None:
        rows = self._backend.members
        page = self._open("group_users", group=group)
        found = page and self._notes.attempt("lists.users", lambda: self._listed(rows, page, count))
        if page is not None and found:
            for name in ("users.full_name", "users.email", "users.sms"):
                self._text(page, found, name)
            self._deletion(rows, page, found, "user", group=group)
        dialog = self._open("add_user", group=group)
        if dialog is not None:
            self._fields(dialog, "add_user.user", "add_user.sms")

    def _projects(self, ids: list[str]) -> None:
        """Open projects until one shows what an assignment looks like."""
        name = "sets.edit_project.groups"
        for id_ in ids[:_MOST_LOOKS]:
            page = self._open("edit_project", project=id_)
            if page is None:
                return
            self._fields(page, "edit_project.name")
            if self._notes.attempt(name, lambda page=page: self._assigned(name, page)):  # type: ignore[misc]
                return
        self._notes.unchecked(name, f"none of the first {_MOST_LOOKS} projects has an alert group")

    def _assigned(self, name: str, page: Page) -> set[str]:
        """The alert groups that a project's form shows; each must be one of the company's."""
        found = self._backend.projects.shown(page)
        strangers = sorted(found - self._group_ids)
        if strangers and self._group_ids:
            raise MisfitError(name, "value that is the id of an alert group", page.path, strangers, "values: label")
        return found

    def _definitions(self) -> None:
        rows = self._backend.definitions
        page = self._open("definitions")
        if not any(finding.subject == "role" for finding in self._account):
            role = "platform admin" if page else "manager, as far as can be seen: the admin panel did not open"
            self._say("role", Verdict.FITS, role)
        if page is None:
            return
        found = self._notes.attempt("lists.definitions", lambda: self._listed(rows, page))
        if found:
            for name in ("definitions.name", "definitions.finished", "definitions.open"):
                self._text(page, found, name)
            self._deletion(rows, page, found, "definition")
            id_, card = next(iter(found.items()))
            self._notes.attempt(
                "pages.edit_definition",
                lambda: rows.open_from(page, card, "edit_definition", lambda: True, definition=id_),
            )
        dialog = self._open("add_definition")
        if dialog is not None:
            names = [*_DEFINITION_FIELDS, "param", "param_description"]
            self._fields(dialog, *(f"definition.{name}" for name in names))

    # ---- entries --------------------------------------------------------------------------------------------------

    def _open(self, name: str, **values: str) -> Page | None:
        entry = f"pages.{name}"
        return self._notes.attempt(entry, lambda: self._site.open(name, company=self._site.company(), **values))

    def _listed(self, rows: Rows, page: Page, count: int | None = None) -> dict[str, Tag]:
        """The objects of a list: as many as the group's card says, and with the address that would prove it empty."""
        found = rows.found_on(page)
        name, entry = f"lists.{rows.name}", self._map.lists[rows.name]
        if count is not None and len(found) != count:
            what = f"{count} {rows.name}, as the group's card says, but {len(found)}"
            raise MisfitError(name, what, page.path, write=f"lists: {{{rows.name}: {{items: ..., id_pattern: ...}}}}")
        if entry.proof is not None and not proved(page, entry, self._site.prefix):
            what = f"address like {entry.proof}, without which an empty list is not believed"
            write = f"lists: {{{rows.name}: {{..., proof: ...}}}}"
            self._notes.misfit(MisfitError(name, what, page.path, addresses(page), write))
        return found

    def _fields(self, page: Page, *names: str) -> None:
        for name in names:
            entry = self._map.fields[name]
            found = [one for form in page.forms() for one in matching(entry, form, n="1")]
            if found:
                self._notes.fits(f"fields.{name}", f"{found[0].spoken} (name {found[0].name})")
            elif entry.optional:
                self._notes.unchecked(f"fields.{name}", "it is optional, and not there")
            else:
                self._notes.misfit(field_misfit(f"fields.{name}", entry, page.forms(), page))

    def _text(self, page: Page, found: dict[str, Tag], name: str) -> None:
        def work() -> None:
            for card in found.values():
                demand_text(self._map, page, card, name)

        self._notes.attempt(f"texts.{name}", work)

    def _deletion(self, rows: Rows, page: Page, found: dict[str, Tag], name: str, **values: str) -> None:
        id_, card = next(iter(found.items()))
        values = {"company": self._site.company(), name: id_, **values}
        form = self._notes.attempt(f"deletes.{name}", lambda: rows.deletion(page, card, name, values))
        if form is not None:
            self._notes.told(f"deletes.{name}", f"{form.method} {path_of(form.action)}, not tried")
