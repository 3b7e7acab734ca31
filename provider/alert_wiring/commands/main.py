"""``alert-wiring VERB ...``: find the verb's file and hand it the rest of the words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

USAGE = """\
alert-wiring: the alert wiring of an API test estate as code

  up, preview, refresh, destroy,    as the pulumi CLI has them; the CLI runs when it is installed,
  output, config, stack, cancel     else the embedded engine (--engine pulumi|embedded forces one)

  prove      send a marked test failure through every route and follow it to the alert and the event
  wire       draw the wire of a stack in the terminal
  doctor     check the accounts of a stack, reading only: address, credential, role, page map
  guard      hold a plan in JSON against the rules: no project becomes silent, few routes go at once
  sandbox    start|stop|status|reset|switches|logs: the stand-ins of ilert, xMatters and API Fortress

Add --help to a verb for its flags.
"""


def _engine(verb: str) -> Callable[[Sequence[str]], int]:
    def run(words: Sequence[str]) -> int:
        from alert_wiring.commands import current, engine, guarded, loud  # noqa: PLC0415 - a verb loads only what it needs

        def before(*asked: Any) -> int:
            return loud.warn(*asked) or current.use_current(*asked) or guarded.guard(*asked)

        return engine.run(verb, words, before)

    return run


def _prove(words: Sequence[str]) -> int:
    from alert_wiring.commands.prove import run  # noqa: PLC0415 - a verb loads only what it needs

    return run(words)


def _wire(words: Sequence[str]) -> int:
    from alert_wiring.commands.wire import run  # noqa: PLC0415 - a verb loads only what it needs

    return run(words)


def _doctor(words: Sequence[str]) -> int:
    from alert_wiring.commands import doctor  # noqa: PLC0415 - a verb loads only what it needs

    return doctor.run(words)


def _guard(words: Sequence[str]) -> int:
    from alert_wiring.commands import guard  # noqa: PLC0415 - a verb loads only what it needs

    return guard.run(words)


def _sandbox(words: Sequence[str]) -> int:
    from alert_wiring.commands import sandbox  # noqa: PLC0415 - a verb loads only what it needs

    return sandbox.run(words)


def is_engine_address(words: Sequence[str]) -> bool:
    """Say whether this is how the pulumi CLI calls a policy pack: `127.0.0.1:40123`, behind flags for its log."""
    host, _, port = words[-1].rpartition(":")
    return bool(host) and port.isdigit() and all(word.startswith("-") for word in words[:-1])


def _policy_pack(word: str) -> int:
    """Serve as a policy pack: the pulumi CLI calls an executable pack with the engine's address alone."""
    from alert_wiring.policy.server import serve  # noqa: PLC0415 - gRPC loads only where it is needed

    return serve(word)


ENGINE_VERBS = ("up", "preview", "refresh", "destroy", "output", "config", "stack", "cancel")
VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    **{verb: _engine(verb) for verb in ENGINE_VERBS},
    "prove": _prove,
    "wire": _wire,
    "doctor": _doctor,
    "guard": _guard,
    "sandbox": _sandbox,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the process's exit code (0 done, 2 wrong words, else the verb's own).

    ``arguments`` defaults to the words of the command line.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    leading: list[str] = []
    # `--engine X` may stand before the verb, as a global flag would.
    while words and words[0].startswith("--engine"):
        leading.append(words.pop(0))
        if leading[-1] == "--engine" and words:
            leading.append(words.pop(0))
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if is_engine_address(words):
        return _policy_pack(words[-1])
    verb, rest = words[0], [*leading, *words[1:]]
    if verb not in VERBS:
        sys.stderr.write(f"error: there is no command {verb!r}; `alert-wiring --help` lists them\n")
        return 2
    try:
        return VERBS[verb](rest)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
