"""Look-ups for the program: they run while the program runs, once per name, before anything is written.

who = xmatters.recipients("jdoe", "Ops On-Call", "mmcbride|Work Email")
apifortress.Connector.xmatters(..., trigger_url=integration.trigger_url, recipients=who.text)
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pulumi

from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError
from alert_wiring.dynamic import in_program, program_settings
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.recipient_search import SEPARATOR, Recipient, find_recipient, find_recipients


@dataclass(frozen=True)
class Recipients:
    """Who is to be notified: people, groups and devices that exist and are active."""

    entries: tuple[Recipient, ...]

    @property
    def text(self) -> str:
        """The recipients as API Fortress' xMatters connector takes them: names between commas (`xmatters.md 5.2`)."""
        return SEPARATOR.join(recipient.name for recipient in self.entries)

    def __str__(self) -> str:
        """The same text."""
        return self.text


_lock = threading.Lock()
_known: dict[tuple[XMattersApi, str], Recipient] = {}


@in_program
def recipients(*names: str) -> Recipients:
    """Look recipients up in xMatters, so that a misspelt or inactive one stops the run before the first write.

    What makes a notification unlikely (a person without an active device, a group without members) is a warning.

    Args:
        names: user ids, group names and devices (`owner|device`), or texts with several of them between commas.

    Raises:
        NoMatchError: somebody is missing or inactive; the text names all of them, each with near matches.
        SeveralMatchesError: a name is a person and a group; the text names both.
        InputError: a name is no text (an output of another resource is not known yet when look-ups run).
        SettingError: the account is not set.
        VendorError: xMatters refused.
    """
    for name in names:
        if not isinstance(name, str):
            raise InputError(f"A recipient of xMatters must be a text, not {type(name).__name__}.")
    api = shared_api(XMattersApi, program_settings())
    return Recipients(tuple(find_recipients(api, names, _once)))


def _once(api: XMattersApi, name: str) -> Recipient:
    """Look a name up, or return what was found before in this run."""
    with _lock:
        if (api, name) not in _known:
            recipient = find_recipient(api, name)
            for text in recipient.warnings:
                pulumi.log.warn(f"xMatters: {text}.")
            _known[api, name] = recipient
        return _known[api, name]
