"""Every way that the provider proves who it is, each with a planted credential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import WiringError
from alert_wiring.core.settings import Settings
from alert_wiring.dynamic import KindResource

SECRET = "canary/wire+credential=61f0"
"""The credential of every account here: with signs that addresses and base64 spell differently."""
USER = {"USERNAME": "wire", "PASSWORD": SECRET}
LOGIN = {"EMAIL": "wire@example.com", "PASSWORD": SECRET}
_KINDS: dict[str, type[KindResource]] = {
    "ILERT": ilert.Team,
    "XMATTERS": xmatters.Workflow,
    "APIFORTRESS": apifortress.AlertGroup,
}


@dataclass(frozen=True)
class Account:
    """One way to reach one vendor: variables without the vendor's prefix and without the address."""

    name: str
    prefix: str
    settings: Mapping[str, str]

    def api(self, url: str, **more: str) -> VendorApi:
        """Return the client of a server; `more` are further variables without the prefix."""
        path = "/app" if self.prefix == "APIFORTRESS" else ""
        named = {f"{self.prefix}_{name}": text for name, text in {**self.settings, "URL": url + path, **more}.items()}
        kind = _KINDS[self.prefix].provider_class.kind
        made: VendorApi = kind.api.connect(Settings(named, lambda _key: None))
        return made

    def failure(self, api: VendorApi, method: str = "GET") -> str:
        """Send one request, or list the groups of a backend of pages, and return the one line that it fails with."""
        try:
            backend: Any = getattr(api, "backend", None)
            if "BACKEND" in self.settings:
                backend.list_groups()
            else:
                api.http.request(method, "/api/things", body={"name": "x"} if method == "POST" else None)
        except WiringError as error:
            return error.text
        return ""


ACCOUNTS = [
    Account("ilert", "ILERT", {"TOKEN": SECRET}),
    Account("xmatters-user", "XMATTERS", USER),
    Account("xmatters-key", "XMATTERS", {"API_KEY": "x-api-key-1", "API_SECRET": SECRET}),
    Account("xmatters-oauth", "XMATTERS", {"CLIENT_ID": "c", "CLIENT_SECRET": SECRET[::-1], **USER}),
    Account("xmatters-refresh", "XMATTERS", {"CLIENT_ID": "c", "REFRESH_TOKEN": SECRET}),
    Account("xmatters-token", "XMATTERS", {"TOKEN": SECRET}),
    Account("apifortress-key", "APIFORTRESS", {"API_KEY": "k", "API_SECRET": SECRET}),
    Account("apifortress-login", "APIFORTRESS", LOGIN),
    Account("apifortress-web", "APIFORTRESS", {**LOGIN, "BACKEND": "web"}),
]
