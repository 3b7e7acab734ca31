"""As many connectors as `bench.json` says, in alert groups, each of which has as many projects as connectors."""

import json
from pathlib import Path

from alert_wiring import apifortress

told = json.loads(Path("bench.json").read_text())
for number, project in enumerate(told["projects"]):
    if number % told["in_a_group"] == 0:
        group = apifortress.AlertGroup(f"group-{number}")
    place = "moved" if told["changed"] and number == 0 else "here"
    apifortress.JsonAlertConnector(
        f"connector-{number}", alert_group_id=group.id, url=f"https://example.com/{place}/{number}"
    )
    apifortress.ProjectAssignment(f"assignment-{number}", project=project, alert_group_id=group.id)
