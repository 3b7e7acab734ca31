"""What alert actions send: posted when it stays on this machine, only noted otherwise; the last ones are kept."""

from __future__ import annotations

import http.client
import sqlite3
import threading
from typing import Any
from urllib.parse import urlsplit

from vendor_sandbox.context import Context
from vendor_sandbox.listeners import is_loopback

Stored = dict[str, Any]
RUNS = "ilert.action_runs"
"""What alert actions did, the last ones."""
THREADS = "alert action run"
"""What the names of the sending threads begin with."""
_WAITING = "ilert.action_runs_waiting"
_KEPT = 500
_SECONDS = 10


def put(context: Context, about: Stored, request: Stored) -> None:
    """Keep a run; it is sent once the call that made it is done."""
    number = context.store.next_number(RUNS, 1)
    outcome = _reason(context, request.get("url"))
    run = {"id": number, **about, **request, "sent": False, "reason": outcome}
    context.store.insert(RUNS, str(number), run)
    context.store.delete(RUNS, str(number - _KEPT))
    if outcome is None:
        context.store.put(_WAITING, str(number), {"id": number})


def _reason(context: Context, url: str | None) -> str | None:
    """Why a request is not sent; ``None`` when it is."""
    if url is None:
        return "recorded: told to another tool"
    try:
        target = urlsplit(url)
        host, _ = target.hostname, target.port
    except ValueError:
        return "not an address"
    if target.scheme not in {"http", "https"} or not host:
        return "not an address"
    if target.scheme != "http" or not is_loopback(host):
        return "recorded: the address is not on this machine"
    if url.startswith(f"{context.urls.ilert}/"):
        return "recorded: the address leads back to ilert"
    return None


def send_waiting(context: Context) -> None:
    """Send what waits, each in a thread of its own: whoever changed the alert does not wait for a receiver."""
    for key, _ in context.store.items(_WAITING):
        context.store.delete(_WAITING, key)
        run = context.store.get(RUNS, key)
        if run is not None:
            name = f"{THREADS} {key}"
            threading.Thread(target=_send, args=(context, key, run), name=name, daemon=True).start()


def _send(context: Context, key: str, run: Stored) -> None:
    outcome = _post(run)
    try:
        context.store.put(RUNS, key, {**run, **outcome})
    except sqlite3.ProgrammingError:  # the sandbox was stopped in the meantime
        return


def _post(run: Stored) -> Stored:
    """One POST: no retry, no redirect, no proxy."""
    target = urlsplit(run["url"])
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=_SECONDS)
    try:
        connection.request(run["method"], path, run["body"].encode(), run["headers"])
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return {"sent": True, "error": type(error).__name__}
    finally:
        connection.close()
    return {"sent": True, "httpStatus": answer.status}
