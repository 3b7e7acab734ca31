"""What every kind asks of the engine when it is registered: secret outputs, and the old object deleted first."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from test_golden import Golden, every_kind

from alert_wiring.dynamic.values import LOOKUP_KEY


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], pulumi.ResourceOptions]]:
    """Properties and options of each registration; nothing is registered."""
    seen: list[tuple[dict[str, Any], pulumi.ResourceOptions]] = []

    def init(_self: object, _provider: object, _name: str, props: dict[str, Any], opts: Any) -> None:
        seen.append((props, opts))

    monkeypatch.setattr(pulumi.dynamic.Resource, "__init__", init)
    monkeypatch.setattr(pulumi.runtime, "get_root_resource", lambda: None)  # each test is a run of its own
    monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: False)  # whatever another test's mocks left behind
    for name in ("ILERT_TOKEN", "XMATTERS_URL", "APIFORTRESS_API_KEY", "APIFORTRESS_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return seen


def construct(row: Golden, opts: pulumi.ResourceOptions | None = None) -> None:
    fields = row.kind.provider_class.kind.fields
    given = {name: value for name, value in row.minimal.items() if name in fields.names}
    build: Any = row.kind
    build("a", **given, opts=opts)


@every_kind
def test_secret_outputs_are_secret_before_they_are_known(row: Golden, registered: list[Any]) -> None:
    """A wrapped output is secret once the provider answered; in a preview only this option says so (3.4)."""
    construct(row)
    props, opts = registered[0]
    secret = set(row.kind.provider_class.kind.fields.secret_names)
    assert set(opts.additional_secret_outputs or []) == secret
    for name in secret & set(row.minimal):
        assert isinstance(props[name], pulumi.Output)


@every_kind
def test_the_option_says_what_the_diff_says(row: Golden, registered: list[Any]) -> None:
    """A replacement that is decided without Diff ignores the provider's answer, so the option says it too (6.1)."""
    construct(row)
    first = row.kind.provider_class.kind.delete_before_replace
    assert registered[0][1].delete_before_replace is (True if first else None)


@every_kind
def test_the_programs_own_options_are_kept(row: Golden, registered: list[Any]) -> None:
    construct(row, pulumi.ResourceOptions(protect=True, additional_secret_outputs=["name"], ignore_changes=["x"]))
    opts = registered[0][1]
    assert (opts.protect, opts.ignore_changes) == (True, ["x"])
    assert {"name", *row.kind.provider_class.kind.fields.secret_names} == set(opts.additional_secret_outputs)


@every_kind
def test_a_reference_deletes_nothing_and_keeps_its_secrets(row: Golden, registered: list[Any]) -> None:
    row.kind.get("a", "1/2")
    props, opts = registered[0]
    assert props[LOOKUP_KEY] is True
    assert opts.delete_before_replace is None
    assert set(opts.additional_secret_outputs or []) == set(row.kind.provider_class.kind.fields.secret_names)
