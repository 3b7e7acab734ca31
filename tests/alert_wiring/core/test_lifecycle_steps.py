"""Each step of the lifecycle: what is asked of the kind, with what, and what the user is told."""

from __future__ import annotations

import pytest

from alert_wiring.core.errors import (
    NoMatchError,
    NotFoundError,
    RefusedError,
    ServerError,
    SettingError,
    WiringError,
)
from alert_wiring.core.fields import Change
from alert_wiring.core.lifecycle import GONE_ADVICE, Lifecycle
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from support.parts import INPUTS, STATE, Bench, PartKind, part, without

HIDDEN = (
    "Vend part 'a': Vend does not show its key and token to this credential; what is known is kept, here and for all "
    "others."
)
NEW = "Vend part 'a': another key and token than before; the next up gives it to whatever of this program uses it."
NEWS: Props = {**INPUTS, "size": 3, "note": "mine"}
"""What an update asks for."""


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def server_error() -> ServerError:
    return ServerError("Vend", "GET", "/parts", status=500)


class TestDiff:
    def test_only_a_twin_with_an_id_is_looked_up(self, bench: Bench) -> None:
        def never() -> Settings:
            raise AssertionError("asked for the settings")

        for twins, id_ in ((False, ("7",)), (True, ()), (False, ())):
            bench.kind.twins = twins
            change = Lifecycle(bench.kind, never, print).diff(STATE, {**INPUTS, "size": 2, "box": "c"}, *id_)
            assert change == Change(("box", "size"), ("box",))

    def test_a_twin_that_nobody_took_over_keeps_its_object(self, bench: Bench) -> None:
        bench.kind.twins = True
        assert bench.lifecycle.diff(STATE, INPUTS, "7") == Change()
        assert bench.inventory().owned("7")
        assert bench.lifecycle.diff(STATE, {**INPUTS, "size": 2}, "7") == Change(("size",), ())

    def test_a_twin_that_lost_its_object_gets_another(self, bench: Bench) -> None:
        bench.kind.twins = True
        bench.inventory().claim("7")
        assert bench.lifecycle.diff(STATE, INPUTS, "7") == Change(("name",), ("name",))
        assert bench.lifecycle.diff(STATE, {**INPUTS, "size": 2}, "7") == Change(("size",), ("name",))

    def test_a_twin_without_settings_is_compared_all_the_same(self, bench: Bench) -> None:
        bench.kind.twins = True

        def missing() -> Settings:
            raise SettingError("no token")

        assert Lifecycle(bench.kind, missing, print).diff(STATE, INPUTS, "7") == Change()


class TestRead:
    def test_a_fresh_entry_of_the_list_is_enough(self, bench: Bench) -> None:
        shelf = bench.holds(part(key="key-two-2", token="token-two-2"))
        live = bench.lifecycle.read("7", STATE)
        assert live is not None
        assert live.outputs == {**STATE, "key": "key-two-2", "token": "token-two-2"}
        assert live.inputs == INPUTS
        assert shelf.calls == [("list", "b")]
        assert bench.warnings == [NEW]

    def test_a_moved_one_is_read(self, bench: Bench) -> None:
        shelf = bench.holds(part(key="key-two-2", token="token-two-2", changed="now", note="by hand"))
        live = bench.lifecycle.read("7", STATE)
        assert live is not None
        assert live.outputs == {**STATE, "key": "key-two-2", "token": "token-two-2", "changed": "now"}
        assert shelf.calls == [("list", "b"), ("get", "7", "b")]
        assert bench.warnings == [NEW]

    @pytest.mark.parametrize(("changed", "did"), [("then", ["list"]), ("now", ["list", "get"])])
    def test_what_the_vendor_hides_is_kept_and_told_once(self, bench: Bench, changed: str, did: list[str]) -> None:
        shelf = bench.holds(part(key=None, token=None, changed=changed))
        live = bench.lifecycle.read("7", STATE)
        assert live is not None
        assert live.outputs == {**STATE, "changed": changed}
        assert shelf.did == did
        assert bench.lifecycle.read("7", STATE) is not None
        assert bench.warnings == [HIDDEN]

    def test_a_kind_may_read_no_list(self, bench: Bench) -> None:
        shelf = bench.holds(part())
        bench.kind.by_list = False
        assert bench.lifecycle.read("7", STATE) is not None
        assert shelf.did == ["get"]

    def test_a_look_up_reads_no_list_and_takes_everything(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="by hand"))
        live = bench.lifecycle.read("7", {"box": "b"}, lookup=True)
        assert live is not None
        assert live.outputs == {**STATE, "note": "by hand"}
        assert shelf.did == ["get"]
        assert bench.warnings == []

    def test_a_look_up_of_nothing_is_an_error_and_gives_nothing_up(self, bench: Bench) -> None:
        bench.shelf.sees = False
        with pytest.raises(NoMatchError) as caught:
            bench.lifecycle.read("7", {"box": "b"}, lookup=True)
        assert caught.value.text == (
            "Reading Vend part (id 7) failed: there is no Vend part with id 7, or this credential may not see it. "
            "Check the id."
        )
        assert bench.shelf.did == ["get", "confirm"]

    def test_one_that_is_still_listed_is_not_taken_for_gone(self, bench: Bench) -> None:
        bench.holds(part(changed="now")).unseen.add("7")
        with pytest.raises(WiringError, match=r"^Reading Vend part 'a' \(id 7\) failed: Vend answers 404 for it"):
            bench.lifecycle.read("7", STATE)

    def test_what_was_found_gone_is_not_asked_for_again(self, bench: Bench) -> None:
        assert bench.lifecycle.read("7", STATE) is None
        assert bench.shelf.did == ["list", "get", "confirm", "sees"]
        bench.shelf.calls.clear()
        bench.shelf.failures["delete"] = [NotFoundError("Vend", "DELETE", "/parts/7", status=404)]
        bench.lifecycle.delete("7", STATE)
        assert bench.shelf.did == ["delete"]

    def test_a_list_whose_parent_is_gone_has_no_entry(self, bench: Bench) -> None:
        missing = NotFoundError("Vend", "GET", "/boxes/b", status=404)
        bench.shelf.failures["list"] = [missing, missing]
        assert bench.lifecycle.read("7", STATE) is None
        assert bench.shelf.did == ["list", "get", "confirm", "list"]


