"""ilert as code: alert sources, and look-ups of what they refer to."""

from alert_wiring.ilert.alert_source import AlertSource

__all__ = ["AlertSource"]
