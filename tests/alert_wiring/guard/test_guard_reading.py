"""Plans and permissions as text: what is read out of them, and that what cannot be read is told in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from guard_estates import group, pair, plan, route
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_wiring.commands.guarded import words_for_plan
from alert_wiring.commands.main import is_engine_address, main
from alert_wiring.core.errors import WiringError
from alert_wiring.core.settings import Settings
from alert_wiring.dynamic.stack_file import current_value
from alert_wiring.guard.permission import parse_permission, permission_of
from alert_wiring.guard.plan import read_plan
from alert_wiring.guard.rules import CONFIG_KEY, RULES

OLD = [*route("one", "11", "Orders", "Portal"), *route("two", "12", "Checkout", "Search")]
LESS = [row for row in OLD if not row["urn"].endswith("one-Orders")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
STEP = st.fixed_dictionaries(
    {},
    optional={
        "op": JSON | st.sampled_from(["same", "delete", "replace", "create", "refresh"]),
        "urn": JSON | st.just(OLD[2]["urn"]),
        "oldState": JSON | st.just(OLD[2]),
        "newState": JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(OLD[2], JSON)),
    },
)


@settings(max_examples=40)
@given(st.fixed_dictionaries({}, optional={"steps": JSON | st.lists(STEP), "changeSummary": JSON, "config": JSON}))
def test_a_plan_of_any_shape_is_read_or_refused(document: object) -> None:
    try:
        read_plan(json.dumps(document))
    except WiringError as error:
        assert "\n" not in error.text


@settings(max_examples=40)
@given(JSON | st.fixed_dictionaries({}, optional={"turned_off": JSON, "allow": JSON}))
def test_a_permission_of_any_shape_is_read_or_refused(document: object) -> None:
    try:
        parse_permission(json.dumps(document))
    except WiringError as error:
        assert CONFIG_KEY in error.text and "\n" not in error.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "must have the members turned_off and allow"),
        ('{"off": {}}', "has 'off'; there are turned_off and allow"),
        ('{"turned_off": {"no-stranded-projects": "x"}}', "which is no rule; there is no-stranded-project"),
        ('{"turned_off": {"no-stranded-project": " "}}', "has no reason for 'no-stranded-project'"),
        ('{"turned_off": {"no-stranded-project": true}}', "has no reason for 'no-stranded-project'"),
        ('{"allow": {"Orders": null}}', "has no reason for 'Orders' in allow"),
        ('{"allow": ["Orders"]}', "has a allow that is no map"),
    ],
)
def test_a_permission_needs_its_form_and_its_reasons(text: str, said: str) -> None:
    with pytest.raises(WiringError, match="alert-wiring:guard") as caught:
        parse_permission(text)
    assert said in caught.value.text


def test_the_environment_permits_before_the_configuration() -> None:
    stack = {CONFIG_KEY: '{"turned_off": {"foreign-mark": "x"}}'}
    assert permission_of(Settings({}, stack.get)).turned_off("foreign-mark")
    one_run = {"ALERT_WIRING_GUARD": '{"allow": {"Orders": "x"}}'}
    assert not permission_of(Settings(one_run, stack.get)).turned_off("foreign-mark")
    assert permission_of(Settings(one_run, stack.get)).names("Orders")


def test_a_plan_that_hides_what_stays_needs_the_state() -> None:
    shown, hidden = plan(OLD, LESS), plan(OLD, LESS, sames=False)
    with pytest.raises(WiringError, match="leaves out 7 unchanged resources"):
        read_plan(hidden)
    state = json.dumps({"version": 3, "deployment": {"resources": [*OLD, {**group("gone", "1"), "delete": True}]}})
    told, completed = read_plan(shown), read_plan(hidden, state)
    assert set(told.before) == set(completed.before) == {row["urn"] for row in OLD}
    assert set(told.after) == set(completed.after) == {row["urn"] for row in LESS}


def test_an_object_that_is_kept_stays_in_the_plan() -> None:
    kept = {**pair("kept", "Orders", "11"), "retainOnDelete": True}
    assert set(read_plan(plan([kept], [])).after) == {kept["urn"]}


def test_the_parts_of_a_replacement_count_once() -> None:
    row = pair("one", "Orders", "11")
    steps = [{"op": op, "urn": row["urn"], "newState": row} for op in ("create-replacement", "replace")]
    steps += [{"op": "delete-replaced", "urn": row["urn"], "oldState": row}]
    assert set(read_plan(json.dumps({"steps": steps})).after) == {row["urn"]}


def test_the_command_tells_each_violation_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(plan(OLD, LESS))
    assert main(["guard", str(file)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(
        "no-stranded-project: Orders: nobody would hear of failures in project 'Orders' any more. If"
    )
    assert main(["guard", str(file), "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["violations"]
    assert (row["rule"], row["thing"], len(row["urns"])) == ("no-stranded-project", "Orders", 1)
    assert "guard.allow" in row["how_to_allow"]
    permitted = json.dumps({"turned_off": dict.fromkeys(RULES, "why")})
    file.write_text(plan(OLD, LESS, config={CONFIG_KEY: permitted}))
    assert main(["guard", str(file)]) == 0
    assert capsys.readouterr().out == ""


def test_the_page_shows_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "guides" / "guard.md").read_text(encoding="utf-8")
    old = [*route("one", "11", "Customer portal"), *route("two", "12", "Checkout", "Search", "Orders")]
    file = tmp_path / "plan.json"
    file.write_text(plan(old, [row for row in old if not row["urn"].endswith("portal")]))
    assert main(["guard", str(file)]) == 1
    assert f"```text\n{capsys.readouterr().out}```" in page


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "{}", '{"config": {"alert-wiring:guard": "[secret]"}, "steps": []}']
)
def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text)
    assert main(["guard", str(file)]) == 2
    assert main(["guard", str(tmp_path / "none")]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2 and all(line.startswith("error: ") for line in told)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["--yes", "-s", "dev"], ["-s", "dev"]),
        (["-yf", "-y", "-fd", "--skip-preview=true"], ["-d"]),
        (["--target", "urn:pulumi:x", "-C", "there"], ["--target", "urn:pulumi:x", "-C", "there"]),
        (["-ysdev", "-y=true", "-fyr"], ["-s=dev", "-r"]),
        (["-m", "-dry", "-mfy", "-p4", "--", "-dr"], ["-m", "-dry", "-m=fy", "-p=4", "--", "-dr"]),
    ],
)
def test_a_plan_gets_the_words_that_choose(words: list[str], kept: list[str]) -> None:
    assert words_for_plan(words) == kept


def test_an_engine_calls_with_its_address() -> None:
    assert is_engine_address(["127.0.0.1:40123"])
    assert is_engine_address(["-v=9", "127.0.0.1:40123"])
    assert not is_engine_address(["up"])
    assert not is_engine_address(["config", "get", "a:1"])


URN = "urn:pulumi:dev::wired::type::name"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("config:\n  a:b:\n    turned_off:\n      x: y\n", '{"turned_off": {"x": "y"}}'),
        ("config:\n  a:b: text\n", "text"),
        ("config: {}\n", None),
        ("environment: [x]\n", "stored"),
        ("config:\n  a:b:\n    secure: v1:xyz\n", "stored"),
        (": no: yaml: [", "stored"),
        (None, "stored"),
    ],
)
def test_the_stack_file_is_read_as_it_is_now(tmp_path: Path, content: str | None, found: str | None) -> None:
    program = tmp_path / "program" / "deep"
    program.mkdir(parents=True)
    (tmp_path / "Pulumi.yaml").write_text("name: wired\nstackConfigDir: there\n")
    (tmp_path / "there").mkdir()
    if content is not None:
        (tmp_path / "there" / "Pulumi.dev.yaml").write_text(content)
    assert current_value(URN, "a:b", "stored", program) == found
    assert current_value(URN, "a:b", "stored", Path("/")) == "stored"
