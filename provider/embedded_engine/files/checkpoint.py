"""A stack's state file: read with all the CLI's checks, written in the CLI's form (`pulumi-engine.md` 6.2-6.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

from embedded_engine.errors import EngineError, IntegrityError, NeedsPulumiCliError
from embedded_engine.files.gojson import compact_in_order
from embedded_engine.files.integrity import check_integrity
from embedded_engine.files.model import PendingOperation, Resource, Snapshot, timestamp
from embedded_engine.files.resources import resource_from_json, resource_text
from embedded_engine.files.values import Ciphertexts, Crypter

WRITER_VERSION: Final = "v3.260.0"
"""The CLI whose format this is; stands in the manifest, with its hash (6.2, 12.3 rule 7)."""

_BLOCK: Final = 32
"""Resources whose texts are kept joined; shorter blocks are joined anew, so that they do not become many."""

_NO_BLOCK: Final[tuple[tuple[Resource, ...], bytes]] = ((), b"")

_KNOWN_LATEST = frozenset({"manifest", "secrets_providers", "resources", "pending_operations", "metadata"})


@dataclass(frozen=True)
class RawCheckpoint:
    """A parsed state file whose secrets are still encrypted."""

    latest: Mapping[str, Any]
    """`checkpoint.latest`; empty for a stack that holds nothing."""
    salt: str = ""
    """The salt text of the state's own secrets; empty when it names no secrets provider."""

    @property
    def resource_count(self) -> int:
        """How many resources the file lists."""
        return len(self.latest.get("resources") or ())

    def has_type(self, kind: str) -> bool:
        """Say whether it lists a resource of a type."""
        return any(isinstance(one, Mapping) and one.get("type") == kind for one in self.latest.get("resources") or ())

    @property
    def time(self) -> str:
        """When it was written; empty when it does not say."""
        return str((self.latest.get("manifest") or {}).get("time") or "")


