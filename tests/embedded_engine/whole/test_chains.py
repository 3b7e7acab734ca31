"""Random chains of operations on one stack, by either engine in turn: nobody undoes what the other did (12.5)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from support.engines import KINDS, Engine, missing
from support.lives.chain import Chain
from support.lives.place import Place, pending

pytestmark = pytest.mark.engine
AVAILABLE = [kind for kind in KINDS if missing(kind) is None]
OPERATIONS = ("change", "change", "change", "refresh", "drift", "loss", "renew", "transfer")


SEED = 5
"""Draws a change, a drift, a loss and a transfer; many more chains are lived by ``python -m differential``."""


def test_a_chain_of_operations_stays_in_step(place: Place) -> None:
    (place.things / "discreet").touch()
    random = Random(SEED)
    chain = Chain(random)
    done: list[str] = []

    def engine() -> Engine:
        kind = random.choice(AVAILABLE)
        done.append(f"  by {kind}")
        return place.by(kind)

    for operation in ["change", *(random.choice(OPERATIONS) for _ in range(4))]:
        done.append(operation)
        carry_out(operation, place, chain, engine)
        story = "\n".join([*done, chain.program])
        assert set(place.objects) == chain.identities, story
        assert not pending(place.latest), story
        result = engine().preview("--expect-no-changes")
        assert result.rc == 0, f"{story}\n{result}"
    stored = {one["id"] for one in place.latest["resources"] if "Thing" in one["type"]}
    assert stored == chain.identities


def carry_out(operation: str, place: Place, chain: Chain, engine: Callable[[], Engine]) -> None:
    """Do one operation of a chain; afterwards the program is up."""
    if operation == "change":
        chain.mutate()
        place.program(chain.program)
        engine().up().check()
    elif operation == "refresh":
        engine().refresh("--expect-no-changes").check()
    elif operation == "drift":
        identity = chain.random.choice(sorted(chain.identities))
        place.spoil(identity, size=99, token="canary-drifted")
        engine().refresh().check()
        engine().up().check()
        assert place.objects[identity]["size"] != 99
    elif operation == "loss":
        (place.things / "objects" / chain.random.choice(sorted(chain.identities))).unlink()
        engine().up("--refresh").check()
    elif operation == "renew":
        engine().destroy().check()
        assert not place.objects
        engine().up().check()
    else:
        engine().import_(engine().export()).check()
