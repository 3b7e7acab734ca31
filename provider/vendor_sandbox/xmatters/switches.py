"""What the reference leaves open about xMatters, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.switches import Switch
from vendor_sandbox.xmatters import switches_integrations, switches_objects, switches_transport, switches_trigger

SWITCHES: tuple[Switch, ...] = (
    *switches_transport.SWITCHES,
    *switches_objects.SWITCHES,
    *switches_integrations.SWITCHES,
    *switches_trigger.SWITCHES,
)
"""The first reading of each is the default."""
