"""What the ilert stand-in does, sentence by sentence; each row is a contract test."""

from __future__ import annotations

from vendor_sandbox.ilert.rules_alerts import ACTIONS, ALERTS, EVENTS
from vendor_sandbox.ilert.rules_neighbours import NEIGHBOURS
from vendor_sandbox.ilert.rules_sources import SOURCES
from vendor_sandbox.ilert.rules_transport import TRANSPORT
from vendor_sandbox.rules import Rule, table

RULES: tuple[Rule, ...] = table("ilert", (*TRANSPORT, *SOURCES, *NEIGHBOURS, *EVENTS, *ALERTS, *ACTIONS))
