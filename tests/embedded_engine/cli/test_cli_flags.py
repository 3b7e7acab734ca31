"""The command line by the CLI's rules: every mistake named in its words, nothing run (`pulumi-engine.md` 5.8)."""

import pytest

from embedded_engine.cli.flags import parse
from embedded_engine.cli.main import main
from embedded_engine.cli.verbs import ALIASES, CLI_ONLY, COMMON, VERBS
from embedded_engine.errors import EngineError

UP = next(verb for verb in VERBS if verb.words == ("up",))


def test_every_spelling_of_a_flag() -> None:
    found = parse(UP, COMMON, ["-ys", "dev", "-p=3", "--diff=false", "-r", "--target", "a", "-tb", "-m", "--x", "-f"])
    assert (found.flag("yes"), found.flag("skip-preview"), found.flag("diff")) == (True, True, False)
    assert (found.text("stack"), found.number("parallel"), found.text("message")) == ("dev", 3, "--x")
    assert (found.texts("target"), found.text("refresh")) == (["a", "b"], "true")
    assert found.given("diff")
    assert not found.given("json")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--bogus"], "unknown flag: --bogus"),
        (["-x"], "unknown shorthand flag: 'x' in -x"),
        (["-yx"], "unknown shorthand flag: 'x' in -yx"),
        (["-s"], "flag needs an argument: 's' in -s"),
        (["--stack"], "flag needs an argument: --stack"),
        (["-p", "abc"], 'invalid argument "abc" for "-p, --parallel" flag'),
        (["--yes=maybe"], 'invalid argument "maybe" for "-y, --yes" flag'),
        (["a"], "accepts at most 0 arg(s), received 1"),
        (["--", "-y"], "accepts at most 0 arg(s), received 1"),
    ],
)
def test_mistakes_in_the_clis_words(words: list[str], says: str) -> None:
    with pytest.raises(EngineError) as caught:
        parse(UP, COMMON, words)
    assert says in str(caught.value)


@pytest.mark.parametrize("flag", sorted(UP.refused))
def test_every_flag_of_the_cli_that_is_not_ours_is_refused_by_name(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["up", f"--{flag}=x"]) == 2
    assert capsys.readouterr().err == f"error: needs the pulumi CLI: --{flag} (up)\n"


@pytest.mark.parametrize("words", [[word] for word in sorted(CLI_ONLY[""])] + [["stack", "rename"], ["config", "env"]])
def test_every_verb_of_the_cli_that_is_not_ours_is_refused_by_name(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "-s", "dev", "x"]) == 2
    assert f"needs the pulumi CLI: pulumi {' '.join(words)}" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "says"), [(["destory"], "destroy"), (["stack", "lst"], "ls"), (["xyzzy"], "--help")])
def test_a_word_nobody_knows(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    error = capsys.readouterr().err
    assert "unknown command" in error
    assert says in error


def test_help_names_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--help"]) == main([]) == main(["stack", "ls", "-h"]) == main(["config", "set", "--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"--{flag.name}" in text for flag in UP.flags)
    assert all(verb.name in text for verb in VERBS)


def test_the_table_is_sound() -> None:
    assert all(ALIASES[words] in {verb.words for verb in VERBS} for words in ALIASES)
    for verb in VERBS:
        names = [flag.name for flag in (*verb.flags, *COMMON)]
        shorts = [flag.short for flag in (*verb.flags, *COMMON) if flag.short]
        assert len(set(names)) == len(names), verb.name
        assert len(set(shorts)) == len(shorts), verb.name
        assert not verb.refused & set(names), verb.name


def test_flags_before_the_verb(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["--non-interactive", "-C", str(tmp_path), "stack", "ls"]) == 1
    assert "no Pulumi.yaml project file found" in capsys.readouterr().err


def test_a_missing_folder_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", "/nowhere/at/all", "stack"]) == 1
    assert capsys.readouterr().err == "error: chdir /nowhere/at/all: no such file or directory\n"
