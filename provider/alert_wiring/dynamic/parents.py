"""What a resource lives in, as its URN tells it: the types of its parents, outermost first.

A URN is stack, project, the types of all parents, the own type, and the name. The SDK does not say what a parent's own
parents are before the engine has answered, so our resources and components keep it; of another component inside
another only the inner one is known.
"""

from __future__ import annotations

import pulumi

_STACK = "pulumi:pulumi:Stack"
_KEPT = "_alert_wiring_parent_types"


def parent_types(opts: pulumi.ResourceOptions | None) -> tuple[str, ...]:
    """Return the types of the parents that `opts` put a resource under; the stack itself is in no URN's path."""
    parent = opts.parent if opts is not None else None
    if parent is None or parent.pulumi_resource_type == _STACK:
        return ()
    return (*getattr(parent, _KEPT, ()), parent.pulumi_resource_type)


def keep_parent_types(resource: pulumi.Resource, opts: pulumi.ResourceOptions | None) -> None:
    """Remember a resource's parents for the names of its children; call it in the constructor."""
    setattr(resource, _KEPT, parent_types(opts))
