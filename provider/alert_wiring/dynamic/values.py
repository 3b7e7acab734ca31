"""Values between Pulumi's plugin protocol and `core` (`pulumi-dynamic-providers.md 1.4, 1.6, 3.4`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.runtime import rpc

from alert_wiring.core.values import UNKNOWN, Json, Props

PROVIDER_KEY = "__provider"
"""The pickled provider among the properties: never compared, never returned by us."""

LOOKUP_KEY = "lookup"
"""The marker input of a `.get()`: with it a missing object is an error, not "gone" (5.3 there)."""


def to_core(props: dict[str, Any]) -> Props:
    """Return the properties of a call as `core` takes them.

    Unknown objects become `UNKNOWN`, whole floats become ints, null entries go, secrets are unwrapped, and the keys
    that belong to Pulumi or to this face are left out.
    """
    return {key: _to_core(value) for key, value in props.items() if value is not None and not _is_ours(key)}


def to_pulumi(props: Props, secrets: Iterable[str] = ()) -> dict[str, Any]:
    """Return properties as the plugin takes them, with the named ones wrapped as secrets.

    The wrapper is needed on every create, update and read: the engine re-marks by input name only (3.4 there).
    """
    named = set(secrets)
    sent = {key: _to_pulumi(value) for key, value in props.items()}
    return {
        key: rpc.wrap_rpc_secret(value) if key in named and value is not pulumi.UNKNOWN else value
        for key, value in sent.items()
    }


def _is_ours(key: str) -> bool:
    return key in {PROVIDER_KEY, LOOKUP_KEY}


def _to_core(value: Any) -> Json:
    value = rpc.unwrap_rpc_secret(value)
    if isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _to_core(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_to_core(item) for item in value]
    return value


def _to_pulumi(value: Json) -> Any:
    if value is UNKNOWN:
        return pulumi.UNKNOWN
    if isinstance(value, dict):
        return {key: _to_pulumi(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_to_pulumi(item) for item in value]
    return value
