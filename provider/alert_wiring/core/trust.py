"""Whom a connection trusts, and what never leaves this machine."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path

from alert_wiring.core.errors import SettingError
from alert_wiring.core.settings import Setting, Settings


def authorities(settings: Settings, setting: Setting) -> str | None:
    """Return the file (or folder) of certificate authorities that a setting names, None for the system's.

    Raises:
        SettingError: it is not there or holds no certificate; otherwise every request would fail, and not say why.
    """
    named = settings.get(setting)
    if named is None:
        return None
    try:
        if not Path(named).is_dir():  # what is in a folder is looked for only when a server names its authority
            ssl.create_default_context(cafile=named)
    except (OSError, ValueError) as error:
        why = "cannot be read" if isinstance(error, FileNotFoundError | PermissionError) else "holds no certificate"
        raise SettingError(
            f"{setting.env} (or {setting.key}) names {named}, which {why}: name a PEM file with the certificates of "
            "the authorities to trust."
        ) from None
    return named


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine for sure, without asking a resolver."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def proxies_for(host: str) -> dict[str, str]:
    """Return what `requests` is told about proxies: what stays on this machine must not pass the environment's."""
    return {"no_proxy": host} if is_this_machine(host) else {}
