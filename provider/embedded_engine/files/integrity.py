"""The rules that a list of resources must keep, checked on loading (`pulumi-engine.md` 6.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from embedded_engine.errors import IntegrityError
from embedded_engine.files.model import Resource


def check_integrity(resources: Sequence[Resource]) -> None:
    """Raise `IntegrityError` at the first resource that refers to one missing or later in the list, or stands twice.

    `pulumi state repair` mends such files.
    """
    earlier: set[str] = set()
    live: set[str] = set()
    providers: set[str] = set()
    everywhere = {resource.urn for resource in resources}
    for resource in resources:
        if resource.provider:
            _check_provider(resource, providers)
        for kind, urn in _references(resource):
            if urn not in earlier:
                _refuse(resource, f"{kind} {urn} " + ("comes after it" if urn in everywhere else "is missing"))
        if not resource.delete:
            if resource.urn in live:
                _refuse(resource, "it stands in the state twice")
            live.add(resource.urn)
        if resource.is_provider:
            providers.add(f"{resource.urn}::{resource.id}")
        earlier.add(resource.urn)


def _references(resource: Resource) -> Iterator[tuple[str, str]]:
    if resource.parent:
        yield "its parent", resource.parent
    for urn in resource.dependencies:
        yield "its dependency", urn
    for key, urns in resource.property_dependencies.items():
        for urn in urns or ():
            yield f"the dependency of its property {key},", urn
    if resource.deleted_with:
        yield "its deletedWith", resource.deleted_with
    for urn in resource.replace_with:
        yield "its replaceWith", urn


def _check_provider(resource: Resource, providers: set[str]) -> None:
    if resource.provider not in providers:
        urn, found, _ = resource.provider.rpartition("::")
        what = f"unknown provider {resource.provider}" if found and urn.count("::") >= 3 else "malformed provider"
        _refuse(resource, f"it refers to an {what}" if what.startswith("unknown") else f"it has a {what} reference")


def _refuse(resource: Resource, problem: str) -> None:
    raise IntegrityError(
        f"snapshot integrity failure: {resource.urn}: {problem}; "
        "restore the .bak file beside it or run `pulumi state repair`"
    )
