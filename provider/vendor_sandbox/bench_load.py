"""The load of the measurement: a small HTTP client and a mix of reads and writes for each vendor."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_WORKERS = 12
Send = Callable[[str, str, Any], Coroutine[Any, Any, Any]]
Action = Callable[["Client"], Coroutine[Any, Any, None]]


@dataclass
class Result:
    """What came of a run."""

    rate: float
    """Answers per second."""
    milliseconds: list[float]
    wrong: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Answers that were not a success."""
        return len(self.wrong)

    def percentile(self, share: int) -> float:
        """Milliseconds that `share` per cent of the answers kept within."""
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, len(self.milliseconds) * share // 100)]


class Client:
    """One worker's connections, one per vendor, kept alive."""

    def __init__(self, result: Result, number: int) -> None:
        """Note answers in `result`."""
        self._result = result
        self._open: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}
        self.chance = random.Random(number)  # noqa: S311 - the same mix in every run
        self.names = (f"bench {number} {each} {time.time_ns()}" for each in itertools.count())
        self.made: dict[str, list[str]] = {}

    async def send(self, base: str, method: str, path: str, headers: dict[str, str], body: Any = None) -> Any:
        """One request; its JSON, None for no body."""
        where = urlsplit(base)
        if base not in self._open:
            self._open[base] = await asyncio.open_connection(where.hostname, where.port)
        reader, writer = self._open[base]
        content = b"" if body is None else json.dumps(body).encode()
        sent = {"Host": where.netloc, "Content-Type": "application/json", "Content-Length": len(content), **headers}
        began = time.perf_counter()
        writer.write(f"{method} {where.path}{path} HTTP/1.1\r\n".encode())
        writer.write("".join(f"{name}: {value}\r\n" for name, value in sent.items()).encode() + b"\r\n" + content)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((line.split(": ")[1] for line in head.split("\r\n") if line.startswith("content-length: ")), "0")
        answer = await reader.readexactly(int(length))
        self._result.milliseconds.append((time.perf_counter() - began) * 1000)
        status = int(head.split(" ", 2)[1])
        if status >= 300:
            self._result.wrong.append(f"{method} {path}: {status} {answer[:200].decode()}")
            return None
        return json.loads(answer) if answer else None

    def close(self) -> None:
        """Close the connections."""
        for _, writer in self._open.values():
            writer.close()


class Mix:
    """Reads and writes of one vendor: mostly reads, and as many objects deleted as made."""

    def __init__(self, base: str, headers: Callable[[], dict[str, str]], calls: dict[str, Any]) -> None:
        """Send to `base`; `calls` has ``lists`` (paths), ``many`` (path of the collection) and ``body`` (by name)."""
        self._base, self._headers, self._calls = base, headers, calls

    async def step(self, client: Client) -> None:
        """One request."""
        mine = client.made.setdefault(self._base, [])
        many, chance = self._calls["many"], client.chance.random()
        if chance < 0.15:
            await self._send(client, "GET", client.chance.choice(self._calls["lists"]))
        elif chance < 0.3 or not mine:
            made = await self._send(client, "POST", many, self._calls["body"](next(client.names)))
            mine.append(str((made or {}).get("id", 0)))
        elif chance < 0.45:
            await self._modify(client, mine[-1])
        elif chance < 0.55:
            await self._send(client, "DELETE", f"{many}/{mine.pop()}")
        else:
            await self._send(client, "GET", f"{many}/{client.chance.choice(mine)}")

    async def _modify(self, client: Client, key: str) -> None:
        many, body = self._calls["many"], self._calls["body"](next(client.names))
        if self._calls.get("post_modifies"):
            await self._send(client, "POST", many, {**body, "id": key})
        else:
            await self._send(client, "PUT", f"{many}/{key}", body)

    async def _send(self, client: Client, method: str, path: str, body: Any = None) -> Any:
        return await client.send(self._base, method, path, self._headers(), body)


def everything(status: dict[str, Any], bare: str | None) -> list[Action]:
    """A step for each vendor of a running sandbox; with `bare`, the same requests to one URL that takes anything."""
    fortress = status.get("apifortress", {}).get("credentials", {"key": "", "secret": ""})
    xmatters = status.get("xmatters", {}).get("credentials", {"username": "", "password": ""})
    token = status.get("ilert", {}).get("credentials", {"token": ""})["token"]
    basic = base64.b64encode(f"{xmatters['username']}:{xmatters['password']}".encode()).decode()

    def signed() -> dict[str, str]:
        text = f"{fortress['key']}{fortress['secret']}{int(time.time())}"
        return {"X-Key": fortress["key"], "X-Token": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}

    ilert_calls = {
        "many": "/api/alert-sources",
        "lists": ["/api/alert-sources?max-results=50", "/api/escalation-policies?start-index=500&max-results=50"],
        "body": lambda name: {"name": name, "integrationType": "API", "escalationPolicy": {"id": 2344528}},
    }
    xmatters_calls = {
        "many": "/api/xm/1/plans",
        "lists": ["/api/xm/1/plans", "/api/xm/1/forms?limit=50&offset=500", "/api/xm/1/people"],
        "body": lambda name: {"name": name, "enabled": True},
        "post_modifies": True,
    }
    fortress_calls = {
        "many": "/api/rest/v3/alertGroups",
        "lists": ["/api/rest/v3/alertGroups?label=Load%20group%2077", "/api/rest/v3/projects?name=Load%20project%2077"],
        "body": lambda name: {"label": name},
    }
    return [
        Mix(bare or status["ilert"]["url"], lambda: {"Authorization": f"Bearer {token}"}, ilert_calls).step,
        Mix(bare or status["xmatters"]["url"], lambda: {"Authorization": f"Basic {basic}"}, xmatters_calls).step,
        Mix(bare or status["apifortress"]["url"], signed, fortress_calls).step,
    ]


async def run(actions: list[Action], rate: int | None, seconds: float) -> Result:
    """Take the actions in turn, at a rate per second or (None) one after the other as fast as they are answered."""
    result = Result(0.0, [])
    began = time.perf_counter()
    turns = itertools.count()

    async def work(number: int) -> None:
        client = Client(result, number)
        try:
            while True:
                turn = next(turns)
                due = turn / rate if rate else 0.0
                now = time.perf_counter() - began
                if max(now, due) >= seconds:
                    return
                await asyncio.sleep(max(0.0, due - now))
                await actions[turn % len(actions)](client)
        finally:
            client.close()

    await asyncio.gather(*(work(number) for number in range(_WORKERS)))
    result.rate = len(result.milliseconds) / (time.perf_counter() - began)
    return result
