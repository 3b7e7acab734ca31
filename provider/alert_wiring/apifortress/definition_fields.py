"""The properties of a connector definition (`api-fortress.md 1.7`, `4.5`)."""

from __future__ import annotations

from collections.abc import Mapping

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Json, Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, ListOf, Record, Text

from .objects import EVENT_MODE, DefinitionSpec, Parameter
from .scripts import Script, with_mark

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
    ADOPT,
)


def refuse_repeated(params: Json, problems: Problems) -> None:
    """Report parameter names that stand there twice; case matters (`api-fortress.md 4.5`)."""
    rows = params if isinstance(params, list) else []
    names = [row.get("name") for row in rows if isinstance(row, Mapping)]
    twice = sorted({name for name in names if isinstance(name, str) and names.count(name) > 1})
    if twice:
        problems.add("params", f"{', '.join(twice)} stands there twice; write each parameter once")


def spec_of(body: Remote, inputs: Props) -> DefinitionSpec:
    """Return what to load: the body, with this resource's mark in the script's last line."""
    params = tuple(Parameter(str(row["name"]), str(row.get("description", ""))) for row in body.get("params", ()))
    code = with_mark(str(body["code"]), inputs.get("mark"))
    return DefinitionSpec(**{"description": "", **body, "params": params, "code": code})
