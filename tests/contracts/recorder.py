"""Records what a client and a vendor say to each other, step by step, in the form of the documented cassettes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from alert_wiring.core.http import Answer, Content, HttpSession
from contracts.scrubbing import Scrubber
from contracts.shapes import differences
from support.cassettes import contents

Step = Callable[[str], AbstractContextManager[None]]
"""`Recorder.step`, as a scenario is given it."""


@dataclass
class Exchange:
    """One request and its answer, as they were."""

    method: str
    address: str
    body: str | None
    answer: Answer


@dataclass
class Recorder:
    """The exchanges of one account.

    Attributes:
        vendor: whose clients are listened to.
        steps: what was said in each step; the name of a step is that of its documented cassette.
    """

    vendor: str
    steps: dict[str, list[Exchange]] = field(default_factory=dict)
    _step: str = ""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear what clients of the vendor say in this process."""
        send = HttpSession._send

        def heard(session: HttpSession, method: str, address: str, body: Any, *more: Any, **named: Any) -> Answer:
            answer = send(session, method, address, body, *more, **named)
            if session.vendor == self.vendor and self._step:
                text = body.data.decode() if isinstance(body, Content) else body and json.dumps(body)
                self.steps[self._step].append(Exchange(method, address, text, answer))
            return answer

        with patch.object(HttpSession, "_send", heard):
            yield

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Keep what is said in here under this name; what is said outside of steps is not kept."""
        self.steps[name], self._step = [], name
        try:
            yield
        finally:
            self._step = ""


def cassette_of(exchanges: list[Exchange], scrubber: Scrubber, source: str) -> str:
    """Return the text of a cassette with these exchanges, scrubbed."""
    interactions = [
        {
            "request": {
                "method": one.method,
                "uri": scrubber.address(one.address),
                "headers": {},
                "body": scrubber.content(one.body) if one.body else None,
            },
            "response": {
                "status": {"code": one.answer.status, "message": _phrase(one.answer.status)},
                "headers": scrubber.headers(one.answer.headers.items()),
                "body": {"string": scrubber.content(one.answer.text) if one.answer.text else ""},
            },
        }
        for one in exchanges
    ]
    told = {"metadata": {"source": source}, "version": 1, "interactions": interactions}
    return yaml.dump(told, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=120)


def learn(recorder: Recorder, scrubber: Scrubber) -> None:
    """Let the scrubber see everything first: a name may stand in an exchange before the one that tells whose it is."""
    for exchanges in recorder.steps.values():
        for one in exchanges:
            scrubber.learn(one.answer.json)
            scrubber.learn(_parsed(one.body))


def compared(name: str, exchanges: list[Exchange], documented: Path) -> list[str]:
    """Return what differs from the documented cassette: how many exchanges, statuses, shapes of answers."""
    if not documented.exists():
        return [f"{name}: no documented exchange"]
    told = contents(documented)["interactions"]
    lines = []
    if len(told) != len(exchanges):
        lines.append(f"{name}: {len(exchanges)} exchange(s), documented {len(told)}")
    for number, (old, new) in enumerate(zip(told, exchanges, strict=False), start=1):
        place = f"{name} {number}" if len(told) > 1 else name
        status = old["response"]["status"]["code"]
        if status != new.answer.status:
            lines.append(f"{place}: status {new.answer.status}, documented {status}")
        shape = _parsed(old["response"]["body"].get("string"))
        lines += [f"{place}: {line}" for line in differences(shape, new.answer.json)]
    return lines


class _Readable(yaml.SafeDumper):
    """Writes texts of several lines as such, as the documented cassettes have them."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _block)


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
