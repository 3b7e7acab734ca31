"""Named switches: everything that the references leave open, each with its source, its readings and a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_sandbox.store import Store

Value = bool | str
_COLLECTION, _KEY = "sandbox", "switches"


@dataclass(frozen=True)
class Switch:
    """One open point of a reference."""

    name: str
    readings: Mapping[Value, str]
    """Position → what the vendor then does, in one sentence. The first is the default: the reference's best guess."""
    source: str
    """Section of the reference, as ``api-fortress.md 4.9``."""
    meaning: str
    """What the reference leaves open."""

    @property
    def choices(self) -> tuple[Value, ...]:
        """The positions, the default first."""
        return tuple(self.readings)

    @property
    def default(self) -> Value:
        """The position that the reference thinks likeliest."""
        return self.choices[0]


def typed(value: Value) -> str:
    """A position as one types it."""
    return str(value).lower() if isinstance(value, bool) else value


def flag(name: str, default: bool, source: str, meaning: str, *, on: str, off: str) -> Switch:
    """A switch that is on or off, with what either position does."""
    readings = {True: on, False: off}
    return Switch(name, {default: readings[default], not default: readings[not default]}, source, meaning)


def reading_of(vendor: str, name: str, readings: Mapping[Value, str], section: str, meaning: str) -> Switch:
    """A switch of a vendor whose reference is named as the vendor is; `name` and `section` without the vendor."""
    return Switch(f"{vendor}.{name}", readings, f"{vendor}.md {section}", meaning)


class Switches:
    """The switches' present positions, kept in the store. Vendors register theirs when their routes are made."""

    def __init__(self, store: Store) -> None:
        """Start with no switch known; positions set earlier are in `store`."""
        self._store = store
        self._known: dict[str, Switch] = {}
        self._defaults: dict[str, Value] = {}
        self.reload()

    def reload(self) -> None:
        """Read the positions again, after a reset of the store."""
        self._set: dict[str, Value] = self._store.get(_COLLECTION, _KEY) or {}

    def register(self, *switches: Switch) -> None:
        """Make switches known; repeating it is harmless."""
        for switch in switches:
            self._known[switch.name] = switch
            self._defaults[switch.name] = switch.default

    def known(self) -> list[Switch]:
        """Every registered switch, by name."""
        return sorted(self._known.values(), key=lambda switch: switch.name)

    def get(self, name: str) -> Value:
        """The position of a switch. Raises KeyError for an unknown name."""
        return self._set[name] if name in self._set else self._defaults[name]

    def on(self, name: str) -> bool:
        """Whether a flag is on."""
        return self.get(name) is True

    def check(self, name: str, value: Value) -> None:
        """Raises KeyError for an unknown name, ValueError for a value that the switch does not offer."""
        if not any(
            value is choice or (isinstance(value, str) and value == choice) for choice in self._known[name].choices
        ):
            raise ValueError(f"switch {name} takes one of {', '.join(map(str, self._known[name].choices))}")

    def set(self, name: str, value: Value) -> None:
        """Move a switch. Raises as `check` does."""
        self.check(name, value)
        self._set = {**self._set, name: value}
        self._store.put(_COLLECTION, _KEY, dict(self._set))

    def positions(self) -> dict[str, Value]:
        """Name → position of every registered switch."""
        return {switch.name: self.get(switch.name) for switch in self.known()}
