"""What is public for ever: type tokens, pickles, constructors. One row per kind; every test runs for every row.

A pickle that changes strands every resource in every state (`pulumi-dynamic-providers.md 2.4, 2.5`): never edit a row
of a released kind; keep the old dotted name importable instead.
"""

from __future__ import annotations

import base64
import importlib
import inspect
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dill
import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import UNKNOWN
from alert_wiring.dynamic import KindResource

LONGEST_FILE = 150


@dataclass(frozen=True)
class Golden:
    """One kind.

    Attributes:
        kind: the resource class.
        token: its type token.
        pickle: what stands as `__provider` in every state.
        minimal: the fewest inputs that pass check.
        also: further parameters of the constructor that are no properties (helpers).
    """

    kind: type[KindResource]
    token: str
    pickle: str
    minimal: dict[str, Any]
    also: tuple[str, ...] = field(default=())

    @property
    def pickle_here(self) -> str:
        """The same as this Python writes it: since 3.14 the first bytes name protocol 5, which all of ours can read."""
        version = bytes([pickle.DEFAULT_PROTOCOL])
        return base64.b64encode(base64.b64decode(self.pickle).replace(b"\x80\x04", b"\x80" + version, 1)).decode()


KINDS = [
    Golden(
        ilert.AlertSource,
        "pulumi-python:dynamic/ilert:AlertSource",
        "gASVPgAAAAAAAACMH2FsZXJ0X3dpcmluZy5pbGVydC5hbGVydF9zb3VyY2WUjBNBbGVydFNvdXJjZVByb3ZpZGVylJOUKYGULg==",
        {"name": "Checkout", "integration_type": "APIFORTRESS", "escalation_policy_id": "2344528"},
    ),
    Golden(
        ilert.EscalationPolicy,
        "pulumi-python:dynamic/ilert:EscalationPolicy",
        "gASVSgAAAAAAAACMJmFsZXJ0X3dpcmluZy5pbGVydC5lc2NhbGF0aW9uX3BvbGljaWVzlIwYRXNjYWxhdGlvblBvbGljeVByb3ZpZGVylJOUKYGULg==",
        {"name": "Payments", "escalation_rules": [{"escalation_timeout": 15, "user_ids": ["2188373"]}]},
    ),
    Golden(
        ilert.Team,
        "pulumi-python:dynamic/ilert:Team",
        "gASVMAAAAAAAAACMGGFsZXJ0X3dpcmluZy5pbGVydC50ZWFtc5SMDFRlYW1Qcm92aWRlcpSTlCmBlC4=",
        {"name": "Payments"},
    ),
    Golden(
        ilert.SupportHours,
        "pulumi-python:dynamic/ilert:SupportHours",
        "gASVOAAAAAAAAACMGGFsZXJ0X3dpcmluZy5pbGVydC5ob3Vyc5SMFFN1cHBvcnRIb3Vyc1Byb3ZpZGVylJOUKYGULg==",
        {
            "name": "Office",
            "timezone": "Europe/Berlin",
            "support_days": {"monday": {"start": "08:00", "end": "17:00"}},
        },
    ),
    Golden(
        ilert.Connector,
        "pulumi-python:dynamic/ilert:Connector",
        "gASVOgAAAAAAAACMHWFsZXJ0X3dpcmluZy5pbGVydC5jb25uZWN0b3JzlIwRQ29ubmVjdG9yUHJvdmlkZXKUk5QpgZQu",
        {"name": "Jira", "connector_type": "jira"},
    ),
    Golden(
        ilert.AlertAction,
        "pulumi-python:dynamic/ilert:AlertAction",
        "gASVPwAAAAAAAACMIGFsZXJ0X3dpcmluZy5pbGVydC5hbGVydF9hY3Rpb25zlIwTQWxlcnRBY3Rpb25Qcm92aWRlcpSTlCmBlC4=",
        {
            "name": "To the chat",
            "connector_type": "webhook",
            "alert_source_ids": ["2671189"],
            "webhook": {"webhook_url": "https://chat.example/hook"},
        },
    ),
    Golden(
        ilert.HeartbeatMonitor,
        "pulumi-python:dynamic/ilert:HeartbeatMonitor",
        "gASVSQAAAAAAAACMJWFsZXJ0X3dpcmluZy5pbGVydC5oZWFydGJlYXRfbW9uaXRvcnOUjBhIZWFydGJlYXRNb25pdG9yUHJvdmlkZXKUk5QpgZQu",
        {"name": "Night run", "interval_sec": 300},
    ),
    Golden(
        xmatters.Workflow,
        "pulumi-python:dynamic/xmatters:Workflow",
        "gASVOgAAAAAAAACMHmFsZXJ0X3dpcmluZy54bWF0dGVycy53b3JrZmxvd5SMEFdvcmtmbG93UHJvdmlkZXKUk5QpgZQu",
        {"name": "Alerts"},
    ),
    Golden(
        xmatters.PropertyDefinition,
        "pulumi-python:dynamic/xmatters:PropertyDefinition",
        "gASVTwAAAAAAAACMKWFsZXJ0X3dpcmluZy54bWF0dGVycy5wcm9wZXJ0eV9kZWZpbml0aW9ulIwaUHJvcGVydHlEZWZpbml0aW9uUHJvdmlkZXKUk5QpgZQu",
        {"plan_id": "5f1d2c1e", "name": "Summary"},
    ),
    Golden(
        xmatters.Constant,
        "pulumi-python:dynamic/xmatters:Constant",
        "gASVOgAAAAAAAACMHmFsZXJ0X3dpcmluZy54bWF0dGVycy5jb25zdGFudJSMEENvbnN0YW50UHJvdmlkZXKUk5QpgZQu",
        {"plan_id": "5f1d2c1e", "name": "API Fortress Base URL", "value": "https://apif.example.com/app"},
    ),
    Golden(
        xmatters.Form,
        "pulumi-python:dynamic/xmatters:Form",
        "gASVMgAAAAAAAACMGmFsZXJ0X3dpcmluZy54bWF0dGVycy5mb3JtlIwMRm9ybVByb3ZpZGVylJOUKYGULg==",
        {"plan_id": "5f1d2c1e", "name": "Test failure"},
    ),
    Golden(
        xmatters.Endpoint,
        "pulumi-python:dynamic/xmatters:Endpoint",
        "gASVOgAAAAAAAACMHmFsZXJ0X3dpcmluZy54bWF0dGVycy5lbmRwb2ludJSMEEVuZHBvaW50UHJvdmlkZXKUk5QpgZQu",
        {"plan_id": "5f1d2c1e", "name": "Jira", "url": "https://jira.example.com"},
    ),
    Golden(
        xmatters.SharedLibrary,
        "pulumi-python:dynamic/xmatters:SharedLibrary",
        "gASVRQAAAAAAAACMJGFsZXJ0X3dpcmluZy54bWF0dGVycy5zaGFyZWRfbGlicmFyeZSMFVNoYXJlZExpYnJhcnlQcm92aWRlcpSTlCmBlC4=",
        {"plan_id": "5f1d2c1e", "name": "Tools", "script": "exports.ok = true;"},
    ),
    Golden(
        xmatters.InboundIntegration,
        "pulumi-python:dynamic/xmatters:InboundIntegration",
        "gASVTwAAAAAAAACMKWFsZXJ0X3dpcmluZy54bWF0dGVycy5pbmJvdW5kX2ludGVncmF0aW9ulIwaSW5ib3VuZEludGVncmF0aW9uUHJvdmlkZXKUk5QpgZQu",
        {"plan_id": "5f1d2c1e", "name": "API Fortress", "form_id": "c7a0b6de", "script": "go();"},
    ),
    Golden(
        apifortress.ConnectorDefinition,
        "pulumi-python:dynamic/apifortress:ConnectorDefinition",
        "gASVVAAAAAAAAACMLWFsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5jb25uZWN0b3JfZGVmaW5pdGlvbpSMG0Nvbm5lY3RvckRlZmluaXRpb25Qcm92aWRlcpSTlCmBlC4=",
        {"name": "xMatters", "code": "class XMatters { }"},
        also=("mark", "mode", "code_path"),
    ),
    Golden(
        apifortress.AlertGroup,
        "pulumi-python:dynamic/apifortress:AlertGroup",
        "gASVQgAAAAAAAACMJGFsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5hbGVydF9ncm91cJSMEkFsZXJ0R3JvdXBQcm92aWRlcpSTlCmBlC4=",
        {"name": "payments"},
        also=("replace_to_rename",),
    ),
    Golden(
        apifortress.Connector,
        "pulumi-python:dynamic/apifortress:Connector",
        "gASVPwAAAAAAAACMImFsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5jb25uZWN0b3KUjBFDb25uZWN0b3JQcm92aWRlcpSTlCmBlC4=",
        {"alert_group_id": "189", "connector": "JSON Alert", "params": {"url": "https://a.example/x"}},
    ),
    Golden(
        apifortress.ProjectAssignment,
        "pulumi-python:dynamic/apifortress:ProjectAssignment",
        "gASVUAAAAAAAAACMK2FsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5wcm9qZWN0X2Fzc2lnbm1lbnSUjBlQcm9qZWN0QXNzaWdubWVudFByb3ZpZGVylJOUKYGULg==",
        {"project": "Payments API", "alert_group_id": "189"},
    ),
    Golden(
        apifortress.ProjectAssignments,
        "pulumi-python:dynamic/apifortress:ProjectAssignments",
        "gASVUgAAAAAAAACMLGFsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5wcm9qZWN0X2Fzc2lnbm1lbnRzlIwaUHJvamVjdEFzc2lnbm1lbnRzUHJvdmlkZXKUk5QpgZQu",
        {"project": "Payments API", "alert_group_ids": ["189"]},
    ),
    Golden(
        apifortress.GroupUser,
        "pulumi-python:dynamic/apifortress:GroupUser",
        "gASVQAAAAAAAAACMI2FsZXJ0X3dpcmluZy5hcGlmb3J0cmVzcy5ncm91cF91c2VylIwRR3JvdXBVc2VyUHJvdmlkZXKUk5QpgZQu",
        {"alert_group_id": "189", "user": "ann@example.com"},
    ),
]

