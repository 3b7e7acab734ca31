"""`stack`: show, list, make, select and remove stacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from embedded_engine.cli.flags import Arguments
from embedded_engine.cli.session import OpenStack, Session
from embedded_engine.cli.stack_output import output_lines
from embedded_engine.cli.table import table
from embedded_engine.cli.terminal import Terminal
from embedded_engine.errors import EngineError, StackNotFoundError
from embedded_engine.files.backend import StackRef
from embedded_engine.files.checkpoint import RawCheckpoint, SnapshotEncoder, parse_checkpoint
from embedded_engine.files.locks import held
from embedded_engine.files.model import ROOT_STACK_TYPE, Snapshot


def show(arguments: Arguments, terminal: Terminal) -> int:
    """Show the stack: when it was updated, its resources as a tree, its outputs."""
    stack = Session(terminal).stack(arguments.text("stack"))
    if arguments.flag("show-name"):
        terminal.line(stack.ref.name)
        return 0
    terminal.line(f"Current stack is {stack.ref.name}:")
    raw = stack.raw
    manifest = raw.latest.get("manifest") or {}
    if raw.time:
        terminal.line(f"    Last updated: {_age(raw.time)} ({raw.time.replace('T', ' ').replace('Z', ' +0000 UTC')})")
    if manifest.get("version"):
        terminal.line(f"    Pulumi version used: {manifest['version']}")
    resources: Sequence[Mapping[str, Any]] = raw.latest.get("resources") or ()
    terminal.line(f"Current stack resources ({len(resources)}):")
    if not resources:
        terminal.line("    No resources currently in this stack")
    else:
        rows = _tree(resources, arguments.flag("show-urns"))
        for line in table(("TYPE", "NAME"), rows, "    "):
            terminal.line(line)
        terminal.line()
        for line in output_lines(stack, arguments.flag("show-secrets")):
            terminal.line(line)
    terminal.line()
    terminal.line("Use `pulumi stack select` to change stack; `pulumi stack ls` lists known ones")
    return 0


def ls(arguments: Arguments, terminal: Terminal) -> int:
    """List the project's stacks, or with `--all` every stack of the backend."""
    session = Session(terminal)
    selected = _selected(session)
    rows = []
    for ref in session.backend.stacks(None if arguments.flag("all") else session.project.name):
        raw = parse_checkpoint(session.backend.read(ref), str(session.backend.checkpoint_path(ref)))
        name = ref.name if ref.project == session.project.name else str(ref)
        rows.append((name, ref == selected, raw))
    if arguments.flag("json"):
        terminal.json([_as_json(*row) for row in rows])
        return 0
    lines = [(f"{name}{'*' if current else ''}", _last(raw), _count(raw)) for name, current, raw in rows]
    for line in table(("NAME", "LAST UPDATE", "RESOURCE COUNT"), lines):
        terminal.line(line)
    return 0


def init(arguments: Arguments, terminal: Terminal) -> int:
    """Make an empty stack, with a salt for its secrets, and select it."""
    session = Session(terminal)
    name = arguments.text("stack") or next(iter(arguments.positional), "")
    if not name:
        if not terminal.interactive:
            raise EngineError("missing stack name")
        name = terminal.ask("stack name: (dev) ") or "dev"
    create(session, session.ref(name))
    if not arguments.flag("no-select"):
        session.selection.set(str(session.ref(name)))
    return 0


def create(session: Session, ref: StackRef) -> None:
    """Write the files of a new stack; one that exists is an `EngineError`."""
    if session.backend.exists(ref):
        raise EngineError(f"stack '{ref}' already exists")
    stack = OpenStack(session, ref)
    secrets = stack.passphrases.secrets(stack.file.salt) if stack.file.salt else stack.passphrases.create()
    secrets.verify()
    session.backend.write(ref, SnapshotEncoder(str(ref), secrets.salt, secrets).checkpoint(Snapshot()))
    stack.secrets = secrets
    stack.ensure_salt()
    session.terminal.line(f"Created stack '{ref.name}'")


