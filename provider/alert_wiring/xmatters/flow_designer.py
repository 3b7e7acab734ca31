"""Triggers of Flow Designer: they show among a workflow's integrations, but their steps are not in the API (4.8)."""

from __future__ import annotations

from collections.abc import Iterable

from alert_wiring.core.errors import WiringError
from alert_wiring.core.values import Props, Remote
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.children import PlanChild

FLOW = "FLOW"
"""`createdBy` of an HTTP trigger of Flow Designer (`xmatters.md 4.1`)."""

NOT_MANAGED = (
    "it belongs to Flow Designer, which the API cannot manage. Refer to it with xmatters.inbound_integration(workflow, "
    "name) or .get()."
)


class NotOfFlowDesigner(PlanChild):
    """A child of a workflow that takes over, changes and deletes nothing that Flow Designer made."""

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The objects of the same name.

        Raises:
            WiringError: one of them belongs to Flow Designer.
        """
        found = super().find(inputs, listed)
        if any(remote.get("createdBy") == FLOW for remote in found):
            raise WiringError(f"the name is taken: {NOT_MANAGED} Or give another name.")
        return found

    def update_remote(self, api: XMattersApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Modify.

        Raises:
            WiringError: it belongs to Flow Designer.
        """
        if olds.get("created_by") == FLOW:
            raise WiringError(NOT_MANAGED)
        return super().update_remote(api, id_, body, inputs, olds)

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> str | None:
        """Delete; what belongs to Flow Designer stays, with all that hangs on its canvas."""
        if props.get("created_by") == FLOW:
            return "it belongs to Flow Designer, so it is left as it is"
        return super().delete_remote(api, id_, props)
