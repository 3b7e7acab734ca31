"""What a proof is about and what it found: the routes of a stack, and a verdict for each hop."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alert_wiring.core.errors import WiringError


class ProofError(WiringError):
    """The proof cannot start; the text says what to do."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class IlertHalf(_Facts):
    """The ilert half of a route: where failures become alerts."""

    alert_source_id: str
    alert_source: str
    escalation_policy: str
    connector_id: str
    connector: str


class XMattersHalf(_Facts):
    """The xMatters half of a route: where failures become events."""

    integration_id: str
    integration: str
    workflow_id: str
    workflow: str
    recipients: tuple[str, ...]
    connector_id: str


class WiredRoute(_Facts):
    """A route as the stack's output ``routes`` describes it; nothing in it is secret.

    Attributes:
        projects: name to id.
        failures: failed runs that the threshold asks for; 1 where there is none.
        window_seconds: time in which they must happen, in seconds; 0 where there is no threshold.
    """

    alert_group_id: str
    alert_group: str
    projects: dict[str, str]
    failures: int = 1
    window_seconds: int = 0
    ilert: IlertHalf | None = None
    xmatters: XMattersHalf | None = None


class Hop(_Facts):
    """One step of the path: from where to where, whether it held, and what was seen.

    Attributes:
        held: True held, False broken, None not tried.
        seen: what proves it, or what is wrong and what to do; one line.
    """

    place: str
    title: str
    held: bool | None = None
    seen: str = ""


class RouteProof(_Facts):
    """All hops of a route in order; `branches` are the two halves behind the alert group."""

    name: str
    trunk: tuple[Hop, ...]
    branches: tuple[tuple[Hop, ...], ...] = Field(default=())

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Every hop, trunk first."""
        return (*self.trunk, *(hop for branch in self.branches for hop in branch))

    @property
    def proved(self) -> bool:
        """Whether every hop was tried and held."""
        return all(hop.held for hop in self.hops)


def routes_of(outputs: dict[str, Any]) -> dict[str, WiredRoute]:
    """The routes that a stack exports.

    Raises:
        ProofError: the stack exports none, or not in the form that ``AlertRoute.wire`` has.
    """
    exported = outputs.get("routes")
    if not exported:
        raise ProofError(
            "the stack exports no routes: run `up` first, and let the program export them: "
            'pulumi.export("routes", {"name": route.wire})'
        )
    try:
        return {name: WiredRoute.model_validate(facts) for name, facts in exported.items()}
    except (ValidationError, AttributeError):
        raise ProofError("the stack's output `routes` is not what AlertRoute.wire exports") from None
