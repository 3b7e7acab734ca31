"""State files: what the CLI wrote is read and written again byte for byte; what is broken is refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedded_engine.errors import EngineError, IntegrityError, NeedsPulumiCliError
from embedded_engine.files.checkpoint import (
    SnapshotEncoder,
    decode_snapshot,
    parse_checkpoint,
    parse_deployment,
)
from embedded_engine.files.model import PendingOperation, Resource, Snapshot
from embedded_engine.files.values import Ciphertexts, decode, encode
from embedded_engine.values import SECRET, SIGNATURE, UNKNOWN, Secret

FILE = Path(__file__).with_name("data") / "cli_checkpoint.json"
STACK = "organization/proj/dev"


class Reversing:
    """Encrypts by turning round, so that tests need no key."""

    def __init__(self) -> None:
        self.encrypted = 0

    def encrypt(self, text: str) -> str:
        self.encrypted += 1
        return f"v1:{self.encrypted}:{text[::-1]}"

    def decrypt(self, ciphertext: str) -> str:
        return ciphertext.split(":", 2)[2][::-1] if ciphertext.startswith("v1:") else json.dumps(ciphertext)


def document(change: Callable[[dict[str, Any]], None] | None = None) -> bytes:
    """Return the CLI's file with ciphertexts that `Reversing` reads, changed."""
    found = json.loads(FILE.read_bytes())
    if change is not None:
        change(found)
    return json.dumps(found).encode()


def load(data: bytes) -> Snapshot:
    return decode_snapshot(parse_checkpoint(data, "dev.json"), Anything(), None)


class Anything:
    """Decrypts every ciphertext to the same text."""

    def encrypt(self, text: str) -> str:
        return text

    def decrypt(self, ciphertext: str) -> str:
        return '"clear"'


def test_a_file_of_the_cli_is_written_again_byte_for_byte() -> None:
    from embedded_engine.files.secrets import PassphraseSecrets

    data = FILE.read_bytes()
    raw = parse_checkpoint(data, "dev.json")
    secrets, known = PassphraseSecrets(raw.salt, "x"), Ciphertexts()
    snapshot = decode_snapshot(raw, secrets, known)
    assert snapshot.resources[3].inputs["token"] == Secret("t0ps3cret")
    assert snapshot.resources[4].outputs["etag"] == Secret("abc")
    encoder = SnapshotEncoder(STACK, raw.salt, secrets, known, now=lambda: raw.time)
    assert encoder.checkpoint(snapshot) == data


def test_fields_nobody_knows_survive() -> None:
    def change(found: dict[str, Any]) -> None:
        found["checkpoint"]["latest"]["snippets"] = [{"a": 1}]
        found["checkpoint"]["latest"]["resources"][1]["refreshBeforeUpdate"] = True
        found["checkpoint"]["latest"]["resources"][1]["fromTheFuture"] = {"x": [1]}

    encoder = SnapshotEncoder(STACK, "salt", Reversing())
    latest = json.loads(encoder.checkpoint(load(document(change))))["checkpoint"]["latest"]
    assert latest["snippets"] == [{"a": 1}]
    assert latest["resources"][1]["refreshBeforeUpdate"] is True
    assert latest["resources"][1]["fromTheFuture"] == {"x": [1]}


def test_only_what_changed_is_encoded_and_encrypted_again() -> None:
    crypter = Reversing()
    encoder = SnapshotEncoder(STACK, "salt", crypter)
    one = Resource("urn:1", "t", False, inputs={"a": Secret("s"), "b": Secret("s")}, outputs={"c": Secret("s")})
    two = Resource("urn:2", "t", False, inputs={"a": Secret("s")})
    first = json.loads(encoder.checkpoint(Snapshot((one, two))))["checkpoint"]["latest"]["resources"]
    assert crypter.encrypted == 3, "the same secret of one map shares its ciphertext, others don't"
    changed = one.evolve(inputs={**one.inputs, "x": 1, "b": Secret("new")})
    again = json.loads(encoder.checkpoint(Snapshot((changed, two))))["checkpoint"]["latest"]["resources"]
    assert crypter.encrypted == 4
    assert again[0]["inputs"]["a"] == first[0]["inputs"]["a"]
    assert again[0]["inputs"]["b"] != first[0]["inputs"]["b"]
    assert again[1] == first[1]


