"""Base of the vendors' clients: one object per account and process, with its session and its inventories.

class IlertApi(VendorApi):
    vendor = "ilert"
    settings = (URL, TOKEN)                 # together they name the account

    @classmethod
    def connect(cls, settings: Settings) -> Self:      # no I/O; may raise SettingError
        return cls(HttpSession("ilert", settings.require(URL), auth=..., explain=..., limiter=...))

    def get_alert_source(self, id_: str) -> Remote | None: ...

api = shared_api(IlertApi, settings)        # the same object for every resource of this account
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Self, TypeVar
from urllib.parse import urlsplit

from alert_wiring.core.http import HttpSession
from alert_wiring.core.inventory import Inventories
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.turns import Turns


class VendorApi:
    """A vendor's API for one account."""

    vendor: ClassVar[str] = ""
    """The vendor's name as people know it."""

    settings: ClassVar[tuple[Setting, ...]] = ()
    """The settings that `connect` reads; two sets of equal values are one account."""

    def __init__(self, http: HttpSession) -> None:
        """Keep the session and start with empty inventories."""
        self.http = http
        self.inventories = Inventories()
        self.turns = Turns(MeetingPlace.of("turns", self.vendor, http.base_url))
        self._told: set[str] = set()
        self._telling = threading.Lock()
        self._alive = False
        self._confirming = threading.Lock()
        self._sees: bool | None = None
        self._looking = threading.Lock()

    def account(self) -> str:
        """Return what messages call the account: where it is, and whose it is as far as that is known. No I/O."""
        return urlsplit(self.http.base_url).netloc

    def first(self, what: str) -> bool:
        """Say whether this is the first time that `what` is asked for in this process: what is told once per run."""
        with self._telling:
            new = what not in self._told
            self._told.add(what)
            return new

    def confirm(self, ask: Callable[[], None]) -> None:
        """Call `ask`, which raises when the credential or the address is no good; its success counts for this process.

        So a run in which a thousand objects are gone asks once, not a thousand times.
        """
        with self._confirming:
            if not self._alive:
                ask()
                self._alive = True

    def visible(self, ask: Callable[[], bool]) -> bool:
        """Return what `ask` says of whether the credential sees anything of the account; asked once per process."""
        with self._looking:
            if self._sees is None:
                self._sees = ask()
            return self._sees

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Return a client for the account in `settings`. No I/O.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        raise NotImplementedError


A = TypeVar("A", bound=VendorApi)

_lock = threading.Lock()
_shared: dict[tuple[object, ...], VendorApi] = {}


def shared_api(kind: type[A], settings: Settings) -> A:
    """Return this process's client for the account, made on first use.

    Raises:
        SettingError: a setting is missing or wrong; nothing is kept then.
    """
    key = (kind, *(settings.get(setting) for setting in kind.settings))
    with _lock:
        api = _shared.get(key)
        if not isinstance(api, kind):
            api = _shared[key] = kind.connect(settings)
        return api
