"""What all kinds of xMatters objects share."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from alert_wiring.core.errors import ForbiddenError, NotFoundError
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Props, Remote
from alert_wiring.xmatters.api import XMattersApi


class XMattersKind(Kind[XMattersApi]):
    """Base of the kinds here."""

    vendor = "xMatters"
    api = XMattersApi
    longest_name = 100  # xmatters.md 11 #20: 100 or 255; the shorter one fits both

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The objects of the same name, whatever its case: to the server that is a clash (`xmatters.md 7.1`)."""
        name = _folded(inputs.get("name"))
        return [remote for remote in listed if _folded(remote.get("name")) == name]

    def confirm_gone(self, api: XMattersApi) -> None:
        """Ask for something that every account has: a wrong address also answers 404, to everything."""
        api.list_all("/plans", page=1, enough=lambda _: True)

    def sees_anything(self, api: XMattersApi) -> bool:
        """An account has workflows, or at least people: a user that sees neither sees nothing (`xmatters.md 2.7`)."""
        for path in ("/plans", "/people"):
            with suppress(ForbiddenError, NotFoundError):
                if api.list_all(path, page=1, enough=lambda _: True):
                    return True
        return False


def _folded(name: object) -> str:
    return str(name or "").strip().casefold()
