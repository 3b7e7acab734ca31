"""The page of one kind."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.valuetypes import Flag, Id, Moment
from alert_wiring.dynamic import KindResource
from wiring_docs import docstrings
from wiring_docs.discover import ROOMS, KindEntry, attribute_docs, own_modules, public
from wiring_docs.markdown import link_sources, page, safe, source_names, table
from wiring_docs.messages import Message, messages
from wiring_docs.paths import paths
from wiring_docs.words import annotation, record_of, words

UP = "../../"
_REFERENCE = {"ilert": "ilert", "xmatters": "xmatters", "apifortress": "api-fortress"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")


def kind_page(entry: KindEntry, source: Path) -> str:
    """Return the page: purpose, example, properties, outputs, what is refused, quirks, adoption, where it lives."""
    doc = docstrings.read(entry.cls)
    return page(
        f"# {entry.dotted}",
        _prose(entry, doc.text),
        f"Resource type `pulumi-python:{entry.cls._resource_type_name}`, "
        f"{ROOMS[entry.room]}: {entry.cls.provider_class.kind.noun}.",
        _example(entry, source),
        *_inputs(entry),
        *_outputs(entry),
        *_helpers(entry),
        *_adoption(entry),
        *_messages(entry),
        *_quirks(entry),
        *_paths(entry),
    )


def _prose(entry: KindEntry, text: str) -> str:
    return safe(link_sources(_blocks(text), UP, _REFERENCE[entry.room]))


def _blocks(text: str) -> str:
    """Return a docstring's text with its indented examples as they are, fenced as plain text."""
    parts = []
    for paragraph in text.split("\n\n"):
        if paragraph.strip() and all(line.startswith("    ") for line in paragraph.splitlines() if line.strip()):
            parts.append("```text\n" + inspect.cleandoc(paragraph) + "\n```")
        else:
            parts.append(paragraph)
    return "\n\n".join(parts)


def _example(entry: KindEntry, source: Path) -> str:
    program = source / "examples" / entry.room / f"{entry.name}.py"
    if not program.exists():
        return ""
    title = docstrings.parse(ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or "").text
    code = f"```{{literalinclude}} {UP}examples/{entry.room}/{program.name}\n:language: python\n:lines: 3-\n```"
    return f"## Example\n\n{title}\n\n{code}"


def _inputs(entry: KindEntry) -> Iterator[str]:
    kind = entry.cls.provider_class.kind
    doc, annotations = docstrings.read(entry.cls.__init__), _annotations(entry.cls)
    rows = [
        (
            f"`{field.name}`<br>{_typed(annotations.get(field.name, ''))}",
            _given(field, made=field.name == kind.name_field and kind.makes_name),
            _change(field),
            _meaning(entry, field, doc.args.get(field.name, "")),
        )
        for field in kind.fields.inputs
        if field.name in annotations
    ]
    yield "## Properties"
    yield _prose(entry, doc.text)
    yield table(("property", "when left out", "a change", "meaning"), rows).replace("&lt;br>", "<br>")
    known = {field.name for field in kind.fields.inputs}
    more = [
        (f"`{name}`", _prose(entry, text))
        for name, text in doc.args.items()
        if name not in known and name not in ("resource_name", "opts")
    ]
    if more:
        yield "Further arguments of the constructor:"
        yield table(("argument", "meaning"), more)
    for field in kind.fields.inputs:
        nested = record_of(field.type)
        if nested is not None and field.name in annotations:
            yield from _nested(entry, field.name, nested.fields, annotations[field.name])


