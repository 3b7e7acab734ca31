"""Finding what the map describes on a page: cards, texts, controls, the reason of a refusal. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urlsplit

from bs4 import Tag

from .map_entries import FieldEntry, ListEntry
from .map_file import PageMap
from .misfit import MisfitError
from .page import Control, Form, Page, folded, path_of, path_pattern, words, written

_REASON = 120
"""Characters of a page's own words that an error may repeat."""

_PLACE = re.compile(r"\\\{(\w+)\\\}")


def cards(page_map: PageMap, page: Page, name: str, prefix: str) -> dict[str, Tag]:
    """Return the objects of a list: id to the innermost element that shows one object and no other.

    Raises:
        MisfitError: an object's address stands outside every card, or the list is empty and nothing proves that it is
            the list. An instance that looks different must never look empty.
    """
    entry = page_map.lists[name]
    pattern = path_pattern(entry.id, prefix) if entry.id else re.compile(entry.id_pattern or "")
    found: dict[str, Tag] = {}
    for item in page.soup.select(entry.items):
        ids = {id_ for id_, _ in _ids(page, pattern, item)}
        if len(ids) == 1:
            found[ids.pop()] = item  # document order: an inner element comes after the outer one
    for id_, tag in _ids(page, pattern, None):
        if id_ not in found:
            raise MisfitError(
                f"lists.{name}.items",
                f"element {entry.items!r} that shows the object {id_} and no other",
                page.path,
                [_shape(parent) for parent in [tag, *tag.parents][:5] if parent.name != "[document]"],
                f"lists: {{{name}: {{items: CSS selector of one card, ...}}}}",
            )
    if not found and not proved(page, entry, prefix):
        looked = f"address like {entry.id}" if entry.id else f"{entry.id_pattern!r} in an address or hidden input"
        proof = f", nor {entry.proof} to prove that the list is empty" if entry.proof else ""
        write = f"pages: {{{name}: {{path: ...}}}} if the list is on another page, else lists: {{{name}: {{...}}}}"
        raise MisfitError(f"lists.{name}", looked + proof, page.path, addresses(page), write)
    return found


def text(page_map: PageMap, page: Page, card: Tag, name: str) -> str | None:
    """Return a text of a card; None when it does not stand there."""
    entry = page_map.texts[name]
    places: Iterable[Tag] = card.select(entry.css) if entry.css else [card]
    for place in places:
        if entry.pattern is None:
            return written(place.get_text())
        match = re.search(entry.pattern, words(place.get_text(" ")), re.IGNORECASE)
        if match:
            return match.group(1).strip()
    return None


def demand_text(page_map: PageMap, page: Page, card: Tag, name: str) -> str:
    """Return a text that every card has.

    Raises:
        MisfitError: this one has not.
    """
    found = text(page_map, page, card, name)
    if not found:
        entry = page_map.texts[name]
        raise MisfitError(
            f"texts.{name}", f"{entry.css or entry.pattern!r} in a card", page.path, [_shape(tag) for tag in _all(card)]
        )
    return found


def matching(entry: FieldEntry, form: Form, **values: str) -> list[Control]:
    """Return the controls of a form that fit an entry: by label, else by name, else by selector."""
    labels = [folded(label.format_map(_Known(values))) for label in entry.label]
    for label in labels:
        found = form.find(lambda one, label=label: one.type != "hidden" and folded(one.label) == label)  # type: ignore[misc]
        if found:
            return found
    if entry.name is not None:
        name = entry.name.format_map(_Known(values))
        found = form.find(lambda one: one.name == name)
        if found:
            return found
    if entry.css is not None:
        tags = form.page.soup.select(entry.css)
        return form.find(lambda one: any(one.tag is tag for tag in tags))
    return []


def field(page_map: PageMap, form: Form, name: str, **values: str) -> Control:
    """Return the control of a form for an entry of the map.

    Raises:
        MisfitError: there is none; the text names the controls that the form has.
    """
    entry = page_map.fields[name]
    found = matching(entry, form, **values)
    if not found:
        raise field_misfit(f"fields.{name}", entry, [form], form.page)
    return found[0]


