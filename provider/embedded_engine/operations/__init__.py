"""The operations of the engine: preview, up, refresh, destroy (pulumi-engine.md section 5)."""

from embedded_engine.operations.api import Options, Stack, run

__all__ = ["Options", "Stack", "run"]
