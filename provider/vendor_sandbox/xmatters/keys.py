"""Keys of trigger URLs: made in the web UI for an integration and a user, never told again (xmatters.md 4.5, 10.3)."""

from __future__ import annotations

import uuid

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.xmatters.callers import Caller, caller_of
from vendor_sandbox.xmatters.errors import XmattersError

KEYS = "xmatters.trigger_keys"
"""Key → the integration it was made for (none: every one) and the user whose rights it carries."""
_OF_USER = Index(KEYS, lambda key: [(key["integration"], key["user"])])
_OF_INTEGRATION = Index(KEYS, lambda key: [key["integration"]])


def make_key(context: Context, integration: str, user: str) -> str:
    """What the web UI does when an authenticating user is picked: one key per integration and user.

    Args:
        context: the sandbox.
        integration: the integration's id.
        user: id of the person whose rights the key carries.

    Returns:
        The key, told this once; a new one replaces the user's former key of the same integration.
    """
    context.store.delete_found(_OF_USER, (integration, user))
    key = str(uuid.uuid4())
    context.store.insert(KEYS, key, {"id": key, "integration": integration, "user": user})
    return key


def by_key(context: Context, key: str, integration: str) -> Caller:
    """The user of a key; raises ``XmattersError`` 401 for a key of another integration."""
    kept = context.store.get(KEYS, key)
    standing = context.switches.get("xmatters.standing_trigger_key") == "yes"
    if kept is None or not (kept["integration"] == integration or (kept["integration"] is None and standing)):
        raise XmattersError(401, "Authentication failed")
    return caller_of(context, kept["user"], str(kept.get("role", "user")), "URL")


def forget_keys(context: Context, integration: str) -> None:
    """The keys of an integration are worth nothing any more."""
    context.store.delete_found(_OF_INTEGRATION, integration)


def type_changed(context: Context, integration: str) -> None:
    """Another authenticationType: whether the keys survive it is not known (xmatters.md 11 #4)."""
    if context.switches.get("xmatters.key_after_type_change") == "dies":
        forget_keys(context, integration)
