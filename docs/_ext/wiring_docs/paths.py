"""Where a kind lives at its vendor: the requests that its hooks begin with, seen by asking them with nobody there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock
from urllib.parse import unquote

from alert_wiring.core.http import Answer, HttpSession
from alert_wiring.core.kind import Kind
from alert_wiring.core.settings import Setting, Settings
from wiring_docs.discover import KindEntry


class _Anything(dict[str, Any]):
    """A JSON object that has every member; each is its own name in braces."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"

    def get(self, key: str, default: Any = None) -> Any:
        """Return the member's name, also where a default is given."""
        del default
        return self[key]


class _Asked(Settings):
    """Settings that have a value for everything that must be there."""

    def __init__(self) -> None:
        super().__init__({}, lambda _key: None)

    def get(self, setting: Setting) -> str | None:
        if setting.default is not None:
            return setting.default
        if setting.env.endswith("_URL"):
            return "https://vendor.example/app"
        return None if setting.env.endswith(("_FILE", "_HTTP")) else "x"


def paths(entry: KindEntry) -> list[str]:
    """Return "METHOD path" of the first request of each operation; empty where the hooks cannot be asked that way."""
    found = _asked(entry, "{id}")
    if any(each.endswith("/") for each in found):  # the id has two parts: what it lives in, and its own
        return _asked(entry, "{parent}/{id}")
    return found


def _asked(entry: KindEntry, id_: str) -> list[str]:
    kind: Kind[Any] = entry.cls.provider_class.kind
    props = _Anything()
    asked: list[str] = []
    with suppress(Exception), _recorded(asked):
        api = kind.api.connect(_Asked())
        calls: list[Callable[[], object]] = [
            lambda: list(kind.list_remote(api, props)),
            lambda: kind.create_remote(api, _Anything(), props),
            lambda: kind.update_remote(api, id_, _Anything(), props, props),
            lambda: kind.delete_remote(api, id_, props),
        ]
        for call in calls:
            with suppress(Exception):
                call()
    return list(dict.fromkeys(asked))


@contextmanager
def _recorded(asked: list[str]) -> Iterator[None]:
    class EnoughError(Exception):
        """The first request was made."""

    def request(self: HttpSession, method: str, path: str, **_: object) -> Answer:
        del self
        asked.append(f"{method} {unquote(path)}")
        raise EnoughError

    with mock.patch.object(HttpSession, "request", request):
        yield
