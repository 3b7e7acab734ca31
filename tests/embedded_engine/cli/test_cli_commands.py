"""`stack`, `config`, `cancel` on real files in a project of their own; refusals before any write."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embedded_engine.cli.main import main

Run = Callable[..., tuple[int, str, str]]
CLI_FILE = Path(__file__).parents[1] / "files" / "data" / "cli_checkpoint.json"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in a fresh project with a backend beside it."""
    (tmp_path / "Pulumi.yaml").write_text(
        "name: proj\nruntime: python\nbackend: {url: 'file://./.state?create_dir=true'}\nconfig: {base: 1}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "x")
    for name in ("PULUMI_BACKEND_URL", "PULUMI_STACK"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def stack(run: Run, tmp_path: Path) -> Path:
    """A stack that holds what the CLI once wrote; gives its state file."""
    salt = json.loads(CLI_FILE.read_bytes())["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
    (tmp_path / "Pulumi.dev.yaml").write_text(f"encryptionsalt: {salt}\n")
    assert run("stack", "init", "dev") == (0, "Created stack 'dev'\n", "")
    path = tmp_path / ".state" / ".pulumi" / "stacks" / "proj" / "dev.json"
    path.write_bytes(CLI_FILE.read_bytes())
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_stack_from_its_making_to_its_end(run: Run, tmp_path: Path) -> None:
    assert run("stack")[0] == 1
    assert run("stack", "select", "dev")[0] == 6
    assert run("stack", "select", "--create", "dev") == (0, "Created stack 'dev'\n", "")
    assert run("stack", "init", "dev")[2] == "error: stack 'organization/proj/dev' already exists\n"
    assert (tmp_path / "Pulumi.dev.yaml").read_text().startswith("encryptionsalt: v1:")
    assert run("stack", "ls")[1].splitlines()[1].split() == ["dev*", "now", "0"]
    assert "No resources currently in this stack" in run("stack")[1]
    assert run("stack", "rm") == (1, "", "error: non-interactive mode requires --yes flag\n")
    assert run("stack", "rm", "--yes") == (0, "Stack 'dev' has been removed!\n", "")
    assert json.loads(run("stack", "ls", "--json")[1]) == []
    assert not (tmp_path / "Pulumi.dev.yaml").exists()
    assert run("stack", "output", "-s", "dev")[0] == 6


def test_what_a_stack_shows(run: Run, stack: Path) -> None:
    _, text, _ = run("stack")
    assert "Current stack resources (5):" in text
    assert "    ├─ acme:index:Pair                     p\n    │  └─ pulumi-python:dynamic/rec:Thing  p-one\n" in text
    assert run("stack", "output") == (0, "Current stack outputs (1):\n    OUTPUT  VALUE\n    url     http://b\n", "")
    assert run("stack", "output", "url")[1] == "http://b\n"
    assert json.loads(run("stack", "output", "--json")[1]) == {"url": "http://b"}
    assert run("stack", "output", "nope")[0] == 1
    assert stack.read_bytes() == CLI_FILE.read_bytes()


def test_a_secret_output_is_shown_only_when_asked_for(run: Run, stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(stack.read_bytes())
    resources = found["checkpoint"]["latest"]["resources"]
    resources[0]["outputs"]["key"] = {"deep": [resources[4]["outputs"]["etag"]]}
    stack.write_text(json.dumps(found))
    assert json.loads(run("stack", "output", "--json")[1])["key"] == {"deep": ["[secret]"]}
    assert json.loads(run("stack", "output", "--json", "--show-secrets")[1])["key"] == {"deep": ["abc"]}
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    assert run("stack", "output")[0] == 0, "masked outputs need no passphrase"
    code, out, err = run("stack", "output", "--show-secrets")
    assert (code, out) == (1, "")
    assert err.startswith("error: incorrect passphrase")


def test_export_and_import(run: Run, stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latest = json.loads(CLI_FILE.read_bytes())["checkpoint"]["latest"]
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    assert json.loads(run("stack", "export")[1]) == {"version": 3, "deployment": latest}
    assert run("stack", "export", "--show-secrets")[0] == 1
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "x")
    shown = run("stack", "export", "--show-secrets")[1]
    assert '"plaintext": "\\"t0ps3cret\\""' in shown
    assert "ciphertext" not in shown
    assert run("stack", "export", "--file", "out.json") == (0, "", "")
    assert (tmp_path / "out.json").stat().st_mode & 0o077 == 0
    for text in (shown, (tmp_path / "out.json").read_text()):
        assert run("stack", "import", stdin=text) == (0, "Import complete.\n", "")
        again = run("stack", "export", "--show-secrets")[1]
        assert json.loads(again)["deployment"]["resources"] == json.loads(shown)["deployment"]["resources"]
        assert b"t0ps3cret" not in stack.read_bytes()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: found.pop("deployment"), "deployment"),
        (lambda found: found["deployment"]["resources"].reverse(), "integrity"),
        (lambda found: found.update(version=7), "needs the pulumi CLI"),
        (
            lambda found: found["deployment"].update(resources=[{"urn": "urn:pulumi:qa::proj::t::a", "type": "t"}]),
            "another stack",
        ),
    ],
)
def test_a_broken_import_changes_nothing(run: Run, stack: Path, change: Callable[[Any], Any], says: str) -> None:
    found = json.loads(run("stack", "export")[1])
    change(found)
    code, out, err = run("stack", "import", stdin=json.dumps(found))
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1
    assert stack.read_bytes() == CLI_FILE.read_bytes()
    assert run("stack", "import", stdin="no json")[0] == 1


def test_a_stack_with_resources_is_not_removed(run: Run, stack: Path) -> None:
    code, _, err = run("stack", "rm", "--yes")
    assert (code, err.count("\n")) == (1, 1)
    assert "still has resources" in err
    assert run("stack", "rm", "--yes", "--force")[0] == 0
    assert not stack.exists()


def test_a_lock_stops_what_writes_and_cancel_removes_it(run: Run, stack: Path, tmp_path: Path) -> None:
    folder = tmp_path / ".state" / ".pulumi" / "locks" / "organization" / "proj" / "dev"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text('{"pid":1,"username":"u","hostname":"h","timestamp":"2026-11-22T01:02:03Z"}')
    export = run("stack", "export")[1]
    for words in (("up", "--yes"), ("refresh", "--yes"), ("destroy", "--yes"), ("stack", "rm", "--yes", "--force")):
        code, _, err = run(*words)
        assert (code, "locked by 1 lock(s)" in err) == (1, True), words
    assert run("stack", "import", stdin=export)[0] == 1
    assert run("cancel")[0] == 2
    assert run("cancel", "--yes") == (0, "The currently running update for 'dev' has been canceled!\n", "")
    assert not folder.exists()
    assert run("stack", "import", stdin=export)[0] == 0


def test_configuration(run: Run, stack: Path, tmp_path: Path) -> None:
    for words in (("a", "5"), ("--secret", "b", "s3cr3t"), ("--path", "o.x[0]", "true"), ("other:k", "v")):
        assert run("config", "set", *words) == (0, "", "")
    assert run("config", "set", "piped", stdin="two\nlines\n\n") == (0, "", "")
    assert "s3cr3t" not in (tmp_path / "Pulumi.dev.yaml").read_text()
    text = run("config")[1]
    assert [line.split(maxsplit=1) for line in text.splitlines()[1:4]] == [
        ["other:k", "v"],
        ["a", "5"],
        ["b", "[secret]"],
    ]
    assert "s3cr3t" not in text
    assert "base   1" in text.replace("base     1", "base   1")
    assert run("config", "get", "b")[1] == "s3cr3t\n"
    assert run("config", "get", "--path", "o.x[0]")[1] == "true\n"
    assert run("config", "get", "piped")[1] == "two\nlines\n"
    assert json.loads(run("config", "--json")[1])["proj:b"] == {"secret": True}
    assert json.loads(run("config", "--json", "--show-secrets")[1])["proj:b"] == {"value": "s3cr3t", "secret": True}
    assert run("config", "rm", "b") == (0, "", "")
    assert run("config", "get", "b") == (1, "", "error: configuration key 'b' not found for stack 'dev'\n")
    assert run("config", "set", "--secret", "--plaintext", "a", "b")[0] == 1
    assert run("config", "set", "a:b:c:d", "x")[0] == 1
    assert run("config", "get")[0] == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("up",), 2, "--yes or --skip-preview or --preview-only"),
        (("destroy",), 2, "--yes or --skip-preview or --preview-only"),
        (("refresh",), 2, "--yes or --skip-preview or --preview-only"),
        (("destroy", "--yes", "--preview-only"), 1, "cannot be used together"),
        (("up", "--yes", "-s", "none"), 6, "no stack named 'none' found"),
        (("up", "--yes", "--refresh=maybe"), 1, "maybe"),
        (("preview", "--color", "pink"), 1, "pink"),
        (("up", "--yes", "--policy-pack", "p"), 2, "needs the pulumi CLI: --policy-pack (up)"),
        (("up", "--yes", "--json"), 2, "needs the pulumi CLI: --json (up)"),
        (("destroy", "--yes", "--json"), 2, "needs the pulumi CLI: --json without --preview-only (destroy)"),
        (("preview", "--save-plan", "p"), 2, "needs the pulumi CLI: --save-plan (preview)"),
    ],
)
def test_refusals_write_nothing(
    run: Run, stack: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    before = files(tmp_path)
    found, out, err = run(*words)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert err.startswith("error: ")
    assert says in err
    assert files(tmp_path) == before


@pytest.mark.parametrize("verb", ["preview", "up", "refresh", "destroy"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda found: found.update(version=4, features=["hooks"]),
            "needs the pulumi CLI: the checkpoint feature 'hooks'",
        ),
        (lambda found: found["checkpoint"]["latest"]["resources"].reverse(), "snapshot integrity failure"),
        (
            lambda found: found["checkpoint"]["latest"]["secrets_providers"].update(type="service"),
            "needs the pulumi CLI: this stack's secrets are kept by service",
        ),
    ],
)
def test_state_that_is_not_for_us_is_refused_before_any_write(
    run: Run, stack: Path, tmp_path: Path, verb: str, change: Callable[[Any], Any], says: str
) -> None:
    found = json.loads(stack.read_bytes())
    change(found)
    stack.write_text(json.dumps(found))
    before = files(tmp_path)
    code, _, err = run(verb, *(() if verb == "preview" else ("--yes",)))
    assert (code, err.count("\n")) == (1, 1)
    assert says in err
    assert files(tmp_path) == before


