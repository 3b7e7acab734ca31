"""The properties of a connector, and when two ways of naming its definition mean the same."""

from __future__ import annotations

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.values import Json, Props, Remote
from alert_wiring.core.valuetypes import Id, Text, Whole

from .masks import unmask
from .names import same_connector
from .parameters import PROPERTY, Params


class ConnectorName(Text):
    """A connector definition's name: all its spellings are equal (`api-fortress.md 2.2`)."""

    def equal(self, left: Json, right: Json) -> bool:
        """Equal after folding case and aliases."""
        return same_connector(str(left), str(right))


class ConnectorFields(Fields):
    """A definition is the same under its name and under its id."""

    def differing(self, olds: Props, news: Props) -> list[str]:
        """Compare, taking `connector_id` and `connector_name` for spellings of `connector`."""
        new = news.get("connector")
        same = isinstance(new, str) and (
            new == olds.get("connector_id") or same_connector(new, str(olds.get("connector_name") or ""))
        )
        return [name for name in super().differing(olds, news) if not (name == "connector" and same)]

    def from_api(self, remote: Remote, known: Props | None = None, *, from_list: bool = False) -> Props:
        """Take a masked value for unchanged, and keep the user's way of naming the definition."""
        olds = known or {}
        live = {**remote, "params": unmask(remote["params"], olds.get(PROPERTY) or {})}
        props = super().from_api(live, known, from_list=from_list)
        keep = olds.get("connector") == remote["definition_id"]
        return {**props, "connector": olds["connector"]} if keep else props


def like(remote: Remote, inputs: Props) -> bool:
    """Return whether a connector has this definition and these parameters."""
    wanted = str(inputs["connector"])
    named = wanted == remote["definition_id"] or same_connector(wanted, remote["connector_name"])
    return named and Params().same(inputs[PROPERTY], remote["params"])


def parts_of(id_: str) -> tuple[str, str]:
    """Return the group's and the connector's part of a resource id."""
    group_id, _, instance_id = id_.partition("/")
    return group_id, instance_id


FIELDS = ConnectorFields(
    Field("alert_group_id", "group_id", Id(), required=True, immutable=True, parent=True),
    Field("connector", "connector_name", ConnectorName(1), required=True, immutable=True, parent=True),
    Field(PROPERTY, "params", Params(), required=True, secret=True),
    Field("checked_as", "", Text(), local=True),
    Field("schedule_interval_seconds", "", Whole(1), local=True),
    Field("connector_id", "definition_id", Id(), computed=True),
    Field("connector_name", "connector_name", Text(), computed=True),
)
