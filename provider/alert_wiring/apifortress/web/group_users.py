"""The users of an alert group and the dialog "Add Distro User" (`api-fortress.md 1.6`)."""

from __future__ import annotations

from ..objects import Member
from .groups import Groups
from .locate import demand_text, field, form_with, text
from .page import Form
from .rows import Cards, Rows, option_of
from .site import Site


class Members(Rows):
    """The users in groups."""

    def __init__(self, site: Site, groups: Groups) -> None:
        """Use the account; nothing is sent yet."""
        super().__init__(site, "group_users", "users")
        self._groups = groups

    def listed(self, group_id: str) -> Cards | None:
        """The page of a group's users; None when the group is gone."""
        page = self.open_existing("group_users", lambda: self._groups.has(group_id), group=group_id)
        return None if page is None else (page, self.found_on(page))

    def all(self, group_id: str) -> list[Member] | None:
        """The users in one group; None when it is gone."""
        listed = self.listed(group_id)
        if listed is None:
            return None
        page, found = listed
        return [
            Member(
                id_,
                demand_text(self.site.map, page, card, "users.full_name"),
                text(self.site.map, page, card, "users.email") or "",
                (text(self.site.map, page, card, "users.sms") or "").casefold() == "true",
            )
            for id_, card in found.items()
        ]

    def add(self, group_id: str, user_id: str, *, sms: bool) -> Member:
        """Save "Add Distro User"; one who is in the group with the other flag is taken out first (1.6)."""
        present = next((one for one in self.all(group_id) or () if one.user_id == user_id), None)
        if present is not None and present.sms == sms:
            return present
        if present is not None:
            self.take_out(group_id, user_id)

        def prepare() -> Form:
            page = self.site.open("add_user", group=group_id, company=self.site.company())
            form = form_with(self.site.map, page, "add_user.user")
            select = field(self.site.map, form, "add_user.user")
            form.put(select, [option_of(select, user_id, "fields.add_user.user", page)])
            box = field(self.site.map, form, "add_user.sms")
            form.tick(box, sms)
            return form

        sent, lost = self.send(prepare, "add_user", group=group_id, user=user_id)
        found = [one for one in self.all(group_id) or () if one.user_id == user_id and one.sms == sms]
        return self.new_one(found, sent, lost, "user in the group")

    def take_out(self, group_id: str, user_id: str) -> None:
        """Use the bin on the user's card; gone already is done."""
        values = {"company": self.site.company(), "group": group_id, "user": user_id}
        self.remove(user_id, "user", lambda: self.listed(group_id), values)
