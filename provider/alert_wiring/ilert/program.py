"""What happens in the user's program: addresses with keys that a preview can already know."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

import pulumi

from alert_wiring.core.api import shared_api
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import WiringError
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import program_settings
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.integration_types import EMAIL_TYPES

LOOK_UP_SECONDS: Final = 20.0
"""How long a preview looks for what it can also leave unknown."""

_one_at_a_time = threading.Lock()

Find = Callable[..., Remote]
"""Takes the client, the resource's id and what its key depends on; returns the object, {} if its key may change."""


class Addressed(Protocol):
    """A resource with a key and a URL that holds it."""

    integration_key: pulumi.Output[str]
    integration_url: pulumi.Output[str]

    @property
    def id(self) -> pulumi.Output[str]:
        """Its id at ilert."""


def steady_addresses(resource: Addressed, find: Find, *depends: pulumi.Output[Any]) -> None:
    """Let a preview know the key and URL of a resource that is only updated.

    Such a preview knows the id but none of the computed outputs; with an unknown URL, everything that uses it would be
    announced as changed although it is not (`pulumi-dynamic-providers.md 1.5`). A URL is never composed
    (`ilert.md 2.11`), so it is looked up. Without an id (creation, replacement) it stays unknown. An update itself
    needs nothing of this.
    """
    if pulumi.runtime.is_dry_run():
        look_up = functools.partial(_steady, pulumi.Output.all(resource.id, *depends), find)
        resource.integration_key = look_up("integrationKey", resource.integration_key)
        resource.integration_url = look_up("integrationUrl", resource.integration_url)


def listed_source(api: IlertApi, id_: str) -> Remote:
    """Return an alert source. The key of an email source is an address that the update itself may change."""
    remote = _listed(api, "/api/alert-sources").get(id_, {})
    return {} if remote.get("integrationType") in EMAIL_TYPES else remote


def keyed_monitor(api: IlertApi, id_: str, interval_sec: int) -> Remote:
    """Return a heartbeat monitor that keeps its key, which another interval would change (`ilert.md 3.8`)."""
    remote = _read(api, "/api/heartbeat-monitors", id_)
    return remote if remote.get("intervalSec") == interval_sec else {}


def _steady(known: pulumi.Output[list[Any]], find: Find, member: str, output: pulumi.Output[str]) -> pulumi.Output[str]:
    """Return the output, looked up where it is unknown; a secret in any case."""

    def steady(value: Any) -> Any:
        if not isinstance(value, pulumi.output.Unknown):
            return value
        return known.apply(lambda given: asyncio.to_thread(_looked_up, find, given, member, value))

    return pulumi.Output.secret(output.apply(steady, run_with_unknowns=True))


def _looked_up(find: Find, given: list[Any], member: str, unknown: Any) -> Any:
    """Return what ilert says; one at a time, so that what is kept is asked for once."""
    try:
        api = shared_api(IlertApi, program_settings())
        with _one_at_a_time, operation_deadline(LOOK_UP_SECONDS):
            return find(api, *given).get(member) or unknown
    except WiringError:
        return unknown


@functools.cache
def _read(api: IlertApi, path: str, id_: str) -> Remote:
    """Return one object with its key, asked for once; nothing when ilert cannot be asked."""
    try:
        return api.get_object(path, id_, ("integrationKey", "integrationUrl")) or {}
    except WiringError:
        return {}


@functools.cache
def _listed(api: IlertApi, path: str) -> dict[str, Remote]:
    """Return all objects by id, asked for once; none when ilert cannot be asked, which the update will tell about."""
    try:
        return {str(remote.get("id")): remote for remote in api.list_objects(path)}
    except WiringError:
        return {}
