"""Carrying steps out: in order, in parallel, and with the state saved around each (pulumi-engine.md 4, 6.5)."""
