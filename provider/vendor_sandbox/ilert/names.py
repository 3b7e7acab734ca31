"""The collections in which ilert's objects are kept."""

from __future__ import annotations

TEAMS = "ilert.teams"
USERS = "ilert.users"
SCHEDULES = "ilert.schedules"
POLICIES = "ilert.escalation_policies"
SUPPORT_HOURS = "ilert.support_hours"
SERVICES = "ilert.services"
FIRST_SERVICE = 700
ALERT_SOURCES = "ilert.alert_sources"
ALERTS = "ilert.alerts"
CONNECTORS = "ilert.connectors"
ALERT_ACTIONS = "ilert.alert_actions"
MAINTENANCE = "ilert.maintenance_windows"
HEARTBEATS = "ilert.heartbeat_monitors"

COLLECTIONS = {
    "alert-sources": ALERT_SOURCES,
    "escalation-policies": POLICIES,
    "teams": TEAMS,
    "support-hours": SUPPORT_HOURS,
    "users": USERS,
    "schedules": SCHEDULES,
    "services": SERVICES,
    "connectors": CONNECTORS,
    "alert-actions": ALERT_ACTIONS,
    "heartbeat-monitors": HEARTBEATS,
    "maintenance-windows": MAINTENANCE,
    "alerts": ALERTS,
}
"""Kind → collection, of every kind that the API serves."""
