"""The gRPC edge: ResourceMonitor and Engine as the program and the plugin see them (pulumi-engine.md section 2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NoReturn, Protocol

from google.protobuf import empty_pb2

from embedded_engine.deployment.run import HaltedError, Run, StepFailedError
from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.events import Severity
from embedded_engine.files.model import Resource
from embedded_engine.protocol import (
    CHANNEL_OPTIONS,
    engine_pb2,
    engine_pb2_grpc,
    grpc,
    resource_pb2,
    resource_pb2_grpc,
)
from embedded_engine.values.wire import from_struct, to_program

_SEVERITIES: Final = {0: Severity.DEBUG, 1: Severity.INFO, 2: Severity.WARNING, 3: Severity.ERROR}

_LAST: Final = 1
"""Who waits for the end of all registrations is woken from here on; the call that waits for the deletes is one."""

FEATURES: Final[Mapping[str, int]] = {
    "secrets": 0,
    "resourceReferences": 1,
    "aliasSpecs": 3,
    "replacementTrigger": 4,
    "deletedWith": 5,
    "replaceWith": 6,
    "transforms": 7,
    "invokeTransforms": 8,
    "parameterization": 9,
    "resourceHooks": 10,
    "errorHooks": 11,
}
"""What is granted. A feature that is refused is granted all the same: the SDK's own refusal asks for a newer CLI,
while this engine names what was asked for when it is used (12.2)."""


class Answers(Protocol):
    """What stands behind the services."""

    def register(self, request: Any) -> Resource | None:
        """Register a resource; None when it failed and the run goes on."""

    def read(self, request: Any) -> Resource | None:
        """Read a resource; None when it failed and the run goes on."""

    def outputs(self, urn: str, outputs: dict[str, Any]) -> None:
        """Take the outputs of a component or the stack."""

    def finish(self) -> None:
        """Return when the deletes are done: the program has ended well."""

    def known(self, urn: str) -> Resource | None:
        """Give a resource of this pass."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What `GetDeploymentInfo` tells the program."""

    project: str
    stack: str
    organization: str
    preview: bool
    parallel: int
    config: Mapping[str, str]
    secret_keys: tuple[str, ...]


class Door:
    """A port on loopback; who knocks before it is opened waits."""

    def __init__(self, parallel: int) -> None:
        """Take a free port, with threads enough for so many steps at once."""
        self.server: Final = grpc.server(
            ThreadPoolExecutor(max_workers=parallel * 4 + 16, thread_name_prefix="monitor"), options=CHANNEL_OPTIONS
        )
        self.address: Final = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"

    def close(self, grace: float = 0.0) -> None:
        """Give the port back, after so many seconds for what runs."""
        self.server.stop(grace).wait()