def form_with(page_map: PageMap, page: Page, *names: str, **values: str) -> Form:
    """Return the form that has all these fields (sets may be among them: `sets.edit_project.groups`).

    Raises:
        MisfitError: no form has; the text is about the first field that the best form lacks.
    """
    forms = page.forms()
    lacks = {
        index: [name for name in names if not matching(_entry(page_map, name), form, **values)]
        for index, form in enumerate(forms)
    }
    for index, missing in lacks.items():
        if not missing:
            return forms[index]
    best = min(lacks, key=lambda index: len(lacks[index]), default=None)
    name = names[0] if best is None else lacks[best][0]
    full = name if name.startswith("sets.") else f"fields.{name}"
    shown = forms if best is None or len(lacks[best]) == len(names) else [forms[best]]
    raise field_misfit(full, _entry(page_map, name), shown, page)


def login_form(page_map: PageMap, page: Page) -> Form | None:
    """Return the sign-in form of a page, None where there is none."""
    if not page.asks_for_password:
        return None
    wanted = [page_map.fields["login.password"], page_map.fields["login.user"]]
    return next((form for form in page.forms() if all(matching(entry, form) for entry in wanted)), None)


def varying(entry: FieldEntry, form: Form) -> dict[str, Control]:
    """Return the controls of a form whose label or name has a part `{param}`: the part to the control."""
    readers: list[tuple[str, Callable[[Control], str]]] = [(label, lambda one: one.label) for label in entry.label]
    if entry.name is not None:
        readers.append((entry.name, lambda one: one.name))
    for template, read in readers:
        pattern = re.compile("^" + _PLACE.sub(r"(?P<\1>.+?)", re.escape(template)) + r"[\s:*]*$")
        matches = [(pattern.match(words(read(one))), one) for one in form.find(lambda one: one.type != "hidden")]
        found = {match["param"]: one for match, one in matches if match}
        if found:
            return found
    return {}


def reason(page_map: PageMap, page: Page, sent: Iterable[str]) -> str:
    """Return the page's reason for a refusal, short and without any value that was sent."""
    tag = page.soup.select_one(page_map.errors["page"].css)
    told = words(tag.get_text(" ")) if tag else ""
    for value in sorted((one.strip() for one in sent if len(one.strip()) > 3), key=len, reverse=True):
        told = told.replace(value, "…")
    return told[:_REASON]


def field_misfit(name: str, entry: FieldEntry, forms: list[Form], page: Page) -> MisfitError:
    """Return the error for a field that is not there."""
    tried = [f"label {label!r}" for label in entry.label]
    tried += [f"name {entry.name!r}"] if entry.name else []
    tried += [f"selector {entry.css!r}"] if entry.css else []
    section, _, short = name.partition(".")
    controls = [one for form in forms for one in form.find(lambda one: section == "sets" or one.type != "hidden")]
    shown = [f"{one.name} (hidden)" if one.type == "hidden" else one.spoken for one in controls]
    return MisfitError(
        name,
        f"field with {' or '.join(tried)}",
        page.path,
        shown or ["no form" if not forms else "a form without fields"],
        f"{section}: {{{short}: {{label: the words at the field}}}}",
    )


def _entry(page_map: PageMap, name: str) -> FieldEntry:
    return page_map.sets[name.removeprefix("sets.")] if name.startswith("sets.") else page_map.fields[name]


def _ids(page: Page, pattern: re.Pattern[str], within: Tag | None) -> list[tuple[str, Tag]]:
    """The ids that stand inside an element (or on the page), each with the element that holds it."""
    found = [(pattern.search(mark), tag) for tag, mark in page.marks(within)]
    return [(match.group(1 if "id" not in match.groupdict() else "id"), tag) for match, tag in found if match]


def proved(page: Page, entry: ListEntry, prefix: str) -> bool:
    """Whether the page shows the address that proves an empty list."""
    if entry.proof is None:
        return False
    pattern = path_pattern(entry.proof, prefix)
    return any(pattern.match(path_of(address)) for _, address in page.addresses())


def addresses(page: Page) -> list[str]:
    """The pages that a page leads to, without pictures and scripts; of a query only the names."""
    found = dict.fromkeys(_shown(address) for _, address in page.addresses())
    return [one for one in found if not one.endswith((".css", ".js", ".png", ".svg", ".ico"))]


def _shown(address: str) -> str:
    names = [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    return path_of(address) + ("?" + "&".join(f"{name}=…" for name in names) if names else "")


def _all(card: Tag) -> list[Tag]:
    return [tag for tag in card.find_all(True) if tag.get_text(strip=True)]


def _shape(tag: Tag) -> str:
    """An element as a selector would name it."""
    classes = tag.get("class")
    names = classes.split() if isinstance(classes, str) else list(classes or [])
    return ".".join([tag.name, *names])


class _Known(dict[str, str]):
    """Fills what is known into a template and leaves the rest."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
