"""The connector: credentials of an outbound tool, which alert actions use (`ilert.md 3.6`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import Json, Props
from alert_wiring.core.valuetypes import Choice, Moment, Text, TextMap
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.action_types import BROWSER_TYPES, CONNECTOR_TYPES
from alert_wiring.ilert.kind import IlertKind, UsedBy

CREDENTIALS: Final = {"apiKey": "api_key", "password": "password", "authorization": "authorization", "secret": "secret"}
"""The params that are secret (`ilert.md 3.6`), and the property of each."""


class PlainParams(TextMap):
    """The params of a connector without the credentials, which are properties of their own."""

    def check(self, value: Json, spot: Spot) -> Json:
        """Text values, and nothing secret."""
        params = super().check(value, spot)
        for name in params if isinstance(params, Mapping) else ():
            if name in CREDENTIALS:
                spot.member(name, secret=True).bad(
                    f"is a credential; it has a property of its own, {CREDENTIALS[name]}, which is kept secret"
                )
        return params

    def to_wire(self, value: Json) -> Json:
        """A copy, since the credentials join it in the body."""
        return dict(value)

    def from_wire(self, value: Json) -> Json:
        """What is no credential."""
        params = super().from_wire(value) or {}
        return {name: text for name, text in params.items() if name not in CREDENTIALS} or None


class ConnectorKind(IlertKind):
    """Rules of connectors. A credential that was rotated by hand cannot be seen; it is written by the next change."""

    noun, path, admins_only = "connector", "/api/connectors", True
    used_by = (UsedBy("alert action", "/api/alert-actions", "connectorId"),)
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field(
            "connector_type",
            "type",
            Choice(*CONNECTOR_TYPES, open_set=True),
            required=True,
            immutable=True,
            hint=f"one of {', '.join(CONNECTOR_TYPES)}",
        ),
        Field("params", "params", PlainParams(), sticky=True),
        *(Field(name, f"params.{wire}", Text(1), secret=True, write_only=True) for wire, name in CREDENTIALS.items()),
        ADOPT,
        Field("created_at", "createdAt", Moment(), computed=True),
        Field("updated_at", "updatedAt", Moment(), computed=True),
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Some tools let ilert in with a browser only."""
        tool = inputs.get("connector_type")
        if tool in BROWSER_TYPES:
            problems.warn(
                "connector_type",
                f"{tool} is authorised in a browser: make the connector in the console, and refer to it with "
                'ilert.connector("…").id',
            )


class ConnectorProvider(KindProvider):
    """Serves connectors; its dotted name stands in every stack's state."""

    kind = ConnectorKind()


class Connector(KindResource, module="ilert", name="Connector"):
    """Credentials of an outbound tool; its `id` (a UUID) is the `connector_id` of alert actions.

    Only an administrator's API key may make or change one. ilert never gives credentials back, so one that a person
    changes is not noticed. Another `connector_type` makes another connector; everything else is in place.
    """

    provider_class = ConnectorProvider
    name: pulumi.Output[str]
    connector_type: pulumi.Output[str]
    params: pulumi.Output[dict[str, str] | None]
    api_key: pulumi.Output[str | None]
    password: pulumi.Output[str | None]
    authorization: pulumi.Output[str | None]
    secret: pulumi.Output[str | None]
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        connector_type: pulumi.Input[str],
        name: pulumi.Input[str] | None = None,
        params: pulumi.Input[Mapping[str, pulumi.Input[Any]]] | None = None,
        api_key: pulumi.Input[str] | None = None,
        password: pulumi.Input[str] | None = None,
        authorization: pulumi.Input[str] | None = None,
        secret: pulumi.Input[str] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a connector (`ilert.md 3.6`).

        Args:
            resource_name: its name in the program.
            connector_type: the tool, such as `jira` or `mattermost`; a type that is not known is warned about. A change
                replaces the connector.
            name: made from the resource's name when not given.
            params: what else the tool needs, such as its address, under ilert's own names; text to text.
            api_key: a key for the tool (`apiKey`); secret, never read back.
            password: a password for the tool; secret, never read back.
            authorization: a value for the Authorization header; secret, never read back.
            secret: a shared secret; secret, never read back.
            adopt: take over the one connector that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
