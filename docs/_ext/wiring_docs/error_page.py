"""The page of errors: the whole tree, and what each means."""

from __future__ import annotations

import inspect

from alert_wiring.core import errors, lifecycle
from wiring_docs import docstrings
from wiring_docs.markdown import link_sources, page, safe, table
from wiring_docs.messages import said_by


def error_page() -> str:
    """Return the page."""
    tree = inspect.cleandoc(docstrings.read(errors).text.split("\n\n")[1])
    told = [(f"`{one.what}`", _prose(one.text)) for one in said_by(lifecycle) if one.what.endswith("Error")]
    return page(
        "# Errors",
        "Every failure is one line: what was done to which object, method and path without query, the status, the "
        "vendor's reason, its request id, and what to do next. A program may catch the classes: "
        "`from alert_wiring.core.errors import NoMatchError`.",
        f"```text\n{tree}\n```",
        "## What every kind may say",
        "What one kind alone refuses stands on its page. These texts are the same for all; … stands for a value.",
        table(("class", "text"), told),
    )


def _prose(text: str) -> str:
    return safe(link_sources(" ".join(text.split()), "../"))