def parse_checkpoint(data: bytes, path: str) -> RawCheckpoint:
    """Parse a state file; `path` is for messages.

    Raises `EngineError` for broken JSON or an unknown version, `IntegrityError` for a manifest whose hash is wrong,
    `NeedsPulumiCliError` for features and secrets providers that only the CLI knows (6.2, 7.4).
    """
    try:
        document = json.loads(data)
        version, checkpoint = document["version"], document.get("checkpoint") or {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EngineError(f"could not read the state file {path}: it is no checkpoint (damaged or empty)") from None
    if version not in {3, 4}:
        raise NeedsPulumiCliError(f"a checkpoint of version {version}", path)
    for feature in document.get("features") or ():
        raise NeedsPulumiCliError(f"the checkpoint feature '{feature}'", path)
    return _parse_deployment(checkpoint.get("latest") or {}, path)


def parse_deployment(document: Any, path: str) -> RawCheckpoint:
    """Parse what `stack export` wrote (`{"version", "deployment"}`); raises as `parse_checkpoint` does."""
    if not isinstance(document, Mapping) or not isinstance(document.get("deployment"), Mapping):
        raise EngineError(f"could not read the deployment {path}: expected an object with 'version' and 'deployment'")
    if document.get("version") not in {3, 4}:
        raise NeedsPulumiCliError(f"a deployment of version {document.get('version')}", path)
    for feature in document.get("features") or ():
        raise NeedsPulumiCliError(f"the deployment feature '{feature}'", path)
    return _parse_deployment(document["deployment"], path)


def _parse_deployment(latest: Mapping[str, Any], path: str) -> RawCheckpoint:
    manifest = latest.get("manifest") or {}
    version, magic = manifest.get("version"), manifest.get("magic")
    if version and magic != _magic(version):
        raise IntegrityError(f"snapshot integrity failure: {path}: magic cookie mismatch; possible tampering")
    return RawCheckpoint(latest, _salt_of(latest.get("secrets_providers"), path))


def _salt_of(provider: Any, path: str) -> str:
    if not provider or not provider.get("type"):
        return ""
    kind, state = provider["type"], provider.get("state") or {}
    if kind != "passphrase":
        where = f" ({state['url']})" if isinstance(state, Mapping) and state.get("url") else ""
        raise NeedsPulumiCliError(
            f"this stack's secrets are kept by {kind}{where}, and only passphrase is known here; "
            "`pulumi stack change-secrets-provider passphrase` changes that",
            path,
        )
    return str(state.get("salt") or "")


def decode_snapshot(raw: RawCheckpoint, crypter: Crypter | None, known: Ciphertexts | None) -> Snapshot:
    """Decrypt and check a parsed state.

    `crypter` is for the state's own salt; `known` collects ciphertexts that may be kept (None: re-encrypt all).
    Raises `EngineError`, `IntegrityError` and `WrongPassphraseError`.
    """
    latest = raw.latest
    resources = [resource_from_json(item, crypter, known) for item in latest.get("resources") or ()]
    check_integrity(resources)
    pending = [
        PendingOperation(resource_from_json(item["resource"], crypter, known), item["type"])
        for item in latest.get("pending_operations") or ()
    ]
    extra = {key: value for key, value in latest.items() if key not in _KNOWN_LATEST}
    return Snapshot(tuple(resources), tuple(pending), latest.get("metadata") or {}, extra)


@dataclass
class SnapshotEncoder:
    """Turns snapshots into the text of the state file; what did not change since the last one is not encoded again."""

    stack: str
    """`organization/PROJECT/STACK`."""
    salt: str
    crypter: Crypter
    known: Ciphertexts = field(default_factory=Ciphertexts)
    now: Callable[[], str] = timestamp
    _texts: WeakKeyDictionary[Resource, bytes] = field(default_factory=WeakKeyDictionary)
    _blocks: dict[Resource, tuple[tuple[Resource, ...], bytes]] = field(default_factory=dict)

    def checkpoint(self, snapshot: Snapshot) -> bytes:
        """Return the file: compact JSON, UTF-8, no newline at its end (6.2)."""
        return b"".join(self.parts(snapshot))

    def parts(self, snapshot: Snapshot) -> list[bytes]:
        """Return the file in pieces; joining megabytes for each write costs as much as writing them."""
        manifest = {"time": self.now(), "magic": _magic(WRITER_VERSION), "version": WRITER_VERSION}
        provider = {"type": "passphrase", "state": {"salt": self.salt}}
        head = f'"manifest":{compact_in_order(manifest)},"secrets_providers":{compact_in_order(provider)},'
        parts = [f'{{"version":3,"checkpoint":{{"stack":{compact_in_order(self.stack)},"latest":{{{head}'.encode()]
        if snapshot.resources:
            parts += [b'"resources":[', *self._resources(snapshot.resources), b"],"]
        if snapshot.pending_operations:
            pending = b",".join(
                b'{"resource":%b,"type":%b}'
                % (self._resource(operation.resource), compact_in_order(operation.type).encode())
                for operation in snapshot.pending_operations
            )
            parts += [b'"pending_operations":[', pending, b"],"]
        rest = [("metadata", dict(snapshot.metadata)), *snapshot.extra.items()]
        parts.append(",".join(f"{compact_in_order(key)}:{compact_in_order(value)}" for key, value in rest).encode())
        return [*parts, b"}}}"]

    def _resources(self, resources: Sequence[Resource]) -> Iterable[bytes]:
        """Give the texts of `resources` in blocks with commas between them; those of the last call are used again."""
        blocks: dict[Resource, tuple[tuple[Resource, ...], bytes]] = {}
        start = 0
        while start < len(resources):
            members, text = self._blocks.get(resources[start], _NO_BLOCK)
            if len(members) < _BLOCK or tuple(resources[start : start + len(members)]) != members:
                members = self._block(resources, start)
                text = b",".join(map(self._resource, members))
            blocks[members[0]] = members, text
            start += len(members)
        self._blocks = blocks
        return [piece for _, text in blocks.values() for piece in (text, b",")][:-1]

    def _block(self, resources: Sequence[Resource], start: int) -> tuple[Resource, ...]:
        """Choose what is joined anew from `start` on: not into a block that is there already."""
        end = start + 1
        last = min(start + 2 * _BLOCK, len(resources))
        while end < last and len(self._blocks.get(resources[end], _NO_BLOCK)[0]) < _BLOCK:
            end += 1
        return tuple(resources[start:end])

    def _resource(self, resource: Resource) -> bytes:
        text = self._texts.get(resource)
        if text is None:
            text = self._texts[resource] = resource_text(resource, self.crypter, self.known).encode()
        return text


def _magic(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest()
