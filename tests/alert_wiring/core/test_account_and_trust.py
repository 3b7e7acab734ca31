"""A vendor's client of one account, what it trusts, and the exact words about what somebody did by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from alert_wiring.core.api import VendorApi, shared_api
from alert_wiring.core.byhand import ByHand, by_hand
from alert_wiring.core.errors import SettingError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.trust import authorities, is_this_machine, proxies_for
from alert_wiring.core.valuetypes import Text

CA = Setting("MEMORY_CA_FILE", "memory:caFile", "The authorities")
TOKEN = Setting("MEMORY_TOKEN", "memory:token", "The token")


def session(url: str = "http://localhost:8080/below/") -> HttpSession:
    return HttpSession("memory", url, BearerAuth("x"), lambda answer: Reason(), Limiter(1))


def settings(**environment: str) -> Settings:
    return Settings(environment, lambda _key: None)


def test_an_account_is_called_by_where_it_is() -> None:
    api = VendorApi(session())
    assert api.account() == "localhost:8080"
    assert api.http.base_url == "http://localhost:8080/below"
    assert api.inventories is not VendorApi(session()).inventories


def test_the_turns_of_an_account_are_the_same_for_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Api(VendorApi):
        vendor = "memory"

    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    expected = MeetingPlace.of("turns", "memory", "http://localhost:8080/below")
    place = Api(session()).turns._place
    assert expected is not None
    assert place is not None
    assert place.path == expected.path


def test_what_is_told_once_is_told_once() -> None:
    api = VendorApi(session())
    assert [api.first(what) for what in ("a", "b", "a", "b")] == [True, True, False, False]


def test_what_an_account_sees_is_asked_until_it_is_known() -> None:
    for sees in (True, False):
        api, answers = VendorApi(session()), iter([ValueError("no answer"), sees])

        def ask(answers: Iterator[ValueError | bool] = answers) -> bool:
            answer = next(answers)
            if isinstance(answer, ValueError):
                raise answer
            return answer

        with pytest.raises(ValueError, match="no answer"):
            api.visible(ask)
        assert [api.visible(ask), api.visible(ask)] == [sees, sees]


def test_an_account_is_asked_until_it_answers_and_then_no_more() -> None:
    api, asked = VendorApi(session()), []

    def ask() -> None:
        asked.append(1)
        if len(asked) == 1:
            raise ValueError("no such key")

    with pytest.raises(ValueError, match="no such key"):
        api.confirm(ask)
    api.confirm(ask)
    api.confirm(ask)
    assert len(asked) == 2


def test_a_client_must_say_how_to_connect() -> None:
    with pytest.raises(NotImplementedError):
        VendorApi.connect(settings())


def test_equal_settings_are_one_account_and_a_refused_one_is_not_kept() -> None:
    class Api(VendorApi):
        settings = (TOKEN,)

        @classmethod
        def connect(cls, settings: Settings) -> Self:
            settings.require(TOKEN)
            return cls(session())

    class Other(Api):
        pass

    with pytest.raises(SettingError):
        shared_api(Api, settings())
    one = shared_api(Api, settings(MEMORY_TOKEN="a", OTHER="1"))
    assert type(one) is Api
    assert shared_api(Api, settings(MEMORY_TOKEN="a", OTHER="2")) is one
    assert shared_api(Api, settings(MEMORY_TOKEN="b")) is not one
    assert type(shared_api(Other, settings(MEMORY_TOKEN="a"))) is Other


def test_authorities_are_the_named_file_or_folder_else_the_system_s(tmp_path: Path) -> None:
    assert authorities(settings(), CA) is None
    assert authorities(settings(MEMORY_CA_FILE=str(tmp_path)), CA) == str(tmp_path)


@pytest.mark.parametrize(("content", "why"), [(None, "cannot be read"), ("no certificate", "holds no certificate")])
def test_what_is_no_authority_is_said_at_once(tmp_path: Path, content: str | None, why: str) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingError) as caught:
        authorities(settings(MEMORY_CA_FILE=str(path)), CA)
    assert str(caught.value) == (
        f"MEMORY_CA_FILE (or memory:caFile) names {path}, which {why}: name a PEM file with the certificates of the "
        "authorities to trust."
    )


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("vendor.example", False),
    ],
)
def test_what_stays_on_this_machine_passes_no_proxy(host: str, here: bool) -> None:
    assert is_this_machine(host) is here
    assert proxies_for(host) == ({"no_proxy": host} if here else {})


def test_what_somebody_did_by_hand_is_told_in_these_words() -> None:
    assert ByHand().told() == []
    assert ByHand({"a": 1, "b": 2}, ("a (1)", "b (2)"), ("c (3)", "d (4)")).told() == [
        "kept a (1), b (2), which somebody has set since the last refresh and the program does not declare: declare "
        "it, or the next preview shows what goes",
        "somebody has changed c (3), d (4) since the last refresh; it is now as the program says",
    ]


def test_what_only_the_program_changes_is_no_news() -> None:
    fields = Fields(Field("note", "note", Text()))
    found: Any = by_hand(fields, {"note": "a"}, {"note": "b"}, {"note": "a"})
    assert (found.kept, found.names, found.overwritten) == ({}, (), ())