def select(arguments: Arguments, terminal: Terminal) -> int:
    """Select a stack; with `--create` make it when there is none."""
    session = Session(terminal)
    name = arguments.text("stack") or next(iter(arguments.positional), "")
    if not name:
        raise StackNotFoundError("no stack selected; specify a stack name with --stack")
    ref = session.ref(name)
    if not session.backend.exists(ref):
        if not arguments.flag("create"):
            raise StackNotFoundError(f"no stack named '{name}' found")
        create(session, ref)
    session.selection.set(str(ref))
    return 0


def rm(arguments: Arguments, terminal: Terminal) -> int:
    """Remove a stack and its configuration file; one that still has resources only with `--force`."""
    session = Session(terminal)
    stack = session.stack(arguments.text("stack") or next(iter(arguments.positional), ""))
    name = stack.ref.name
    if not arguments.flag("yes"):
        if not terminal.interactive:
            raise EngineError("non-interactive mode requires --yes flag")
        terminal.line(f"This will permanently remove the '{name}' stack!")
        if terminal.ask(f'Please confirm that this is what you\'d like to do by typing "{name}": ') != name:
            raise EngineError("confirmation declined")
    if stack.raw.resource_count and not arguments.flag("force"):
        raise EngineError(
            f"'{name}' still has resources; removal rejected. Run `pulumi destroy` to delete the resources, "
            "then run `pulumi stack rm`, or run `pulumi stack rm --force` to override this error"
        )
    remove(stack, keep_config=arguments.flag("preserve-config"))
    return 0


def remove(stack: OpenStack, *, keep_config: bool = False) -> None:
    """Remove a stack's files under its lock, and its selection."""
    session = stack.session
    selected = _selected(session) == stack.ref
    with held(session.backend, stack.ref):
        session.backend.remove(stack.ref)
    if not keep_config:
        stack.path.unlink(missing_ok=True)
    if selected:
        session.selection.set("")
    session.terminal.line(f"Stack '{stack.ref.name}' has been removed!")


def _selected(session: Session) -> StackRef | None:
    with suppress(EngineError):
        chosen = session.selection.get()
        return session.ref(chosen) if chosen else None
    return None


def _last(raw: RawCheckpoint) -> str:
    return _age(raw.time) if raw.time else "n/a"


def _count(raw: RawCheckpoint) -> str:
    return str(raw.resource_count) if raw.latest else "n/a"


def _as_json(name: str, current: bool, raw: RawCheckpoint) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "current": current}
    moment = _moment(raw.time)
    if moment is not None:
        entry["lastUpdate"] = (
            moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
        )
    if raw.latest:
        entry["resourceCount"] = raw.resource_count
    return entry


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _age(text: str) -> str:
    moment = _moment(text)
    if moment is None:
        return text
    seconds = int((datetime.now(UTC) - moment).total_seconds())
    for size, unit in (
        (86400 * 365, "year"),
        (86400 * 30, "month"),
        (86400 * 7, "week"),
        (86400, "day"),
        (3600, "hour"),
    ):
        if seconds >= size:
            return _ago(seconds // size, unit)
    if seconds >= 60:
        return _ago(seconds // 60, "minute")
    return _ago(seconds, "second") if seconds >= 1 else "now"


def _ago(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _tree(resources: Sequence[Mapping[str, Any]], urns: bool) -> list[tuple[str, str]]:
    children: dict[str, list[Mapping[str, Any]]] = {}
    known = {resource["urn"] for resource in resources}
    root = next((resource["urn"] for resource in resources if resource["type"] == ROOT_STACK_TYPE), "")
    for resource in resources:
        parent = resource.get("parent") or ""
        above = parent if parent in known else ("" if resource["urn"] == root else root)
        children.setdefault(above, []).append(resource)
    rows: list[tuple[str, str]] = []

    def walk(above: str, lead: str, top: bool) -> None:
        below = sorted(children.get(above, ()), key=lambda resource: not resource.get("parent"))
        for index, resource in enumerate(below):
            last = index == len(below) - 1
            mark = "" if top else ("└─ " if last else "├─ ")
            name = resource["urn"] if urns else resource["urn"].split("::", 3)[-1]
            rows.append((f"{lead}{mark}{resource['type']}", name))
            if resource["urn"] != above:
                walk(resource["urn"], lead if top else lead + ("   " if last else "│  "), top=False)

    walk("", "", top=True)
    return rows
