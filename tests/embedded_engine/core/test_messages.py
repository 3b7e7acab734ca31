"""A provider's failure as the user reads it (pulumi-dynamic-providers.md 4.1, 4.2)."""

from __future__ import annotations

import traceback

import pytest

from embedded_engine.messages import clean


def _traceback(error: Exception, cause: Exception | None = None) -> str:
    try:
        try:
            if cause is not None:
                raise cause
        except Exception:
            raise error  # noqa: B904 - the chain is the point
        raise error
    except Exception:
        return traceback.format_exc()


class ApiError(Exception):
    pass


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("alert source 7: 403 no access", "alert source 7: 403 no access"),
        ("two\nlines", "two\nlines"),
        ("Exception calling application: boom", "boom"),
        ("", "the provider failed without a message"),
        ("  ", "the provider failed without a message"),
        (_traceback(ValueError("boom")), "ValueError: boom"),
        (_traceback(ValueError("boom"), KeyError("inner")), "ValueError: boom"),
        (_traceback(ValueError("first\n  second\nthird")), "ValueError: first\n  second\nthird"),
        (_traceback(ValueError()), "ValueError"),
    ],
)
def test_only_the_message_is_left(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_class_keeps_its_name() -> None:
    assert clean(_traceback(ApiError("no"))).endswith("ApiError: no")


def test_syntax_errors_keep_what_matters() -> None:
    try:
        compile("x = = 1", "stack.py", "exec")
    except SyntaxError:
        text = traceback.format_exc()
    assert clean(text) == "SyntaxError: invalid syntax"