def test_a_missing_passphrase_is_said_before_anything_else(
    run: Run, stack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    code, _, err = run("preview")
    assert (code, "PULUMI_CONFIG_PASSPHRASE" in err) == (1, True)


CHECK = """
import sys, pathlib
pathlib.Path("plan.json").write_text(sys.stdin.read())
print("not this one")
sys.exit(int(sys.argv[1]))
"""


@pytest.mark.parametrize("how", ["--yes", "--skip-preview"])
def test_a_plan_is_checked_before_anything_is_written(
    run: Run, stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Another program gets the whole plan, unchanged resources too, and may refuse it."""
    unprotected = CLI_FILE.read_bytes().replace(b'"protect":true', b'"protect":false')
    stack.write_bytes(unprotected)
    code, told, _ = run("destroy", "--preview-only", "--json")
    assert code == 0, told
    monkeypatch.setenv("EMBEDDED_ENGINE_PLAN_CHECK", json.dumps([sys.executable, "-c", CHECK, "3"]))
    code, out, err = run("destroy", how)
    assert (code, err) == (1, "not this one\nerror: the plan is refused: nothing was changed\n")
    assert ("delete" in out) == (how != "--skip-preview")
    plans = [json.loads(told), json.loads((tmp_path / "plan.json").read_text())]
    assert plans[0]["steps"] == plans[1]["steps"] and len(plans[0]["steps"]) > 2
    assert stack.read_bytes() == unprotected


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("check", "EMBEDDED_ENGINE_PLAN_CHECK must be a JSON list of texts"),
        ("[1]", "EMBEDDED_ENGINE_PLAN_CHECK must be a JSON list of texts"),
        ('["./there-is-none"]', "the check of the plan (./there-is-none) cannot be started: No such file"),
    ],
)
def test_a_check_that_cannot_run_stops_everything(
    run: Run, stack: Path, monkeypatch: pytest.MonkeyPatch, command: str, says: str
) -> None:
    unprotected = CLI_FILE.read_bytes().replace(b'"protect":true', b'"protect":false')
    stack.write_bytes(unprotected)
    monkeypatch.setenv("EMBEDDED_ENGINE_PLAN_CHECK", command)
    code, _, err = run("destroy", "--yes")
    assert code == 1
    assert err.startswith("error: ") and says in err and err.count("\n") == 1
    assert stack.read_bytes() == unprotected
