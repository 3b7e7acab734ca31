"""What a user sees of a failure, in the program and in the plugin."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pulumi
import pytest

from alert_wiring.core.errors import NoMatchError, NotFoundError, WiringError
from alert_wiring.dynamic.failures import answering, in_program


def test_a_look_up_error_keeps_its_class_and_is_a_run_error() -> None:
    @in_program
    def look_up() -> None:
        raise NoMatchError("nothing there")

    with pytest.raises(NoMatchError, match="nothing there") as caught:
        look_up()
    assert isinstance(caught.value, pulumi.RunError)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_a_vendor_error_keeps_its_attributes() -> None:
    @in_program
    @in_program
    def look_up() -> None:
        raise NotFoundError("ilert", "GET", "/x", status=404, reason="gone")

    with pytest.raises(NotFoundError) as caught:
        look_up()
    assert (caught.value.status, caught.value.text) == (404, "ilert: GET /x answered 404: gone.")


@pytest.mark.parametrize(
    "error", [SystemExit(3), KeyboardInterrupt(), ValueError("odd\nvalue"), KeyError("k")], ids=repr
)
def test_nothing_but_our_errors_leaves_a_provider_method(error: BaseException) -> None:
    """`sys.exit` in a method would hang the run for ever (4.3 of the reference)."""

    @answering
    def check() -> None:
        raise error

    with pytest.raises(WiringError, match=r"failed in check .*ALERT_WIRING_DEBUG=1") as caught:
        check()
    assert "\n" not in caught.value.text


def test_debugging_shows_the_real_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_WIRING_DEBUG", "1")

    @answering
    def check() -> None:
        raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        check()


PROGRAM = """
import signal
from alert_wiring.dynamic.failures import quiet_interruption
quiet_interruption()
print(signal.getsignal(signal.SIGINT) == signal.SIG_DFL)
"""


@pytest.mark.parametrize(("name", "quiet"), [("pulumi-language-python-exec", True), ("program.py", False)])
def test_interruption_is_quiet_under_the_language_host_only(tmp_path: Path, name: str, quiet: bool) -> None:
    """The host's executor runs the program by runpy, which hides `__main__`: only the outermost frame tells."""
    (tmp_path / "__main__.py").write_text(PROGRAM)
    host = tmp_path / name
    host.write_text(f"import runpy\nrunpy.run_path({str(tmp_path)!r}, run_name='__main__')\n")
    result = subprocess.run(
        [sys.executable, str(host)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        # A job in the background of a shell ignores SIGINT, and so do its children unless told otherwise.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # type: ignore[arg-type,return-value]
    )
    assert result.stdout.strip() == str(quiet)


def test_a_test_process_keeps_its_handler() -> None:
    in_program(lambda: None)()
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_DFL
