"""Connectors in an alert group, made in two dialogs (`api-fortress.md 1.8`)."""

from __future__ import annotations

from collections.abc import Mapping

from bs4 import Tag

from alert_wiring.core.errors import BadRequestError, NotFoundError

from ..locks import Locks
from ..masks import unmask
from ..names import same_connector
from ..objects import Definition, Instance
from .groups import Groups
from .locate import demand_text, field, form_with, matching, varying
from .misfit import MisfitError
from .page import Control, Form, Page
from .rows import Cards, Rows, option_of
from .site import Site


class Connectors(Rows):
    """The connectors of the company's groups."""

    def __init__(self, site: Site, groups: Groups) -> None:
        """Use the account; nothing is sent yet."""
        super().__init__(site, "connectors", "connectors")
        self._groups = groups
        self._making = Locks()
        self._kinds: dict[str, str] = {}
        self._offered: list[Definition] = []

    def listed(self, group_id: str) -> Cards | None:
        """The page of a group's connectors; None when the group is gone."""
        page = self.open_existing("connectors", lambda: self._groups.has(group_id), group=group_id)
        return None if page is None else (page, self.found_on(page))

    def all(self, group_id: str) -> list[Instance] | None:
        """Every connector of a group with its parameters: one page for the list and one per connector.

        The card shows the parameters too, but cut or wrapped text could not be told from a value.
        """
        found = self.listed(group_id)
        if found is None:
            return None
        read = [self._read(group_id, found[0], id_, card) for id_, card in found[1].items()]
        return [one for one in read if one is not None]

    def get(self, group_id: str, instance_id: str) -> Instance | None:
        """One connector; None when it or its group is gone."""
        found = self.listed(group_id)
        if found is None or instance_id not in found[1]:
            return None
        return self._read(group_id, found[0], instance_id, found[1][instance_id])

    def offered(self, group_id: str) -> list[Definition]:
        """The definitions that "Add a new connector instance" offers: id and name only, taken for ready for use."""
        page = self.site.open("add_connector", group=group_id, company=self.site.company())
        self._choice(page)
        return self._offered

    def _choice(self, page: Page) -> tuple[Form, Control]:
        """The form of "Add a new connector instance" and its select; what it offers is remembered."""
        form = form_with(self.site.map, page, "add_connector.connector")
        select = field(self.site.map, form, "add_connector.connector")
        if select.tag.name != "select":
            raise MisfitError("fields.add_connector.connector", "select", page.path, [select.spoken])
        self._offered = [Definition(value, name, finished=True, open=True) for value, name in select.options() if value]
        return form, select

    def create(self, group_id: str, definition_id: str, params: Mapping[str, str]) -> Instance:
        """Go through both dialogs and find what is new (`api-fortress.md 7.2`).

        Raises:
            AmbiguousError: the answer was lost and nothing new is there, or more than one.
            InputError: the group does not offer the definition.
            BadRequestError: a parameter that the form does not have.
        """

        def prepare() -> Form:
            page = self.site.open("add_connector", group=group_id, company=self.site.company())
            first, select = self._choice(page)
            first.put(select, [option_of(select, definition_id, "fields.add_connector.connector", page)])
            known = {"company": self.site.company(), "group": group_id, "definition": definition_id}
            sent = self.site.send(first, "add_connector", known, repeatable=first.method == "GET")
            second = sent.reply.page if sent.reply.target is None else self.site.read(sent.reply.target)
            if second is None:
                raise self.unsaved(sent, "the parameter form did not come")
            return self._filled(second, params)

        with self._making.of(group_id):
            before = self.listed(group_id)
            if before is None:
                raise self._gone(group_id, "there is no such alert group")
            sent, lost = self.send(prepare, "connector_params", group=group_id, definition=definition_id)
            after = self.listed(group_id) or before
            new = [self._read(group_id, after[0], id_, card) for id_, card in after[1].items() if id_ not in before[1]]
            made = self.new_one([one for one in new if one and _holds(one, params)], sent, lost, "connector")
        self._kinds[made.id] = definition_id
        return Instance(made.id, group_id, definition_id, made.connector_name, made.params)

    def update(self, group_id: str, instance_id: str, params: Mapping[str, str]) -> Instance:
        """Save the pencil's form with the whole map, and read it back."""

        def prepare() -> Form:
            found = self.listed(group_id)
            card = found[1].get(instance_id) if found else None
            dialog = self._dialog(found[0], instance_id, card, group_id) if found and card else None
            if dialog is None:
                raise self._gone(group_id, f"there is no connector {instance_id} in the group")
            return self._filled(dialog, params)

        sent, lost = self.send(prepare, "connector_params", group=group_id, connector=instance_id)
        after = self.get(group_id, instance_id)
        if after is None or not _holds(after, params):
            raise lost or self.unsaved(sent, "the parameters are not as they were written")
        return after

    def delete(self, group_id: str, instance_id: str) -> None:
        """Use the bin on the card; gone already is done."""
        values = {"company": self.site.company(), "group": group_id, "connector": instance_id}
        self.remove(instance_id, "connector", lambda: self.listed(group_id), values)

    def _gone(self, group_id: str, reason: str) -> NotFoundError:
        path = self.site.path("connectors", group=group_id, company=self.site.company())
        return NotFoundError(self.site.http.vendor, "GET", path, reason=reason)

    def _dialog(self, page: Page, id_: str, card: Tag, group_id: str) -> Page | None:
        def exists() -> bool:
            found = self.listed(group_id)
            return found is not None and id_ in found[1]

        return self.open_from(page, card, "edit_connector", exists, connector=id_, group=group_id)

    def _read(self, group_id: str, page: Page, id_: str, card: Tag) -> Instance | None:
        name = demand_text(self.site.map, page, card, "connectors.name")
        dialog = self._dialog(page, id_, card, group_id)
        if dialog is None:
            return None
        form = self._form(dialog)
        fields = varying(self.site.map.fields["connector_params.value"], form)
        values = {param: "".join(form.get(control)) for param, control in fields.items()}
        return Instance(id_, group_id, self._definition(group_id, id_, name, form), name, values)

    def _definition(self, group_id: str, id_: str, name: str, form: Form) -> str:
        """Return the id of a connector's definition: from its form, from memory, else by the name that cards show."""
        hidden = matching(self.site.map.fields["connector_params.connector"], form)
        told = "".join(form.get(hidden[0])) if hidden else self._kinds.get(id_)
        if told:
            return told
        same = [one.id for one in self._offered if same_connector(one.name, name)]
        same = same or [one.id for one in self.offered(group_id) if same_connector(one.name, name)]
        return same[0] if same else ""

    def _form(self, dialog: Page) -> Form:
        """The parameter form of a dialog: the one with parameters; a definition may have none at all."""
        entry = self.site.map.fields["connector_params.value"]
        forms = dialog.forms()
        found = next((form for form in forms if varying(entry, form)), None) or (forms[0] if len(forms) == 1 else None)
        if found is None:
            raise MisfitError("fields.connector_params.value", "parameter form", dialog.path)
        return found

    def _filled(self, dialog: Page, params: Mapping[str, str]) -> Form:
        """Write the whole map; what it does not name is emptied, as in an untouched input (4.5)."""
        form = self._form(dialog)
        fields = varying(self.site.map.fields["connector_params.value"], form)
        strangers = sorted(set(params) - set(fields))
        if strangers:
            raise BadRequestError(
                self.site.http.vendor,
                "GET",
                dialog.path,
                reason=f"the connector has no parameter {', '.join(strangers)}; it has {', '.join(fields) or 'none'}",
            )
        for param, control in fields.items():
            form.put(control, [params.get(param, "")])
        return form


def _holds(made: Instance, params: Mapping[str, str]) -> bool:
    """Whether a connector has these parameters and no others; a masked value cannot be compared."""
    shown = unmask(made.params, params)
    return all(shown.get(name, "").strip() == params.get(name, "").strip() for name in {*shown, *params})
