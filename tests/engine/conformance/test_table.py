"""The table is covered: every row of pulumi-engine.md section 11 by exactly one test."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROWS = 152


def test_every_row_has_exactly_one_test_with_its_sentence() -> None:
    found: Counter[int] = Counter()
    for path in Path(__file__).parent.glob("test_11_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert node.name.startswith("test_row_"), f"{path.name}: {node.name} is no row"
                assert ast.get_docstring(node), f"{path.name}: {node.name} lacks the row's sentence"
                found[int(node.name.removeprefix("test_row_"))] += 1
    assert sorted(found) == list(range(1, ROWS + 1))
    assert set(found.values()) == {1}
