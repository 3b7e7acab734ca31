"""Every way in which a create ends: refused, lost, found, taken over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alert_wiring.core.errors import (
    AmbiguousError,
    ExistsError,
    ServerError,
    SeveralMatchesError,
    ThrottledError,
    WiringError,
)
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.values import Props, Remote
from support.parts import INPUTS, STATE, Bench, PartKind, Shelf, part, without

ADOPTING: Props = {**INPUTS, "adopt": True}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def server_error() -> ServerError:
    return ServerError("Vend", "GET", "/parts", status=500)


def lost() -> AmbiguousError:
    return AmbiguousError("Vend", "POST", "/parts", reason="no answer")


def throttled() -> ThrottledError:
    return ThrottledError("Vend", "POST", "/parts", status=429)


class TestThrottledCreate:
    def test_nothing_new_is_written_again(self, bench: Bench) -> None:
        shelf = bench.holds(part("1", name="other"))
        shelf.failures["create"] = [throttled(), throttled()]
        assert bench.lifecycle.create(INPUTS).id == "2"
        assert shelf.calls == [
            ("list", "b"),
            *[("create", INPUTS, INPUTS), ("list", "b"), ("find_lost", [])] * 2,
            ("create", INPUTS, INPUTS),
        ]

    def made(self, bench: Bench, *parts: Remote) -> Callable[[], Any]:
        """Return a create whose refused write made these parts all the same."""

        class Made(PartKind):
            def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
                api.objects |= {each["id"]: each for each in parts}
                return super().create_remote(api, body, inputs)

        bench.holds(part("1", name="other"))
        bench.shelf.failures["create"] = [throttled()]
        return lambda: Lifecycle(Made(bench.shelf), lambda: bench.settings, bench.warnings.append).create(INPUTS)

    def test_what_it_made_is_it(self, bench: Bench) -> None:
        assert self.made(bench, part("7"), part("8", name="another"))().id == "7"
        assert ("find_lost", ["7", "8"]) in bench.shelf.calls
        assert bench.shelf.did.count("create") == 1

    def test_two_are_an_error(self, bench: Bench) -> None:
        with pytest.raises(SeveralMatchesError) as caught:
            self.made(bench, part("7"), part("8"))()
        assert caught.value.text == (
            "Creating Vend part 'a' failed: there are 2 with this name (ids 7, 8). Delete or rename all but one."
        )

    def test_what_another_resource_made_meanwhile_is_not_it(self, bench: Bench) -> None:
        class Beside(PartKind):
            def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
                if not api.objects:
                    api.objects["7"] = part("7")
                    bench.inventory().put(part("7"))
                return super().create_remote(api, body, inputs)

        bench.shelf.failures["create"] = [throttled()]
        kind = Beside(bench.shelf)
        assert Lifecycle(kind, lambda: bench.settings, bench.warnings.append).create(INPUTS).id == "2"
        assert bench.shelf.did.count("create") == 2

    def test_where_nothing_can_be_seen_the_refusal_is_told(self, bench: Bench) -> None:
        bench.shelf.failures |= {"create": [throttled()], "list": [None, server_error()]}
        with pytest.raises(ThrottledError):
            bench.lifecycle.create(INPUTS)


class TestLostCreate:
    def losing(self, bench: Bench, made: Callable[[Shelf], None]) -> Lifecycle[Shelf]:
        """Return a lifecycle whose creates lose their answers after `made`."""

        class Losing(PartKind):
            def create_remote(self, api: Shelf, body: Remote, inputs: Props) -> Remote:
                made(api)
                raise lost()

        kind = Losing(bench.shelf)
        kind.twins = bench.kind.twins
        return Lifecycle(kind, lambda: bench.settings, bench.warnings.append)

    def making(self, *parts: Remote) -> Callable[[Shelf], None]:
        return lambda shelf: shelf.objects.update({each["id"]: each for each in parts})

    MADE = "Vend part 'a': it was made, as the list shows (id 7), although Vend: POST /parts failed: no answer."

    def test_what_it_made_is_looked_at(self, bench: Bench) -> None:
        live = self.losing(bench, self.making(part(note="by the vendor"))).create(INPUTS)
        assert (live.id, live.outputs) == ("7", STATE)
        assert bench.shelf.calls[-1] == ("get", "7", "b")
        assert bench.warnings == [self.MADE]

    def test_what_cannot_be_looked_at_is_kept_as_it_was_listed(self, bench: Bench) -> None:
        bench.shelf.failures["get"] = [server_error()]
        live = self.losing(bench, self.making(part(note="by the vendor"))).create(INPUTS)
        assert (live.id, live.outputs) == ("7", STATE)
        assert bench.warnings == [
            self.MADE,
            "Vend part 'a': it could not be looked at yet: Vend: GET /parts answered 500. This is on the vendor's "
            "side: run the same command again later.",
        ]

    def test_what_another_resource_made_meanwhile_is_not_it(self, bench: Bench) -> None:
        def made(shelf: Shelf) -> None:
            self.making(part("7"), part("8"))(shelf)
            bench.inventory().put(part("8"))

        assert self.losing(bench, made).create(INPUTS).id == "7"

    def test_a_twin_is_taken_once(self, bench: Bench) -> None:
        bench.kind.twins = True
        assert self.losing(bench, self.making(part("7"), part("8"))).create(INPUTS).id == "7"
        assert bench.inventory().claimed("7") and not bench.inventory().claimed("8")

    def test_where_nothing_can_be_seen_that_is_told(self, bench: Bench) -> None:
        bench.shelf.failures["list"] = [None, WiringError("no list of box X.")]
        with pytest.raises(AmbiguousError) as caught:
            self.losing(bench, self.making()).create(INPUTS)
        assert caught.value.text == (
            "Creating Vend part 'a' failed: Vend: POST /parts failed: no answer. Nor can be seen whether it is there "
            f"(no list of box X). {AmbiguousError.advice}"
        )

    def test_what_is_not_listed_is_told(self, bench: Bench) -> None:
        with pytest.raises(AmbiguousError) as caught:
            self.losing(bench, self.making()).create(INPUTS)
        assert caught.value.text == (
            "Creating Vend part 'a' failed: Vend: POST /parts failed: no answer. Vend does not list it now. "
            f"{AmbiguousError.advice}"
        )


class TestTakeOver:
    def test_several_are_named(self, bench: Bench) -> None:
        bench.holds(part("7"), part("8"))
        with pytest.raises(ExistsError) as caught:
            bench.lifecycle.create(INPUTS)
        assert caught.value.text == (
            "Creating Vend part 'a' failed: there is one already (id 7, 8), which is not taken over silently. Write "
            "adopt=True to take it over, use .get(name, '7') to only refer to it, or give another name."
        )

    def test_an_equal_one_is_read_and_claimed(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="by hand"))
        live = bench.lifecycle.create(ADOPTING)
        assert live.outputs == {**STATE, "adopt": True}, "a property that nobody manages is not read"
        assert shelf.did == ["list", "get"]
        assert bench.inventory().claimed("7")

    def test_what_cannot_be_read_is_as_listed(self, bench: Bench) -> None:
        bench.holds(part()).unseen.add("7")
        live = bench.lifecycle.create(without(ADOPTING, "detail"))
        assert live.outputs == {**without(STATE, "detail"), "adopt": True}

    def test_a_differing_one_is_written(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="by hand", size=1, color="red"))
        live = bench.lifecycle.create({**ADOPTING, "detail": "new"})
        assert shelf.did == ["list", "get", "update"]
        whole = {**ADOPTING, "detail": "new", "note": "by hand"}
        body = {**without(whole, "adopt"), "size": None}
        olds = {**STATE, "adopt": True, "size": 1, "color": "red"}
        assert bench.updates() == [("7", body, whole, olds)]
        assert live.outputs == {**STATE, "adopt": True, "detail": "new", "changed": "now"}
        assert bench.warnings[0] == (
            "Vend part 'a': size (1), color ('red') goes, since the program does not declare it."
        )
