"""What `alert-wiring doctor` asks of API Fortress, over either backend."""

from __future__ import annotations

from alert_wiring.core.checkup import Finding, Verdict, check_account, is_set_up
from alert_wiring.core.errors import SettingError, WiringError
from alert_wiring.core.settings import Settings

from .api import ApiFortressApi
from .settings import EMAIL, KEY, URL, VENDOR, uses_web
from .web.backend import WebBackend
from .web.survey import Survey


def check_up(settings: Settings) -> list[Finding]:
    """Return what is to be said of the account and, with the web backend, of each entry of the page map."""
    try:
        web = uses_web(settings) and is_set_up(settings, (URL, KEY, EMAIL))
        backend = ApiFortressApi.connect(settings).backend if web else None
    except SettingError as error:
        return [Finding(VENDOR, "settings", Verdict.DOES_NOT_FIT, error.text)]
    if isinstance(backend, WebBackend):
        return Survey(backend).findings()
    return check_account(VENDOR, settings, (URL, KEY, EMAIL), _role)


def _role(settings: Settings) -> Finding:
    """Say what the credential may: only an administrator is shown the code of a definition (`api-fortress.md 4.5`)."""
    backend = ApiFortressApi.connect(settings).backend
    backend.ping()
    try:
        definitions = backend.list_definitions()
        first = backend.get_definition(definitions[0].id) if definitions else None
    except WiringError as error:
        return Finding(VENDOR, "role", Verdict.DOES_NOT_FIT, error.text)
    if first is None:
        return Finding(VENDOR, "role", Verdict.UNCHECKED, "no connector definition is loaded that would tell")
    if first.code is None:
        return Finding(VENDOR, "role", Verdict.FITS, "manager: everything but loading connector definitions")
    return Finding(VENDOR, "role", Verdict.FITS, "administrator")
