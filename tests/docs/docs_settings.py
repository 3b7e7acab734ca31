"""The settings of a sandbox's accounts, as a person has them in the environment."""

from __future__ import annotations

from support.sandbox import Sandbox


def surroundings(sandbox: Sandbox) -> dict[str, str]:
    """Return the variables; connector scripts are those beside the program."""
    ilert, xmatters, apif = (sandbox.status[vendor] for vendor in ("ilert", "xmatters", "apifortress"))
    return {
        "ILERT_URL": ilert["url"],
        "ILERT_TOKEN": ilert["credentials"]["token"],
        "XMATTERS_URL": xmatters["url"],
        "XMATTERS_USERNAME": xmatters["credentials"]["username"],
        "XMATTERS_PASSWORD": xmatters["credentials"]["password"],
        "XMATTERS_TRIGGER_KEY": "sandbox-trigger-key",
        "APIFORTRESS_URL": apif["url"],
        "APIFORTRESS_API_KEY": apif["credentials"]["key"],
        "APIFORTRESS_API_SECRET": apif["credentials"]["secret"],
        "APIFORTRESS_CONNECTOR_SCRIPTS": "connectors",
        **{f"{vendor}_CALLS_PER_MINUTE": "100000" for vendor in ("ILERT", "XMATTERS", "APIFORTRESS")},
    }
