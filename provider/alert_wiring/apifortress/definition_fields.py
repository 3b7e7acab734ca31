"""The properties of a connector definition (`api-fortress.md 1.7`, `4.5`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alert_wiring.core.errors import InputError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, ListOf, Record, Text
from alert_wiring.dynamic import program_settings

from .catalogue import readme_of
from .names import fold
from .objects import EVENT_MODE, DefinitionSpec, Parameter
from .rest import server_url
from .scripts import Script, read_script, with_mark
from .settings import URL

MOST_PARAMS = 5
"""The admin form has five pairs of inputs (`api-fortress.md 0.3` fact 5)."""

_PARAM = Fields(Field("name", "name", Text(1, 255), required=True), Field("description", "description", Text()))

FIELDS = Fields(
    Field("name", "name", Text(1, 255), required=True, hint='write the vendor\'s name, such as name="xMatters"'),
    Field("description", "description", Text()),
    Field("mode", "mode", Choice(EVENT_MODE), default=EVENT_MODE),
    Field("run_on_success", "run_on_success", Flag(), default=False),
    Field("params", "params", ListOf(Record(_PARAM), most=MOST_PARAMS)),
    Field("code", "code", Script(), required=True, sticky=True, hint="write code_path or code"),
    Field("finished", "finished", Flag(), default=False),
    Field("open", "open", Flag(), default=False),
    Field("mark", "", Text(), local=True),
    Field("leave_in_use", "", Flag(), local=True),
    ADOPT,
)


def check_definition(inputs: Props, problems: Problems) -> None:
    """Report parameter names that stand there twice (case matters, `api-fortress.md 4.5`), and warn about noise.

    Passing events look like failures to a receiver of JSON Alert, and count as failures in its threshold variant
    (`api-fortress.md 7.8`).
    """
    rows = inputs.get("params")
    names = [row.get("name") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    twice = sorted({name for name in names if isinstance(name, str) and names.count(name) > 1})
    if twice:
        problems.add("params", f"{', '.join(twice)} stands there twice; write each parameter once")
    name = inputs.get("name")
    if inputs.get("run_on_success") is True and isinstance(name, str) and fold(name).startswith("json alert"):
        problems.warn("run_on_success", "passing runs are sent as failures, so that ilert would raise alerts for them")


def spec_of(body: Remote, inputs: Props) -> DefinitionSpec:
    """Return what to load: the body, with this resource's mark in the script's last line."""
    params = tuple(Parameter(str(row["name"]), str(row.get("description", ""))) for row in body.get("params", ()))
    code = with_mark(str(body["code"]), inputs.get("mark"))
    return DefinitionSpec(**{"description": "", **body, "params": params, "code": code})


def filled_in(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a constructor's arguments with the README's values where none were given, and the script read.

    Raises:
        InputError: neither or both of `code` and `code_path`, or the file cannot be read.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    if ("code_path" in given) == ("code" in given):
        raise InputError(f"ConnectorDefinition {given['resource_name']!r}: write either code_path or code.")
    if "code_path" in given:
        url = program_settings().get(URL)
        given["code"] = read_script(given["code_path"], server_url(url) if url else None)
    given = {**readme_of(given["name"]), **given}
    given["params"] = [{"name": name, "description": text} for name, text in given.get("params", {}).items()]
    return given
