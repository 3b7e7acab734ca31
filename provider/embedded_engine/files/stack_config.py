"""The configuration that a run gets: the stack file's values over the project's, checked (`pulumi-engine.md` 8.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from embedded_engine.errors import EngineError
from embedded_engine.files.config_values import full_key, get_path, is_secret, opened, set_path, split_path, text_of
from embedded_engine.files.declarations import Declaration, fits
from embedded_engine.files.project import Project
from embedded_engine.values import Secret


def merged(project: Project, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stack's values with the project's defaults and fixed values added where the stack has none."""
    result = dict(values)
    for name, declaration in sorted(project.config.items()):
        given = declaration.value if declaration.value is not None else declaration.default
        root, path = split_path(full_key(name, project.name))
        if given is None or (root in result and get_path(result[root], path)[0]):
            continue
        result[root] = set_path(result.get(root), path, given) if path else _normal(given)
    return result


def _normal(value: Any) -> Any:
    return value if isinstance(value, str | list | dict) else text_of(value)


def check(project: Project, stack: str, values: Mapping[str, Any], decrypt: Callable[[str], str]) -> None:
    """Raise `EngineError` for missing, unencrypted and wrongly typed values; `values` are already merged."""
    missing = [
        name
        for name, _ in sorted(project.config.items())
        if full_key(name, project.name).startswith(f"{project.name}:") and not _found(project, name, values)[0]
    ]
    if missing:
        named = [f"'{name}'" for name in missing]
        listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
        plural = "s" if len(missing) > 1 else ""
        raise EngineError(f"Stack '{stack}' is missing configuration value{plural} {listed}")
    for name, declaration in sorted(project.config.items()):
        if declaration.type:
            _check_one(stack, name, declaration, _found(project, name, values)[1], decrypt)


def _found(project: Project, name: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
    root, path = split_path(full_key(name, project.name))
    return get_path(values[root], path) if root in values else (False, None)


def _check_one(stack: str, name: str, declaration: Declaration, value: Any, decrypt: Callable[[str], str]) -> None:
    if declaration.secret and not is_secret(value):
        raise EngineError(f"Stack '{stack}' with configuration key '{name}' must be encrypted as it's secret")
    clear = opened(value, decrypt)
    if not fits(declaration, clear if isinstance(clear, list | dict) else text_of(clear)):
        raise EngineError(f"Stack '{stack}' with configuration key '{name}' must be of type '{declaration.type_name}'")


def for_program(values: Mapping[str, Any], decrypt: Callable[[str], str]) -> dict[str, str | Secret]:
    """Return full key to text as the program gets it; keys that are, or hold, a secret are `Secret`."""
    result: dict[str, str | Secret] = {}
    for key, value in values.items():
        text = text_of(opened(value, decrypt))
        result[key] = Secret(text) if is_secret(value) else text
    return result


def secret_texts(values: Mapping[str, Any], decrypt: Callable[[str], str]) -> tuple[str, ...]:
    """Return every secret of the configuration in clear, those inside objects too: what no message may show."""
    found: list[str] = []

    def note(ciphertext: str) -> str:
        found.append(decrypt(ciphertext))
        return ""

    for value in values.values():
        opened(value, note)
    return tuple(found)
