"""What a release leaves behind in the world: pickles, type tokens, states, and the objects that those states name.

    PYTHONPATH=tests python -m golden.release         # writes tests/golden/<version>/, which is never overwritten

| file | what |
|---|---|
| `kinds.json` | class to type token and pickled provider |
| `program.json` | the resources, one of every kind at least |
| `changed.json` | the same with a change in most of them |
| `state.json` | the stack's deployment with its secrets in plain text; addresses as `{ilert}`, `{xmatters}` and so on |
| `encrypted.json` | the deployment as `stack export` gives it, its secrets under the passphrase of the tests |
| `vendors.json` | what was at the vendors then and is not seeded: kind to objects |
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime import rpc  # noqa: F401 - the SDK's serializer wants the runtime loaded first

from chaos.kinds import CHANGES, KINDS, Estate, Row, of, row, wire
from support.sandbox import Sandbox, running

HERE = Path(__file__).parent
_ROOT = HERE.parents[1]
DISTRIBUTION = "pulumi-alert-wiring"
VENDORS = ("ilert", "xmatters", "apifortress")


def program(changed: bool) -> list[Row]:
    """Return the resources: the wire of the engine tests, which has every kind but one, and that one."""
    whole = row(
        *("apifortress.ProjectAssignments", "whole"),
        project={"$later": "Checkout"},
        alert_group_ids=[of("group")],
    )
    return [*wire(**(CHANGES if changed else {})), whole]


def addresses(sandbox: Sandbox) -> dict[str, str]:
    """Return the vendors' addresses by what stands for them in the files."""
    return {f"{{{vendor}}}": str(sandbox.status[vendor]["url"]).removesuffix("/app") for vendor in VENDORS}


def with_marks(told: Any, sandbox: Sandbox) -> Any:
    """Return the value with each address of this sandbox as a mark."""
    text = json.dumps(told)
    for mark, address in addresses(sandbox).items():
        text = text.replace(address, mark)
    return json.loads(text)


def with_addresses(told: Any, sandbox: Sandbox) -> Any:
    """Return the value with each mark as the address of this sandbox."""
    text = json.dumps(told)
    for mark, address in addresses(sandbox).items():
        text = text.replace(mark, address)
    return json.loads(text)


def kinds() -> dict[str, dict[str, str]]:
    """Return type token and pickle of every kind, as this release has them."""
    return {
        name: {
            "token": f"pulumi-python:{one._resource_type_name}",
            "pickle": serialize_provider(one.provider_class()),
        }
        for name, one in KINDS.items()
    }


def made_since(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the objects of all vendors that are new or differ, by `vendor/kind`."""
    found: dict[str, Any] = {}
    for vendor in VENDORS:
        for kind, rows in after[vendor].items():
            known = before[vendor].get(kind, [])
            if new := [one for one in rows if one not in known]:
                found[f"{vendor}/{kind}"] = new
    return found


def restore(sandbox: Sandbox, objects: dict[str, Any]) -> None:
    """Put those objects into a seeded sandbox, with the ids that they had."""
    control = sandbox.control
    for place, rows in objects.items():
        vendor, kind = place.split("/")
        known = {str(one["id"]) for one in control.objects(vendor, kind)}
        for one in with_addresses(rows, sandbox):
            if str(one["id"]) in known:
                control.call("PUT", f"/objects/{place}/{one['id']}", one)
            else:
                control.create(vendor, kind, one)


def write(folder: Path, kind: str = "embedded") -> None:
    """Write the golden files of this release.

    Raises:
        FileExistsError: they are there already; what was released does not change any more.
    """
    folder.mkdir()
    with tempfile.TemporaryDirectory() as root, running(Path(root) / "sandbox") as sandbox:
        before = sandbox.control.state()
        with Estate(Path(root) / "estate", sandbox, kind) as estate:
            estate.begin(*program(changed=False))
            files = {
                "kinds": kinds(),
                "program": program(changed=False),
                "changed": program(changed=True),
                "state": with_marks(estate.engine.export(show_secrets=True), sandbox),
                "encrypted": estate.engine.export(),
                "vendors": with_marks(made_since(before, sandbox.control.state()), sandbox),
            }
    for name, told in files.items():
        text = json.dumps(told, indent=1, sort_keys=True).replace(str(_ROOT), "/srv/wiring")  # where lines stand
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    """Write the files of the version that is installed."""
    folder = HERE / version(DISTRIBUTION)
    try:
        write(folder)
    except FileExistsError:
        sys.stderr.write(f"error: the golden files of {folder.name} are there already; a release is never rewritten\n")
        return 1
    sys.stdout.write(f"golden files of {folder.name} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
