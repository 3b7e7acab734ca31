"""What happens in the user's program: outputs of an alert source that a preview can already know."""

from __future__ import annotations

import asyncio
import functools
import threading
from typing import TYPE_CHECKING, Any, Final

import pulumi

from alert_wiring.core.api import shared_api
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import WiringError
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import program_settings
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.integration_types import EMAIL_TYPES

if TYPE_CHECKING:
    from alert_wiring.ilert.alert_source import AlertSource

LOOK_UP_SECONDS: Final = 20.0
"""How long a preview looks for what it can also leave unknown."""

_one_list = threading.Lock()


def steady_addresses(source: AlertSource, path: str) -> None:
    """Let a preview know the key and URL of an alert source that is only updated.

    Such a preview knows the id but none of the computed outputs; with an unknown URL, everything that uses it would be
    announced as changed although it is not (`pulumi-dynamic-providers.md 1.5`). A URL is never composed
    (`ilert.md 2.11`), so it is looked up. Without an id (creation, replacement) it stays unknown. An update itself
    needs nothing of this.
    """
    if pulumi.runtime.is_dry_run():
        source.integration_key = _steady(source, source.integration_key, path, "integrationKey")
        source.integration_url = _steady(source, source.integration_url, path, "integrationUrl")


def _steady(source: AlertSource, output: pulumi.Output[str], path: str, member: str) -> pulumi.Output[str]:
    """Return the output, looked up by the source's id where it is unknown; a secret in any case."""

    def known(value: Any) -> Any:
        if not isinstance(value, pulumi.output.Unknown):
            return value
        return source.id.apply(lambda id_: asyncio.to_thread(_looked_up, path, id_, member, value))

    return pulumi.Output.secret(output.apply(known, run_with_unknowns=True))


def _looked_up(path: str, id_: str, member: str, unknown: Any) -> Any:
    """Return what ilert says. The key of an email source is an address that the update itself may change."""
    try:
        with _one_list:
            remote = _listed(shared_api(IlertApi, program_settings()), path).get(id_, {})
    except WiringError:
        return unknown
    return unknown if remote.get("integrationType") in EMAIL_TYPES else remote.get(member) or unknown


@functools.cache
def _listed(api: IlertApi, path: str) -> dict[str, Remote]:
    """Return all objects by id, asked for once; none when ilert cannot be asked, which the update will tell about."""
    try:
        with operation_deadline(LOOK_UP_SECONDS):
            return {str(remote.get("id")): remote for remote in api.list_objects(path)}
    except WiringError:
        return {}