def test_pending_operations_are_kept() -> None:
    resource = Resource("urn:pulumi:dev::proj::t::a", "t", True, id="i", inputs={"s": Secret(1)})
    crypter = Reversing()
    data = SnapshotEncoder(STACK, "", crypter).checkpoint(
        Snapshot((), (PendingOperation(resource, "creating"),), {"m": 1})
    )
    found = decode_snapshot(parse_checkpoint(data, "x"), crypter, None)
    assert [(item.type, item.resource.urn, item.resource.inputs["s"]) for item in found.pending_operations] == [
        ("creating", resource.urn, Secret(1))
    ]
    assert found.metadata == {"m": 1}


def test_an_empty_stack() -> None:
    assert load(b'{"version":3,"checkpoint":{"stack":"organization/proj/dev"}}') == Snapshot()
    text = SnapshotEncoder(STACK, "v1:x", Reversing()).checkpoint(Snapshot()).decode()
    assert "resources" not in text
    assert not text.endswith("\n")


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        target: Any = found
        for part in parents:
            target = target[int(part)] if part.isdigit() else target[part]
        if value is None:
            del target[last]
        else:
            target[last] = value

    return change


RESOURCES = "checkpoint.latest.resources"


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("checkpoint.latest.manifest.magic", "00", "magic"),
        (f"{RESOURCES}.1.parent", "urn:nobody", "its parent urn:nobody is missing"),
        (f"{RESOURCES}.1.parent", "urn:pulumi:dev::proj::pulumi-python:dynamic/rec:Thing::b", "comes after it"),
        (f"{RESOURCES}.4.dependencies", ["urn:nobody"], "its dependency urn:nobody is missing"),
        (f"{RESOURCES}.4.propertyDependencies", {"dep": ["urn:nobody"]}, "its property dep"),
        (f"{RESOURCES}.4.deletedWith", "urn:nobody", "deletedWith"),
        (f"{RESOURCES}.4.replaceWith", ["urn:nobody"], "replaceWith"),
        (
            f"{RESOURCES}.4.provider",
            "urn:pulumi:dev::proj::pulumi:providers:pulumi-python::default::other",
            "unknown provider",
        ),
        (f"{RESOURCES}.4.provider", "nonsense", "malformed provider"),
        (f"{RESOURCES}.4.urn", "urn:pulumi:dev::proj::acme:index:Pair::p", "twice"),
    ],
)
def test_broken_references_are_integrity_errors(path: str, value: Any, says: str) -> None:
    with pytest.raises(IntegrityError, match=says) as caught:
        load(document(_set(path, value)))
    assert "\n" not in str(caught.value)


def test_a_leftover_of_a_replacement_may_stand_beside_the_new_one() -> None:
    def change(found: dict[str, Any]) -> None:
        resources = found["checkpoint"]["latest"]["resources"]
        resources.append({**resources[4], "delete": True})

    assert [item.delete for item in load(document(change)).resources].count(True) == 1


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (f"{RESOURCES}.4.urn", None, "urn"),
        (f"{RESOURCES}.4.type", None, "type"),
        (f"{RESOURCES}.1.id", "an-id", "non-empty ID"),
        (f"{RESOURCES}.3.inputs.token", {SIGNATURE: SECRET}, "malformed secret"),
    ],
)
def test_what_the_cli_refuses_to_load(path: str, value: Any, says: str) -> None:
    with pytest.raises(EngineError, match=says):
        load(document(_set(path, value)))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"checkpoint":{}}', b"null", b'"x"'])
