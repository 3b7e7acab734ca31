"""What an operation waits for is shown on the resource's own line, only while it waits (4.8 of the reference)."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import engine_pb2

from support.plugin import Plugin, Served
from support.sandbox import Control


def test_a_retry_is_progress_and_no_warning(
    running: Plugin, source: Served, minimal: dict[str, Any], control: Control
) -> None:
    control.fault(vendor="ilert", method="GET", pathPrefix="/api/alert-sources", times=1, status=502)
    source.create(source.check(minimal).inputs)
    (message,) = running.messages
    assert (message.text, message.urn) == ("ilert answered 502: trying again in 1 s", source.urn)
    assert (message.severity, message.ephemeral) == (engine_pb2.INFO, True)
