"""API Fortress: connector definitions, alert groups, connectors and their assignment to projects."""
