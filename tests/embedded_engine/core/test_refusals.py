"""What is left to the CLI is refused by name (pulumi-engine.md 12.2), and goals are read right (2.3, 4.12)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.model import Resource
from embedded_engine.monitor import FEATURES
from embedded_engine.protocol import resource_pb2
from embedded_engine.requests import GoalReader, refuse_foreign_state, refuse_unsupported
from embedded_engine.steps.goal import AliasSpec
from embedded_engine.steps.urns import Namer

TYPE = "pulumi-python:dynamic/m:T"
STACK_TYPE = "pulumi:pulumi:Stack"
STACK = f"urn:pulumi:dev::proj::{STACK_TYPE}::proj-dev"


def request(**fields: Any) -> Any:
    return resource_pb2.RegisterResourceRequest(**{"type": TYPE, "name": "a", "custom": True, **fields})


def trigger() -> Any:
    made = request()
    made.replacement_trigger.string_value = "x"
    return made


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (request(type="aws:s3/bucket:Bucket"), "the resource type aws:s3/bucket:Bucket"),
        (request(type="pulumi:providers:aws"), "the provider aws"),
        (request(remote=True, custom=False), "the remote component"),
        (request(version="1.2.3"), "the option version=1.2.3"),
        (request(pluginDownloadURL="https://x"), "the option plugin_download_url"),
        (request(packageRef="ref"), "a parameterized package"),
        (request(transforms=[{"target": "t"}]), "the option transforms"),
        (request(hooks={"before_create": ["h"]}), "the option hooks"),
        (request(replace_with=["urn"]), "the option replace_with"),
        (trigger(), "the option replacement_trigger"),
        (request(envVarMappings={"A": "B"}), "the option env_var_mappings"),
    ],
)
def test_a_registration_is_refused_by_name(asked: Any, text: str) -> None:
    with pytest.raises(NeedsPulumiCliError) as caught:
        refuse_unsupported(asked, "the-urn")
    assert str(caught.value).startswith(f"needs the pulumi CLI: {text}")
    assert str(caught.value).endswith("(the-urn)")


@pytest.mark.parametrize(
    "asked",
    [
        request(),
        request(type="pulumi-python:dynamic:Resource"),
        request(type="pulumi:providers:pulumi-python"),
        request(type="my:mod:Comp", custom=False, version="1.0.0"),
        request(hooks={}),
    ],
)
def test_what_is_served_is_not_refused(asked: Any) -> None:
    refuse_unsupported(asked, "urn")


def test_no_feature_is_denied_that_is_refused_by_name() -> None:
    """The SDK's own refusal asks for a newer CLI; ours names what was asked for."""
    assert {"transforms", "resourceHooks", "replaceWith", "parameterization"} <= FEATURES.keys()
    assert "outputValues" not in FEATURES, "they come with transforms only"


def state(kind: str, **more: Any) -> Resource:
    return Resource(urn=f"urn:pulumi:dev::proj::{kind}::x", type=kind, custom=True, id="1", **more)


@pytest.mark.parametrize("kind", ["aws:s3/bucket:Bucket", "pulumi:providers:aws"])
def test_a_state_with_other_providers_is_refused_before_anything(kind: str) -> None:
    with pytest.raises(NeedsPulumiCliError, match="in the state"):
        refuse_foreign_state([state(TYPE), state(kind)])


def test_a_state_of_ours_is_served() -> None:
    kinds = (TYPE, "pulumi:providers:pulumi-python", "pulumi:providers:pulumi", "pulumi:pulumi:StackReference")
    refuse_foreign_state([state(kind) for kind in kinds])


@pytest.fixture
def reader(tmp_path: Path) -> GoalReader:
    reader = GoalReader(Namer("dev", "proj"), tmp_path)
    reader.goal(request(type=STACK_TYPE, name="proj-dev", custom=False), "")
    return reader


def test_children_inherit_from_components_and_may_say_no(reader: GoalReader) -> None:
    asked = request(
        type="my:mod:C", name="c", custom=False, parent=STACK, protect=True, retainOnDelete=True, deletedWith="urn-x"
    )
    component = reader.goal(asked, "")
    child = reader.goal(request(parent=component.urn), "p")
    assert (child.protect, child.retain_on_delete, child.deleted_with) == (True, True, "urn-x")
    assert child.urn == "urn:pulumi:dev::proj::my:mod:C$pulumi-python:dynamic/m:T::a"
    free = reader.goal(request(name="b", parent=component.urn, protect=False, retainOnDelete=False), "p")
    assert (free.protect, free.retain_on_delete) == (False, False)


def test_a_parent_must_come_first(reader: GoalReader) -> None:
    with pytest.raises(EngineError, match="was not registered before it"):
        reader.goal(request(parent="urn:pulumi:dev::proj::my:mod:C::c"), "p")


def test_timeouts_are_seconds_and_nonsense_is_named(reader: GoalReader) -> None:
    asked = request(parent=STACK, customTimeouts={"create": "5m", "update": "1h30m", "delete": ""})
    assert reader.goal(asked, "p").custom_timeouts == {"create": 300, "update": 5400}
    with pytest.raises(EngineError, match=r"custom_timeouts of urn:.*'soon' is not a duration"):
        reader.goal(request(name="b", parent=STACK, customTimeouts={"create": "soon"}), "p")


def test_options_are_read(reader: GoalReader) -> None:
    asked = request(
        parent=STACK,
        dependencies=["x", "x", "y"],
        propertyDependencies={"k": {"urns": ["x"]}, "n": {}},
        deleteBeforeReplaceDefined=True,
        aliases=[{"urn": "u"}, {"spec": {"name": "n", "noParent": True}}],
        aliasURNs=["old"],
    )
    goal = reader.goal(asked, "p::1")
    assert goal.dependencies == ("x", "y")
    assert goal.property_dependencies == {"k": ("x",), "n": ()}
    assert goal.delete_before_replace is False
    assert goal.aliases == (AliasSpec("old"), AliasSpec("u"), AliasSpec(name="n", no_parent=True))
    assert reader.goal(request(name="b", parent=STACK), "p").delete_before_replace is None


def test_source_positions_are_relative_to_the_project(reader: GoalReader, tmp_path: Path) -> None:
    uri = f"file://{tmp_path}/stacks/a%20b.py"
    asked = request(parent=STACK, sourcePosition={"uri": uri, "line": 7})
    assert reader.goal(asked, "p").source_position == "project:///stacks/a b.py#7"


def test_assets_are_refused(reader: GoalReader) -> None:
    asked = request(parent=STACK)
    asked.object.update({"files": [{"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17"}]})
    with pytest.raises(NeedsPulumiCliError, match=r"asset or archive in files\[0\]"):
        reader.goal(asked, "p")
