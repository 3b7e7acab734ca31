"""Marking values as secret again after a plugin that does not know secrets (pulumi-engine.md 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from embedded_engine.values.marks import Secret, contains_secret


def annotate(result: Mapping[str, Any], reference: Mapping[str, Any]) -> dict[str, Any]:
    """Mark `result` as secret wherever `reference` is (rules 1 to 3 of pulumi-engine.md 3.3).

    Objects on both sides are descended; any other value whose counterpart is or contains a secret becomes a secret
    as a whole, so a list with one secret element is secret altogether.
    """
    marked = dict(result)
    for key, wanted in reference.items():
        if key not in marked:
            continue
        value = marked[key]
        if isinstance(value, dict) and isinstance(wanted, dict):
            marked[key] = annotate(value, wanted)
        elif not isinstance(value, Secret) and contains_secret(wanted):
            marked[key] = Secret(value)
    return marked


def mark_outputs(
    outputs: Mapping[str, Any], inputs: Mapping[str, Any], additional_secret_outputs: Iterable[str]
) -> dict[str, Any]:
    """Mark the outputs of a finished step (rules 4 and 5 of pulumi-engine.md 3.3).

    Secret are the names in `additional_secret_outputs` and every output whose input of the same name is a secret.
    """
    names = set(additional_secret_outputs)
    names.discard("id")
    names.update(key for key, value in inputs.items() if isinstance(value, Secret))
    return {
        key: Secret(value) if key in names and not isinstance(value, Secret) else value
        for key, value in outputs.items()
    }
