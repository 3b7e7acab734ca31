"""The vendors for lives of all kinds: what every object needs around it, and a way back after each life."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from alert_wiring.core import api as shared
from alert_wiring.core import redaction
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Json, Props
from alert_wiring.ilert.api import IlertApi
from properties.kinds_of import KINDS
from support.inside import Inside

_PERSON, _GROUP = "6ff3f7db-4c46-55c4-b3f8-f6d35f35a812", "c45e1f37-f240-538b-bc70-70e78e8c785c"
_SECONDS = 2.0
"""Between two writes, so that a time stamp moves whatever its precision."""


class _UndoneError(Exception):
    """Ends a life: everything that it did is taken back."""


class World:
    """A seeded sandbox with a workflow, a form, a property definition and two alert groups of ours."""

    def __init__(self) -> None:
        """Nothing is there before `__enter__`."""
        self.inside = Inside()
        self.warnings: list[str] = []
        self.pages = False
        self._ids: dict[str, list[Any]] = {}

    def __enter__(self) -> Self:
        """Make what every object needs around it."""
        self.inside.__enter__()
        plan = self._made("xmatters.Workflow", name="Around")
        self._ids = {
            "escalation_policy_id": ["2344528", "2344529", "2344530"],
            "team_ids": ["40104", "40231"],
            "support_hours_id": ["5512", "5513"],
            "service_ids": ["678", "679"],
            "user_ids": ["2188373", "2188374", "2188375"],
            "user_id": ["2188373", "2188374", "2188375"],
            "schedule_ids": ["18044", "18045"],
            "alert_source_ids": ["2671001", "2671002"],
            "alert_source_id": ["2671001", "2671002"],
            "connector_id": ["a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a"],
            "plan_id": [plan],
            "form_id": [self._made("xmatters.Form", plan_id=plan, name="Around")],
            "property_definition_id": [self._made("xmatters.PropertyDefinition", plan_id=plan, name="Around")],
            "id": [_PERSON, _GROUP],
            "sender_id": [_PERSON],
            "alert_group_id": [self._made("apifortress.AlertGroup", name=name) for name in ("One", "Two")],
            "alert_group_ids": ["170", "172"],
            "position": [1, 2],
            "project": ["Checkout", "Payments API", "Inventory"],
            "user": ["11", "12", "13", "ann@example.com"],
        }
        return self

    def __exit__(self, *_: object) -> None:
        """Take it all down."""
        shared._shared.clear()
        self.inside.__exit__()

    def _made(self, kind: str, **props: Any) -> str:
        lifecycle = self.process(KINDS[kind])
        return lifecycle.create(lifecycle.check(props)[0]).id

    @contextmanager
    def life(self) -> Iterator[None]:
        """Take back everything that happens in here, on both sides."""
        store, context = self.inside.context.store, self.inside.context
        redaction._values.clear()
        self.warnings.clear()
        try:
            with store.transaction():
                yield
                raise _UndoneError
        except _UndoneError:
            pass
        finally:
            context.clock.reload()
            context.switches.reload()
            self.pages = False

    def process(self, kind: Kind[Any]) -> Lifecycle[Any]:
        """Return the kind in a new plugin process, which knows nothing; some time has passed."""
        shared._shared.clear()
        if kind.api is IlertApi:  # the others have no time stamps, and one has signatures that live for seconds
            self.inside.context.clock.advance(_SECONDS)
        told = {**self.inside.settings(pages=self.pages), "ILERT_TRUST_TIMESTAMPS": self._stamps_move()}
        settings = Settings(told, lambda _key: None)
        api = shared.shared_api(kind.api, settings)
        api.http.sleep = self.inside.context.clock.advance
        return Lifecycle(kind, lambda: settings, self.warnings.append)

    def _stamps_move(self) -> str:
        return str(self.inside.context.switches.get("ilert.updated_at_moves") == "yes").lower()

    def placed(self, props: Json, pick: Any, name: str = "") -> Json:
        """Return the properties with ids of what is really there; `pick` chooses among several."""
        if isinstance(props, dict):
            return {key: self.placed(value, pick, key) for key, value in props.items()}
        known = self._ids.get(name)
        if isinstance(props, list):
            if known is not None:
                count = min(len(set(map(str, props))), len(known))
                return pick(known, count)
            return [self.placed(item, pick) for item in props]
        return pick(known, 1)[0] if known is not None and props is not None else props


def differing_inputs(one: Props, other: Props) -> dict[str, tuple[Json, Json]]:
    """Return what differs, for a message."""
    return {key: (one.get(key), other.get(key)) for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
