"""One API Fortress account in one process: its backend, its locks and what it holds, as plain dictionaries.

The kinds speak JSON dictionaries like those of every other vendor; the backend speaks objects. This module stands
between them and keeps the lists that several kinds share: projects and connector definitions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, ClassVar, Self

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import WiringError
from alert_wiring.core.http import HttpSession
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.values import Remote

from .backend import ApiFortressBackend, Capability
from .locks import Locks
from .objects import Definition, Group, Instance, Project, User
from .rest import RestBackend
from .settings import ACCOUNT, VENDOR, capabilities, session, uses_web
from .standing import StandingRoutes


class ApiFortressApi(VendorApi):
    """One account, whichever backend reaches it."""

    vendor: ClassVar[str] = VENDOR
    settings: ClassVar[tuple[Setting, ...]] = ACCOUNT

    def __init__(self, http: HttpSession, backend: ApiFortressBackend) -> None:
        """Use this backend; nothing is sent yet."""
        super().__init__(http)
        self.backend = backend
        self.locks = Locks(self.turns, "alert groups of project")
        """By project."""
        self.owned: dict[str, set[str]] = {}
        """Projects whose whole set this process wrote, so that a pair which the set replaces takes nothing away."""
        self.restored: dict[str, set[str]] = {}
        """Groups that this process put back into projects, so that a group which goes next does not stay for that."""
        self.standing = StandingRoutes(backend)
        """Which projects somebody hears of, for the deletions that a run asks for."""
        self._lock = threading.Lock()
        self._looked_for: set[str] = set()

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Return the account's client with the backend that the settings choose.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        if uses_web(settings):
            from .web.connect import connect  # noqa: PLC0415 - an HTML parser is slow to load, and only this needs it

            web = connect(settings)
            return cls(web.site.http, web)
        http = session(settings)
        return cls(http, RestBackend(http, capabilities(settings)))

    def projects(self) -> Inventory:
        """Return the account's projects, listed once; their alert groups are as of that moment."""
        return self._shared("projects", self.backend.list_projects)

    def definitions(self) -> Inventory:
        """Return the connector definitions, listed once, without code."""
        return self._shared("connector definitions", self.backend.list_definitions)

    def groups(self) -> Inventory:
        """Return the account's alert groups, listed once, for their labels."""
        return self._shared("labels of alert groups", self.backend.list_groups)

    def users(self) -> Inventory:
        """Return the users that can be told by name, listed once."""
        return self._shared("users", self.backend.list_users)

    def projects_for(self, noun: str) -> list[Remote]:
        """Return the projects for a kind's own list: listed once for all kinds, anew when the same one asks again."""
        return self._once_for(noun, self.projects())

    def definitions_for(self, name: str) -> list[Remote]:
        """Return the definitions for whoever looks for this name: listed once for all names, anew when asked again."""
        return self._once_for(f"connector definition {name}", self.definitions())

    def demand(self, capability: Capability, what: str) -> None:
        """Refuse what the backend cannot do.

        Raises:
            WiringError: the line says what it cannot and where that is done instead.
        """
        if capability not in self.backend.capabilities:
            raise WiringError(f"{VENDOR}: this instance cannot {what} from outside; do it in the web application.")

    def _once_for(self, who: str, inventory: Inventory) -> list[Remote]:
        with self._lock:
            again = who in self._looked_for
            self._looked_for.add(who)
        return inventory.reload() if again else inventory.all()

    def _shared(self, what: str, listed: Callable[[], list[Any]]) -> Inventory:
        return self.inventories.of(
            (what,), lambda: [plain(item) for item in listed()], lambda remote: str(remote["id"])
        )


def plain(item: Definition | Group | Instance | Project | User) -> Remote:
    """Return an object of the backend as a JSON dictionary with the same member names."""
    return {name: _plain(value) for name, value in asdict(item).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
