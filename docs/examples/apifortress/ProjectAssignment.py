"""An alert group on a project; the project's other groups stay as they are."""

from alert_wiring import apifortress

group = apifortress.AlertGroup("stock")
pair = apifortress.ProjectAssignment("stock-inventory", project="Inventory", alert_group_id=group.id)
