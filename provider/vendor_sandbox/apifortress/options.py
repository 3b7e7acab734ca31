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
    Switch(
        "apifortress.token_tolerance",
        {
            "60": "An X-Token counts within 60 seconds of its second, either way.",
            "10": "An X-Token counts within 10 seconds of its second, either way.",
        },
        "api-fortress.md 3.3, 8 row 13",
        "how short-lived an X-Token is",
    ),
    Switch(
        "apifortress.list_order",
        {
            "created": "Lists and drop-downs are in the order of creation.",
            "alphabetical": "Lists and drop-downs are sorted by name in any case.",
            "shuffled": "Lists and drop-downs are in no order that a client could guess.",
        },
        "api-fortress.md 1.5, 2.1, 7.11",
        "the order of a list",
    ),
    Switch(
        "apifortress.connector_ids",
        {
            "object_id": "A new definition or connector has an id of 24 hex digits.",
            "number": "A new definition or connector has a number as its id, written as text.",
        },
        "api-fortress.md 1.11, 8 rows 6 and 7",
        "the form of the ids of definitions and connectors",
    ),
    Switch(
        "apifortress.closed_definitions",
        {
            "shown": "Definitions that are not finished or not open are listed for everybody.",
            "hidden": "Definitions that are not finished or not open are there for platform admins only.",
        },
        "api-fortress.md 1.7, 4.5, 8 row 8",
        "the meaning of Finished and Open",
    ),
    flag(
        "apifortress.trim_params",
        False,
        "api-fortress.md 8 row 17",
        "whether a connector's parameters are trimmed",
        on="A connector's parameters are stored without blanks around them.",
        off="A connector's parameters are stored as they were sent.",
    ),
    Switch(
        "apifortress.event_form",
        {
            "2020": "An event has a date in milliseconds, 24 hex digits as its id, facts, tags and httpFailures.",
            "2017": "An event has an ISO date and a UUID as its id, without facts, tags and httpFailures.",
        },
        "api-fortress.md 1.11, 6.2",
        "the form of the event message",
    ),
    Switch(
        "apifortress.unfinished_connectors",
        {
            "fire": "A connector fires although its definition is not finished.",
            "silent": "A connector whose definition is not finished stays silent.",
        },
        "api-fortress.md 7.7",
        "whether a connector with an unfinished definition fires",
    ),
    Switch(
        "apifortress.facts_and_connectors",
        {
            "mail_only": "The fact disable_alerts is for e-mails; connectors fire.",
            "all": "With the fact disable_alerts, connectors stay silent too.",
        },
        "api-fortress.md 1.9, 8 row 10",
        "whether FACT components influence connectors",
    ),
    Switch(
        "apifortress.dry_runs",
        {
            "silent": "A dry run reaches no connector.",
            "fire": "A dry run is not stored, but connectors fire.",
        },
        "api-fortress.md 4.10",
        "whether a dry run fires connectors",
    ),
    Switch(
        "apifortress.fan_out_order",
        {
            "ascending": "An event reaches the groups of its project by ascending id.",
            "descending": "An event reaches the groups of its project by descending id.",
        },
        "api-fortress.md 4.10, 6.1",
        "the order in which the groups of a project are reached",
    ),
    Switch(
        "apifortress.threshold_key",
        {
            "test": "All instances of JSON Alert /w Threshold share one count per test.",
            "instance": "Each instance of JSON Alert /w Threshold counts for itself.",
        },
        "api-fortress.md 6.4",
        "whether two threshold connectors on one project share their count",
    ),
    Switch(
        "apifortress.jira_script",
        {
            "simple": "The connector Jira opens an issue per failure.",
            "comments": "The connector Jira looks for an open issue first and comments on that.",
        },
        "api-fortress.md 2.4",
        "which of the two published scripts for Jira is loaded",
    ),
    Switch(
        "apifortress.hook_runs",
        {
            "open": "Whoever knows a hook may run its tests.",
            "token": "Running a hook's tests needs a token of its login.",
        },
        "api-fortress.md 3.2",
        "whether runs by API hook need a token",
    ),
    Switch(
        "apifortress.hook_errors",
        {
            "v4": "An error of the REST v3 API has the successor's body.",
            "empty": "An error of the REST v3 API has no body.",
        },
        "api-fortress.md 3.2, 8 row 12",
        "the error body of the REST v3 API",
    ),
    *WEB_SWITCHES,
)
