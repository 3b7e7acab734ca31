"""Endpoint: an HTTP address that the scripts of a workflow may call (`xmatters.md 3.6`)."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi

from alert_wiring.core.errors import WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Flag, Text, Url
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.children import PLAN_ID, PlanChild
from alert_wiring.xmatters.endpoint_rules import (
    ALL,
    AUTHENTICATIONS,
    TAKES,
    EndpointAuthentication,
    check_authentication,
)

OWN = "XMATTERS"
"""Type of the one endpoint that every workflow has by itself; the API neither makes nor changes it (3.6)."""


class EndpointKind(PlanChild):
    """The rules of endpoints."""

    noun, collection, has_get, makes_name = "endpoint", "endpoints", False, False
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True),
        Field("url", "url", Url(), required=True),
        Field("authentication_type", "authenticationType", Choice(*AUTHENTICATIONS), default="NO_AUTH"),
        Field("username", "authentication.username", Text()),
        Field("password", "authentication.password", Text(1), secret=True, write_only=True),
        Field("oauth_token_url", "authentication.oauthTokenUrl", Url()),
        Field("oauth_client_id", "authentication.oauthClientId", Text(), sticky=True),
        Field("client_secret", "authentication.client_secret", Text(1), secret=True, write_only=True),
        Field("trust_self_signed", "trustSelfSigned", Flag(), hands_off=True),
        Field("preemptive", "preemptive", Flag(), hands_off=True),
        ADOPT,
        Field("endpoint_type", "endpointType", Text(), computed=True),
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Each authentication type has its own credential."""
        check_authentication(inputs, problems)

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Read the credential of the type only: what an earlier type had may linger in the answer."""
        props = super().from_api(remote, known, from_list=from_list)
        strange = set(ALL) - set(TAKES.get(str(props.get("authentication_type")), ALL))
        return {name: value for name, value in props.items() if name not in strange}

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The endpoints of the same name; xMatters' own is none that could be taken over."""
        found = super().find(inputs, listed)
        if any(remote.get("endpointType") == OWN for remote in found):
            raise WiringError("xMatters' own endpoint has this name, and the API cannot manage it: give another name.")
        return found

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create an endpoint to the outside."""
        return super().create_remote(api, {"endpointType": "EXTERNAL", **body}, inputs)


class EndpointProvider(KindProvider):
    """The dynamic provider of endpoints; this dotted name stands in states for ever."""

    kind = EndpointKind()


class Endpoint(KindResource, module="xmatters", name="Endpoint"):
    """An HTTP address, with its credential, that the scripts of a workflow call. An inbound integration needs none."""

    provider_class = EndpointProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    url: pulumi.Output[str]
    authentication_type: pulumi.Output[str]
    username: pulumi.Output[str | None]
    password: pulumi.Output[str | None]
    oauth_token_url: pulumi.Output[str | None]
    oauth_client_id: pulumi.Output[str | None]
    client_secret: pulumi.Output[str | None]
    trust_self_signed: pulumi.Output[bool | None]
    preemptive: pulumi.Output[bool | None]
    endpoint_type: pulumi.Output[str | None]
    """EXTERNAL; XMATTERS is a workflow's own one, which can only be referred to."""

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        name: pulumi.Input[str],
        url: pulumi.Input[str],
        authentication_type: pulumi.Input[EndpointAuthentication] | None = None,
        username: pulumi.Input[str] | None = None,
        password: pulumi.Input[str] | None = None,
        oauth_token_url: pulumi.Input[str] | None = None,
        oauth_client_id: pulumi.Input[str] | None = None,
        client_secret: pulumi.Input[str] | None = None,
        trust_self_signed: pulumi.Input[bool] | None = None,
        preemptive: pulumi.Input[bool] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an endpoint.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another endpoint.
            name: unique in the workflow; scripts refer to it.
            url: base address.
            authentication_type: NO_AUTH, BASIC, OAUTH2, OAUTH2_FORCE (Salesforce) or OAUTH_SLACK. Default: NO_AUTH.
            username: user of BASIC, and perhaps of the OAuth types.
            password: secret, of BASIC. xMatters never returns it, so a change by hand is not seen (trap 7).
            oauth_token_url: where an OAuth type gets its token.
            oauth_client_id: client of an OAuth type.
            client_secret: secret of that client; never returned either.
            trust_self_signed: accept any certificate. Not in the vendor's reference; left to the server unless given.
            preemptive: send the credential unasked. As above.
            adopt: take over the endpoint that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
