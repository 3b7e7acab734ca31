"""What all kinds inside a workflow share: their parent's id, their paths, and how they are read.

The API keeps them below `/plans/{planId}`, and most of its answers do not say which workflow they came from, so the
hooks here write it into each object they return. An id given to `.get()` names both, `PLAN_ID/OBJECT_ID`, since no
object can be found by its own id alone (`xmatters.md 4.2`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from alert_wiring.core.errors import BadRequestError, InputError, NotFoundError, VendorError
from alert_wiring.core.fields import Field
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Id
from alert_wiring.xmatters.api import XMattersApi, child_path, plan_path
from alert_wiring.xmatters.base import XMattersKind

PLAN_ID = Field(
    "plan_id", "plan.id", Id(), required=True, immutable=True, parent=True, hint="write plan_id=workflow.id"
)
"""The workflow (the API says plan) that the object lives in; another workflow means another object (4.4)."""


class PlanChild(XMattersKind):
    """Base of the kinds that live in a workflow."""

    collection: ClassVar[str]
    """Last part of the list's path below the workflow."""

    policies: ClassVar[Mapping[str, str]] = {}
    """What becomes of an object that the API cannot delete, by the words of `on_delete`."""

    has_get: ClassVar[bool] = True
    """Whether one object can be asked for; if not, the list is read anew (`xmatters.md 3.4, 3.5`)."""

    def reference(self, remote: Remote) -> str:
        """Return `PLAN_ID/OBJECT_ID`."""
        return f"{remote['plan']['id']}/{self.id_of(remote)}"

    def scope(self, props: Props) -> tuple[str, ...]:
        """Each workflow has its own list."""
        plan_id = props.get("plan_id")
        return (plan_id,) if isinstance(plan_id, str) else ()

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        """Return the body; the workflow stands in the path only (`xmatters.md 3.5`)."""
        body = super().to_api(inputs, olds)
        body.pop("plan", None)
        return body

    def list_remote(self, api: XMattersApi, props: Props) -> list[Remote]:
        """Return all objects of the workflow; none where the workflow itself is gone."""
        plan_id = props.get("plan_id")
        if not isinstance(plan_id, str):
            return []
        try:
            return [self.placed(api, item, plan_id) for item in api.list_all(plan_path(plan_id, self.collection))]
        except NotFoundError:
            return []

    def get_remote(self, api: XMattersApi, id_: str, props: Props) -> Remote | None:
        """Return one object; `id_` may be `PLAN_ID/OBJECT_ID` where the workflow is not known yet."""
        plan_id, object_id = self.place(id_, props)
        if not self.has_get:
            listed = self.list_remote(api, {"plan_id": plan_id})
            return next((item for item in listed if self.id_of(item) == object_id), None)
        found = api.get(plan_path(plan_id, self.collection, object_id))
        return None if found is None else self.placed(api, found, plan_id)

    def create_remote(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        """Create with one POST."""
        return self._saved(api, body, inputs)

    def update_remote(self, api: XMattersApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Modify: the same POST with the object's id."""
        del olds
        return self._saved(api, {"id": id_, **body}, inputs)

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> str | None:
        """Delete; gone already is success."""
        plan_id, object_id = self.place(id_, props)
        api.delete(child_path(plan_id, self.collection, object_id))
        return None

    def replacing(self, olds: Props) -> str:
        """Say in the preview what becomes of the old object."""
        return self.policies.get(str(olds.get("on_delete")), "")

    def placed(self, api: XMattersApi, remote: Remote, plan_id: str) -> Remote:
        """Return the object with its workflow written into it."""
        del api
        return {**remote, "plan": {"id": plan_id}}

    def advice(self, doing: str, error: VendorError) -> str:
        """A 404 while creating means the workflow; a 400 may stand for an id that is gone (`xmatters.md 2.7`)."""
        if doing == "Creating" and isinstance(error, NotFoundError):
            return "The workflow is gone or this user may not see it: run `pulumi refresh`, then `pulumi up`."
        if doing == "Updating" and isinstance(error, BadRequestError):
            return "If it, or something it refers to, was deleted by hand: run `pulumi refresh`, then `pulumi up`."
        return ""

    def _saved(self, api: XMattersApi, body: Remote, inputs: Props) -> Remote:
        plan_id = inputs["plan_id"]
        return self.placed(api, api.save(plan_path(plan_id, self.collection), body), plan_id)

    @staticmethod
    def place(id_: str, props: Props) -> tuple[str, str]:
        """Return the ids of workflow and object; `id_` may name both.

        Raises:
            InputError: a `.get()` with the object's own id only.
        """
        plan_id, _, object_id = id_.rpartition("/")
        plan_id = plan_id or str(props.get("plan_id") or "")
        if not plan_id:
            raise InputError("the id must name the workflow too: write .get(name, PLAN_ID/OBJECT_ID).")
        return plan_id, object_id
