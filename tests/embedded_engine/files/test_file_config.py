"""Pulumi.yaml and Pulumi.STACK.yaml: what they say, what is refused, and changing them (`pulumi-engine.md` 8)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.config_values import (
    Sealed,
    coerced,
    from_yaml,
    full_key,
    get_path,
    is_secret,
    remove_path,
    set_path,
    split_path,
    text_of,
    to_yaml,
)
from embedded_engine.files.project import Project, find_project, read_project
from embedded_engine.files.stack_config import check, for_program, merged
from embedded_engine.files.stack_file import read_stack_file, save_salt, save_values
from embedded_engine.values import Secret


def project(tmp_path: Path, text: str) -> Project:
    path = tmp_path / "Pulumi.yaml"
    path.write_text(f"name: proj\nruntime: python\n{text}")
    return read_project(path)


def clear(ciphertext: str) -> str:
    return ciphertext.removeprefix("ct:")


def test_the_project_is_found_upwards(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(
        "name: proj\nruntime: {name: python, options: {virtualenv: venv}}\nmain: stacks\n"
        "backend: {url: 'file://./.state'}\nstackConfigDir: conf\nunknown: 1\noptions: {refresh: always}\n"
    )
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = find_project(tmp_path / "a" / "b")
    assert (found.name, found.root, found.main, found.backend_url) == ("proj", tmp_path, "stacks", "file://./.state")
    assert found.runtime_options == {"virtualenv": "venv"}
    assert found.refresh_always
    assert found.stack_file("dev") == tmp_path / "conf" / "Pulumi.dev.yaml"


def test_the_old_spelling_of_the_configuration_folder(tmp_path: Path) -> None:
    assert project(tmp_path, "config: conf\n").stack_config_dir == "conf"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: ''\nruntime: python\n", "name"),
        ("name: p\n", "runtime"),
        ("[]", "object"),
        ("name: p\nruntime: python\nbackend: x\n", "backend"),
        ("name: p\nruntime: python\nconfig: conf\nstackConfigDir: conf\n", "stackConfigDir"),
        ("name: p\nruntime: python\nrequiredPulumiVersion: '>=99.0.0'\n", "99"),
        ("name: p\nruntime: python\nrequiredPulumiVersion: 'soon'\n", "soon"),
        ("name: p\nruntime: python\nconfig: {a: {type: string, default: 1}}\n", "'a'"),
        ("name: p\nruntime: python\nconfig: {a: {type: array}}\n", "items"),
        ("name: p\nruntime: python\nconfig: {a: {type: text}}\n", "text"),
        ("name: p\nruntime: python\nconfig: {'o:z': {type: string}}\n", "namespaced"),
        ("name: p\nruntime: python\nconfig: {'o:z': {default: 1}}\n", "default"),
        ("name: p\nruntime: python\nconfig: {'o:z': {}}\n", "value"),
        ("name: p\nruntime: python\nconfig: {a: {default: 1, value: 2}}\n", "both"),
    ],
)
def test_project_files_that_the_cli_refuses(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)
    with pytest.raises(EngineError, match=says) as caught:
        read_project(tmp_path / "Pulumi.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["runtime: nodejs\n", "runtime: python\npackages: {a: b}\n", "runtime: python\nplugins: {x: 1}\n"]
)
def test_project_files_that_need_the_cli(tmp_path: Path, text: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: proj\n{text}")
    with pytest.raises(NeedsPulumiCliError):
        read_project(tmp_path / "Pulumi.yaml")


@pytest.mark.parametrize("wanted", [">=3.0.0", ">=3.0.0 <4.0.0", "3.260.0", "<3.0.0 || >=3.100.0", "!=3.1.0"])
def test_version_ranges_that_fit(tmp_path: Path, wanted: str) -> None:
    assert project(tmp_path, f"requiredPulumiVersion: '{wanted}'\n")


def test_defaults_are_merged_below_the_stacks_values(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        "config:\n  a: 1\n  b: {type: array, items: {type: string}, default: [x]}\n  other:z: zz\n  c: {default: 2}\n",
    )
    values = merged(found, {"proj:a": "mine", "more:k": Sealed("ct:s")})
    assert values == {"proj:a": "mine", "proj:b": ["x"], "other:z": "zz", "proj:c": "2", "more:k": Sealed("ct:s")}
    check(found, "dev", values, clear)
    assert for_program(values, clear) == {
        "proj:a": "mine",
        "proj:b": '["x"]',
        "other:z": "zz",
        "proj:c": "2",
        "more:k": Secret("s"),
    }


@pytest.mark.parametrize(
    ("declared", "values", "says"),
    [
        ("{type: string}", {}, "Stack 'dev' is missing configuration value 'need'"),
        ("{type: integer}", {"proj:need": "x"}, "must be of type 'integer'"),
        ("{type: boolean}", {"proj:need": "yes"}, "must be of type 'boolean'"),
        ("{type: object}", {"proj:need": "x"}, "must be of type 'object'"),
        ("{type: array, items: {type: integer}}", {"proj:need": ["x"]}, "array<integer>"),
        ("{type: string, secret: true}", {"proj:need": "x"}, "must be encrypted as it's secret"),
    ],
)
def test_values_that_do_not_fit_the_declaration(
    tmp_path: Path, declared: str, values: dict[str, Any], says: str
) -> None:
    found = project(tmp_path, f"config: {{need: {declared}}}\n")
    with pytest.raises(EngineError, match=says):
        check(found, "dev", merged(found, values), clear)


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("{type: integer}", "5"),
        ("{type: integer}", "-5"),
        ("{type: boolean}", "true"),
        ("{type: string, secret: true}", Sealed("ct:x")),
        ("{type: array, items: {type: array, items: {type: boolean}}}", [[True], []]),
        ("{type: object}", {"a": Sealed("ct:x")}),
    ],
)
def test_values_that_fit(tmp_path: Path, declared: str, value: Any) -> None:
    found = project(tmp_path, f"config: {{need: {declared}}}\n")
    check(found, "dev", {"proj:need": value}, clear)


def test_what_a_stack_file_says(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(
        "encryptionsalt: v1:a:v1:b:c\nconfig:\n  proj:config:a: 5\n  b: no\n  other:c: {secure: ct:x}\n"
        "  d: {deep: [{secure: ct:y}, 1.50]}\n  e:\n  f: 0x10\n"
    )
    found = read_stack_file(path, "proj")
    assert found.salt == "v1:a:v1:b:c"
    assert found.config == {
        "proj:a": "5",
        "proj:b": "no",
        "other:c": Sealed("ct:x"),
        "proj:d": {"deep": [Sealed("ct:y"), 1.5]},
        "proj:e": "",
        "proj:f": "16",
    }
    assert len(found.warnings) == 1
    assert '"e"' in found.warnings[0]
    assert read_stack_file(tmp_path / "none.yaml", "proj").config == {}


@pytest.mark.parametrize(
    "text",
    ["secretsprovider: awskms://k\nencryptedkey: x\n", "encryptedkey: x\n", "environment: [a]\n"],
)
def test_stack_files_that_need_the_cli(tmp_path: Path, text: str) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(text)
    with pytest.raises(NeedsPulumiCliError):
        read_stack_file(tmp_path / "Pulumi.dev.yaml", "proj")


def test_changing_a_stack_file_keeps_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("# mine\nconfig:\n  # why\n  a: 'x'   # because\n  proj:b:\n    - 1\n")
    save_salt(path, "v1:salt")
    save_values(path, "proj", {"proj:a": "5", "proj:c": Sealed("v1:n:c"), "proj:d": "no"})
    save_values(path, "proj", {}, ("proj:b",))
    text = path.read_text()
    assert "# mine" in text
    assert "# why" in text
    assert '  a: "5"' in text
    assert '  proj:d: "no"' in text
    found = read_stack_file(path, "proj")
    assert found.salt == "v1:salt"
    assert found.config == {"proj:a": "5", "proj:c": Sealed("v1:n:c"), "proj:d": "no"}


KEYS = st.text(alphabet="abc", min_size=1, max_size=3)
CONFIG = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(max_size=8)
    | st.builds(Sealed, st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(value=CONFIG.filter(lambda value: isinstance(value, str | list | dict | Sealed)))
@example(value="\x85")
@example(value=["a\u2028b", "\u2029"])
def test_a_value_survives_the_stack_file(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    path = tmp_path_factory.mktemp("config") / "Pulumi.dev.yaml"
    save_values(path, "proj", {"proj:k": value})
    assert read_stack_file(path, "proj").config == {"proj:k": value}


@settings(deadline=None)
@given(CONFIG)
def test_secrets_keep_their_form(value: Any) -> None:
    assert from_yaml(json.loads(json.dumps(to_yaml(value)))) == value
    assert is_secret(value) == ('"secure"' in json.dumps(to_yaml(value)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("5", 5),
        ("-5", -5),
        ("007", "007"),
        ("0", 0),
        ("1.5", "1.5"),
        ("", ""),
        ("9" * 30, "9" * 30),
    ],
)
def test_what_a_path_stores(text: str, value: object) -> None:
    assert (coerced(text), type(coerced(text))) == (value, type(value))


def test_paths_into_values() -> None:
    assert split_path("p:o.x[1]") == ("p:o", ("x", 1))
    assert split_path('p:["a.b"].c') == ("p:a.b", ("c",))
    assert set_path(None, ("x", 0, "y"), 5) == {"x": [{"y": 5}]}
    assert set_path({"x": [1]}, ("x", 1), 2) == {"x": [1, 2]}
    assert set_path("scalar", ("x",), 1) == {"x": 1}
    assert get_path({"x": [{"y": None}]}, ("x", 0, "y")) == (True, None)
    assert get_path({"x": 1}, ("x", "y")) == (False, None)
    assert remove_path({"x": [1, 2]}, ("x", 0)) == {"x": [2]}
    assert remove_path({"x": 1}, ("y", "z")) == {"x": 1}
    for value, path in (({"x": "s"}, ("x", "y")), ([1], ("a",)), ([], (1,)), ({}, (0,)), ({}, ("secure",))):
        with pytest.raises(EngineError):
            set_path(value, path, "new")


@pytest.mark.parametrize(("written", "key"), [("a", "p:a"), ("o:a", "o:a"), ("o:config:a", "o:a")])
def test_keys(written: str, key: str) -> None:
    assert full_key(written, "p") == key


@pytest.mark.parametrize("written", ["a:b:c", "a:b:c:d"])
def test_keys_with_too_many_colons(written: str) -> None:
    with pytest.raises(EngineError, match="<namespace>:<name>"):
        full_key(written, "p")


def test_texts_for_the_program() -> None:
    assert [text_of(value) for value in (None, True, 1.5, "x", {"b": "<", "a": None})] == [
        "",
        "true",
        "1.5",
        "x",
        '{"a":null,"b":"\\u003c"}',
    ]