def _nested(entry: KindEntry, path: str, fields: Fields, hint: str) -> Iterator[str]:
    """Yield the table of a nested object; `hint` is its annotation, which names the class that describes it."""
    shape = next((cls for name in re.findall(r"\w+", hint) if (cls := _typed_dict(entry, name)) is not None), None)
    told = attribute_docs(shape) if shape is not None else {}
    hints = {
        name: str(getattr(each, "__forward_arg__", each))
        for name, each in getattr(shape, "__annotations__", {}).items()
    }
    yield f"### {path}"
    yield _prose(entry, docstrings.read(shape).text) if shape is not None else ""
    rows = [
        (f"`{field.name}`", _given(field), _meaning(entry, field, told.get(field.name, ""))) for field in fields.inputs
    ]
    yield table(("member", "when left out", "meaning"), rows)
    for field in fields.inputs:
        nested = record_of(field.type)
        if nested is not None:
            yield from _nested(entry, f"{path}.{field.name}", nested.fields, hints.get(field.name, ""))


def _typed_dict(entry: KindEntry, name: str) -> type | None:
    """Return the class of a nested object that the package exports under this name."""
    found = public(entry.room).get(name)
    return found if inspect.isclass(found) and issubclass(found, dict) else None


def _annotations(cls: type[KindResource]) -> dict[str, str]:
    parameters = inspect.signature(cls.__init__).parameters
    return {name: annotation(str(one.annotation)) for name, one in parameters.items()}


def _typed(text: str) -> str:
    return f"`{text}`" if text else ""


def _given(field: Field, *, made: bool = False) -> str:
    if made:
        return "made from the resource's name"
    if field.required:
        return "**required**"
    if field.hands_off:
        return "not managed: what is there stays"
    if field.default is not None:
        return f"`{field.default!r}`"
    return "`False`" if isinstance(field.type, Flag) else "not set"


def _change(field: Field) -> str:
    if field.local:
        return "nothing is sent"
    return "replaces" if field.immutable else "in place"


def _meaning(entry: KindEntry, field: Field, told: str) -> str:
    marks = []
    if field.secret:
        marks.append("Secret.")
    if field.write_only and field.wire:
        marks.append("Write-only: the API never returns it, so a change by hand is not seen.")
    if field.write_only and not field.wire:
        marks.append("Not sent: it tells the provider what to do.")
    rule = "" if field.local or isinstance(field.type, Flag) else words(field.type)
    wire = _wire(field)
    rule = f"Takes {rule}." if rule and rule not in told else ""
    return " ".join(part for part in (_prose(entry, told), *marks, _prose(entry, rule), wire) if part)


def _wire(field: Field) -> str:
    """Return the field's place in the vendor's JSON; members with an underscore are the provider's own."""
    return f"API: `{field.wire}`." if field.wire and not field.wire.startswith("_") else ""


def _outputs(entry: KindEntry) -> Iterator[str]:
    computed = [field for field in entry.cls.provider_class.kind.fields if field.computed]
    if not computed:
        return
    told = attribute_docs(entry.cls)
    rows = [
        (
            f"`{field.name}`",
            "secret" if field.secret else "",
            " ".join(
                part
                for part in (
                    _prose(entry, told.get(field.name, "")),
                    _wire(field) or "Made by the provider.",
                    "Kept when the vendor says null." if field.sticky else "",
                )
                if part
            ),
        )
        for field in computed
    ]
    yield "## Outputs"
    yield "Every property is an output too, and so is `id`. Besides them:"
    yield table(("output", "", "meaning"), rows)


def _helpers(entry: KindEntry) -> Iterator[str]:
    if not entry.helpers:
        return
    yield "## Typed helpers"
    yield f"They make the same resource; arguments that are not listed are those of `{entry.name}`."
    for helper in entry.helpers:
        doc, annotations = docstrings.read(helper.__init__), _annotations(helper)
        yield f"### {entry.room}.{helper.__name__}"
        yield _prose(entry, docstrings.read(helper).text)
        required = {
            name
            for name, one in inspect.signature(helper.__init__).parameters.items()
            if one.default is inspect.Parameter.empty
        }
        rows = [
            (
                f"`{name}`",
                _typed(annotations.get(name, "")),
                "**required**" if name in required else "",
                _prose(entry, text),
            )
            for name, text in doc.args.items()
            if name not in ("resource_name", "opts")
        ]
        yield table(("argument", "type", "", "meaning"), rows)


