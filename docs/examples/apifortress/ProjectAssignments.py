"""All alert groups of a project: whatever else somebody adds by hand is taken out again."""

from alert_wiring import apifortress

mail = apifortress.AlertGroup("examples-mail")
chat = apifortress.AlertGroup("examples-chat")
groups = apifortress.ProjectAssignments(
    "examples",
    project="Examples",
    alert_group_ids=[mail.id, chat.id],
    on_delete="empty",  # by default the groups from before come back
)
