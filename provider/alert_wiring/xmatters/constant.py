"""Constant: a named value that the scripts of a workflow read (`xmatters.md 3.4`)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import Json, Props
from alert_wiring.core.valuetypes import Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters.children import PLAN_ID, PlanChild

API_FORTRESS_BASE_URL = "API Fortress Base URL"
"""The constant that the xMatters guide asks for: the address of the API Fortress instance (`api-fortress.md 5.2`)."""


class _MaybeSecretText(Text):
    """Text that the program may have marked secret, so that no message may show it."""

    def check(self, value: Json, spot: Spot) -> Json:
        """As `Text`, without the value."""
        return super().check(value, replace(spot, secret=True))


class ConstantKind(PlanChild):
    """The rules of constants."""

    noun, collection, has_get, makes_name = "constant", "constants", False, False
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True, hint=f'write a name such as "{API_FORTRESS_BASE_URL}"'),
        Field("value", "value", _MaybeSecretText(), required=True),
        Field("description", "description", Text(), cleared=""),
        ADOPT,
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """The guide's constant holds an address."""
        value = inputs.get("value")
        if inputs.get("name") != API_FORTRESS_BASE_URL or not isinstance(value, str):
            return
        parts = urlsplit(value.strip())
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            problems.add("value", "must be an address such as https://apif.example.com/app", secret=True)
        elif not parts.path.rstrip("/").endswith("/app"):
            problems.warn("value", "API Fortress' own address (grailsServerURL) usually ends in /app")


class ConstantProvider(KindProvider):
    """The dynamic provider of constants; this dotted name stands in states for ever."""

    kind = ConstantKind()


class Constant(KindResource, module="xmatters", name="Constant"):
    """A constant of a workflow. xMatters shows its value in clear to whoever may see the workflow."""

    provider_class = ConstantProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    value: pulumi.Output[str]
    description: pulumi.Output[str | None]

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        name: pulumi.Input[str],
        value: pulumi.Input[str],
        description: pulumi.Input[str] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a constant.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another constant.
            name: unique in the workflow; scripts refer to it. The guide's is `API_FORTRESS_BASE_URL`.
            value: the text. `pulumi.Output.secret(...)` keeps it secret here; xMatters returns it in clear (3.4).
            description: free text. Default: none.
            adopt: take over the constant that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