def test_a_torn_file_is_one_line(data: bytes) -> None:
    with pytest.raises(EngineError, match=r"dev\.json") as caught:
        parse_checkpoint(data, "dev.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("version", 5, "version 5"),
        ("version", 2, "version 2"),
        ("features", ["hooks"], "hooks"),
        ("checkpoint.latest.secrets_providers", {"type": "service", "state": {"url": "https://u"}}, "service"),
        ("checkpoint.latest.secrets_providers", {"type": "cloud", "state": {"url": "awskms://k"}}, "awskms"),
        (f"{RESOURCES}.3.resourceHooks", {"BeforeCreate": ["h"]}, "hooks"),
    ],
)
def test_what_only_the_cli_can_do_is_refused_by_name(path: str, value: Any, says: str) -> None:
    with pytest.raises(NeedsPulumiCliError, match=f"needs the pulumi CLI: .*{says}"):
        load(document(_set(path, value)))


def test_a_foreign_writers_version_is_accepted_with_its_own_hash() -> None:
    def change(found: dict[str, Any]) -> None:
        magic = hashlib.sha256(b"other-0.1").hexdigest()
        found["checkpoint"]["latest"]["manifest"] = {"version": "other-0.1", "magic": magic}

    assert len(load(document(change)).resources) == 5
    assert len(load(document(_set("checkpoint.latest.manifest", {}))).resources) == 5


def test_an_exported_deployment_reads_like_the_file() -> None:
    latest = json.loads(FILE.read_bytes())["checkpoint"]["latest"]
    raw = parse_deployment({"version": 3, "deployment": latest}, "export.json")
    assert raw.resource_count == 5
    for broken in ({}, {"version": 3}, [], {"version": 9, "deployment": {}}):
        with pytest.raises(EngineError):
            parse_deployment(broken, "export.json")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5) | st.just(UNKNOWN),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3) | inner.map(Secret)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(VALUES)
def test_values_survive_the_file(value: Any) -> None:
    crypter = Reversing()
    stored = json.loads(json.dumps(encode(value, "urn", crypter, Ciphertexts())))
    assert decode(stored, "urn", crypter, None) == value


@settings(deadline=None)
@given(st.text(min_size=3, alphabet="abcdefgh"), VALUES)
def test_no_secret_stands_in_the_file_in_clear(canary: str, value: Any) -> None:
    crypter = Reversing()
    planted = {"a": [Secret({"deep": f"canary-{canary}", "more": value})], "b": Secret(f"canary-{canary}")}
    assert f"canary-{canary}" not in json.dumps(encode(planted, "urn", crypter, Ciphertexts()))


def test_floats_are_written_without_a_fraction_when_they_have_none() -> None:
    resource = Resource("urn:1", "t", False, inputs={"i": 3.0, "f": 1.5, "big": 2**53 + 1, "l": [2.0]})
    text = SnapshotEncoder(STACK, "", Reversing()).checkpoint(Snapshot((resource,))).decode()
    assert '"inputs":{"big":9007199254740992,"f":1.5,"i":3,"l":[2]}' in text


def test_a_resource_is_never_changed_in_place() -> None:
    resource = Resource("urn:1", "t", False)
    with pytest.raises(AttributeError):
        resource.id = "x"  # type: ignore[misc]
    assert replace(resource, id="x") is not resource


@given(st.lists(st.tuples(st.integers(0, 299), st.sampled_from(["add", "remove", "change", "first"])), max_size=8))
def test_what_was_joined_before_gives_the_same_file(changes: list[tuple[int, str]]) -> None:
    """Whatever comes, goes, changes or moves between two writes: an encoder that knows the last one writes no less."""
    resources = [Resource(f"urn:{number}", "t", False, inputs={"n": number}) for number in range(300)]
    seasoned = SnapshotEncoder(STACK, "salt", Reversing(), now=lambda: "now")
    for number, change in changes:
        if change == "add":
            resources.insert(number, Resource(f"urn:new-{len(resources)}", "t", False))
        elif change == "change" and number < len(resources):
            resources[number] = resources[number].evolve(protect=True)
        elif number < len(resources):
            taken = resources.pop(number)
            resources = [taken, *resources] if change == "first" else resources
        fresh = SnapshotEncoder(STACK, "salt", Reversing(), now=lambda: "now")
        assert seasoned.checkpoint(Snapshot(resources)) == fresh.checkpoint(Snapshot(resources))
    latest = json.loads(seasoned.checkpoint(Snapshot(resources)))["checkpoint"]["latest"]
    assert [found["urn"] for found in latest["resources"]] == [one.urn for one in resources]