class TestDelete:
    @pytest.mark.parametrize("removal", [Removal.DROPPED, Removal.DESTROYED])
    def test_a_kind_may_hold_what_is_no_replacement(self, bench: Bench, removal: Removal) -> None:
        shelf = bench.holds(part())
        bench.lifecycle.delete("7", STATE, removal)
        assert shelf.calls == [("hold", "7", STATE, removal, bench.settings), ("delete", "7", STATE)]
        shelf.failures["hold"] = [RefusedError("not this one.")]
        with pytest.raises(RefusedError) as caught:
            bench.lifecycle.delete("8", STATE, removal)
        assert caught.value.text == "Deleting Vend part 'a' (id 8) failed: not this one."

    def test_a_replacement_is_not_held(self, bench: Bench) -> None:
        shelf = bench.holds(part())
        bench.lifecycle.delete("7", STATE)
        assert shelf.calls == [("delete", "7", STATE)]
        assert bench.warnings == []
        bench.lifecycle.delete("7", STATE)
        assert shelf.did == ["delete", "delete"], "known to be gone, since this run deleted it"

    def test_what_stays_behind_is_told(self, bench: Bench) -> None:
        bench.holds(part()).left = "its log stays."
        bench.lifecycle.delete("7", STATE)
        assert bench.warnings == ["Vend part 'a': its log stays."]

    def test_a_404_counts_only_where_it_surely_means_gone(self, bench: Bench) -> None:
        bench.lifecycle.delete("7", STATE)
        assert bench.shelf.did == ["delete", "confirm", "list", "sees"]

    def test_a_404_from_an_account_that_shows_nothing_is_an_error(self, bench: Bench) -> None:
        bench.shelf.sees = False
        with pytest.raises(WiringError, match=r"^Deleting Vend part 'a' \(id 8\) failed: with this credential"):
            bench.lifecycle.delete("8", STATE)

    def test_a_404_for_what_is_listed_is_an_error(self, bench: Bench) -> None:
        bench.holds(part())
        bench.shelf.failures["delete"] = [NotFoundError("Vend", "DELETE", "/parts/7", status=404)]
        with pytest.raises(WiringError, match="still lists it"):
            bench.lifecycle.delete("7", STATE)


