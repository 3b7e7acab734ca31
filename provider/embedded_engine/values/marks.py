"""The special values that travel beside plain JSON: secrets, unknowns, resource references (pulumi-engine.md 3.1).

Internal values are plain Python (`None`, `bool`, `int`/`float`, `str`, `list`, `dict`) plus `Secret` and `UNKNOWN`.
Every other marked object (a resource reference, an asset) stays a `dict` with `SIGNATURE` among its keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks a special object; its value says the kind (pulumi-engine.md 3.1)."""

SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a kind of mark, not a password
"""`SIGNATURE` of a secret: `value` on the wire, `ciphertext` or `plaintext` in a state file."""

OUTPUT_VALUE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
"""`SIGNATURE` of an output value: `value` (absent = unknown), `secret`, `dependencies`."""

RESOURCE_REFERENCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
"""`SIGNATURE` of a reference to a resource: `urn`, `id`, `packageVersion`."""

ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
"""`SIGNATURE` of an asset, which no dynamic provider can take (pulumi-engine.md 3.2)."""

ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
"""`SIGNATURE` of an archive, which no dynamic provider can take (pulumi-engine.md 3.2)."""

UNKNOWN_SENTINEL: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the Python SDK sends for every unknown, and what is sent to the plugin."""

UNKNOWN_SENTINELS: Final = frozenset(
    {
        UNKNOWN_SENTINEL,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
    }
)
"""Every spelling of "unknown" that is accepted (pulumi-engine.md 3.1)."""


class Secret:
    """A value that must be shown to nobody; `repr` hides it, equality looks at the value and the mark."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        """Mark `value` (any internal value) as a secret."""
        self.value = value

    def __repr__(self) -> str:
        """Never the value: a secret must not reach a log through an f-string."""
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        """Two secrets are equal when their values are."""
        return isinstance(other, Secret) and bool(self.value == other.value)

    __hash__ = None  # type: ignore[assignment]


class Unknown:
    """The type of `UNKNOWN`, a value that only the real run will know. There is one instance."""

    __slots__ = ()
    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        """Give the one instance."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        """As messages show it."""
        return "[unknown]"


UNKNOWN: Final = Unknown()
"""The unknown value. Compare with `is`."""


def contains_secret(value: Any) -> bool:
    """Say whether `value` is a secret or holds one at any depth."""
    if isinstance(value, Secret):
        return True
    if isinstance(value, dict):
        return any(contains_secret(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_secret(item) for item in value)
    return False


def contains_unknown(value: Any) -> bool:
    """Say whether `value` is unknown or holds an unknown at any depth, inside secrets too."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Secret):
        return contains_unknown(value.value)
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return False


def find_asset(value: Any, path: str = "") -> str | None:
    """Give the path of the first asset or archive in `value`, or None."""
    if isinstance(value, Secret):
        return find_asset(value.value, path)
    if isinstance(value, dict):
        if value.get(SIGNATURE) in (ASSET, ARCHIVE):
            return path
        for key, item in value.items():
            if (found := find_asset(item, f"{path}.{key}" if path else str(key))) is not None:
                return found
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if (found := find_asset(item, f"{path}[{index}]")) is not None:
                return found
    return None


def unwrap(value: Any) -> Any:
    """Give `value` without any secret mark; unknowns stay. Parts without a mark are shared, not copied."""
    if isinstance(value, Secret):
        return unwrap(value.value)
    if isinstance(value, dict):
        return {key: unwrap(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unwrap(item) for item in value]
    return value


def reference_id(value: Mapping[str, Any]) -> Any:
    """Give what a plugin sees of a resource reference: the id, or the URN when it has none (pulumi-engine.md 3.2)."""
    if "id" not in value:
        return value.get("urn", "")
    identity = value["id"]
    return UNKNOWN if identity == "" else identity