def _adoption(entry: KindEntry) -> Iterator[str]:
    kind = entry.cls.provider_class.kind
    adopts = any(field.name == "adopt" for field in kind.fields.inputs)
    yield "## Objects that exist already"
    if adopts:
        yield (
            f"Give the {kind.noun}'s exact name and `adopt=True`: the next `up` takes the one object of that name into "
            "the stack, without making another, and brings it to the wanted state. Without `adopt` an existing name is "
            "an error, never a silent take-over. Once adopted, the argument may go."
        )
    elif kind.name_field is None:
        yield (
            f"{_a(kind.noun)} has no name of its own; one that is there already, just as it is declared, is taken into "
            "the stack."
        )
    else:
        yield f"{_a(kind.noun)} is not adopted by name."
    yield (
        f'To refer to one without managing it, write `{entry.dotted}.get("name in the program", id)`. '
        "`pulumi import` and the option `import_` do not work with dynamic providers. "
        f"See [an existing wire]({UP}guides/adoption.md)."
    )


def _a(noun: str) -> str:
    return f"An {noun}" if noun[0] in "aeiou" else f"A {noun}"


def _messages(entry: KindEntry) -> Iterator[str]:
    found = [one for one in messages(entry) if any(letter.isalpha() for letter in one.text)]
    said = [_message(entry, one, one.prop) for one in found if one.what == "refused"]
    warned = [_message(entry, one, one.prop) for one in found if one.what == "warning"]
    raised = [_message(entry, one, one.what) for one in found if one.what not in ("refused", "warning")]
    if not found:
        return
    yield "## What it refuses"
    yield (
        "Besides the limits in the table above. All that is wrong with a resource is said at once, before anything is "
        "written; … stands for a value."
    )
    yield table(("property", "refused"), said)
    yield table(("property", "warning"), warned)
    yield table(("error", "text"), raised)


def _message(entry: KindEntry, message: Message, first: str) -> tuple[str, str]:
    return f"`{first}`" if first else "", _prose(entry, message.text)


def _quirks(entry: KindEntry) -> Iterator[str]:
    found = list(dict.fromkeys(_sourced(entry)))
    if found:
        yield "## Quirks, with their sources"
        yield "\n".join(f"- {safe(link_sources(text, UP, _REFERENCE[entry.room]))}" for text in found)


def _sourced(entry: KindEntry) -> Iterator[str]:
    """Yield the sentences of the kind's own docstrings that name a source; arguments stand in the table already."""
    kind = entry.cls.provider_class.kind
    types = [type(field.type) for field in kind.fields if type(field.type) not in (Flag, Id, Moment)]
    modules = own_modules(entry)
    for paragraph in docstrings.read(modules[0]).text.split("\n\n")[1:]:
        yield " ".join(paragraph.split())
    seen = [item for module in modules for item in _items(module.__name__, module)]
    for item in [*seen, *types]:
        if item is entry.cls or not item.__module__.startswith("alert_wiring."):
            continue
        text = " ".join(docstrings.read(item).text.split())
        for sentence in _SENTENCE.split(text):
            if any(name.startswith(_REFERENCE[entry.room]) for name in source_names(sentence)):
                yield sentence


def _items(name: str, module: object) -> Iterator[type]:
    for item in vars(module).values():
        if getattr(item, "__module__", "") != name:
            continue
        if inspect.isfunction(item):
            yield item  # type: ignore[misc]
        elif inspect.isclass(item) and not issubclass(item, KindResource):
            yield item
            yield from (each for each in vars(item).values() if inspect.isfunction(each))  # type: ignore[misc]


def _paths(entry: KindEntry) -> Iterator[str]:
    found = paths(entry)
    if found:
        yield f"## At {ROOMS[entry.room]}"
        yield "Each operation begins with one of these requests:"
        yield "\n".join(f"- `{each}`" for each in found)
