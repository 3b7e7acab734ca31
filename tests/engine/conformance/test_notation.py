"""The comparisons that the rows rest on must be able to fail."""

from __future__ import annotations

import pytest
from rows.calls import Call, check_calls
from rows.shown import counts, steps

TEXT = """Updating (dev):
@ updating....
 ++ pulumi-python:dynamic/rec:Thing a creating replacement (0s) [diff: ~fixed]
 +- pulumi-python:dynamic/rec:Thing a replaced (0.00s) [diff: ~fixed]
 ~  pulumi-python:dynamic/rec:Thing b refreshing (0s)
 +  my:mod:Comp$pulumi-python:dynamic/rec:Thing kid created (0.01s)
    pulumi:pulumi:Stack proj-dev
Diagnostics:
Outputs:
  - u: "http://b"

Resources:
    + 1 created
    +-1 replaced
    2 changes. 4 unchanged
    1 errored

Duration: 2s
"""


def seen(*tokens: str) -> list[Call]:
    return [Call(token, token.split()[1], {}, {}, None) for token in tokens]


def test_calls_are_compared_as_a_partial_order() -> None:
    check_calls(seen("K0 b", "K0 a", "C a", "C b"), "K0 a, C a, K0 b, C b", "K0 a < C b")
    for tokens, order in (
        (("K0 a", "K0 b", "C b"), ""),
        (("K0 a", "C a", "C a", "K0 b", "C b"), ""),
        (("C a", "K0 a", "K0 b", "C b"), ""),
        (("K0 b", "K0 a", "C a", "C b"), "C a < K0 b"),
    ):
        with pytest.raises(AssertionError):
            check_calls(seen(*tokens), "K0 a, C a, K0 b, C b", order)


def test_steps_and_counts_are_read_from_what_is_shown() -> None:
    assert steps(TEXT) == {"CR a", "RP a", "create kid"}
    assert counts(TEXT) == {"create": 1, "replace": 1, "same": 4, "errored": 1}
    assert counts("Updating (dev):\n") == {}
