"""A plugin whose engine was killed sends nothing more and ends."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from alert_wiring import ilert
from support.plugin import PluginError, plugin
from support.sandbox import Control

LISTENER = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    server.accept()[0].close()
    print("somebody came", flush=True)
"""


def test_no_write_after_the_engine_is_gone(
    environment: dict[str, str], minimal: dict[str, Any], control: Control
) -> None:
    engine = subprocess.Popen([sys.executable, "-c", LISTENER], stdout=subprocess.PIPE, text=True)
    assert engine.stdout is not None
    try:
        address = f"127.0.0.1:{int(engine.stdout.readline())}"
        with plugin(environment, engine=address) as running, ThreadPoolExecutor(1) as pool:
            source = running.of(ilert.AlertSource)
            inputs = source.check(minimal).inputs
            control.fault(vendor="ilert", method="GET", pathPrefix="/api/alert-sources", delayMs=8000, times=1)
            creating = pool.submit(source.create, inputs)
            assert engine.stdout.readline(), "the plugin knows its engine"
            engine.kill()
            with pytest.raises(PluginError):
                creating.result(60)
            assert running.process.wait(60) == 1, "it ends by itself"
    finally:
        engine.kill()
        engine.wait()
        engine.stdout.close()
    methods = [row["method"] for row in control.requests_log("ilert")]
    assert "GET" in methods and "POST" not in methods
