"""Build what ``program.json`` says; one resource after the other unless it says ``free``."""

import importlib
import json
from pathlib import Path

import pulumi
from pulumi import Alias, ResourceOptions
from thing import KINDS, Component

SPEC = json.loads(Path("program.json").read_text())
made = {}


def hides_id(name):
    """Tell whether the CLI keeps an id from the program: of what is only read, in a preview (pulumi-engine.md 0.2)."""
    return pulumi.runtime.is_dry_run() and any(row["name"] == name and "get" in row for row in SPEC["resources"])


def value(told):
    """Turn a value of the description into what a program writes: references, secrets, plain values."""
    if isinstance(told, list):
        return [value(each) for each in told]
    if not isinstance(told, dict):
        return told
    if "$of" in told:
        name, member = told["$of"]
        member = "url" if member == "id" and hides_id(name) else member
        return getattr(made[name], member) if name in made else "gone"
    if "$resource" in told:
        name = told["$resource"]
        return made[name].url if name in made and hides_id(name) else made.get(name, "gone")
    if "$secret" in told:
        return pulumi.Output.secret(value(told["$secret"]))
    return {key: value(each) for key, each in told.items()}


def alias(told):
    """Turn an alias of the description into the SDK's."""
    if isinstance(told, str):
        return told
    fields = {key: each for key, each in told.items() if key != "parent"}
    if "parent" in told:
        fields["parent"] = pulumi.ROOT_STACK_RESOURCE if told["parent"] is None else made.get(told["parent"])
    return Alias(**fields)


def above(name):
    """Give the names of what a resource is in; to depend on one of them is a circle, told or not as the race goes."""
    parents = {row["name"]: row.get("opts", {}).get("parent") for row in SPEC["resources"]}
    found = []
    while (name := parents.get(name)) and name not in found:
        found.append(name)
    return found


def options(told, owner):
    """Turn the options of the description into the SDK's; what they name and is not there is left out."""
    found = dict(told)
    for name in ("parent", "provider", "deleted_with"):
        if name in found:
            found[name] = made.get(found[name])
    if "depends_on" in found:
        found["depends_on"] = [made[name] for name in found["depends_on"] if name in made and name not in above(owner)]
    if "aliases" in found:
        found["aliases"] = [alias(each) for each in found["aliases"]]
    if "custom_timeouts" in found:
        found["custom_timeouts"] = pulumi.CustomTimeouts(**found["custom_timeouts"])
    return ResourceOptions(**found)


def build(row):
    """Make one resource."""
    kind, name, opts = row["kind"], row["name"], options(row.get("opts", {}), row["name"])
    props = {key: value(each) for key, each in row.get("props", {}).items()}
    if ":" in kind:
        return Component(kind, name, opts, value(row.get("outputs")), **props)
    if kind == "provider":
        return pulumi.ProviderResource("pulumi-python", name, props, opts)
    if "get" in row:
        return KINDS[kind](name, ResourceOptions.merge(opts, ResourceOptions(id=row["get"])))
    if kind in KINDS:
        return KINDS[kind](name, opts, **props)
    vendor, _, plain = kind.rpartition(".")
    return getattr(importlib.import_module(f"alert_wiring.{vendor}"), plain)(name, opts=opts, **props)


async def main():
    """Register everything, then export."""
    for row in SPEC["resources"]:
        if SPEC.get("raises_at") == row["name"]:
            raise RuntimeError(f"the program stops before {row['name']}")
        made[row["name"]] = build(row)
        if not SPEC.get("free"):
            await made[row["name"]].urn.future()
    for name, told in SPEC.get("exports", {}).items():
        pulumi.export(name, value(told))


pulumi.run(main)
