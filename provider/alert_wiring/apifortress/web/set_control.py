"""A set in a form: the "Alert Distribution lists" of a project (`api-fortress.md 1.4`), however the page holds it.

How the chips of the type-ahead travel in the form is not known. Four ways are: a select with several choices,
checkboxes of one name, hidden inputs of one name, and one input with joined values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .locate import field_misfit, matching
from .map_entries import SetEntry
from .page import Control, Form


@dataclass(frozen=True)
class SetControl:
    """A set in a form, with ids in and out.

    Attributes:
        name: the map's entry, such as `sets.edit_project.groups`.
        entry: what the map says of it.
        form: the form that it is in.
        labels: id to label of everything that may be in the set; asked for only where the values are labels.
    """

    name: str
    entry: SetEntry
    form: Form
    labels: Mapping[str, str]

    def read(self) -> set[str]:
        """Return the ids in the set."""
        values = [value for control in self._controls() for value in self._split(control)]
        if self.entry.values == "id":
            return set(values)
        by_label = {label: id_ for id_, label in self.labels.items()}
        return {by_label.get(value, value) for value in values}

    def write(self, ids: set[str]) -> list[str]:
        """Put the ids into the form; return those that the form does not offer (nothing is changed then)."""
        values = sorted(ids if self.entry.values == "id" else {self.labels.get(id_, id_) for id_ in ids})
        controls = self._controls()
        first = controls[0] if controls else None
        if first is not None and first.tag.name == "select":
            offered = {value for value, _ in first.options()}
            strangers = [value for value in values if value not in offered]
            if not strangers:
                self.form.put(first, values)
            extra = controls[1:]
        elif first is not None and first.type == "checkbox":
            strangers = [value for value in values if value not in {_own(one) for one in controls}]
            for one in controls if not strangers else ():
                self.form.put(one, [_own(one)] if _own(one) in values else [])
            extra = []
        elif first is not None and first.type != "hidden":
            strangers, extra = [], controls[1:]
            self.form.put(first, [self.entry.separator.join(values)])
        else:
            strangers, extra = [], controls
            for value in values:
                self.form.add(self._hidden_name(), value)
        for one in extra:
            self.form.put(one, [])
        if not values and self.entry.empty is not None:
            self.form.add(first.name if first is not None else self._hidden_name(), self.entry.empty)
        return strangers

    def _controls(self) -> list[Control]:
        found = matching(self.entry, self.form)
        if not found and self.entry.name is None:
            raise field_misfit(self.name, self.entry, [self.form], self.form.page)
        return found

    def _hidden_name(self) -> str:
        return self.entry.name or next((one.name for one in self._controls()), "")

    def _split(self, control: Control) -> list[str]:
        values = self.form.get(control)
        if control.type in ("text", "search"):
            values = [part for value in values for part in value.split(self.entry.separator)]
        return [value.strip() for value in values if value.strip()]


def _own(control: Control) -> str:
    value = control.tag.get("value")
    return value if isinstance(value, str) else "on"
