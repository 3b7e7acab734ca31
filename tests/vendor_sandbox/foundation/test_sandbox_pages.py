"""The generated pages of the documentation say what the tables say."""

import re
from pathlib import Path

import pytest

from vendor_sandbox import docs, registry

FOLDER = Path(__file__).resolve().parents[3] / "docs/sandbox"


def test_the_pages_are_up_to_date(capsys):
    late = docs.main([str(FOLDER), "--check"])
    assert late == 0, capsys.readouterr().err


@pytest.mark.parametrize("vendor", docs.TITLES)
def test_a_page_has_every_rule_and_every_reading(vendor):
    page = docs.vendor_page(vendor)
    for rule in registry.RULES[vendor]:
        assert f"| `{rule.id}` | {docs.text(rule.sentence)} |" in page
    for switch in registry.SWITCHES[vendor]:
        assert f"| `{switch.name}` |" in page
        assert all(docs.text(reading) in page for reading in switch.readings.values())


def test_a_row_has_as_many_cells_as_its_table():
    for name, page in docs.pages().items():
        rows = [line for line in page.splitlines() if line.startswith("|")]
        for row in rows:
            assert len(re.findall(r"(?<!\\)\|", row)) in {3, 4, 5}, (name, row)


def test_a_page_that_is_late_is_named_and_written(tmp_path, capsys):
    assert docs.main([str(tmp_path), "--check"]) == 1
    assert "ilert.md is out of date: python -m vendor_sandbox.docs" in capsys.readouterr().err
    assert docs.main([str(tmp_path)]) == 0
    assert docs.main([str(tmp_path), "--check"]) == 0
    (tmp_path / "xmatters.md").write_text("changed by hand")
    assert docs.out_of_date(tmp_path) == ["xmatters.md"]


def test_markdown_in_a_sentence_is_text():
    assert docs.text("a | b *c* `d` {e}") == r"a \| b \*c\* \`d\` \{e}"
