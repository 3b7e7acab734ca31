"""Pulumi's gRPC protocol, as the SDK package ships it (pulumi-engine.md 1.6), without the SDK itself.

Importing `pulumi` costs more than everything else the engine does at its start, and only the program needs it. The
generated modules import each other relatively, so their folder is loaded as a package of its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

import grpc

from embedded_engine.errors import EngineError

if TYPE_CHECKING:
    from pulumi.runtime.proto import (
        engine_pb2,
        engine_pb2_grpc,
        provider_pb2,
        provider_pb2_grpc,
        resource_pb2,
        resource_pb2_grpc,
    )
else:

    def _load(name: str) -> ModuleType:
        package = f"{__name__}_files"
        if package not in sys.modules:
            sdk = importlib.util.find_spec("pulumi")
            if sdk is None or sdk.origin is None:
                raise EngineError("the Pulumi SDK is not installed: pip install pulumi")
            module = ModuleType(package)
            module.__path__ = [str(Path(sdk.origin).parent / "runtime" / "proto")]
            sys.modules[package] = module
        return importlib.import_module(f"{package}.{name}")

    engine_pb2 = _load("engine_pb2")
    engine_pb2_grpc = _load("engine_pb2_grpc")
    provider_pb2 = _load("provider_pb2")
    provider_pb2_grpc = _load("provider_pb2_grpc")
    resource_pb2 = _load("resource_pb2")
    resource_pb2_grpc = _load("resource_pb2_grpc")

CHANNEL_OPTIONS: Final = (
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),
    ("grpc.server_max_unrequested_time_in_server", 30 * 60),
)
"""What the SDK sets on its own ends: messages up to 400 MiB, half an hour (seconds) of waiting in a queue."""

__all__ = [
    "CHANNEL_OPTIONS",
    "engine_pb2",
    "engine_pb2_grpc",
    "grpc",
    "provider_pb2",
    "provider_pb2_grpc",
    "resource_pb2",
    "resource_pb2_grpc",
]
