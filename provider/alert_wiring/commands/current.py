"""The configuration of this moment for verbs that would use an older one.

`refresh`, `destroy` and the refresh half of `up --refresh` give a plugin the configuration that the last `up` left in
the state (`pulumi-dynamic-providers.md 3.2`): a credential that was rotated since is not in it. The environment is
always of this moment and comes first, so what the configuration says now goes there, for this one command.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

from alert_wiring.commands.engine import Engine, EngineError, capture
from alert_wiring.commands.shorthand import spelled_out
from alert_wiring.core.settings import Setting

_ALWAYS = ("refresh", "destroy")
_WHEN_REFRESHING = ("up", "preview")
_REFRESHING = ("-r", "-r=true", "--refresh", "--refresh=true")
_RUNS_THE_PROGRAM = ("--run-program", "--run-program=true")
_HELP = ("-h", "--help")
_PLACES = {"-s": "--stack", "--stack": "--stack", "-C": "--cwd", "--cwd": "--cwd", "--config-file": "--config-file"}
"""Flags that say which configuration is meant, as `config` takes them."""


def use_current(engine: Engine, verb: str, words: Sequence[str]) -> int:
    """Put the settings of the stack's configuration into the environment where a verb would use older ones.

    What is in the environment already stays. Where the configuration cannot be read (no stack, a passphrase that must
    be asked for) nothing happens: the engine says why itself, or goes on with what it has.

    Returns:
        Always 0, so that the command goes on.
    """
    flags = spelled_out(words)
    if not _uses_older(verb, flags):
        return 0
    asked = ["--json", "--show-secrets", "--non-interactive", *_places(flags)]
    try:
        told = json.loads(capture("config", asked, wanted=engine.name) or "{}")
    except (EngineError, ValueError):
        return 0
    for setting in _settings():
        value = told.get(setting.key, {}).get("value")
        if isinstance(value, str) and value.strip() and not os.environ.get(setting.env, "").strip():
            os.environ[setting.env] = value
    return 0


def _uses_older(verb: str, words: Sequence[str]) -> bool:
    given = set(words)
    if given.intersection((*_RUNS_THE_PROGRAM, *_HELP)):
        return False
    return verb in _ALWAYS or (verb in _WHEN_REFRESHING and bool(given.intersection(_REFRESHING)))


def _places(words: Sequence[str]) -> Iterator[str]:
    """Return those of the user's words that say which stack and which files are meant."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            return
        if name in _PLACES:
            yield f"{_PLACES[name]}={value if equals else next(rest, '')}"


def _settings() -> tuple[Setting, ...]:
    from alert_wiring.apifortress import settings as apifortress  # noqa: PLC0415 - other verbs need no vendor
    from alert_wiring.ilert import settings as ilert  # noqa: PLC0415
    from alert_wiring.xmatters import settings as xmatters  # noqa: PLC0415

    return (*ilert.ALL, *xmatters.ACCOUNT, *apifortress.ACCOUNT)
