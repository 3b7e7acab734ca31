"""API Fortress' switches (api-fortress.md 4.9 calls them options; 8 lists the open questions behind them)."""

from __future__ import annotations

from vendor_sandbox.switches import Switch, flag

SWITCHES = (
    flag("uniqueLabels", False, "api-fortress.md 4.9, 8 row 3", "a second alert group with a label is refused (409)"),
    flag("maskSecrets", False, "api-fortress.md 4.9", "secret-looking connector parameters come back as ********"),
    flag("cascadeAssigned", False, "api-fortress.md 4.9, 8 row 4", "deleting an assigned group drops its assignments"),
    flag("renameAllowed", True, "api-fortress.md 4.9, 8 row 5", "an alert group's label can be changed; off: 405"),
    Switch(
        "deliver",
        "loopback",
        ("loopback", "record", "http"),
        "api-fortress.md 4.9",
        "which requests of connectors are really sent: those to this machine, none, or all",
    ),
    Switch(
        "xTokenClock",
        "real",
        ("real", "sandbox"),
        "api-fortress.md 4.3, 8 row 13",
        "the clock against which X-Token is checked; real: clients still get in after the sandbox clock was moved",
    ),
)
