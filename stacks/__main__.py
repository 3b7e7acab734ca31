"""The alert wiring of this estate: one AlertRoute per route in the stack's configuration.

`stacks/Pulumi.sandbox.yaml` describes the example; another account is another stack file, the program stays as it is.
A route may as well be written out here: it takes typed, documented arguments.
"""

from inspect import signature
from typing import Any

import pulumi

from alert_wiring import AlertRoute

KEYS = ["name", *(word for word in signature(AlertRoute).parameters if word not in {"resource_name", "opts"})]


def wired(route: dict[str, Any]) -> AlertRoute:
    """Wire one route of the configuration: its keys are the arguments of AlertRoute."""
    what = f"alert-wiring:routes: route {route.get('name')!r}"
    if missing := [key for key in ("name", "projects") if key not in route]:
        raise pulumi.RunError(f"{what} lacks {missing[0]!r}")
    if unknown := [key for key in route if key not in KEYS]:
        raise pulumi.RunError(f"{what} has no {unknown[0]!r}; there are {', '.join(KEYS)}")
    return AlertRoute(route["name"], **{key: value for key, value in route.items() if key != "name"})


routes = {route.get("name"): wired(route) for route in pulumi.Config().require_object("routes")}

# What `alert-wiring wire` draws and `alert-wiring prove` follows; nothing in it is secret.
pulumi.export("routes", {name: route.wire for name, route in routes.items()})
