"""What every stand-in gets to work with."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from vendor_sandbox.clock import Clock
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches


@dataclass(frozen=True)
class Urls:
    """Base URLs of the four listeners, ``http://127.0.0.1:port``, no path, no trailing slash."""

    control: str
    ilert: str
    xmatters: str
    apifortress: str


@dataclass(frozen=True)
class Context:
    """Shared by all stand-ins of one running sandbox."""

    store: Store
    clock: Clock
    urls: Urls
    switches: Switches
    log: logging.Logger
