"""The pages of functions, nested objects and components."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import pulumi

import alert_wiring
from wiring_docs import docstrings
from wiring_docs.discover import attribute_docs, functions, values
from wiring_docs.kind_page import _blocks
from wiring_docs.markdown import link_sources, page, safe, table
from wiring_docs.words import annotation


def function_page(room: str, vendor: str) -> str:
    """Return the page of a vendor's look-ups and helper functions, and of its nested objects."""
    return page(
        f"# {vendor}: look-ups and helpers",
        "Look-ups run while the program runs, in the preview too: a name that does not exist stops it before anything "
        "is written, with near names or all candidates in the message.",
        *(part for one in functions(room) for part in _function(room, one, "../../")),
        *_values(room),
    )


def component_page() -> str:
    """Return the page of the components, which make several resources at once."""
    parts: list[str] = [
        "# Components",
        "A component makes several resources. Import them with `from alert_wiring import …`.",
    ]
    for name in ("AlertRoute", "XMattersWorkflow"):
        cls = getattr(alert_wiring, name)
        doc = docstrings.read(cls.__init__)
        parts += [f"## {name}", _prose(docstrings.read(cls).text, "../"), _arguments(cls.__init__, doc, "../")]
        rows = [(f"`{key}`", _prose(text, "../")) for key, text in attribute_docs(cls).items()]
        parts += ["Outputs:", table(("output", "meaning"), rows), _raised(doc, "../")]
    return page(*parts)


def _function(room: str, function: FunctionType, up: str) -> Iterator[str]:
    doc = docstrings.read(function)
    yield f"## {room}.{function.__name__}"
    yield f"```text\n{room}.{function.__name__}{_signature(function)}\n```"
    yield _prose(doc.text, up)
    yield _arguments(function, doc, up)
    if doc.returns:
        yield f"Returns: {_prose(doc.returns, up)}"
    yield _raised(doc, up)


def _signature(function: FunctionType) -> str:
    found = inspect.signature(function)
    shown = ", ".join(
        f"{'*' if one.kind is one.VAR_POSITIONAL else ''}{name}: {annotation(str(one.annotation))}"
        + ("" if one.default is one.empty else f" = {one.default!r}")
        for name, one in found.parameters.items()
    )
    return f"({shown}) -> {annotation(str(found.return_annotation))}"


def _arguments(function: Callable[..., Any], doc: docstrings.Doc, up: str) -> str:
    parameters = inspect.signature(function).parameters
    rows = []
    for name, text in doc.args.items():
        one = parameters.get(name)
        required = one is not None and one.default is one.empty and one.kind is not one.VAR_POSITIONAL
        kind = f"`{annotation(str(one.annotation))}`" if one is not None else ""
        rows.append((f"`{name}`", kind, "**required**" if required else "", _prose(text, up)))
    return table(("argument", "type", "", "meaning"), [row for row in rows if row[0] not in ("`opts`",)])


def _raised(doc: docstrings.Doc, up: str) -> str:
    return table(("raises", "when"), [(f"`{name}`", _prose(text, up)) for name, text in doc.raises.items()])


def _values(room: str) -> Iterator[str]:
    for cls in values(room):
        doc = docstrings.read(cls)
        hints = {**getattr(cls, "__annotations__", {})}
        told = {**attribute_docs(cls), **doc.args}
        rows = [
            (f"`{name}`", f"`{annotation(_plain(hint))}`", _prose(told.get(name, ""), "../../"))
            for name, hint in hints.items()
        ]
        yield f"## {room}.{cls.__name__}"
        yield _prose(doc.text, "../../")
        if issubclass(cls, pulumi.ComponentResource):
            made = docstrings.read(cls.__init__)
            yield _arguments(cls.__init__, made, "../../")
            yield "Outputs:"
            yield table(("output", "type", "meaning"), rows)
            yield _raised(made, "../../")
        else:
            yield table(("member", "type", "meaning"), rows)


def _plain(hint: object) -> str:
    return hint if isinstance(hint, str) else str(getattr(hint, "__forward_arg__", hint))


def _prose(text: str, up: str) -> str:
    return safe(link_sources(_blocks(text), up))
