"""Which of API Fortress' installations the sandbox plays (api-fortress.md 4.9)."""

from __future__ import annotations

from vendor_sandbox.store import Store

DEFAULT = "self-hosted"
PROFILES = (DEFAULT, "cloud", "full", "empty")
_COLLECTION, _KEY = "sandbox", "profile"


def profile(store: Store) -> str | None:
    """The profile that the present state was seeded with; None for a new store."""
    kept = store.get(_COLLECTION, _KEY)
    return None if kept is None else str(kept["name"])


def set_profile(store: Store, name: str) -> None:
    """Note the profile that the state is being seeded with."""
    store.put(_COLLECTION, _KEY, {"name": name})
