"""The settings of a sandbox's accounts, as a person has them in the environment."""

from __future__ import annotations

from support.sandbox import Sandbox


def surroundings(sandbox: Sandbox) -> dict[str, str]:
    """Return the variables; connector scripts are those beside the program."""
    return {
        **sandbox.settings(),
        "XMATTERS_TRIGGER_KEY": "sandbox-trigger-key",
        "APIFORTRESS_CONNECTOR_SCRIPTS": "connectors",
        **{f"{vendor}_CALLS_PER_MINUTE": "100000" for vendor in ("ILERT", "XMATTERS", "APIFORTRESS")},
    }
