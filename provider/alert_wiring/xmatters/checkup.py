"""What `alert-wiring doctor` asks of xMatters: whether the credential sees workflows (`xmatters.md 2.3`)."""

from __future__ import annotations

from alert_wiring.core.checkup import Finding, Verdict, check_account
from alert_wiring.core.settings import Settings

from .api import XMattersApi
from .settings import ACCOUNT, REST_PREFIX


def check_up(settings: Settings) -> list[Finding]:
    """Return what is to be said of the account; one GET, since `/ping` checks no credential (2.3 there)."""
    return check_account(XMattersApi.vendor, settings, ACCOUNT, _role)


def _role(settings: Settings) -> Finding:
    answer = XMattersApi.connect(settings).http.request("GET", f"{REST_PREFIX}/plans", query="limit=1")
    total = answer.json.get("total") if isinstance(answer.json, dict) else None
    seen = f"sees {total} workflows" if isinstance(total, int) else "sees workflows"
    text = f"{seen}; whether it may edit one shows only on writing (role REST Web Service User, edit access)"
    return Finding(XMattersApi.vendor, "role", Verdict.UNCHECKED, text)
