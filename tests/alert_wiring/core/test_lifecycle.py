"""The lifecycle of a small kind over an account in memory: what no vendor's stand-in can be made to do."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import pytest

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import (
    AmbiguousError,
    ConflictError,
    ExistsError,
    InputError,
    NotFoundError,
    ServerError,
    SettingError,
    SeveralMatchesError,
    WiringError,
)
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.http import Answer, BearerAuth, HttpSession, Reason
from alert_wiring.core.inventory import Inventory
from alert_wiring.core.kind import ADOPT, Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.marks import is_made_name, made_name
from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Problems
from alert_wiring.core.redaction import hide, redact
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.values import UNKNOWN, Props, Remote, plain_json
from alert_wiring.core.valuetypes import Flag, Text, Whole

IDENTITY = ("organization", "project", "dev", "token", "thing")
MADE = made_name("thing", IDENTITY)


class Memory(VendorApi):
    """An account whose next answers a test decides."""

    settings = (Setting("MEMORY_TOKEN", "memory:token", "The token", secret=True),)
    objects: dict[str, Remote]
    calls: list[str]
    trouble: list[WiringError | None]
    """For each write: an error raised after it was carried out, or None."""
    partial = False
    caps = False

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        settings.require(cls.settings[0])
        api = cls(HttpSession("memory", "http://localhost", BearerAuth("x"), lambda answer: Reason(), Limiter(1)))
        api.objects, api.calls, api.trouble = {}, [], []
        return api

    def store(self, remote: Remote) -> Remote:
        if self.caps:
            remote = {**remote, "name": remote["name"].upper()}
        self.objects[remote["id"]] = remote
        failure = self.trouble.pop(0) if self.trouble else None
        if failure:
            raise failure
        return {"id": remote["id"], "name": remote["name"]} if self.partial else remote


class ThingKind(Kind[Memory]):
    vendor, noun, api = "memory", "thing", Memory
    fields = Fields(
        Field("name", "name", Text(1, 50), required=True),
        Field("size", "size", Whole(1, 9)),
        Field("on", "on", Flag(), default=True),
        Field("key", "key", Text(), secret=True),
        ADOPT,
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        if isinstance(inputs.get("size"), int) and inputs["size"] > 5 and inputs.get("on") is False:
            problems.add("size", "must be at most 5 when off")

    def list_remote(self, api: Memory, props: Props) -> Iterable[Remote]:
        api.calls.append("list")
        return list(api.objects.values())

    def get_remote(self, api: Memory, id_: str, props: Props) -> Remote | None:
        api.calls.append("get")
        return api.objects.get(id_)

    def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
        api.calls.append("create")
        return api.store({"id": str(len(api.objects) + 1), **body})

    def update_remote(self, api: Memory, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        api.calls.append("update")
        return api.store({"id": id_, **body})

    def delete_remote(self, api: Memory, id_: str, props: Props) -> None:
        api.calls.append("delete")
        if api.objects.pop(id_, None) is None:
            raise NotFoundError("memory", "DELETE", "/x", status=404)


@pytest.fixture
def settings() -> Settings:
    return Settings({"MEMORY_TOKEN": "a-token"}, lambda key: None)


@pytest.fixture
def api(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Memory:
    found = Memory.connect(settings)
    monkeypatch.setattr("alert_wiring.core.api._shared", {(Memory, "a-token"): found})
    return found


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def things(settings: Settings, api: Memory, warnings: list[str]) -> Lifecycle[Memory]:
    return Lifecycle(ThingKind(), lambda: settings, warnings.append)


def lost() -> AmbiguousError:
    return AmbiguousError("memory", "POST", "/things", reason="no answer in time")


def test_create_lists_once_writes_once_and_reads_nothing(things: Lifecycle[Memory], api: Memory) -> None:
    live = things.create({"name": "a", "size": 2})
    assert live.outputs == {"name": "a", "size": 2, "on": True}
    assert things.read(live.id, live.outputs) == live
    assert api.calls == ["list", "create"], "a complete list and a complete answer are enough"


def test_a_lost_answer_finds_what_it_made_but_not_what_was_there(things: Lifecycle[Memory], api: Memory) -> None:
    api.objects["1"] = {"id": "1", "name": "other"}
    api.trouble = [lost()]
    assert things.create({"name": "a"}).id == "2"
    api.trouble = [lost()]
    with pytest.raises(ExistsError):
        things.create({"name": "a"})
    assert api.calls.count("create") == 1


def test_a_lost_answer_with_nothing_found_is_told(things: Lifecycle[Memory], api: Memory) -> None:
    class Never(ThingKind):
        def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
            raise lost()

    broken = Lifecycle(Never(), things._settings, lambda text: None)
    with pytest.raises(AmbiguousError, match=r"Creating memory thing 'a' failed: .*run the same command again"):
        broken.create({"name": "a"})


def test_a_lost_answer_never_takes_what_was_renamed_meanwhile(things: Lifecycle[Memory], api: Memory) -> None:
    class Renaming(ThingKind):
        def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
            api.objects["1"] = {"id": "1", "name": "a"}
            raise lost()

    api.objects["1"] = {"id": "1", "name": "somebody's"}
    with pytest.raises(AmbiguousError):
        Lifecycle(Renaming(), things._settings, lambda text: None).create({"name": "a"})


def test_each_of_two_lost_answers_finds_its_own(things: Lifecycle[Memory], api: Memory) -> None:
    """Another thread that searches lists the account anew, with what this create made and does not know yet."""

    class Beside(ThingKind):
        def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
            super().create_remote(api, body, inputs)
            api.trouble = [lost()]
            things.create({"name": "b"})
            raise lost()

    assert Lifecycle(Beside(), things._settings, lambda text: None).create({"name": "a"}).id == "1"
    assert [found["name"] for found in api.objects.values()] == ["a", "b"]


def test_two_made_at_once_are_told_apart_from_one(things: Lifecycle[Memory], api: Memory) -> None:
    class Twice(ThingKind):
        def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
            super().create_remote(api, body, inputs)
            super().create_remote(api, body, inputs)
            raise lost()

    with pytest.raises(SeveralMatchesError, match="ids 1, 2"):
        Lifecycle(Twice(), things._settings, lambda text: None).create({"name": "a"})


def test_a_conflict_shows_how_to_adopt(things: Lifecycle[Memory], api: Memory) -> None:
    things.create({"name": "first"})
    api.objects["9"] = {"id": "9", "name": "a"}  # made by somebody else after our list
    api.trouble = []

    class Strict(ThingKind):
        def create_remote(self, api: Memory, body: Remote, inputs: Props) -> Remote:
            raise ConflictError("memory", "POST", "/things", status=409)

    strict = Lifecycle(Strict(), things._settings, lambda text: None)
    with pytest.raises(ExistsError, match=r"there is one already \(id 9\).*adopt=True.*\.get\(name, '9'\)"):
        strict.create({"name": "a"})
    assert strict.create({"name": "a", "adopt": True}).id == "9"
    with pytest.raises(ConflictError):
        strict.create({"name": "b"})


def test_what_this_run_took_over_is_not_deleted_by_its_former_resource(
    things: Lifecycle[Memory], api: Memory, warnings: list[str]
) -> None:
    """A resource that got another name in the program: the engine creates the new one, then deletes the old one."""
    api.objects["9"] = {"id": "9", "name": "a"}
    taken = things.create({"name": "a", "adopt": True})
    things.delete("9", {"name": "a"})
    assert "delete" not in api.calls
    assert things.read("9", taken.outputs) is not None
    assert warnings == ["memory thing 'a': it stays, since another resource of this run has taken it over."]
    made = things.create({"name": "b"})
    things.delete(made.id, made.outputs)
    assert "delete" in api.calls, "what this run itself made may go"


def test_a_made_name_is_taken_over_and_brought_up_to_date(things: Lifecycle[Memory], api: Memory) -> None:
    api.objects["7"] = {"id": "7", "name": MADE, "size": 1, "on": True}
    live = things.create({"name": MADE, "size": 3})
    assert (live.id, api.objects["7"]["size"]) == ("7", 3)
    assert api.calls == ["list", "update"]


def test_adopting_needs_exactly_one(things: Lifecycle[Memory], api: Memory) -> None:
    api.objects |= {"7": {"id": "7", "name": "a"}, "8": {"id": "8", "name": " a "}}
    with pytest.raises(SeveralMatchesError, match="ids 7, 8"):
        things.create({"name": "a", "adopt": True})


def test_an_incomplete_answer_is_read_once(things: Lifecycle[Memory], api: Memory, warnings: list[str]) -> None:
    api.partial = True
    live = things.create({"name": "a", "size": 2})
    assert live.outputs["size"] == 2
    assert api.calls == ["list", "create", "get"]
    assert warnings == []


def test_an_object_without_an_id_is_never_believed(things: Lifecycle[Memory], api: Memory) -> None:
    """The engine would take it for deleted."""
    api.objects["1"] = {"id": " ", "name": "a"}
    with pytest.raises(WiringError, match=r"Reading memory thing 'a' .* answered with a thing without an id"):
        things.read("1", {"name": "a"})


def test_a_value_that_was_not_kept_is_a_warning(things: Lifecycle[Memory], api: Memory, warnings: list[str]) -> None:
    api.caps = True
    things.create({"name": "a"})
    assert warnings == ["memory thing 'a': memory did not keep name: sent 'a', got 'A'."]


def test_what_a_policy_changed_after_check_is_checked_again(things: Lifecycle[Memory], api: Memory) -> None:
    with pytest.raises(InputError, match="size: must be at most 5 when off"):
        things.create({"name": "a", "size": 9, "on": False})
    assert api.calls == []


def test_rules_never_see_what_was_refused(things: Lifecycle[Memory]) -> None:
    _, problems = things.check({"name": "a", "size": 77, "on": False})
    assert [problem.prop for problem in problems.found] == ["size"]
    _, problems = things.check({"name": "a", "size": UNKNOWN, "on": False})
    assert problems.found == []


def test_errors_name_the_object_and_hide_its_secrets(things: Lifecycle[Memory], api: Memory) -> None:
    api.trouble = [None, ServerError("memory", "PUT", "/things/1", status=500, reason="bad key s3cr3t-value")]
    live = things.create({"name": "a", "key": "s3cr3t-value"})
    with pytest.raises(ServerError) as caught:
        things.update(live.id, live.outputs, {"name": "a", "size": 1, "key": "s3cr3t-value"})
    assert caught.value.text.startswith("Updating memory thing 'a' (id 1) failed: memory: PUT /things/1 answered 500")
    assert "s3cr3t" not in caught.value.text


def test_a_missing_token_is_told_when_asked_for_and_at_first_use() -> None:
    nobody = Lifecycle(ThingKind(), lambda: Settings({}, lambda key: None), lambda text: None)
    inputs, _ = nobody.check({"name": "a"})
    nobody.diff(inputs, inputs)
    assert "MEMORY_TOKEN" in (nobody.not_set() or "")
    with pytest.raises(SettingError, match=r"MEMORY_TOKEN.*pulumi config set --secret memory:token"):
        nobody.create(inputs)


def test_one_list_for_four_threads() -> None:
    loads: list[int] = []
    release = threading.Event()

    def load() -> list[Remote]:
        loads.append(1)
        release.wait(10)
        return [{"id": "1"}]

    inventory = Inventory(load, lambda remote: str(remote["id"]))
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(inventory.all) for _ in range(4)]
        release.set()
        assert all(one.result() == [{"id": "1"}] for one in waiting)
    assert len(loads) == 1
    inventory.put({"id": "2"})
    inventory.drop("1")
    assert inventory.all() == [{"id": "2"}]


def test_a_failed_list_is_tried_again() -> None:
    answers: list[Any] = [ServerError("memory", "GET", "/x", status=500), [{"id": "1"}]]

    def load() -> list[Remote]:
        answer = answers.pop(0)
        if isinstance(answer, WiringError):
            raise answer
        return list(answer)

    inventory = Inventory(load, lambda remote: str(remote["id"]))
    with pytest.raises(ServerError):
        inventory.all()
    assert inventory.get("1") == {"id": "1"}


class TestMarks:
    def test_stable_and_recognised(self) -> None:
        assert made_name("thing", IDENTITY) == MADE
        assert is_made_name(MADE) and is_made_name(f" {MADE} ")
        assert made_name("thing", (*IDENTITY[:2], "prod", *IDENTITY[3:])) != MADE
        assert not is_made_name("thing-0123456789") and not is_made_name("Checkout") and not is_made_name("")
        assert not is_made_name(MADE[:-1] + ("0" if MADE[-1] != "0" else "1"))

    def test_long_names_fit(self) -> None:
        name = made_name("x" * 300, IDENTITY, 100)
        assert len(name) == 100 and is_made_name(name)


class TestNames:
    def test_near(self) -> None:
        known = ["Payments on-call", "SRE on-call", "Default"]
        assert near_matches("payments  ON-CALL", known)[0] == "Payments on-call"
        assert near_matches("Paymnts on-call", known)[0] == "Payments on-call"
        assert set(near_matches("on-call", known)) == {"Payments on-call", "SRE on-call"}
        assert near_matches("zzz", known) == []

    def test_none_at_all(self) -> None:
        with pytest.raises(WiringError, match="sees none at all"):
            pick("thing", "a", [])

    def test_several(self) -> None:
        with pytest.raises(SeveralMatchesError, match=r"id 1 \(teams: A\), id 2. Write x"):
            pick("thing", "a", [Named("1", "a", "teams: A"), Named("2", "a ")], "Write x")


class TestTexts:
    def test_settings(self) -> None:
        one = Setting("X_ENV", "x:key", "The x")
        assert Settings({"X_ENV": " env "}, lambda key: "config").get(one) == "env"
        assert Settings({"X_ENV": ""}, lambda key: "config").get(one) == "config"
        with pytest.raises(SettingError, match="write true or false"):
            Settings({"X_ENV": "maybe"}, lambda key: None).flag(one)
        with pytest.raises(SettingError, match="write a positive number"):
            Settings({"X_ENV": "-1"}, lambda key: None).number(one)

    def test_redaction(self) -> None:
        hide("p@ss/word1")
        text = redact("p@ss/word1 p%40ss%2Fword1 https://u:pw12@h/x?apiKey=k3y&a=1 Bearer abc.def")
        for secret in ("p@ss", "p%40ss", "pw12", "k3y", "abc.def"):
            assert secret not in text
        assert "a=1" in text

    def test_texts_are_short_lines(self) -> None:
        text = WiringError("a\n\nb" + "x" * 10_000).text
        assert text.startswith("a bx") and len(text) <= 3500

    def test_answers_find_their_request_id(self) -> None:
        assert Answer(500, {"x-request-id": "r"}, "").request_id == "r"

    @pytest.mark.parametrize("odd", [{1, 2}, b"x", object(), {1: 2}, float("nan")])
    def test_only_plain_json_leaves(self, odd: Any) -> None:
        with pytest.raises(TypeError, match=r"thing.a\[0\] is of type"):
            plain_json({"a": [odd]}, "thing")
        assert plain_json({"a": None, "b": (1, None)}) == {"b": [1, None]}
