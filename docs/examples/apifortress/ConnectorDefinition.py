"""A connector of your own, loaded onto a self-hosted instance; it takes an administrator's key."""

from alert_wiring import apifortress

chat = apifortress.ConnectorDefinition(
    "team-chat",
    name="Team chat",
    description="Posts failures to the team's chat",
    params={"room": "id of the room", "token": "token of the bot"},
    code_path="connectors/team-chat.groovy",  # seen from the program's folder
    finished=True,
    open=True,
)
