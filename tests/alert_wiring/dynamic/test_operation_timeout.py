"""`operation_timeout`: how long one operation on an object may take, for every kind, without touching the vendor."""

from __future__ import annotations

from typing import Any

import pytest
from test_golden import KINDS, Golden, lifecycle

from alert_wiring.core.deadline import seconds_left
from alert_wiring.core.errors import DeadlineError
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import UNKNOWN

every_kind = pytest.mark.parametrize("row", KINDS, ids=lambda row: row.token.rpartition("/")[2])


@every_kind
def test_it_is_an_option_that_no_vendor_sees_and_no_diff_shows(row: Golden) -> None:
    one = lifecycle(row)
    inputs, problems = one.check({**row.minimal, "operation_timeout": 7.5})
    assert problems.found == [] and inputs["operation_timeout"] == 7.5
    changed, _ = one.check({**row.minimal, "operation_timeout": 900})
    absent, _ = one.check(dict(row.minimal))
    for olds, news in ((inputs, changed), (inputs, absent), (absent, inputs)):
        assert one.diff(olds, news).changed == ()
    assert one.kind.seconds_for(inputs) == 7.5
    assert one.kind.seconds_for(absent) == one.kind.seconds_for({"operation_timeout": UNKNOWN}) == 300
    for refused in (0, -1, "soon", 1e9, True):
        _, problems = one.check({**row.minimal, "operation_timeout": refused})
        assert problems.refused == {"operation_timeout"}


@every_kind
def test_every_operation_has_it_as_its_deadline(row: Golden) -> None:
    left: list[float | None] = []

    class Noting(type(row.kind.provider_class.kind)):  # type: ignore[misc]
        def list_remote(self, api: Any, props: Any) -> Any:
            return self.note()

        def get_remote(self, api: Any, id_: str, props: Any) -> Any:
            return self.note()

        def update_remote(self, *args: Any) -> Any:
            return self.note()

        def delete_remote(self, *args: Any) -> Any:
            return self.note()

        def hold(self, *args: Any) -> None:
            """Let it go."""

        def note(self) -> Any:
            left.append(seconds_left())
            raise DeadlineError("enough")

    one = Lifecycle(Noting(), lambda: Settings(ACCOUNTS, lambda _: None), lambda text: None)
    inputs, _ = one.check({**row.minimal, "operation_timeout": 40})
    id_ = "189/5"
    for operation in (
        lambda: one.create(inputs),
        lambda: one.read(id_, inputs),
        lambda: one.update(id_, inputs, inputs),
        lambda: one.delete(id_, inputs),
    ):
        before = len(left)
        with pytest.raises(DeadlineError):
            operation()
        assert len(left) > before and 30 < (left[-1] or 0) <= 40


ACCOUNTS = {
    "ILERT_URL": "http://127.0.0.1:1",
    "ILERT_TOKEN": "t",
    "XMATTERS_URL": "http://127.0.0.1:1",
    "XMATTERS_USERNAME": "u",
    "XMATTERS_PASSWORD": "p",
    "APIFORTRESS_URL": "http://127.0.0.1:1/app",
    "APIFORTRESS_API_KEY": "k",
    "APIFORTRESS_API_SECRET": "s",
}
