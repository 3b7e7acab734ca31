"""What the reference leaves open about ilert, each as a named switch; the default is its best guess."""

from __future__ import annotations

from vendor_sandbox.ilert.switches_events import EVENTS
from vendor_sandbox.ilert.switches_neighbours import NEIGHBOURS
from vendor_sandbox.ilert.switches_sources import SOURCES
from vendor_sandbox.ilert.switches_transport import TRANSPORT
from vendor_sandbox.switches import Switch

SWITCHES: tuple[Switch, ...] = (*TRANSPORT, *SOURCES, *NEIGHBOURS, *EVENTS)
"""The first reading of each is the default."""
