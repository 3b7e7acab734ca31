"""Build what `spec.json` beside this file describes, so that a test changes data instead of programs.

A resource is `{"class": "ilert.AlertSource", "name": …, "args": {…}, "opts": {…}}`, or has `"get": id` instead of
arguments. Values may be told as

- `{"$of": "name.property"}`: an output of an earlier resource,
- `{"$secret": value}`: a secret,
- `{"$later": value}`: an output, so that the program itself never sees it,
- `{"$call": "ilert.escalation_policy", "with": [...], "take": "id"}`: what a look-up finds.
"""

import json
from operator import attrgetter
from pathlib import Path

import pulumi

import alert_wiring

made = {}


def value(told):
    if isinstance(told, list):
        return [value(each) for each in told]
    if not isinstance(told, dict):
        return told
    if "$of" in told:
        name, _, member = told["$of"].rpartition(".")
        return getattr(made[name], member)
    if "$secret" in told:
        return pulumi.Output.secret(value(told["$secret"]))
    if "$later" in told:
        return pulumi.Output.from_input(value(told["$later"]))
    if "$call" in told:
        return getattr(attrgetter(told["$call"])(alert_wiring)(*told["with"]), told["take"])
    return {name: value(each) for name, each in told.items()}


def options(told):
    told = {name: value(each) for name, each in told.items()}
    for name in ("depends_on", "deleted_with", "parent"):
        if name in told:
            told[name] = [made[each] for each in told[name]] if isinstance(told[name], list) else made[told[name]]
    return pulumi.ResourceOptions(**told)


spec = json.loads((Path(__file__).parent / "spec.json").read_text())
for row in spec["resources"]:
    kind = attrgetter(row["class"])(alert_wiring)
    opts = options(row.get("opts", {}))
    if "get" in row:
        made[row["name"]] = kind.get(row["name"], value(row["get"]), opts)
    else:
        made[row["name"]] = kind(row["name"], **value(row["args"]), opts=opts)
for name, told in spec["exports"].items():
    pulumi.export(name, value(told))