class Monitor(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """Both services on one port. A request that cannot be answered any more waits until the server is closed (2.1)."""

    def __init__(self, run: Run, deployment: Deployment, door: Door | None = None) -> None:
        """Serve at once, on loopback, at a `door` that is there already or one of its own; `attach` comes later."""
        self._run: Final = run
        self._deployment: Final = deployment
        self._answers: Answers | None = None
        self._root = ""
        self._closing: Final = threading.Event()
        self._active = 0
        self._door: Final = door or Door(deployment.parallel)
        self.address: Final = self._door.address
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(self, self._door.server)
        engine_pb2_grpc.add_EngineServicer_to_server(self, self._door.server)
        self._door.server.start()

    def attach(self, answers: Answers) -> None:
        """Answer registrations with `answers`."""
        self._answers = answers

    @property
    def active(self) -> int:
        """How many registrations are being worked on."""
        return self._active

    def close(self) -> None:
        """End the services; requests that wait for ever are let go."""
        self._closing.set()
        self._door.close(0.2)

    def _serve(self, context: grpc.ServicerContext, work: Callable[[Answers], Any]) -> Any:
        """Work on a request that belongs to a registration; never answer it when the run has ended."""
        if self._answers is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "no program is running")
        with self._run.wake:
            self._active += 1
        try:
            return work(self._answers)
        except (HaltedError, StepFailedError):
            pass
        except NeedsPulumiCliError as error:
            self._run.refuse(error)
        except EngineError as error:
            self._run.fail(str(error), self._run.stack_urn)
        except Exception as error:
            self._run.fail(f"the embedded engine failed: {type(error).__name__}: {error}")
        finally:
            with self._run.wake:
                self._active -= 1
                if self._active <= _LAST:
                    self._run.wake.notify_all()
        return self._never(context)

    def _never(self, context: grpc.ServicerContext) -> NoReturn:
        self._closing.wait()
        context.abort(grpc.StatusCode.UNAVAILABLE, "the run has ended")
        raise AssertionError("abort raises")

    def _refuse(self, what: str, context: grpc.ServicerContext) -> NoReturn:
        self._run.refuse(NeedsPulumiCliError(what, self._run.stack_urn))
        self._never(context)

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell the program where it runs."""
        info = self._deployment
        return resource_pb2.DeploymentInfo(
            project=info.project,
            stack=info.stack,
            organization=info.organization,
            config=info.config,
            configSecretKeys=info.secret_keys,
            dryRun=info.preview,
            parallel=info.parallel,
            supportedFeatures=list(FEATURES.values()),  # type: ignore[arg-type]
        )

    def SupportsFeature(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Answer for SDKs that do not ask for the deployment."""
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in FEATURES)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Bring a resource to its goal."""

        def work(answers: Answers) -> Any:
            state = answers.register(request)
            if state is None:
                return resource_pb2.RegisterResourceResponse(urn=self._urn(request), result=resource_pb2.FAIL)
            return resource_pb2.RegisterResourceResponse(
                urn=state.urn, id=state.id, object=to_program(state.outputs if state.custom else {})
            )

        return self._serve(context, work)

    def ReadResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Read a resource."""

        def work(answers: Answers) -> Any:
            state = answers.read(request)
            if state is None:
                return resource_pb2.ReadResourceResponse(urn=self._urn(request), result=resource_pb2.FAIL)
            return resource_pb2.ReadResourceResponse(urn=state.urn, id=state.id, properties=to_program(state.outputs))

        return self._serve(context, work)

    def _urn(self, request: Any) -> str:
        return self._run.namer.urn(request.parent, request.type, request.name)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Take the outputs of a component, or the stack's exports."""

        def work(answers: Answers) -> Any:
            answers.outputs(request.urn, from_struct(request.outputs))
            return empty_pb2.Empty()

        return self._serve(context, work)

    def SignalAndWaitForShutdown(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Answer when the deletes are done."""

        def work(answers: Answers) -> Any:
            answers.finish()
            return empty_pb2.Empty()

        return self._serve(context, work)

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Answer `getResource`, which the SDK needs for resource references; refuse all other functions."""
        if request.tok != "pulumi:pulumi:getResource":
            self._refuse(f"the function {request.tok}", context)

        def work(answers: Answers) -> Any:
            urn = from_struct(request.args).get("urn", "")
            state = answers.known(urn)
            if state is None:
                raise EngineError(f"unknown resource {urn}")
            found = {"urn": state.urn, "id": state.id, "state": dict(state.outputs)}
            return resource_pb2.ResourceInvokeResponse(**{"return": to_program(found)})  # type: ignore[arg-type]

        return self._serve(context, work)

    def RegisterStackTransform(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse("register_stack_transform", context)

    def RegisterStackInvokeTransform(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse("register_invoke_transform", context)

    def RegisterResourceHook(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse(f"the resource hook {request.name}", context)

    def RegisterErrorHook(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse(f"the error hook {request.name}", context)

    def RegisterPackage(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse(f"the package {request.name}", context)

    def Call(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse(f"the method {request.tok}", context)

    def Log(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Show a message of the program or of a provider."""
        severity = _SEVERITIES.get(request.severity, Severity.INFO)
        urn = request.urn or ("" if severity is Severity.DEBUG else self._run.stack_urn)
        self._run.say(severity, request.message, urn, ephemeral=request.ephemeral, stream_id=request.streamId)
        return empty_pb2.Empty()

    def SetRootResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Keep the stack's URN."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def GetRootResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Give the stack's URN."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def RequirePulumiVersion(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Say nothing against any version: the protocol is what counts."""
        return engine_pb2.RequirePulumiVersionResponse()

    def StartDebugging(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse."""
        self._refuse("attaching a debugger", context)
