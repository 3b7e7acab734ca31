"""The analyzer part of Pulumi's gRPC protocol, as the SDK ships it, without loading the SDK itself.

The whole SDK takes longer to load than everything that the pack does; the generated modules import only each other, so
their folder is loaded as a package of its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

import grpc

if TYPE_CHECKING:
    from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2
else:

    def _load(name: str) -> ModuleType:
        package = f"{__name__}_files"
        if package not in sys.modules:
            module = ModuleType(package)
            module.__path__ = [str(Path(importlib.util.find_spec("pulumi").origin).parent / "runtime" / "proto")]
            sys.modules[package] = module
        return importlib.import_module(f"{package}.{name}")

    analyzer_pb2 = _load("analyzer_pb2")
    analyzer_pb2_grpc = _load("analyzer_pb2_grpc")
    plugin_pb2 = _load("plugin_pb2")

__all__ = ["analyzer_pb2", "analyzer_pb2_grpc", "grpc", "plugin_pb2"]
