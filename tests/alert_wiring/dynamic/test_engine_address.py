"""The plugin finds its engine behind whatever flags the CLI puts before the address."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from alert_wiring.dynamic import voice, watch

ADDRESS = "127.0.0.1:40123"
CALLED = [[ADDRESS], ["-v=8", ADDRESS], ["--logtostderr", "-v=9", "--tracing", "127.0.0.1:6007", ADDRESS]]


@pytest.mark.parametrize("arguments", CALLED)
def test_the_engine_is_watched_and_hears_messages(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    channels: list[str] = []
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", *arguments])
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(DynamicResourceProviderServicer=object))
    monkeypatch.setattr(voice, "_stubs", [])
    monkeypatch.setattr(voice.grpc, "insecure_channel", channels.append)
    monkeypatch.setattr(voice.engine_pb2_grpc, "EngineStub", lambda channel: channel)
    voice._stub()
    assert channels == [ADDRESS]
    assert watch._engine_address() == ("127.0.0.1", 40123)


@pytest.mark.parametrize("arguments", [[], ["up"], ["-v=8"], ["--at", "config:key"]])
def test_elsewhere_there_is_no_engine(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["program", *arguments])
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(DynamicResourceProviderServicer=object))
    assert watch._engine_address() is None
