"""Connectors in alert groups, "connector instances" in the dialogs (`api-fortress.md 1.8`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import pulumi

from alert_wiring.core.fields import Fields
from alert_wiring.core.problems import Problems
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource, in_program

from .api import ApiFortressApi, plain
from .base import ApiFortressKind
from .catalogue import rule_for
from .connector_fields import FIELDS, like, parts_of
from .lookups import definition_in, require_definition
from .masks import unmask
from .parameters import PROPERTY, check_params
from .settings import VENDOR


class ConnectorKind(ApiFortressKind):
    """A connector has no name: group, definition and parameters are all there is (`api-fortress.md 0.3` fact 5)."""

    noun, name_field, twins = "connector", None, True
    fields: ClassVar[Fields] = FIELDS

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Hold the parameters against the catalogue, for connectors that it knows."""
        connector, params = inputs.get("checked_as") or inputs.get("connector"), inputs.get(PROPERTY)
        rule = rule_for(connector) if isinstance(connector, str) else None
        if rule is not None and isinstance(params, Mapping):
            check_params(rule, params, problems, inputs.get("schedule_interval_seconds"))

    def scope(self, props: Props) -> tuple[str, ...]:
        """Connectors are listed per group."""
        return (str(props.get("alert_group_id")),)

    def id_of(self, remote: Remote) -> str:
        """Group and connector: neither alone finds it."""
        return f"{remote['group_id']}/{remote['id']}"

    def title(self, props: Props) -> str:
        """Name the definition and the group, where they are known."""
        known, where = isinstance(props.get("connector"), str), f"in alert group {props.get('alert_group_id')}"
        return f"{VENDOR} connector {props['connector']!r} {where}" if known else f"{VENDOR} connector"

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """What an interrupted create left: the same definition with the same parameters."""
        return [remote for remote in listed if like(remote, inputs)]

    def find_lost(self, inputs: Props, fresh: Iterable[Remote]) -> list[Remote]:
        """What was not there before the create: there a masked value may be the one that was sent."""
        known = inputs[PROPERTY]
        return self.find(inputs, [{**remote, "params": unmask(remote["params"], known)} for remote in fresh])

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """Same group, same definition, same parameters: there is nothing else to tell them apart."""
        del remote, inputs
        return True

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """The connectors of the group; none when it is gone."""
        return [plain(one) for one in api.backend.list_instances(str(props["alert_group_id"])) or []]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """One connector; the id is `group/connector`."""
        del props
        instance = api.backend.get_instance(*parts_of(id_))
        return None if instance is None else plain(instance)

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Add it to the group."""
        definition = definition_in(api.definitions().all(), inputs["connector"])
        made = api.backend.create_instance(inputs["alert_group_id"], str(definition["id"]), body["params"])
        return plain(made)

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Replace the whole parameter map."""
        del inputs, olds
        return plain(api.backend.update_instance(*parts_of(id_), body["params"]))

    def hold(self, api: ApiFortressApi, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Refuse to take a group's projects the last way on which somebody hears of them; in a destroy, any."""
        del props
        api.standing.hold_way(parts_of(id_)[0], removal, settings)

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Take it out of the group."""
        del props
        api.backend.delete_instance(*parts_of(id_))


class ConnectorProvider(KindProvider):
    """Serves connectors; pickled by reference, so this name is for ever."""

    kind = ConnectorKind()


class Connector(KindResource, module="apifortress", name="Connector"):
    """A connector in an alert group. The typed helpers below this package write the parameters' names for you.

    The id is `group id/connector id`. The whole parameter map is secret.
    """

    provider_class = ConnectorProvider

    alert_group_id: pulumi.Output[str]
    connector: pulumi.Output[str]
    params: pulumi.Output[dict[str, str]]
    connector_id: pulumi.Output[str]
    connector_name: pulumi.Output[str]

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        connector: pulumi.Input[str],
        params: pulumi.Input[Mapping[str, pulumi.Input[Any]]],
        checked_as: str | None = None,
        schedule_interval_seconds: pulumi.Input[int] | None = None,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Add a connector to a group.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            connector: the definition's name in any spelling, or its id (`definition.id` of a loaded one); replaces.
            params: parameter name to text, exactly as the definition declares them (`api-fortress.md 2.3`).
            checked_as: the connector whose rules the parameters must meet; by default `connector`, if that is a name.
            schedule_interval_seconds: how often the tests run; a threshold out of its reach is refused (6.4 there).
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.

        Raises:
            NoMatchError: the definition is not loaded; the text has the line that loads it.
            SeveralMatchesError: several definitions have the name.
        """
        if isinstance(connector, str):
            require_definition(connector)
        super().__init__(resource_name, locals(), opts)
