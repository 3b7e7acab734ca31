"""From a program's request to a goal, and what is refused on the way (pulumi-engine.md 2.3, 12.2)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from embedded_engine.deployment.providers import BUILTIN_PROVIDER, STACK_REFERENCE
from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.model import DYNAMIC_PROVIDER, PROVIDER_TYPE_PREFIX, ROOT_STACK_TYPE, Resource
from embedded_engine.steps.durations import seconds
from embedded_engine.steps.goal import AliasSpec, Goal
from embedded_engine.steps.urns import Namer
from embedded_engine.values.marks import find_asset
from embedded_engine.values.wire import from_struct

_DYNAMIC_PREFIX: Final = "pulumi-python:dynamic"
_SERVED_TYPES: Final = (_DYNAMIC_PREFIX, STACK_REFERENCE)


def refuse_unsupported(request: Any, urn: str) -> None:
    """Raise `NeedsPulumiCliError` when a registration asks for something that only the CLI does (12.2)."""
    for what in _unsupported(request):
        raise NeedsPulumiCliError(what, urn)


def _unsupported(request: Any) -> Iterator[str]:
    kind = request.type
    if request.remote:
        yield f"the remote component {kind}"
    if request.custom and kind.startswith(PROVIDER_TYPE_PREFIX) and kind != DYNAMIC_PROVIDER:
        yield f"the provider {kind.removeprefix(PROVIDER_TYPE_PREFIX)}, since only dynamic providers are served"
    if request.custom and not kind.startswith((_DYNAMIC_PREFIX, PROVIDER_TYPE_PREFIX)):
        yield f"the resource type {kind}, since only dynamic providers are served"
    if request.version and request.custom:
        yield f"the option version={request.version}"
    if request.pluginDownloadURL and request.custom:
        yield "the option plugin_download_url"
    if request.packageRef:
        yield "a parameterized package"
    if request.transforms:
        yield "the option transforms"
    if any(names for _, names in request.hooks.ListFields()):
        yield "the option hooks"
    if request.replace_with:
        yield "the option replace_with"
    if request.HasField("replacement_trigger") and request.replacement_trigger.WhichOneof("kind") not in (
        None,
        "null_value",
    ):
        yield "the option replacement_trigger"
    if request.state_migrations:
        yield "the option state_migrations"
    if request.envVarMappings:
        yield "the option env_var_mappings"


def refuse_foreign_state(resources: Iterable[Resource]) -> None:
    """Raise `NeedsPulumiCliError` when a state holds resources of providers that only the CLI can start (12.2)."""
    for resource in resources:
        served = resource.type in (DYNAMIC_PROVIDER, BUILTIN_PROVIDER) or resource.type.startswith(_SERVED_TYPES)
        if resource.custom and not served:
            raise NeedsPulumiCliError(f"the resource type {resource.type} in the state", resource.urn)


class GoalReader:
    """Reads goals; knows those of this pass, since children inherit from their parents (4.12)."""

    def __init__(self, namer: Namer, root: Path) -> None:
        """`root` is the project's folder, which source positions are relative to."""
        self._namer: Final = namer
        self._root: Final = root
        self._goals: Final[dict[str, Goal]] = {}

    def urn(self, request: Any) -> str:
        """Give the URN of a registration or a read."""
        return self._namer.urn(request.parent, request.type, request.name)

    def answered(self, goal: Goal, urn: str) -> None:
        """Take note of the URN that the program is told: what is no target keeps its old one, for its children too."""
        self._goals.setdefault(urn, goal)

    def goal(self, request: Any, provider: str) -> Goal:
        """Read a registration; `provider` is the default one's reference, for requests that name none.

        Raises `EngineError` for a parent that was not registered and for malformed timeouts.
        """
        urn = self.urn(request)
        parent = self._parent(request, urn)
        inputs = from_struct(request.object)
        self._refuse_assets(inputs, urn)
        inherits = parent is not None and parent.type != ROOT_STACK_TYPE
        protect = request.protect if request.HasField("protect") else bool(inherits and parent and parent.protect)
        retain = (
            request.retainOnDelete
            if request.HasField("retainOnDelete")
            else bool(inherits and parent and parent.retain_on_delete)
        )
        goal = Goal(
            urn=urn,
            type=request.type,
            name=request.name,
            custom=request.custom,
            inputs=inputs,
            parent=request.parent,
            provider=provider,
            protect=protect,
            retain_on_delete=retain,
            deleted_with=request.deletedWith or (parent.deleted_with if inherits and parent else ""),
            dependencies=tuple(dict.fromkeys(request.dependencies)),
            property_dependencies={key: tuple(value.urns) for key, value in request.propertyDependencies.items()},
            delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            hide_diff=tuple(request.hideDiffs),
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            custom_timeouts=_timeouts(request, urn),
            aliases=_aliases(request),
            import_id=request.importId,
            source_position=self._position(request),
        )
        self._goals[urn] = goal
        return goal

    def read_goal(self, request: Any, provider: str) -> Goal:
        """Read a request to read (`.get()`, StackReference)."""
        urn = self.urn(request)
        self._parent(request, urn)
        goal = Goal(
            urn=urn,
            type=request.type,
            name=request.name,
            custom=True,
            inputs=from_struct(request.properties),
            parent=request.parent,
            provider=provider,
            dependencies=tuple(dict.fromkeys(request.dependencies)),
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            source_position=self._position(request),
        )
        self._goals[urn] = goal
        return goal

    def _parent(self, request: Any, urn: str) -> Goal | None:
        if not request.parent:
            return None
        parent = self._goals.get(request.parent)
        if parent is None:
            raise EngineError(f"the parent {request.parent} of {urn} was not registered before it")
        return parent

    @staticmethod
    def _refuse_assets(inputs: dict[str, Any], urn: str) -> None:
        path = find_asset(inputs)
        if path is not None:
            raise NeedsPulumiCliError(f"the asset or archive in {path}", urn)

    def _position(self, request: Any) -> str:
        """Give where the program made the resource, as the CLI stores it: `project:///PATH#LINE`."""
        if not request.HasField("sourcePosition") or not request.sourcePosition.uri:
            return ""
        raw = request.sourcePosition
        parts = urlsplit(raw.uri)
        if parts.scheme != "file":
            return ""
        path = Path(os.path.relpath(unquote(parts.path), self._root)).as_posix()
        column = f",{raw.column}" if raw.column else ""
        return f"project:///{path}#{raw.line}{column}"


def _timeouts(request: Any, urn: str) -> dict[str, float]:
    raw = request.customTimeouts
    try:
        named = {"create": seconds(raw.create), "update": seconds(raw.update), "delete": seconds(raw.delete)}
    except ValueError as error:
        raise EngineError(f"custom_timeouts of {urn}: {error}") from None
    return {key: int(value) if value.is_integer() else value for key, value in named.items() if value}


def _aliases(request: Any) -> tuple[AliasSpec, ...]:
    plain = [AliasSpec(urn=urn) for urn in request.aliasURNs]
    specs = []
    for alias in request.aliases:
        if alias.WhichOneof("alias") == "urn":
            specs.append(AliasSpec(urn=alias.urn))
        else:
            spec = alias.spec
            specs.append(
                AliasSpec("", spec.name, spec.type, spec.stack, spec.project, spec.parentUrn, no_parent=spec.noParent)
            )
    return (*plain, *specs)
