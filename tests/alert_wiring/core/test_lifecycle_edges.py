"""The lifecycle at its edges: what a policy changed, what a vendor answers by half, and what two want at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from alert_wiring.core.errors import AmbiguousError, ConflictError, InputError, ServerError, WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.problems import Problems
from alert_wiring.core.redaction import redact
from alert_wiring.core.values import UNKNOWN, Props, Remote
from alert_wiring.core.valuetypes import Text
from support.parts import INPUTS, STATE, Bench, PartKind, Shelf, part, without


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def lifecycle(bench: Bench, kind: PartKind) -> Lifecycle[Shelf]:
    return Lifecycle(kind, lambda: bench.settings, bench.warnings.append)


class Partial(PartKind):
    """A vendor that answers a write with the id and the name alone."""

    def _stored(self, id_: str, body: Remote) -> Remote:
        whole = super()._stored(id_, body)
        return {name: whole[name] for name in ("id", "name", "box")}


class Strict(PartKind):
    """A vendor that refuses a name which somebody else has taken since the list."""

    def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
        api.objects["7"] = part()
        raise ConflictError("Vend", "POST", "/parts", status=409)


class Losing(PartKind):
    """A vendor that makes nothing and does not answer."""

    def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
        raise AmbiguousError("Vend", "POST", "/parts", reason="no answer")


def test_problems_name_their_property_and_rules_see_refused_values_as_unknown(bench: Bench) -> None:
    seen: list[Props] = []

    class Watched(PartKind):
        def rules(self, inputs: Props, problems: Problems) -> None:
            seen.append(inputs)

    _, problems = lifecycle(bench, Watched(bench.shelf)).check({"name": "a", "size": 77})
    assert [(problem.prop, problem.text) for problem in problems.found] == [
        ("box", "box: is required"),
        ("size", "size: must be a whole number from 1 to 9, not 77"),
    ]
    assert seen[0]["size"] is UNKNOWN and seen[0]["box"] is UNKNOWN


def test_everything_that_is_wrong_is_told_at_once(bench: Bench) -> None:
    with pytest.raises(InputError) as caught:
        bench.lifecycle.create({})
    assert caught.value.text == "Creating Vend part failed: name: is required; box: is required"


def test_a_list_from_before_somebody_elses_turn_is_read_again(bench: Bench) -> None:
    class Busy:
        @contextmanager
        def turn(self, what: str) -> Iterator[float | None]:
            yield 0.0

    bench.inventory().all()
    bench.shelf.turns = Busy()  # type: ignore[assignment]
    bench.lifecycle.create(INPUTS)
    assert bench.shelf.did == ["list", "list", "create"]


def test_options_of_a_create_stay_in_its_outputs(bench: Bench) -> None:
    assert bench.lifecycle.create({**INPUTS, "adopt": True}).outputs["adopt"] is True


def test_a_twin_takes_over_what_nobody_has(bench: Bench) -> None:
    bench.kind.twins = True
    bench.holds(part("7"), part("8"))
    bench.inventory().claim("7")
    assert bench.lifecycle.create({**INPUTS, "adopt": True}).id == "8"


def test_a_twin_whose_creation_was_lost_and_is_not_listed_is_told(bench: Bench) -> None:
    kind = Losing(bench.shelf)
    kind.twins = True
    with pytest.raises(AmbiguousError, match="Vend does not list it now"):
        lifecycle(bench, kind).create(INPUTS)


@pytest.mark.parametrize("twins", [False, True])
def test_a_conflict_with_what_may_be_adopted_ends_well(bench: Bench, twins: bool) -> None:
    kind = Strict(bench.shelf)
    kind.twins = twins
    assert lifecycle(bench, kind).create({**INPUTS, "adopt": True}).id == "7"
    assert bench.shelf.did == ["list", "list", "get"]


class TestHalfAnAnswer:
    NO_COLOR = "Vend part 'a': Vend did not keep color: sent 'red', got nothing."

    def updated(self, bench: Bench) -> Props:
        """Update a part whose key is hidden, where the vendor answers by half."""
        kind = Partial(bench.shelf)
        kind.looks_before_update = False
        return lifecycle(bench, kind).update("7", STATE, {**INPUTS, "color": "red"})

    def test_it_is_read_with_what_is_known(self, bench: Bench) -> None:
        assert self.updated(bench) == {**STATE, "color": "red", "changed": "now"}
        assert bench.shelf.did == ["update", "get"]

    def test_it_is_enough_where_it_cannot_be_read(self, bench: Bench) -> None:
        bench.shelf.failures["get"] = [ServerError("Vend", "GET", "/parts/7", status=500)]
        assert "color" not in self.updated(bench)
        assert self.NO_COLOR in bench.warnings

    def test_it_is_enough_where_it_is_not_seen(self, bench: Bench) -> None:
        bench.shelf.unseen.add("7")
        assert "color" not in self.updated(bench)
        assert self.NO_COLOR in bench.warnings


class TestWhatIsRead:
    def test_a_value_that_json_cannot_carry_is_told_with_its_place(self, bench: Bench) -> None:
        class Odd(PartKind):
            def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
                return {"size": {1}}

        bench.holds(part())
        with pytest.raises(TypeError, match=r"^part\.size is of type set"):
            lifecycle(bench, Odd(bench.shelf)).read("7", {"box": "b"}, lookup=True)

    def test_a_secret_that_no_list_shows_is_not_hidden(self, bench: Bench) -> None:
        class Unlisted(PartKind):
            fields = Fields(
                Field("name", "name", Text()),
                Field("box", "box", Text()),
                Field("changed", "changed", Text(), computed=True),
                Field("key", "hidden.key", Text(), computed=True, secret=True, sticky=True, listed=False),
            )

        bench.holds(part())
        state = without(STATE, "on", "detail", "token")
        live = lifecycle(bench, Unlisted(bench.shelf)).read("7", state)
        assert live is not None
        assert (live.outputs, bench.shelf.did, bench.warnings) == (state, ["list"], [])

    def test_what_is_hidden_is_told_once_for_a_kind(self, bench: Bench) -> None:
        bench.holds(part(key=None))
        bench.lifecycle.read("7", STATE)
        assert not bench.shelf.first("hidden part")
        assert bench.shelf.first("hidden whole")

    @pytest.mark.parametrize(("id_", "good"), [("X", True), ("/", False), ("//", False)])
    def test_an_id_is_more_than_slashes(self, bench: Bench, id_: str, good: bool) -> None:
        bench.holds(part(id_))
        if good:
            assert bench.lifecycle.read(id_, STATE) is not None
        else:
            with pytest.raises(WiringError, match="Vend answered with a part without an id"):
                bench.lifecycle.read(id_, STATE)

    def test_secrets_are_masked_from_then_on(self, bench: Bench) -> None:
        bench.holds(part(key="key-never-shown", token="token-never-shown"))
        bench.lifecycle.read("7", STATE)
        assert "never-shown" not in redact("key-never-shown token-never-shown")
