"""A team with two members; only an administrator's API key may make one."""

from alert_wiring import ilert

testers = ilert.Team(
    "api-testers",
    name="API testers",
    members=[
        {"user_id": ilert.user("jonas.keller@acme.example").id},
        {"user_id": ilert.user("ada.moss@acme.example").id, "role": "ADMIN"},
    ],
)
