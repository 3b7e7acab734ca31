"""Alert groups on the company's settings page (`api-fortress.md 1.5`)."""

from __future__ import annotations

from alert_wiring.core.valuetypes.base import whole

from ..objects import Company, Group
from .locate import demand_text, field, form_with, text
from .page import Form, words
from .rows import Rows
from .site import Site


class Groups(Rows):
    """The groups of the company."""

    def __init__(self, site: Site) -> None:
        """Use the account; nothing is sent yet."""
        super().__init__(site, "groups", "groups")

    def company(self) -> Company:
        """The company's settings page; the cheapest page that only managers see."""
        page = self.site.open("company", company=self.site.company())
        form = form_with(self.site.map, page, "company.name")
        name = form.get(field(self.site.map, form, "company.name"))
        return Company(self.site.company(), words("".join(name)))

    def all(self) -> list[Group]:
        """Every group of the company."""
        page, found = self.cards(company=self.site.company())
        return [
            Group(
                id_,
                demand_text(self.site.map, page, card, "groups.label"),
                whole(text(self.site.map, page, card, "groups.users")) or 0,
                whole(text(self.site.map, page, card, "groups.connectors")) or 0,
            )
            for id_, card in found.items()
        ]

    def get(self, group_id: str) -> Group | None:
        """One group; None when the list does not have it."""
        return next((group for group in self.all() if group.id == group_id), None)

    def has(self, group_id: str) -> bool:
        """Whether the list has it."""
        return group_id in self.cards(company=self.site.company())[1]

    def create(self, label: str) -> Group:
        """Save the dialog "Add Distro Group" and find what is new (`api-fortress.md 7.2`).

        Raises:
            AmbiguousError: the answer was lost and nothing new is there, or more than one.
        """

        def prepare() -> Form:
            page = self.site.open("add_group", company=self.site.company())
            form = form_with(self.site.map, page, "add_group.label")
            form.put(field(self.site.map, form, "add_group.label"), [label])
            return form

        with self.making:
            before = {group.id for group in self.all()}
            sent, lost = self.send(prepare, "add_group")
            return self.new_one(
                [one for one in self.all() if one.id not in before and words(one.label) == words(label)],
                sent,
                lost,
                "alert group",
            )

    def delete(self, group_id: str) -> None:
        """Use the bin on the card; gone already is done.

        Raises:
            ConflictError: the group is still there afterwards, presumably because a project has it
                (`api-fortress.md 7.4`).
        """
        values = {"company": self.site.company(), "group": group_id}
        self.remove(group_id, "group", lambda: self.cards(company=self.site.company()), values)
