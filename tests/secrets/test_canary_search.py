"""The watch itself: each spelling of a secret is found, in what is printed and in every kind of file."""

from __future__ import annotations

import base64
import gzip
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from support.canaries import Watch, by_nature, marked
from support.engines import Engine, Running

SECRET = 'canary+/"ü&key 17'
RAW = SECRET.encode()
SPELLED = {
    "plain": SECRET,
    "json": json.dumps({"a": SECRET}),
    "json in json": json.dumps(json.dumps({"a": SECRET})),
    "address": f"https://x/?k={quote(SECRET, safe='')}",
    "form": f"k={quote_plus(SECRET)}",
    "html": html.escape(SECRET),
    "hex": RAW.hex(),
    "HEX": RAW.hex().upper(),
    "basic": base64.b64encode(b"user:" + RAW).decode(),
    "base64 in the middle": base64.b64encode(b"us:" + RAW + b"!!").decode(),
    "url-safe base64": base64.urlsafe_b64encode(b"u:" + RAW).decode(),
    "a vendor's key": "https://ilert.example/events/il1afr5b5c29b6927284de21",
    "a keyed address": "https://x.example/triggers?apiKey=2f1c-77",
}
HARMLESS = ("no secret", "https://x.example/triggers?apiKey=[secret]", json.dumps({"a": "canary"}))


def watch_of(tmp_path: Path, printed: str = "") -> Watch:
    """Return a watch that has seen one command, which printed this."""
    for folder in ("project", "state", "home"):
        (tmp_path / folder).mkdir()
    engine = Engine("embedded", tmp_path / "project", tmp_path / "state", tmp_path / "home")
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 (they go with the test)
    out.write(printed.encode())
    out.flush()
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    watch = Watch()
    watch.see(engine, Running(("embedded", "up"), done, out, err))
    watch.plant([SECRET])
    return watch


@pytest.mark.parametrize("how", SPELLED)
def test_every_spelling_is_found(tmp_path: Path, how: str) -> None:
    watch = watch_of(tmp_path, f"before {SPELLED[how]} after")
    assert any("the output of up" in leak for leak in watch.leaks())
    (tmp_path / "state" / "history.json").write_text(SPELLED[how])
    (tmp_path / "home" / "log.gz").write_bytes(gzip.compress(SPELLED[how].encode()))
    told = "\n".join(watch.leaks())
    assert "history.json" in told and "log.gz" in told
    with pytest.raises(AssertionError, match="a secret is told"):
        watch.verify()


def test_nothing_harmless_is_taken_for_a_secret(tmp_path: Path) -> None:
    watch = watch_of(tmp_path, "\n".join(HARMLESS))
    (tmp_path / "project" / "__main__.py").write_text(f"x = {SECRET!r}")
    (tmp_path / "project" / "spec.json").write_text(json.dumps(SECRET))
    (tmp_path / "state" / "torn.gz").write_bytes(gzip.compress(b"x")[:10])
    watch.verify()


def test_what_a_program_marks_or_what_is_secret_by_nature_is_known() -> None:
    told = {"a": [{"$secret": {"b": "one"}}, {"$of": "x.y"}], "c": "two", "d": {"$secret": "three"}}
    assert set(marked(told)) == {"one", "three"}
    row = {"class": "apifortress.Connector", "args": {"params": {"url": "https://x/canary", "plain": "jdoe"}}}
    assert set(by_nature(row)) == {"https://x/canary"}
    assert set(by_nature({"class": "apifortress.Connector", "args": {"params": {"$of": "canary-canary.id"}}})) == set()
