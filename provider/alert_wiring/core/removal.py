"""Why an object is deleted, as far as one process of the plugin can know.

Pulumi tells the provider of a deletion, not of its reason. But in an up every resource of the program is checked
before the deletions at its end, and a destroy checks nothing (`pulumi-dynamic-providers.md 1.3`, `1.5`).
"""

from __future__ import annotations

from enum import Enum


class Removal(Enum):
    """The reason for a deletion."""

    REPLACED = "replaced"
    """The resource is in the program and gets a new object."""

    DROPPED = "dropped"
    """The program runs and no longer has the resource."""

    DESTROYED = "destroyed"
    """No resource was checked in this process: the stack is being destroyed, whole or in part."""
