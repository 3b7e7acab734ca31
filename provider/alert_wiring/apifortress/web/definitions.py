"""Connector definitions in the admin panel: its list and its dialog "Add engine" (`api-fortress.md 1.7`, `5.1`)."""

from __future__ import annotations

from bs4 import Tag

from alert_wiring.core.errors import NotFoundError

from ..objects import Definition, DefinitionSpec, Parameter
from .locate import demand_text, field, form_with, matching, text
from .page import Control, Form, Page, words
from .rows import Rows, option_of
from .site import Site

_NUMBERS = ("1", "2", "3", "4", "5")
"""The dialog has five pairs of inputs (`api-fortress.md 0.3` fact 5)."""


class Definitions(Rows):
    """The definitions of the instance; only a platform admin sees them."""

    def __init__(self, site: Site) -> None:
        """Use the account; nothing is sent yet."""
        super().__init__(site, "definitions", "definitions")

    def all(self) -> list[Definition]:
        """Every definition, without code; one page for the list and one per definition.

        Raises:
            ForbiddenError: this login may not see the admin panel (`api-fortress.md 7.14`).
        """
        page, found = self.cards()
        listed = [self._read(page, id_, card) for id_, card in found.items()]
        return [one for one in listed if one is not None]

    def get(self, definition_id: str) -> Definition | None:
        """One definition with its code; None when the list does not have it."""
        page, found = self.cards()
        return self._read(page, definition_id, found[definition_id], code=True) if definition_id in found else None

    def load(self, spec: DefinitionSpec) -> Definition:
        """Save the dialog and find what is new (`api-fortress.md 7.2`).

        Raises:
            AmbiguousError: the answer was lost and nothing new is there, or more than one.
        """
        with self.making:
            before = set(self.cards()[1])
            sent, lost = self.send(lambda: self._filled(self.site.open("add_definition"), spec), "definition")
            page, found = self.cards()
            new = [
                id_
                for id_, card in found.items()
                if id_ not in before and words(self._title(page, card)) == words(spec.name)
            ]
            id_ = self.new_one(new, sent, lost, "connector definition")
        made = self._read(page, id_, found[id_], code=True)
        if made is None:
            raise self.unsaved(sent, "it is gone again")
        return made

    def update(self, definition_id: str, spec: DefinitionSpec) -> Definition:
        """Save the dialog of an existing definition, and read it back."""

        def prepare() -> Form:
            page, found = self.cards()
            dialog = self._dialog(page, definition_id, found[definition_id]) if definition_id in found else None
            if dialog is None:
                raise NotFoundError(
                    self.site.http.vendor, "GET", page.path, reason=f"there is no definition {definition_id}"
                )
            return self._filled(dialog, spec)

        sent, lost = self.send(prepare, "definition", definition=definition_id)
        after = self.get(definition_id)
        if after is None or words(after.name) != words(spec.name) or _lines(after.code) != _lines(spec.code):
            raise lost or self.unsaved(sent, "the definition is not as it was written")
        return after

    def delete(self, definition_id: str) -> None:
        """Use the bin on the card; gone already is done.

        Raises:
            ConflictError: it is still there afterwards, presumably because connectors use it.
        """
        self.remove(definition_id, "definition", self.cards, {"definition": definition_id})

    def _title(self, page: Page, card: Tag) -> str:
        return demand_text(self.site.map, page, card, "definitions.name")

    def _dialog(self, page: Page, id_: str, card: Tag) -> Page | None:
        return self.open_from(page, card, "edit_definition", lambda: id_ in self.cards()[1], definition=id_)

    def _read(self, page: Page, id_: str, card: Tag, *, code: bool = False) -> Definition | None:
        """One definition, from its card and its dialog; None when it went away meanwhile."""
        dialog = self._dialog(page, id_, card)
        if dialog is None:
            return None
        form = self._form(dialog)
        params = [
            Parameter(name, self._text(form, "definition.param_description", n=number))
            for number in _NUMBERS
            if (name := self._text(form, "definition.param", n=number))
        ]
        mode = self._control(form, "definition.mode")
        return Definition(
            id_,
            self._text(form, "definition.name"),
            self._text(form, "definition.description"),
            "".join(form.get(mode)) if mode else "Event",
            self._flag(form, "definition.run_on_success"),
            tuple(params),
            self._shown(page, card, "definitions.finished", self._flag(form, "definition.finished")),
            self._shown(page, card, "definitions.open", self._flag(form, "definition.open")),
            _unix("".join(form.get(field(self.site.map, form, "definition.code")))) if code else None,
        )

    def _shown(self, page: Page, card: Tag, name: str, default: bool) -> bool:
        found = text(self.site.map, page, card, name)
        return default if found is None else found.casefold() == "true"

    def _form(self, dialog: Page) -> Form:
        return form_with(self.site.map, dialog, "definition.name", "definition.code")

    def _filled(self, dialog: Page, spec: DefinitionSpec) -> Form:
        """Write everything that a definition has into the dialog."""
        form = self._form(dialog)
        texts = {
            "definition.name": spec.name,
            "definition.description": spec.description,
            "definition.code": spec.code,
        }
        for name, value in texts.items():
            form.put(field(self.site.map, form, name), [value])
        mode = self._control(form, "definition.mode")
        if mode is not None:
            form.put(mode, [option_of(mode, spec.mode, "fields.definition.mode", dialog)])
        flags = {"run_on_success": spec.run_on_success, "finished": spec.finished, "open": spec.open}
        for name, on in flags.items():
            form.tick(field(self.site.map, form, f"definition.{name}"), on)
        for number in _NUMBERS:
            param = spec.params[int(number) - 1] if int(number) <= len(spec.params) else Parameter("")
            form.put(field(self.site.map, form, "definition.param", n=number), [param.name])
            form.put(field(self.site.map, form, "definition.param_description", n=number), [param.description])
        return form

    def _control(self, form: Form, name: str) -> Control | None:
        return next(iter(matching(self.site.map.fields[name], form)), None)

    def _text(self, form: Form, name: str, **values: str) -> str:
        return "".join(form.get(field(self.site.map, form, name, **values)))

    def _flag(self, form: Form, name: str) -> bool:
        control = self._control(form, name)
        return control is not None and form.is_on(control)


def _unix(code: str) -> str:
    """Return text with the line ends that the product's own files have; browsers send and keep others."""
    return code.replace("\r\n", "\n")


def _lines(code: str | None) -> list[str]:
    return [line.rstrip() for line in (code or "").strip().splitlines()]