PUBLIC_ROOMS = (ilert, xmatters, apifortress)

every_kind = pytest.mark.parametrize("row", KINDS, ids=lambda row: row.kind.__name__)


def lifecycle(row: Golden) -> Lifecycle[Any]:
    return Lifecycle(row.kind.provider_class.kind, Settings.from_environment, lambda text: None)


@every_kind
def test_the_type_token_is_the_one_in_every_urn(row: Golden) -> None:
    assert f"pulumi-python:{row.kind._resource_type_name}" == row.token


@every_kind
def test_the_pickle_is_golden_and_by_reference(row: Golden) -> None:
    pickled = serialize_provider(row.kind.provider_class())
    assert pickled == row.pickle_here
    assert b"alert_wiring" in base64.b64decode(pickled)
    assert len(pickled) < 200, "a class that is pickled by value is kilobytes long"


@every_kind
def test_the_golden_pickle_still_loads(row: Golden) -> None:
    assert type(dill.loads(base64.b64decode(row.pickle))) is row.kind.provider_class


@every_kind
def test_a_provider_has_no_attributes_and_holds_no_secret(row: Golden) -> None:
    provider = row.kind.provider_class()
    assert vars(provider) == {}
    assert provider.serialize_as_secret_always is False
    module = importlib.import_module(row.kind.provider_class.__module__)
    assert getattr(module, row.kind.provider_class.__qualname__) is row.kind.provider_class


