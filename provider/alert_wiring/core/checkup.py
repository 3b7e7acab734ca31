"""What `alert-wiring doctor` finds out: facts about an account, each held against what the product expects.

A check-up only reads. What shows itself only when something is written stays `UNCHECKED`, in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from alert_wiring.core.errors import ForbiddenError, SettingError, UnauthorizedError, WiringError
from alert_wiring.core.settings import Setting, Settings


class Verdict(StrEnum):
    """How a fact compares with what is expected."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    UNCHECKED = "not checked"


@dataclass(frozen=True)
class Finding:
    """One fact.

    Attributes:
        vendor: whose.
        subject: `address`, `credential`, `role`, or an entry of the page map.
        verdict: how it compares.
        text: what is there, or why it was not checked.
        looked_for: what was looked for, if it does not fit.
        where: the page on which it was looked for.
        instead: what is there instead.
        write: what to write to mend it.
        evidence: for an entry of the page map: `seen`, `guess` or `yours`.
    """

    vendor: str
    subject: str
    verdict: Verdict
    text: str = ""
    looked_for: str = ""
    where: str = ""
    instead: tuple[str, ...] = ()
    write: str = ""
    evidence: str = ""

    def plain(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {name: value for name, value in asdict(self).items() if value not in ("", ())}


def is_set_up(settings: Settings, account: tuple[Setting, ...]) -> bool:
    """Return whether any setting of an account has a value that is not its default."""
    return any(settings.get(setting) not in (None, setting.default) for setting in account)


def check_account(
    vendor: str, settings: Settings, account: tuple[Setting, ...], probe: Callable[[Settings], Finding]
) -> list[Finding]:
    """Return what is to be said of address, credential and role of an account.

    Args:
        vendor: whose account.
        settings: where it stands.
        account: the settings that name it.
        probe: connects, asks for something that every good credential may see, and returns the finding on the role.
    """
    if not is_set_up(settings, account):
        names = " or ".join(setting.env for setting in account[:2])
        return [Finding(vendor, "address", Verdict.UNCHECKED, f"no account is set up ({names})")]
    try:
        role = probe(settings)
    except SettingError as error:
        return [Finding(vendor, "settings", Verdict.DOES_NOT_FIT, error.text)]
    except (UnauthorizedError, ForbiddenError) as error:
        return [_address(vendor), Finding(vendor, "credential", Verdict.DOES_NOT_FIT, error.text)]
    except WiringError as error:
        return [Finding(vendor, "address", Verdict.DOES_NOT_FIT, error.text)]
    return [_address(vendor), Finding(vendor, "credential", Verdict.FITS, "accepted"), role]


def _address(vendor: str) -> Finding:
    return Finding(vendor, "address", Verdict.FITS, "answers")
