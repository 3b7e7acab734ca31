"""The page of connection settings, from the tables that the clients read."""

from __future__ import annotations

import importlib
import pkgutil

import alert_wiring
from alert_wiring.core.settings import Setting
from wiring_docs.discover import ROOMS
from wiring_docs.markdown import page, table


def setting_page() -> str:
    """Return the page: one table per vendor."""
    parts = [
        "# Settings",
        "Addresses and credentials are never inputs of resources, so they never stand in a state. Each setting is "
        "looked up in the environment first and in the stack's configuration second; an empty value counts as not "
        "set. Nothing is asked for before it is used: a missing token is one line that names both places.",
        "Secrets are written with `pulumi config set --secret KEY VALUE` (or `alert-wiring config set --secret`).",
    ]
    found = settings()
    for room, vendor in ROOMS.items():
        rows = [
            (
                f"`{one.env}`",
                f"`{one.key}`",
                f"`{one.default}`" if one.default is not None else "",
                "secret" if one.secret else "",
                one.what,
            )
            for one in found
            if one.key.startswith(f"{room}:")
        ]
        parts += [f"## {vendor}", table(("environment", "stack configuration", "default", "", "what it is"), rows)]
    return page(
        *parts,
        "## The program of this repository",
        table(
            ("environment", "stack configuration", "what it is"),
            [
                (
                    "",
                    "`alert-wiring:routes`",
                    "the routes of `stacks/__main__.py`: each key is an argument of [AlertRoute](route.md)",
                ),
                ("`ALERT_WIRING_ENGINE`", "", "`pulumi` or `embedded`: the engine, where no `--engine` says otherwise"),
                ("`ALERT_WIRING_DEBUG`", "", "`1` shows tracebacks; no secret is in them"),
                ("`PULUMI_CONFIG_PASSPHRASE`", "", "encrypts the stack's secrets; keep it"),
            ],
        ),
    )


def settings() -> list[Setting]:
    """Return every setting of the product, each once, in the order of the modules."""
    found: dict[Setting, None] = {}
    for room in ROOMS:
        package = importlib.import_module(f"alert_wiring.{room}")
        for module in pkgutil.iter_modules(package.__path__, f"alert_wiring.{room}."):
            if module.name.rpartition(".")[2].startswith("settings"):
                found |= _in(importlib.import_module(module.name))
    found |= _in(importlib.import_module("alert_wiring.route_xmatters"))
    for module in pkgutil.iter_modules(alert_wiring.__path__, "alert_wiring."):
        if module.name.rpartition(".")[2].startswith("route"):
            found |= _in(importlib.import_module(module.name))
    return list(found)


def _in(module: object) -> dict[Setting, None]:
    return {item: None for item in vars(module).values() if isinstance(item, Setting)}
