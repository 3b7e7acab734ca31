"""Texts that people read: errors, near matches, look-ups, problems, and what is masked in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

import pytest

from alert_wiring.core.checkup import Finding, Verdict, check_account, is_set_up
from alert_wiring.core.errors import (
    MAX_TEXT,
    AmbiguousError,
    BadRequestError,
    ForbiddenError,
    SettingError,
    UnreachableError,
    VendorError,
    WiringError,
    one_line,
)
from alert_wiring.core.lookup import Named, pick, what_there_is
from alert_wiring.core.marks import is_made_name, is_made_of, made_name, stem_of
from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.redaction import MASK, hide, hide_all, hide_pattern, redact
from alert_wiring.core.settings import Setting, Settings, timeout_settings


def test_a_text_is_one_line_of_limited_length() -> None:
    assert one_line(" a\n\tb ") == "a b"
    assert one_line("x" * MAX_TEXT) == "x" * MAX_TEXT
    assert one_line("x" * (MAX_TEXT + 1)) == "x" * (MAX_TEXT - 1) + "…"


def test_an_error_is_told_about_something_with_and_without_advice() -> None:
    error = WiringError("It broke.")
    assert str(error.about("Making it failed: ")) == "Making it failed: It broke."
    assert str(error.about("Making it failed: ", "Try again.")) == "Making it failed: It broke. Try again."
    assert str(error) == "It broke."
    assert str(WiringError("It broke").about("So: ")) == "So: It broke"
    assert str(WiringError("Not by X.").about("", "Do.")) == "Not by X. Do."


def test_a_vendors_refusal_has_everything_in_a_fixed_order() -> None:
    error = BadRequestError(
        "ilert", "PUT", "/api/x?key=1", status=400, reason="No way.", code="E1", request_id="r-1", tries=2, advice="Do."
    )
    assert str(error) == "ilert: PUT /api/x answered 400: No way (E1) after 2 tries [request id r-1]. Do."
    assert (error.vendor, error.method, error.path, error.status) == ("ilert", "PUT", "/api/x", 400)
    assert (error.reason, error.code, error.request_id, error.tries) == ("No way.", "E1", "r-1", 2)
    told = error.about("Updating x failed: ")
    assert str(told) == f"Updating x failed: {error}"
    assert str(error.about("", "Else.")).endswith(" [request id r-1]. Else.")
    assert (type(told), told.status) == (BadRequestError, 400)


def test_a_refusal_without_words_is_short() -> None:
    error = VendorError("ilert", "GET", "/x")
    assert str(error) == "ilert: GET /x failed."
    assert (error.status, error.reason, error.code, error.request_id, error.tries) == (None, "", "", "", 1)
    assert VendorError("ilert", "GET", "/x", reason="Not by X.").facts == "ilert: GET /x failed: Not by X"
    assert str(VendorError("ilert", "GET", "/x", code="E1")) == "ilert: GET /x failed: (E1)."
    assert str(UnreachableError("ilert", "GET", "/x")) == f"ilert: GET /x failed. {UnreachableError.advice}"
    assert "which looks first" in str(AmbiguousError("ilert", "POST", "/x", status=502))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Orders  API", ["orders api", "orders-api", "old orders"]),
        ("order", ["orders-api", "orders api", "old orders"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_near_matches_come_best_first(name: str, near: list[str]) -> None:
    known = ["orders-api", "billing", "orders api", "old orders", "billing"]
    assert sorted(near_matches(name, known)) == sorted(near)
    assert near_matches(name, known)[:1] == near[:1]


def test_at_most_five_near_matches_are_named() -> None:
    known = [f"orders-{number}" for number in range(9)]
    assert len(near_matches("orders-", known)) == 5
    assert len(near_matches("orders-", known, most=2)) == 2
    assert len(near_matches("orderx", [f"order{number}" for number in range(9)])) == 5
    assert near_matches("a b", ["ab", "A  b"]) == ["A  b", "ab"]


def test_what_contains_the_name_is_near_too() -> None:
    assert near_matches("api", ["a very long name of an api of ours"]) == ["a very long name of an api of ours"]
    assert near_matches("paymnets", ["payments", "the paymnets of a very long name"]) == [
        "payments",
        "the paymnets of a very long name",
    ]


def test_a_look_up_takes_the_exact_name() -> None:
    named = [Named("1", "a"), Named("2", " b ")]
    assert pick("thing", "b", named) == named[1]


def test_a_look_up_without_a_match_says_what_was_meant_or_what_there_is() -> None:
    named = [Named("1", "orders"), Named("2", "order")]
    with pytest.raises(WiringError) as caught:
        pick("thing", "orderss", named)
    assert str(caught.value) == "There is no thing 'orderss'. Did you mean 'orders' or 'order'?"
    with pytest.raises(WiringError) as caught:
        pick("thing", "zzz", named)
    assert str(caught.value) == "There is no thing 'zzz'. There are 'order', 'orders'."
    with pytest.raises(WiringError) as caught:
        pick("thing", "zzz", [])
    assert str(caught.value) == "There is no thing 'zzz'. This credential sees none at all: check its rights."


def test_a_look_up_with_several_matches_names_all() -> None:
    named = [Named("1", "a", "red"), Named("2", "a")]
    with pytest.raises(WiringError) as caught:
        pick("thing", "a", named, "Write id=.")
    assert str(caught.value) == "There are 2 of thing 'a': id 1 (red), id 2. Write id=."
    with pytest.raises(WiringError) as caught:
        pick("thing", "a", named)
    assert str(caught.value) == "There are 2 of thing 'a': id 1 (red), id 2."


def test_ten_names_are_listed() -> None:
    ten = [f"n{number}" for number in range(9, -1, -1)]
    listed = ", ".join(f"'n{number}'" for number in range(10))
    assert what_there_is(ten) == f"There are {listed}."
    assert what_there_is([*ten, "z"]) == f"There are {listed} and 1 more."


def test_a_problem_of_a_secret_property_is_not_named_to_the_engine() -> None:
    problems = Problems()
    problems.add("a", "is wrong")
    problems.add("b", "is wrong", secret=True)
    problems.warn("c", "is odd")
    assert [(one.prop, one.text) for one in problems.found] == [("a", "a: is wrong"), ("", "b: is wrong")]
    assert (problems.refused, problems.warnings) == ({"a", "b"}, ["c: is odd"])


def test_a_place_inside_a_property_belongs_to_the_property() -> None:
    problems = Problems()
    spot = Spot(problems, "", "").member("links").at(0).at("href")
    spot.bad("is wrong", 5, "try")
    spot.warn("is odd")
    Spot(problems, "links", "links").member("text", secret=True).bad("is wrong", "hidden")
    assert [(one.prop, one.text) for one in problems.found] == [
        ("links", "links[0].href: is wrong, not 5; try"),
        ("", "links.text: is wrong"),
    ]
    assert (problems.refused, problems.warnings) == ({"links"}, ["links[0].href: is odd"])


def test_secrets_are_masked_longest_first_and_quoted_ones_too() -> None:
    one = f"canary/{uuid4().hex}"
    for secret in (one, f"{one}-and-more", f"a-{one}", "short", "sixsix", 5):
        hide(secret)
    text = f"{one}-and-more a-{one} {one} {quote(one, safe='')} short sixsix"
    assert redact(text) == f"{MASK} {MASK} {MASK} {MASK} short {MASK}"


def test_everything_in_a_value_is_masked() -> None:
    first, second = f"canary-{uuid4()}", f"canary-{uuid4()}"
    hide_all({"a": [{"b": first}], "c": second, "d": None, "e": 5})
    assert redact(f"{first} {second}") == f"{MASK} {MASK}"


def test_forms_are_masked_by_pattern_and_registered_once() -> None:
    one, other = uuid4().hex, uuid4().hex
    hide_pattern(rf"(?<={one}/)[a-z]+")
    hide_pattern(rf"(?<={one}/)[a-z]+")
    hide_pattern(rf"(?<={other}/)\d+")
    assert redact(f"{one}/abc {other}/123") == f"{one}/{MASK} {other}/{MASK}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {MASK}"),
        ("Basic QWxhZGRpbjo=", f"Basic {MASK}"),
        ("?api_key=k1&x=2", f"?api_key={MASK}&x=2"),
        ("apiKey=k1", f"apiKey={MASK}"),
        ("token=k1", f"token={MASK}"),
        ("https://user:pass@host/p", f"https://{MASK}@host/p"),
    ],
)
def test_well_known_forms_are_always_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


def test_a_made_name_tells_whose_it_is() -> None:
    mine, other = ("org", "project", "dev", "Team", "a"), ("org", "project", "dev", "Team", "b")
    for name in (made_name("a", mine), made_name("a" * 50, mine, longest=20)):
        assert is_made_of(f" {name} ", mine)
        assert not is_made_of(name, other)
        assert not is_made_of(name[:-1] + ("0" if name[-1] != "0" else "1"), mine), "its check is wrong"
    assert not is_made_of(made_name("a", ("orgproject", "dev", "Team", "a")), mine)
    assert stem_of(f" {made_name('front door', mine)} ") == "front door"
    assert stem_of(made_name("front door", mine, longest=16)) == "front"


def test_a_made_name_fits_and_is_recognised() -> None:
    name = made_name(" orders ", ("org", "project", "stack"))
    assert name.startswith("orders-")
    assert len(name) == len("orders-") + 10
    assert is_made_name(name)
    assert is_made_name(f" {name} ")
    assert not is_made_name("orders-0123456789")
    assert made_name("orders", ("org", "project", "else")) != name
    assert len(made_name("x" * 300, ("a",))) == 255
    long = made_name("x" * 18 + "  y", ("a",), longest=30)
    assert (long[:19], len(long), is_made_name(long)) == ("x" * 18 + "-", 29, True)


TOKEN = Setting("CANARY_TOKEN", "canary:token", "the key", secret=True)
ADDRESS = Setting("CANARY_URL", "canary:url", "the address", default="https://default")
PLAIN = Setting("CANARY_PLAIN", "canary:plain", "the plain")


def settings(environment: dict[str, str] | None = None, config: dict[str, str] | None = None) -> Settings:
    return Settings(environment or {}, (config or {}).get)


def test_the_environment_comes_first_and_blanks_count_as_not_set() -> None:
    assert settings({"CANARY_URL": " e "}, {"canary:url": "c"}).get(ADDRESS) == "e"
    assert settings({"CANARY_URL": " "}, {"canary:url": " c "}).get(ADDRESS) == "c"
    assert settings().get(ADDRESS) == "https://default"
    assert settings().get(TOKEN) is None
    settings({"CANARY_TOKEN": "canary-of-a-setting"}).get(TOKEN)
    assert redact("canary-of-a-setting") == MASK


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_PLAIN", "there")
    assert Settings.from_environment().get(PLAIN) == "there"
    monkeypatch.delenv("CANARY_PLAIN")
    assert Settings.from_environment().get(PLAIN) is None


def test_a_missing_setting_is_told_with_both_places() -> None:
    with pytest.raises(SettingError) as caught:
        settings().require(TOKEN)
    assert str(caught.value) == (
        "the key is not set: put it into the environment variable CANARY_TOKEN, or run "
        "`pulumi config set --secret canary:token <value>`."
    )
    with pytest.raises(SettingError) as caught:
        settings().require(PLAIN)
    assert str(caught.value).endswith("CANARY_PLAIN, or run `pulumi config set canary:plain <value>`.")


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("1", True), ("no", False), ("off", False), ("", False)])
def test_a_flag_has_several_spellings(text: str, value: bool) -> None:
    assert settings({"CANARY_PLAIN": text}).flag(PLAIN) is value


def test_a_vendors_timeouts_are_settings_of_its_own() -> None:
    connect = Setting(
        "CANARY_CONNECT_TIMEOUT", "canary:connectTimeout", "The seconds that Vend has for a connection", "10"
    )
    what = "The seconds that Vend has for the next piece of an answer"
    assert timeout_settings("canary", "Vend") == (
        connect,
        Setting("CANARY_READ_TIMEOUT", "canary:readTimeout", what, "30"),
    )


def test_a_bad_flag_or_number_says_what_to_write() -> None:
    with pytest.raises(SettingError) as caught:
        settings({"CANARY_PLAIN": "Maybe"}).flag(PLAIN)
    assert str(caught.value) == "CANARY_PLAIN (or canary:plain) is 'maybe': write true or false."
    for text in ("x", "0", "-1", "nan", "inf", "-inf"):
        with pytest.raises(SettingError) as caught:
            settings({"CANARY_PLAIN": text}).number(PLAIN)
        assert str(caught.value) == f"CANARY_PLAIN (or canary:plain) is {text!r}: write a positive number."
    assert settings({"CANARY_PLAIN": "0.5"}).number(PLAIN) == 0.5


@dataclass
class Probe:
    """Answers a check-up as told, and keeps what it was asked with."""

    error: WiringError | None = None
    asked: Settings | None = None

    def __call__(self, asked: Settings) -> Finding:
        self.asked = asked
        if self.error:
            raise self.error
        return Finding("V", "role", Verdict.FITS, "admin")


ACCOUNT = (TOKEN, PLAIN, ADDRESS)
ANSWERS = Finding("V", "address", Verdict.FITS, "answers")


def test_an_account_that_is_not_set_up_is_not_asked() -> None:
    probe = Probe()
    (finding,) = check_account("V", settings(), ACCOUNT, probe)
    assert finding == Finding("V", "address", Verdict.UNCHECKED, "no account is set up (CANARY_TOKEN or CANARY_PLAIN)")
    assert probe.asked is None
    assert not is_set_up(settings({"CANARY_URL": "https://default"}), ACCOUNT)
    assert is_set_up(settings({"CANARY_URL": "https://else"}), ACCOUNT)
    assert is_set_up(settings({"CANARY_PLAIN": "x"}), ACCOUNT)


def test_a_good_account_has_three_findings() -> None:
    probe, given = Probe(), settings({"CANARY_PLAIN": "x"})
    found = check_account("V", given, ACCOUNT, probe)
    credential = Finding("V", "credential", Verdict.FITS, "accepted")
    assert found == [ANSWERS, credential, Finding("V", "role", Verdict.FITS, "admin")]
    assert probe.asked is given


@pytest.mark.parametrize(
    ("error", "findings"),
    [
        (SettingError("Bad."), [Finding("V", "settings", Verdict.DOES_NOT_FIT, "Bad.")]),
        (
            ForbiddenError("V", "GET", "/x", status=403),
            [ANSWERS, Finding("V", "credential", Verdict.DOES_NOT_FIT, "V: GET /x answered 403.")],
        ),
        (
            VendorError("V", "GET", "/x", status=500),
            [Finding("V", "address", Verdict.DOES_NOT_FIT, "V: GET /x answered 500.")],
        ),
    ],
)
def test_a_bad_account_says_what_does_not_fit(error: WiringError, findings: list[Finding]) -> None:
    assert check_account("V", settings({"CANARY_PLAIN": "x"}), ACCOUNT, Probe(error)) == findings


def test_a_finding_is_plain_without_what_is_empty() -> None:
    assert ANSWERS.plain() == {"vendor": "V", "subject": "address", "verdict": Verdict.FITS, "text": "answers"}
    assert Finding("V", "s", Verdict.FITS, instead=("a",)).plain()["instead"] == ("a",)
