"""A lived-in API Fortress account."""

from __future__ import annotations

from vendor_sandbox import credentials
from vendor_sandbox.apifortress.objects import API_KEYS, COMPANIES
from vendor_sandbox.context import Context


def seed(context: Context) -> None:
    """Fill an empty store."""
    context.store.insert(
        COMPANIES, "1", {"id": 1, "name": "Example Co.", "description": "", "timeZone": "America/New_York"}
    )
    context.store.insert(
        API_KEYS,
        "1",
        {
            "id": 1,
            "key": credentials.APIFORTRESS_KEY,
            "secret": credentials.APIFORTRESS_SECRET,
            "comment": "sandbox",
            "admin": True,
            "companyId": 1,
        },
    )
