"""The analyzer service: judges the plan of a preview when all its resources are known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2, json_format

from alert_wiring.core.errors import WiringError
from alert_wiring.core.settings import Settings
from alert_wiring.guard.judge import judge
from alert_wiring.guard.permission import permission_of
from alert_wiring.guard.resources import Resource, resource_of
from alert_wiring.guard.rules import DESCRIPTIONS, Violation
from alert_wiring.policy.old_state import OldState
from alert_wiring.policy.protocol import analyzer_pb2, analyzer_pb2_grpc, grpc, plugin_pb2

PACK = "alert-wiring-guard"


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """The policy pack.

    Single resources are never looked at, and of a whole stack only what a rule needs is kept: policies are given
    secrets in plain text (`pulumi-dynamic-providers.md 14 f`).
    """

    def __init__(self) -> None:
        """Wait to be told about a stack."""
        self._stack: Any = None
        self._old: OldState | None = None

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802 (the protocol's names, here and below)
        """Agree; nothing is needed."""
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Take the stack's name and configuration, and begin to ask for its state."""
        self._stack = request
        if request.dry_run:
            self._old = OldState(_full_name(request), Path.cwd())
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Configure(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Take no configuration of the pack's own: the stack's has what is permitted."""
        return empty_pb2.Empty()

    def GetAnalyzerInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell the rules."""
        return analyzer_pb2.AnalyzerInfo(
            name=PACK,
            displayName="Alert wiring guard",
            version=_version(),
            policies=[
                analyzer_pb2.PolicyInfo(
                    name=rule,
                    description=text,
                    enforcementLevel=analyzer_pb2.MANDATORY,
                    policy_type=analyzer_pb2.POLICY_TYPE_STACK,
                )
                for rule, text in DESCRIPTIONS.items()
            ],
        )

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell the version."""
        return plugin_pb2.PluginInfo(version=_version())

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Say nothing about a single resource."""
        return analyzer_pb2.AnalyzeResponse()

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Change nothing."""
        return analyzer_pb2.RemediateResponse()

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Have nothing to stop."""
        return empty_pb2.Empty()

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Judge a preview; after an update there is nothing left to refuse."""
        if self._old is None:
            return analyzer_pb2.AnalyzeResponse()
        try:
            before = self._old.resources()
            permission = permission_of(Settings(os.environ, dict(self._stack.config).get))
            found = judge(before, _after(request.resources, before), permission, self._stack.organization or None)
        except WiringError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"{PACK}: {error}")
        return analyzer_pb2.AnalyzeResponse(diagnostics=[_diagnostic(one) for one in found])


def _full_name(request: Any) -> str:
    """Return the stack's name as the backend wants it; a backend on disk has no organizations to tell."""
    if request.organization in ("", "organization"):
        return str(request.stack)
    return f"{request.organization}/{request.project}/{request.stack}"


def _after(resources: Iterable[Any], before: Mapping[str, Resource]) -> dict[str, Resource]:
    """Return the resources of the plan; ids are not told, and those of objects that stay are known from before."""
    after = {one.urn: _resource(one) for one in resources}
    return {urn: replace(one, id=before[urn].id) if urn in before else one for urn, one in after.items()}


def _resource(told: Any) -> Resource:
    props = json_format.MessageToDict(told.properties)
    depends = {name: list(found.urns) for name, found in told.propertyDependencies.items()}
    return resource_of({"urn": told.urn, "type": told.type, "outputs": props, "propertyDependencies": depends})


def _diagnostic(violation: Violation) -> Any:
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=violation.rule,
        policyPackName=PACK,
        policyPackVersion=_version(),
        description=DESCRIPTIONS[violation.rule],
        message=f"{violation.why}. {violation.how_to_allow}",
        enforcementLevel=analyzer_pb2.MANDATORY,
    )


def _version() -> str:
    try:
        return version("pulumi-alert-wiring")
    except PackageNotFoundError:
        return "0.0.0"