class TestUpdate:
    def test_what_the_state_is_known_to_tell_is_only_written(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="mine"))
        olds = {**STATE, "note": "mine"}
        bench.lifecycle.read("7", olds)
        outputs = bench.lifecycle.update("7", olds, NEWS)
        assert shelf.did == ["list", "update"]
        assert bench.updates() == [("7", NEWS, NEWS, olds)]
        assert outputs == {**NEWS, "changed": "now", "key": "key-one-1", "token": "token-one-1"}
        assert bench.warnings == [HIDDEN]

    def test_what_is_as_it_should_be_already_is_not_written(self, bench: Bench) -> None:
        shelf = bench.holds(part(size=3, changed="later"))
        outputs = bench.lifecycle.update("7", STATE, {**INPUTS, "size": 3})
        assert shelf.did == ["get"], "somebody else has made the same change"
        assert outputs == {**STATE, "size": 3, "changed": "later"}
        bench.holds(part(changed="later", key=None, token=None))
        asked = {**INPUTS, "detail": " d "}
        assert bench.lifecycle.update("7", STATE, asked) == {**STATE, **asked, "changed": "later"}, "its own spelling"

    def test_what_is_no_longer_managed_is_forgotten_without_a_write_too(self, bench: Bench) -> None:
        shelf = bench.holds(part(size=3, note="mine"))
        outputs = bench.lifecycle.update("7", {**STATE, "note": "mine"}, {**INPUTS, "size": 3})
        assert shelf.did == ["get"]
        assert "note" not in outputs

    def test_a_kind_that_does_not_look_only_writes(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="by hand"))
        bench.kind.looks_before_update = False
        bench.lifecycle.update("7", STATE, {**INPUTS, "size": 3})
        assert shelf.did == ["update"]
        assert bench.updates() == [("7", {**INPUTS, "size": 3}, {**INPUTS, "size": 3}, STATE)]
        bench.lifecycle.update("7", STATE, INPUTS)
        assert bench.updates()[1][1] == {**INPUTS, "size": None}, "an update clears what is not set"

    def test_what_a_write_would_clear_is_read_and_sent_back(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="by hand"))
        bench.lifecycle.read("7", STATE)
        outputs = bench.lifecycle.update("7", STATE, {**INPUTS, "size": 3})
        assert shelf.did == ["list", "get", "update"]
        assert bench.updates()[0][1] == {**INPUTS, "size": 3, "note": "by hand"}
        assert bench.updates()[0][2] == {**INPUTS, "size": 3, "note": "by hand"}
        assert "note" not in outputs, "it is not managed"

    def test_what_is_no_longer_managed_is_left_to_the_vendor(self, bench: Bench) -> None:
        bench.holds(part(note="mine"))
        outputs = bench.lifecycle.update("7", {**STATE, "note": "mine"}, {**INPUTS, "size": 3})
        assert bench.updates()[0][1]["note"] == "mine"
        assert "note" not in outputs

    def test_nothing_to_send_back_is_nothing(self, bench: Bench) -> None:
        bench.holds(part())
        bench.lifecycle.update("7", STATE, {**INPUTS, "size": 3})
        assert bench.updates()[0][1] == {**INPUTS, "size": 3}

    def test_a_kind_that_reads_no_list_looks_at_the_object(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="mine"))
        bench.inventory().all()
        bench.kind.by_list = False
        bench.lifecycle.update("7", {**STATE, "note": "mine"}, NEWS)
        assert shelf.did == ["list", "get", "update"]

    def test_without_a_list_the_object_is_looked_at(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="mine"))
        bench.lifecycle.update("7", {**STATE, "note": "mine"}, NEWS)
        assert shelf.calls[0] == ("get", "7", "b")
        assert shelf.did == ["get", "update"]

    def test_a_moved_object_is_looked_at(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="mine", changed="meanwhile"))
        bench.inventory().all()
        olds = {**STATE, "note": "mine"}
        bench.lifecycle.update("7", olds, NEWS)
        assert shelf.did == ["list", "get", "update"]
        assert bench.updates()[0][3] == {**olds, "changed": "meanwhile"}, "what the vendor computes is as it is now"

    def test_what_a_person_has_set_is_kept_and_told(self, bench: Bench) -> None:
        shelf = bench.holds(part(note="mine", color="red", size=1))
        bench.lifecycle.update("7", {**STATE, "note": "mine", "size": 2}, NEWS)
        assert bench.updates()[0][0] == "7"
        assert bench.updates()[0][2] == {**NEWS, "color": "red"}
        assert shelf.objects["7"]["color"] == "red"
        assert bench.warnings[:2] == [
            "Vend part 'a': kept color ('red'), which somebody has set since the last refresh and the program does not "
            "declare: declare it, or the next preview shows what goes.",
            "Vend part 'a': somebody has changed size (1) since the last refresh; it is now as the program says.",
        ]

    def test_hidden_secrets_are_told_before_the_write(self, bench: Bench) -> None:
        bench.holds(part(key=None, token=None))
        bench.shelf.failures["update"] = [server_error()]
        with pytest.raises(ServerError):
            bench.lifecycle.update("7", STATE, NEWS)
        assert bench.warnings == [HIDDEN]

    def test_what_is_not_known_is_not_made_up(self, bench: Bench) -> None:
        bench.holds(part(key=None, token=None))
        olds = without(STATE, "key", "token", "changed")
        outputs = bench.lifecycle.update("7", olds, NEWS)
        assert bench.updates()[0][3] == {**olds, "changed": "then"}
        assert outputs == {**NEWS, "changed": "now"}

    def test_one_that_is_gone_is_told(self, bench: Bench) -> None:
        with pytest.raises(NotFoundError) as caught:
            bench.lifecycle.update("7", STATE, NEWS)
        assert caught.value.text == (
            f"Updating Vend part 'a' (id 7) failed: Vend: GET part 7 answered 404. {GONE_ADVICE}"
        )
        assert bench.shelf.did == ["get"]

    def test_what_is_there_is_not_translated_where_nothing_would_be_cleared(self, bench: Bench) -> None:
        seen: list[Remote] = []

        class Watched(PartKind):
            looks_before_update = False

            def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
                seen.append(remote)
                return super().from_api(remote, known, from_list=from_list)

        bench.holds(part())
        Lifecycle(Watched(bench.shelf), lambda: bench.settings, print).update("7", STATE, NEWS)
        assert [each["id"] for each in seen] == ["7"]
