"""What a vendor did not keep of what it was sent, told to the place inside the property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alert_wiring.core.fields import Fields
from alert_wiring.core.redaction import redact
from alert_wiring.core.values import Json, Props

_LONGEST = 60
"""Most characters of a value in a message."""


def unkept(fields: Fields, sent: Props, got: Props) -> list[str]:
    """Return a text for each property that differs: `steps[1].size: sent 2, got 3`.

    Whether a property differs is its type's decision; only where is looked for here. Of a secret property the places
    are named without their values.
    """
    differing = fields.differing(got, sent)
    return [
        _told(field.name, field.present(sent.get(field.name)), field.present(got.get(field.name)), field.secret)
        for field in fields.inputs
        if field.name in differing
    ]


def _told(name: str, sent: Json, got: Json, secret: bool) -> str:
    places = {name + _place(path): values for path, values in _differences(sent, got)}
    if secret:
        return ", ".join(sorted(places))
    return "; ".join(f"{place}: sent {shown(old)}, got {shown(new)}" for place, (old, new) in sorted(places.items()))


def _differences(sent: Json, got: Json) -> list[tuple[Sequence[Any], tuple[Json, Json]]]:
    """Compare at every depth; the order of a list counts only where nothing else differs."""
    # Here, since hardly any run needs it and loading it takes more than half a second.
    from deepdiff import DeepDiff  # noqa: PLC0415
    from deepdiff.helper import NotPresent  # noqa: PLC0415

    tree = DeepDiff(sent, got, ignore_order=True, view="tree") or DeepDiff(sent, got, view="tree")
    levels = [level for found in tree.values() for level in found]

    def value(side: Any) -> Json:
        return None if isinstance(side, NotPresent) else side

    return [(level.path(output_format="list"), (value(level.t1), value(level.t2))) for level in levels]


def _place(path: Sequence[Any]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def shown(value: Json) -> str:
    """Return a value for a message: redacted, and cut where it is long."""
    if value is None:
        return "nothing"
    text = redact(repr(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
