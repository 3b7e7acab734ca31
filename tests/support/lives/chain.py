"""Programs that change at random, and what must exist when one of them is up (for chains of operations)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

_NAMES = "abcdefgh"


@dataclass(frozen=True)
class Part:
    """One resource of a program; it depends on parts that stand before it."""

    name: str
    size: int = 0
    fixed: int = 0
    slot: str = ""
    needs: str = ""
    secret: bool = False
    below: bool = False
    """Whether it is a component's child."""

    @property
    def identity(self) -> str:
        """Return the id of its object, as the provider makes it."""
        child = "-child" if self.below else ""
        return f"{self.name}{child}.{self.slot or f'v{self.fixed}'}"

    @property
    def line(self) -> str:
        """Return its line in the program."""
        size = f"Output.secret({self.size})" if self.secret else str(self.size)
        arguments = [f'"{self.name}"', f"size={size}"]
        arguments.append(f'slot="{self.slot}"' if self.slot else f'fixed="v{self.fixed}"')
        if self.needs:
            arguments.append(f"dep={self.needs}.token")
        return f"{self.name} = {'Pair' if self.below else 'Thing'}({', '.join(arguments)})"


@dataclass
class Chain:
    """A program that a seeded source of randomness changes."""

    random: Random
    parts: list[Part] = field(default_factory=list)

    def mutate(self) -> None:
        """Add, remove or change something, two or three times."""
        for _ in range(self.random.randint(2, 3)):
            missing = [name for name in _NAMES if name not in {part.name for part in self.parts}]
            if len(self.parts) < 3 or (missing and self.random.random() < 0.3):
                self._add(self.random.choice(missing))
            elif self.random.random() < 0.25:
                self._remove(self.random.choice(self.parts))
            else:
                self._change(self.random.randrange(len(self.parts)))

    def _add(self, name: str) -> None:
        needs = self.random.choice(["", *(part.name for part in self.parts)])
        slot = f"s{self.random.randint(0, 9)}" if self.random.random() < 0.4 else ""
        self.parts.append(Part(name, slot=slot, needs=needs, below=self.random.random() < 0.3))

    def _remove(self, part: Part) -> None:
        self.parts.remove(part)
        self.parts = [replace(one, needs="") if one.needs == part.name else one for one in self.parts]

    def _change(self, index: int) -> None:
        part = self.parts[index]
        changes = [
            replace(part, size=part.size + 1),
            replace(part, secret=not part.secret),
            replace(part, needs=self.random.choice(["", *(one.name for one in self.parts[:index])])),
            replace(part, slot=f"{part.slot}x") if part.slot else replace(part, fixed=part.fixed + 1),
        ]
        self.parts[index] = self.random.choice(changes)

    @property
    def program(self) -> str:
        """Return the program's text; it exports every token."""
        exports = [f'export("{part.name}", {part.name}.token)' for part in self.parts]
        return "\n".join([*(part.line for part in self.parts), *exports])

    @property
    def identities(self) -> set[str]:
        """Return the ids of the objects that must exist, and no others."""
        return {part.identity for part in self.parts}
