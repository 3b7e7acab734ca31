"""The credentials of a chat, which alert actions use; only an administrator's API key may make them."""

import pulumi

from alert_wiring import ilert

chat = ilert.Connector(
    "chat",
    connector_type="mattermost",
    params={"url": "https://chat.example.com"},
    api_key=pulumi.Config().get_secret("chatKey") or pulumi.Output.secret("replace-me"),
)
