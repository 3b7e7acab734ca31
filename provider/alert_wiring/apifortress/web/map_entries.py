"""The entries of a page map: what each may say, checked before any request (`api-fortress.md 4.11`)."""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, Any, ClassVar, Literal, Self

import soupsieve
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from ..backend import Capability

PLACEHOLDERS = frozenset({"company", "group", "connector", "definition", "project", "user", "id"})
"""What a path may leave open: ids of the objects that it is about; `{id}` only where a list looks for ids."""

Evidence = Literal["seen", "guess", "yours"]


def _selector(css: str) -> str:
    try:
        soupsieve.compile(css)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"{css!r} is not a CSS selector ({str(error).splitlines()[0].rstrip('.')})") from None
    return css


def _pattern(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression ({error})") from None
    if groups != 1:
        raise ValueError(f"{text!r} must have exactly one group in round brackets: what is looked for")
    return text


def _path(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError(f"{path!r} must begin with a slash: it is seen from the server's address, which ends in /app")
    try:
        strangers = {name for _, name, _, _ in Formatter().parse(path) if name is not None} - PLACEHOLDERS
    except ValueError:
        strangers = {path}
    if strangers:
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        raise ValueError(f"{path!r} may hold only the placeholders {known}")
    return path


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Css = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Path = Annotated[str, AfterValidator(_path)]
Labels = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Entry(BaseModel):
    """What every entry may say of itself: where it was seen, or why it is guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    one_of: ClassVar[tuple[str, ...]] = ()
    """An entry must say at least one of these."""

    seen: str | None = None
    """The source, for what somebody saw on an instance."""
    guess: str | None = None
    """The reason, for what nobody saw."""

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if self.seen and self.guess:
            raise ValueError("it is either seen or a guess, not both")
        if self.one_of and not any(getattr(self, name) for name in self.one_of):
            raise ValueError(f"it must say {' or '.join(self.one_of)}")
        return self

    @property
    def evidence(self) -> Evidence:
        """How much the entry can be trusted; an entry of the user's own file says nothing."""
        return "seen" if self.seen else "guess" if self.guess else "yours"

    @property
    def source(self) -> str:
        """Where it was seen or why it is guessed."""
        return self.seen or self.guess or ""


class PageEntry(Entry):
    """Where a page or dialog is: a path, or a link inside the object's card."""

    one_of = ("path", "link")
    path: Path | None = None
    """From the server's address, with `PLACEHOLDERS` for ids."""
    link: Css | None = None
    """The element of the card that opens it."""
    attribute: str = "href"
    """Which attribute of that element has the address."""


class FieldEntry(Entry):
    """A control of a form, by its label, its name or a selector; the first that fits counts."""

    one_of = ("label", "name", "css")
    label: Labels = ()
    """One or several labels; case, colons and asterisks do not matter. `{param}` and `{n}` stand for what varies."""
    name: str | None = None
    css: Css | None = None
    optional: bool = False
    """Whether an instance may lack it."""


class SetEntry(FieldEntry):
    """A control that holds a set: a multiple select, checkboxes, hidden inputs of one name, or joined text."""

    values: Literal["id", "label"] = "id"
    """What its values are."""
    separator: str = ","
    """Between the values of one text input."""
    empty: str | None = None
    """What to send for the empty set, where sending nothing would leave the set as it was."""


class ListEntry(Entry):
    """A list of objects on a page."""

    one_of = ("id", "id_pattern")
    items: Css
    """Each object's element: its card or row."""
    id: Path | None = None
    """Address in the card that holds the object's id as `{id}`."""
    id_pattern: Pattern | None = None
    """The same for an id that stands elsewhere: a pattern for addresses, and for hidden inputs, `id` and `data-`
    attributes as `name=value`."""
    proof: Path | None = None
    """Address that stands on the page even when the list is empty; without it an empty list is not believed."""


class TextEntry(Entry):
    """A text inside a card, by selector, by pattern, or by the pattern inside what the selector finds."""

    one_of = ("css", "pattern")
    css: Css | None = None
    pattern: Pattern | None = None


class SaveEntry(Entry):
    """Where a form goes when it is saved, if not where the form itself says."""

    path: Path | None = None
    method: Literal["GET", "POST", "PUT", "DELETE"] | None = None
    add: dict[str, str] = {}
    """Further pairs to send, such as the name of a button."""


class DeleteEntry(Entry):
    """How an object is deleted: an element of its card (a form, a button in one, a link), or a request."""

    one_of = ("css", "path")
    css: Css | None = None
    attribute: str = "href"
    path: Path | None = None
    method: Literal["GET", "POST", "DELETE"] | None = None
    confirm: Css | None = None
    """The form on the answer that confirms it."""


class ErrorEntry(Entry):
    """Where a page says why it refused something."""

    one_of = ("css",)
    css: Css = ""


class CapabilityEntry(Entry):
    """What the pages can do beyond the floor of the interface: no other of its abilities has a page at all."""

    offers: tuple[Literal[Capability.LOAD_DEFINITION], ...] = ()