@every_kind
def test_pickling_many_times_never_recurses(row: Golden) -> None:
    """The SDK wraps its pickler once more per resource; only a provider without attributes is immune (2.6)."""
    assert {serialize_provider(row.kind.provider_class()) for _ in range(1200)} == {row.pickle_here}


@every_kind
def test_the_constructor_is_keyword_only_and_has_every_input(row: Golden) -> None:
    parameters = inspect.signature(row.kind.__init__).parameters
    positional = [name for name, one in parameters.items() if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == ["self", "resource_name"]
    named = {name for name, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}
    fields = row.kind.provider_class.kind.fields
    assert named - {"opts"} - set(row.also) == set(fields.names) - set(row.also)


@every_kind
def test_every_parameter_is_typed_and_documented(row: Golden) -> None:
    text = inspect.getdoc(row.kind.__init__) or ""
    for name, parameter in inspect.signature(row.kind.__init__).parameters.items():
        if name != "self":
            assert parameter.annotation is not inspect.Parameter.empty, f"{name} has no type"
            assert f"{name}: " in text, f"{name} has no documentation"
    assert row.kind.__doc__


@every_kind
def test_every_output_is_declared(row: Golden) -> None:
    hints = {name for base in row.kind.__mro__ for name in vars(base).get("__annotations__", {})}
    options = {one.name for one in row.kind.provider_class.kind.fields if one.local}
    missing = set(row.kind.provider_class.kind.fields.output_names) - options - hints
    assert not missing, f"no annotation for {missing}"


@every_kind
def test_a_kind_is_one_short_file(row: Golden) -> None:
    file = inspect.getsourcefile(row.kind)
    assert file is not None
    assert len(Path(file).read_text().splitlines()) <= LONGEST_FILE


@every_kind
def test_the_minimal_inputs_pass_and_check_is_idempotent(row: Golden) -> None:
    inputs, problems = lifecycle(row).check(dict(row.minimal))
    assert problems.found == []
    again, problems = lifecycle(row).check(dict(inputs))
    assert again == inputs
    assert problems.found == []


@every_kind
def test_check_and_diff_take_unknowns_everywhere(row: Golden) -> None:
    fields = row.kind.provider_class.kind.fields
    unknown = {one.name: UNKNOWN for one in fields.inputs if not one.local}
    inputs, problems = lifecycle(row).check(unknown)
    assert problems.found == []
    assert inputs == unknown
    olds, _ = lifecycle(row).check(dict(row.minimal))
    change = lifecycle(row).diff(olds, inputs)
    assert set(change.changed) == set(unknown)
    parents = {one.name for one in fields.inputs if one.parent}
    assert set(change.replaces) == parents


@every_kind
def test_nothing_given_names_every_required_property(row: Golden) -> None:
    _, problems = lifecycle(row).check({})
    required = {one.name for one in row.kind.provider_class.kind.fields.inputs if one.required}
    assert required <= problems.refused


@every_kind
def test_property_names_are_snake_case_and_free(row: Golden) -> None:
    for name in row.kind.provider_class.kind.fields.output_names:
        assert name == name.lower() and name.isidentifier() and name not in {"id", "urn"}


@every_kind
def test_an_unchanged_object_has_no_diff(row: Golden) -> None:
    inputs, _ = lifecycle(row).check(dict(row.minimal))
    assert lifecycle(row).diff(dict(inputs), dict(inputs)).changed == ()


def test_every_public_kind_has_a_row() -> None:
    public = {
        one
        for room in PUBLIC_ROOMS
        for one in vars(room).values()
        if inspect.isclass(one) and issubclass(one, KindResource) and one is not KindResource
    }
    direct = {one for one in public if "provider_class" in vars(one)}
    assert direct == {row.kind for row in KINDS}


def test_tokens_and_pickles_are_unique() -> None:
    assert len({row.token for row in KINDS}) == len(KINDS)
    assert len({row.pickle for row in KINDS}) == len(KINDS)
    assert all(issubclass(row.kind, pulumi.CustomResource) for row in KINDS)
