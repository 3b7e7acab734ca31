"""What happens in the user's program: outputs that a preview can already know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

from alert_wiring.dynamic import program_settings
from alert_wiring.xmatters.settings import URL, instance_url
from alert_wiring.xmatters.trigger import trigger_path, trigger_url

if TYPE_CHECKING:
    from alert_wiring.xmatters.inbound_integration import InboundIntegration


def steady_trigger_url(integration: InboundIntegration, api_key: pulumi.Input[str] | None) -> None:
    """Derive the trigger from the integration's id and key instead of taking it from the state.

    A preview of a changed integration knows its id but none of its computed outputs; taken from the state, the trigger
    would be unknown, and everything that uses it would be announced as changed although it is not
    (`pulumi-dynamic-providers.md 1.5`).
    """
    settings = program_settings()
    if settings.get(URL) is None:
        return
    address = instance_url(settings)
    integration.trigger_path = integration.id.apply(trigger_path)
    integration.trigger_url = pulumi.Output.secret(
        pulumi.Output.all(integration.id, api_key).apply(lambda known: trigger_url(address, known[0], known[1]))
    )
