"""No file under version control tells where it was made: no registry, no place of a machine, no secret."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRIES = re.compile(
    r"https?://[^\s\"'<>)]*?(?:pypi\.org/simple|pythonhosted\.org|/simple/|artifactory|nexus|proxy\.golang|registry\.npm)"
    r"|(?<!emit-)index-url[ =]|find-links[ =]+(?:https?:|/)",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"(?<![\w.$}/-])/(?:work|root|home/(?!me\b|you\b|user\b)[a-z]+|opt/[a-z]+|tmp/[a-z]+|Users/[a-z]+)/"
)
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bpul-[0-9a-f]{40}\b|\bxox[abprs]-[A-Za-z0-9-]{20,}"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
)
VENDORS_KEY = re.compile(
    r"\bil1[a-z]{3}(?!5e0c1d2b3a4f596871\b|9a8b7c6d5e4f302112\b)[0-9a-f]{10,}|(?i:bearer|basic) [A-Za-z0-9+/_.-]{16,}"
)
"""A key of the form that ilert gives, but for the two made up for the recordings; a header that proves who asks."""


def files() -> list[Path]:
    """Return the text files under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in found if path.is_file() and path.suffix not in {".png", ".gif", ".whl"}]


def places_of(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Return where a pattern is found, as `file:line: text`."""
    found = []
    for path in paths:
        if path.parent == Path(__file__).parent:  # the examples of what is looked for
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    return found


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("no version control here")
    return files()


@pytest.mark.parametrize("pattern", [REGISTRIES, SECRETS], ids=["registry", "secret"])
def test_no_file_names_a_registry_or_holds_a_secret(tracked: list[Path], pattern: re.Pattern[str]) -> None:
    assert places_of(pattern, tracked) == []


def test_no_file_names_a_place_of_the_machine_that_it_was_written_on(tracked: list[Path]) -> None:
    assert places_of(PLACES, tracked) == []


def test_recorded_exchanges_hold_no_key_that_a_vendor_made(tracked: list[Path]) -> None:
    recorded = [path for path in tracked if "cassettes" in path.parts]
    assert len(recorded) > 100
    assert places_of(VENDORS_KEY, recorded) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REGISTRIES, "--index-url https://u:p@repo.example.com/api/pypi/simple"),
        (REGISTRIES, "https://files.pythonhosted.org/packages/x.whl"),
        (PLACES, "see /" + "work/main/x"),
        (PLACES, "path: /" + "root/.cache/x"),
        (SECRETS, "-----BEGIN EC PRIVATE KEY-----"),
        (SECRETS, "token pul-" + "0" * 40),
        (VENDORS_KEY, "il1api0460d849fcdc753d4f"),
        (VENDORS_KEY, "Authorization: Basic eC1hcGkta2V5LTE6c2VjcmV0"),
    ],
)
def test_what_is_looked_for_is_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
