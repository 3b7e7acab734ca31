"""A stand-in for ilert, written from ilert.md alone: what is known of it, and switches where nobody knows."""

from __future__ import annotations

from vendor_sandbox.ilert.by_hand import OBJECTS, delete_by_hand, edited_by_hand
from vendor_sandbox.ilert.routing import routes
from vendor_sandbox.ilert.seed import seed
from vendor_sandbox.ilert.settling import settle

__all__ = ["OBJECTS", "delete_by_hand", "edited_by_hand", "routes", "seed", "settle"]
