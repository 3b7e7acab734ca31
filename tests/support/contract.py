"""Proofs of a vendor's rules: the table says what is true, a proof shows it, a test runs one rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from support.standin import Answer, StandIn
from vendor_sandbox.rules import Rule

Proof = Callable[[StandIn], None]


@dataclass
class Proofs:
    """The proofs of one vendor, by rule."""

    known: dict[str, Proof] = field(default_factory=dict)

    def of(self, rule: str) -> Callable[[Proof], Proof]:
        """Register a function as the proof of a rule; a rule has one proof."""

        def register(proof: Proof) -> Proof:
            assert rule not in self.known, f"{rule} has two proofs"
            self.known[rule] = proof
            return proof

        return register

    def differences(self, rules: tuple[Rule, ...]) -> list[str]:
        """Rules without a proof and proofs without a rule."""
        named = {rule.id for rule in rules}
        return [f"no proof of {one}" for one in sorted(named - set(self.known))] + [
            f"no rule {one}" for one in sorted(set(self.known) - named)
        ]


def refused(answer: Answer, status: int, text: str = "") -> None:
    """Assert a refusal with a status, and a text somewhere in its body."""
    assert answer.status == status, answer.content
    assert text in answer.content.decode(), answer.content
