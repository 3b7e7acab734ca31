"""Whose a connector definition on the instance is: definitions belong to everybody there (`api-fortress.md 1.1`)."""

from __future__ import annotations

from enum import Enum, auto

from .api import ApiFortressApi
from .connector_definition import ConnectorDefinition
from .lookups import account, verify
from .names import same_connector
from .scripts import mark_of


class Whose(Enum):
    """What is known about a connector definition of some name."""

    NOBODYS = auto()
    """The instance has none."""

    OURS = auto()
    """Its script carries the mark of this stack's resource."""

    OTHERS = auto()
    """Its script carries another mark or none: another stack or a person loaded it."""

    HIDDEN = auto()
    """There is one, and its script may not be seen; or the instance cannot be asked now."""


def whose_definition(name: str, resource_name: str) -> Whose:
    """Say whose the definition with this name is, while the program runs; one GET per definition of the name.

    Args:
        name: the connector's name, in any of its spellings.
        resource_name: name of the `ConnectorDefinition` at the top of the program that would be ours.
    """
    mark = ConnectorDefinition._made_name(resource_name, None)
    return verify(lambda: _whose(account(), name, mark)) or Whose.HIDDEN


def _whose(api: ApiFortressApi, name: str, mark: str) -> Whose:
    result = Whose.NOBODYS
    for row in api.definitions().all():
        if not same_connector(str(row["name"]), name):
            continue
        definition = api.backend.get_definition(str(row["id"]))
        if definition is None:
            continue
        if mark_of(definition.code) == mark:
            return Whose.OURS
        if definition.code is None:
            result = Whose.HIDDEN
        elif result is Whose.NOBODYS:
            result = Whose.OTHERS
    return result
