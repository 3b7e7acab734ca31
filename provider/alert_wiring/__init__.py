"""Alert wiring as Pulumi code: the kinds, the component and the command line.

    from alert_wiring import AlertRoute, apifortress, ilert, xmatters

Nothing is imported before it is used: the command line must not wait for Pulumi.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alert_wiring import apifortress, ilert, xmatters
    from alert_wiring.route import AlertRoute
    from alert_wiring.route_xmatters import XMattersWorkflow

__all__ = ["AlertRoute", "XMattersWorkflow", "apifortress", "ilert", "xmatters"]

_COMPONENTS = {"AlertRoute": "alert_wiring.route", "XMattersWorkflow": "alert_wiring.route_xmatters"}


def __getattr__(name: str) -> Any:
    """Import what is asked for: a component, or the package of a vendor."""
    if name in _COMPONENTS:
        return getattr(import_module(_COMPONENTS[name]), name)
    if name in __all__:
        return import_module(f"alert_wiring.{name}")
    raise AttributeError(f"module 'alert_wiring' has no attribute {name!r}")
