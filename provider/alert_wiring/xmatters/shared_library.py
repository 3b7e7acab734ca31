"""SharedLibrary: a script that the other scripts of a workflow `require()` (`xmatters.md 3.7`)."""

from __future__ import annotations

import pulumi

from alert_wiring.core.errors import ConflictError, VendorError
from alert_wiring.core.fields import Field, Fields, dig
from alert_wiring.core.http import quoted
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters.api import LIBRARIES, XMattersApi
from alert_wiring.xmatters.children import PLAN_ID, PlanChild
from alert_wiring.xmatters.trigger import Script


class SharedLibraryKind(PlanChild):
    """The rules of shared libraries."""

    noun, collection, makes_name = "shared library", "shared-libraries", False
    fields = Fields(
        PLAN_ID,
        Field("name", "name", Text(1), required=True, hint="write the name that scripts require()"),
        Field("script", "script", Script(), required=True),
        ADOPT,
    )

    def reference(self, remote: Remote) -> str:
        """Return the library's own id, by which it can be asked for."""
        return self.id_of(remote)

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """A list entry without the script would not tell everything."""
        del known
        return "script" in listed

    def get_remote(self, api: XMattersApi, id_: str, props: Props) -> Remote | None:
        """Return one library; its answer names the workflow, so `id_` need not (it may, as that of other kinds)."""
        found = api.get(f"{LIBRARIES}/{quoted(id_.rpartition('/')[2])}")
        plan_id = dig(found, "plan.id") or props.get("plan_id")
        return None if found is None else self.placed(api, found, str(plan_id))

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create; here the workflow stands in the body."""
        plan_id = inputs["plan_id"]
        return self.placed(api, api.save(LIBRARIES, {**body, "plan": {"id": plan_id}}), plan_id)

    def update_remote(self, api: XMattersApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Modify: the same POST with the library's id."""
        del olds
        return self.placed(api, api.save(LIBRARIES, {"id": id_, **body}), inputs["plan_id"])

    def advice(self, doing: str, error: VendorError) -> str:
        """A name may be taken by a library that is not in this workflow (`xmatters.md 7.1`)."""
        if isinstance(error, ConflictError):
            return "A library of another workflow may have the name: give another one, or rename that one."
        return super().advice(doing, error)


class SharedLibraryProvider(KindProvider):
    """The dynamic provider of shared libraries; this dotted name stands in states for ever."""

    kind = SharedLibraryKind()


class SharedLibrary(KindResource, module="xmatters", name="SharedLibrary"):
    """A script of a workflow that its other scripts `require()` by name, so renaming it breaks those (3.7)."""

    provider_class = SharedLibraryProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    script: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        name: pulumi.Input[str],
        script: pulumi.Input[str],
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a shared library.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another library (4.4).
            name: unique in the workflow, perhaps in the instance (7.1); scripts write `require('<name>')`.
            script: JavaScript as plain text; line ends do not matter (trap 4).
            adopt: take over the library of this workflow that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
