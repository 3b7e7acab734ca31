"""The page of connection settings, from the tables that the clients read."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from itertools import pairwise
from types import ModuleType

import alert_wiring
from alert_wiring.core.settings import Setting
from alert_wiring.guard.permission import SETTING
from wiring_docs.discover import ROOMS, parsed
from wiring_docs.markdown import link_sources, page, table


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
    notes = _notes()
    for room, vendor in ROOMS.items():
        rows = [
            (
                f"`{one.env}`",
                f"`{one.key}`",
                f"`{one.default}`" if one.default is not None else "",
                "secret" if one.secret else "",
                f"{one.what}. {notes.get(one.env, '')}".strip(),
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
                (
                    f"`{SETTING.env}`",
                    f"`{SETTING.key}`",
                    "what up and destroy may do in spite of [the guard](../guides/guard.md), with reasons, as JSON",
                ),
                ("`ALERT_WIRING_ENGINE`", "", "`pulumi` or `embedded`: the engine, where no `--engine` says otherwise"),
                ("`ALERT_WIRING_DEBUG`", "", "`1` shows tracebacks; no secret is in them"),
                ("`PULUMI_CONFIG_PASSPHRASE`", "", "encrypts the stack's secrets; keep it"),
            ],
        ),
    )


def settings() -> list[Setting]:
    """Return every setting of the product, each once, in the order of the modules."""
    return list(
        dict.fromkeys(one for module in _modules() for one in vars(module).values() if isinstance(one, Setting))
    )


def _modules() -> list[ModuleType]:
    """Return the modules that define settings: those of the vendors first, then the component's and the guard's."""
    names = [f"alert_wiring.{room}.settings" for room in ROOMS]
    names += [one.name for one in pkgutil.iter_modules(alert_wiring.__path__, "alert_wiring.") if ".route" in one.name]
    return [importlib.import_module(name) for name in [*names, "alert_wiring.guard.permission"]]


def _notes() -> dict[str, str]:
    """Return what stands below a setting in its module, by the variable's name."""
    found: dict[str, str] = {}
    for module in _modules():
        for before, after in pairwise(parsed(module).body):
            if (
                isinstance(before, ast.Assign)
                and isinstance(before.targets[0], ast.Name)
                and isinstance(after, ast.Expr)
            ):
                setting = getattr(module, before.targets[0].id)
                if isinstance(setting, Setting) and isinstance(after.value, ast.Constant):
                    found[setting.env] = link_sources(" ".join(str(after.value.value).split()), "../")
    return found
