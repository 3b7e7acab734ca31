"""The same files under both command lines: configuration, exports, outputs and stack lists read alike."""

import json
from pathlib import Path

import pytest

from support.engines import Engine, missing

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(missing("pulumi") is not None, reason=str(missing("pulumi"))),
]
CLI_FILE = Path(__file__).parents[1] / "files" / "data" / "cli_checkpoint.json"
STACK_FILE = """\
encryptionsalt: {salt}
config:
  text: hello
  seven: "007"
  hexadecimal: 0x10
  scientific: 1e3
  fraction: 1.50
  long: 12345678901234567890
  yes: no
  flag: True
  day: 2026-01-02
  moment: 2026-01-02T03:04:05.5+02:00
  list: [1, "a<b", null, {{x: 1.0}}]
  proj:config:old: form
  other:key: v
  folded: >-
    two
    words
"""


@pytest.fixture
def engines(tmp_path: Path) -> tuple[Engine, Engine]:
    """Return the CLI and the embedded engine on one stack that the CLI's example file describes."""
    for name in ("home", "state", "program"):
        (tmp_path / name).mkdir()
    salt = json.loads(CLI_FILE.read_bytes())["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
    (tmp_path / "program" / "Pulumi.yaml").write_text(
        "name: proj\nruntime: python\nconfig:\n  base: 1\n  typed: {type: array, items: {type: string}, default: [x]}\n"
        "  foreign:fixed: {value: {deep: true}}\n"
    )
    (tmp_path / "program" / "Pulumi.dev.yaml").write_text(STACK_FILE.format(salt=salt))
    made = [
        Engine(kind, tmp_path / "program", tmp_path / "state", tmp_path / "home", passphrase="x")
        for kind in ("pulumi", "embedded")
    ]
    made[1].init()
    (tmp_path / "state" / ".pulumi" / "stacks" / "proj" / "dev.json").write_bytes(CLI_FILE.read_bytes())
    return made[0], made[1]


def test_both_read_the_same(engines: tuple[Engine, Engine]) -> None:
    cli, ours = engines
    for engine in (ours, cli):
        engine.config("set", "--secret", f"by-{engine.kind}", "hüsh\nhush").check()
        engine.config("set", "--path", f"o.{engine.kind}[0]", "007").check()
        engine.config("set", "--path", f"o.{engine.kind}[1]", "true").check()
        engine.config("set", "--path", "--secret", f"o.{engine.kind}[2]", "s").check()
    reads = [
        ("config",),
        ("config", "--json"),
        ("config", "--show-secrets"),
        ("config", "--json", "--show-secrets"),
        ("config", "get", "by-embedded"),
        ("config", "get", "o", "--json"),
        ("stack", "export"),
        ("stack", "export", "--show-secrets"),
        ("stack", "output"),
        ("stack", "output", "--json", "--show-secrets"),
    ]
    for words in reads:
        theirs, own = (engine.run(*words, "-s", "dev").check().stdout for engine in (cli, ours))
        assert own == theirs, words


def test_each_takes_what_the_other_exports(engines: tuple[Engine, Engine]) -> None:
    cli, ours = engines
    before = cli.export(show_secrets=True)["deployment"]["resources"]
    for giver, taker in ((cli, ours), (ours, cli), (ours, ours)):
        taker.import_(giver.export()).check()
        assert giver.export(show_secrets=True)["deployment"]["resources"] == before
        assert taker.export(show_secrets=True)["deployment"]["resources"] == before


def test_each_sees_the_others_stacks_and_selection(engines: tuple[Engine, Engine]) -> None:
    cli, ours = engines
    ours.run("stack", "init", "mine").check()
    cli.run("stack", "init", "theirs").check()
    for engine in (cli, ours):
        stacks = engine.run("stack", "ls", "--json").check().json()
        assert [(stack["name"], stack["current"]) for stack in stacks] == [
            ("dev", False),
            ("mine", False),
            ("theirs", True),
        ]
    cli.run("stack", "rm", "mine", "--yes").check()
    ours.run("stack", "rm", "theirs", "--yes").check()
    assert [stack["name"] for stack in cli.run("stack", "ls", "--json").json()] == ["dev"]
    assert cli.run("stack", "output", "url").rc == ours.run("stack", "output", "url").rc == 1, "none is selected"


@pytest.mark.parametrize(
    "words",
    [
        ("stack", "select", "none"),
        ("stack", "init", "dev"),
        ("stack", "init", "a b"),
        ("stack", "output", "none", "-s", "dev"),
        ("config", "get", "none", "-s", "dev"),
        ("config", "set", "a:b:c:d", "x", "-s", "dev"),
        ("up", "-s", "dev"),
        ("up", "-s", "none", "--yes"),
        ("up", "--bogus"),
        ("destroy", "-s", "dev", "--yes", "--preview-only"),
        ("stack", "output", "-x"),
    ],
)
def test_mistakes_end_alike(engines: tuple[Engine, Engine], words: tuple[str, ...]) -> None:
    theirs, own = (engine.run(*words) for engine in engines)
    assert (own.rc, own.stderr) == (theirs.rc, theirs.stderr)
