"""API Fortress' switches (api-fortress.md 4.9 calls them options; 8 lists the open questions behind them)."""

from __future__ import annotations

from vendor_sandbox.apifortress.web.switches import WEB_SWITCHES
from vendor_sandbox.switches import Switch, flag

SWITCHES = (
    flag(
        "uniqueLabels",
        False,
        "api-fortress.md 4.9, 8 row 3",
        "whether labels of alert groups are unique",
        on="A second alert group with a label is a 409.",
        off="Several alert groups may have one label.",
    ),
    flag(
        "maskSecrets",
        False,
        "api-fortress.md 4.9",
        "whether secret-looking connector parameters can be read",
        on="Secret-looking connector parameters come back as ********.",
        off="Connector parameters come back as they were written, secrets included.",
    ),
    flag(
        "cascadeAssigned",
        False,
        "api-fortress.md 4.9, 8 row 4",
        "DELETE of an alert group that projects use",
        on="Deleting an assigned alert group drops its assignments.",
        off="Deleting an assigned alert group is a 409.",
    ),
    flag(
        "renameAllowed",
        True,
        "api-fortress.md 4.9, 8 row 5",
        "whether an alert group's label can be changed",
        on="An alert group's label can be changed.",
        off="Changing an alert group's label is a 405.",
    ),
    Switch(
        "deliver",
        {
            "loopback": "Requests of connectors to this machine are sent; all others are only noted.",
            "record": "No request of a connector is sent; all are noted.",
            "http": "Every request of a connector is sent.",
        },
        "api-fortress.md 4.9",
        "which requests of connectors are really sent",
    ),
    Switch(
        "xTokenClock",
        {
            "real": "X-Token is checked against real time: clients get in after the sandbox clock was moved.",
            "sandbox": "X-Token is checked against the sandbox clock.",
        },
        "api-fortress.md 4.3, 8 row 13",
        "the clock against which X-Token is checked",
    ),
    *WEB_SWITCHES,
)
