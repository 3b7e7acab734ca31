"""``python -m vendor_sandbox start|stop|status|reset|switches|logs|serve``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from pathlib import Path
from typing import Any

from vendor_sandbox import process
from vendor_sandbox.listeners import ServeError, loopback
from vendor_sandbox.profile import PROFILES


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit code (0 done, 1 refused or failed, 2 wrong usage)."""
    args = _parser().parse_args(arguments)
    args.dir = (args.dir or process.default_folder()).resolve()
    try:
        return int(args.run(args))
    except (ServeError, process.ProcessError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="Stand-ins for ilert, xMatters, API Fortress.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        each = verbs.add_parser(name, help=text, description=text)
        each.add_argument("--dir", type=Path, help="where state lives (default: .sandbox beside the Pulumi.yaml)")
        each.set_defaults(run=run)
        return each

    for name, run, text in (
        ("start", _start, "start in the background and wait until it answers"),
        ("serve", _serve, "serve in the foreground"),
    ):
        each = verb(name, run, text)
        each.add_argument("--port-base", type=int, help="first of four ports (default 8870 or the last; 0: free ones)")
        each.add_argument("--host", default="127.0.0.1", help="loopback address to listen on")
    each.add_argument("--detached", action="store_true", help=argparse.SUPPRESS)
    each.add_argument("--with-stdin", action="store_true", help="end when standard input ends")
    verb("stop", _stop, "stop and wait until it is gone")
    verb("status", _status, "say whether it runs and where").add_argument("--json", action="store_true")
    verb("reset", _reset, "back to the seeded state").add_argument("--profile", choices=PROFILES)
    switches = verb("switches", _switches, "list what the references leave open, or move switches: NAME=POSITION")
    switches.add_argument("moves", nargs="*", metavar="NAME=POSITION", help="move a switch of the running sandbox")
    switches.add_argument("--json", action="store_true")
    verb("logs", _logs, "print the log").add_argument("-n", "--lines", type=int, default=200)
    return parser


def _start(args: argparse.Namespace) -> int:
    loopback(args.host)
    now, started = process.start(args.dir, args.port_base, args.host)
    _say(f"sandbox {'started' if started else 'is running already'}: {now['page']}")
    return 0


def _serve(args: argparse.Namespace) -> int:
    from vendor_sandbox.server import Options, serve  # noqa: PLC0415 - the other verbs need no web server

    def announce(now: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(now) + "\n")
        sys.stdout.flush()
        if args.detached:
            log = os.open(args.dir / "sandbox.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.dup2(log, 1)
            os.dup2(log, 2)

    serve(Options(args.dir, args.port_base, args.host, args.with_stdin), announce)
    return 0


def _stop(args: argparse.Namespace) -> int:
    _say("sandbox stopped" if process.stop(args.dir) else "sandbox is not running")
    return 0


def _status(args: argparse.Namespace) -> int:
    now = process.status(args.dir)
    if args.json:
        _say(json.dumps(now))
    elif now["running"]:
        _say(f"sandbox is running: {now['page']}")
    else:
        _say("sandbox is not running")
    return 0


def _reset(args: argparse.Namespace) -> int:
    running = process.reset(args.dir, args.profile)
    _say("sandbox reset" if running else "sandbox is not running; its state is removed")
    return 0


def _switches(args: argparse.Namespace) -> int:
    from vendor_sandbox import switch_list  # noqa: PLC0415 - the other verbs need no vendor's table

    if args.moves:
        switch_list.move(args.dir, args.moves)
    rows = switch_list.rows(args.dir)
    wanted = {word.partition("=")[0] for word in args.moves}
    shown = [row for row in rows if not wanted or row["name"] in wanted]
    _say(json.dumps(shown, indent=2) if args.json else switch_list.text(shown))
    return 0


def _logs(args: argparse.Namespace) -> int:
    path = args.dir / "sandbox.log"
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace") as lines:
            sys.stdout.writelines(deque(lines, maxlen=args.lines))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
