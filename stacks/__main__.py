"""The alert wiring of this estate: one AlertRoute per route in the stack's configuration.

`stacks/Pulumi.sandbox.yaml` describes the example; another account is another stack file, the program stays as it is.
A route may as well be written out here: it takes typed, documented arguments.
"""

from typing import Any

import pulumi

from alert_wiring import AlertRoute


def wired(route: dict[str, Any]) -> AlertRoute:
    """Wire one route of the configuration."""
    return AlertRoute(
        route["name"],
        projects=route["projects"],
        ilert_escalation_policy=route.get("ilert_escalation_policy"),
        ilert_auto_resolution=route.get("ilert_auto_resolution"),
        failures=route.get("failures"),
        window_seconds=route.get("window_seconds"),
        schedule_interval_seconds=route.get("schedule_interval_seconds"),
        xmatters_recipients=route.get("xmatters_recipients"),
    )


routes = {route["name"]: wired(route) for route in pulumi.Config().require_object("routes")}

# What `alert-wiring wire` draws and `alert-wiring prove` follows; nothing in it is secret.
pulumi.export("routes", {name: route.wire for name, route in routes.items()})
