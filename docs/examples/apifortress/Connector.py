"""Connectors in a group: by a typed helper, and by the parameters' own names."""

import pulumi

from alert_wiring import apifortress, ilert

group = apifortress.AlertGroup("search")
source = ilert.AlertSource(
    "search", integration_type="APIFORTRESS", escalation_policy_id=ilert.escalation_policy("SRE on-call").id
)
to_ilert = apifortress.JsonAlertConnector("search-ilert", alert_group_id=group.id, url=source.integration_url)
to_chat = apifortress.Connector(
    "search-chat",
    alert_group_id=group.id,
    connector="Slack Webhook",
    params={"hook": pulumi.Output.secret("T000/B000/replace-me"), "username": "API tests"},
)
