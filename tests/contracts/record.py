"""Record the contracts anew against real accounts, and say what differs from the documented exchanges.

    venv/bin/python tests/contracts/record.py [ilert] [xmatters] [apifortress] [--overwrite] [--into FOLDER]

The accounts are those that the environment names, as for the product (`ILERT_TOKEN`, `XMATTERS_URL`, ...); a vendor
without one is left out. Each recording makes a few objects of its own, with names that nobody else has, and deletes
them; what the vendor cannot delete is told. Nothing that was there before is changed, and nobody is notified.

What was said goes to `recorded/` beside the vendor's documented `cassettes/`, scrubbed of credentials, keys, keyed
addresses and people. A file that is there is kept unless `--overwrite` is given. Look at the files before you share
them. The exit status is 1 if a vendor could not be recorded, or none was.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from alert_wiring.core.errors import SettingError, WiringError  # noqa: E402 - after the path is set
from alert_wiring.core.settings import Settings  # noqa: E402
from contracts.recorder import Recorder, cassette_of, compared, learn  # noqa: E402
from contracts.scrubbing import Scrubber  # noqa: E402

VENDORS = ("ilert", "xmatters", "apifortress")


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    vendors: tuple[str, ...]
    overwrite: bool
    into: Path | None


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Record what is asked for and return the exit status."""
    options = _options(arguments)
    outcomes = [record(vendor, environment, options) for vendor in options.vendors]
    if not any(outcome is True for outcome in outcomes):
        _say("Nothing was recorded: set the environment variables of an account.")
    return 0 if True in outcomes and False not in outcomes else 1


def record(vendor: str, environment: Mapping[str, str], options: Options) -> bool | None:
    """Record one vendor; None where it has no account, False where it failed.

    A vendor's scenario is the module `<vendor>_recording` beside this one: `API` (its client class), `DOCUMENTED` (the
    address in its documented exchanges) and `play(api, step)`, which names each step after a documented cassette:
    `with step("plan_create"): api.save(...)`.
    """
    scenario: Any = import_module(f"contracts.{vendor}_recording")
    settings = Settings(environment, lambda _key: None)
    try:
        api = scenario.API.connect(settings)
    except SettingError as missing:
        _say(f"{vendor}: left out. {missing.text}")
        return None
    recorder = Recorder(api.vendor)
    failed = ""
    with recorder.listening():
        try:
            scenario.play(api, recorder.step)
        except WiringError as error:
            failed = error.text
        except Exception as error:  # an answer that is built differently is what this command is here to show
            failed = f"The scenario cannot go on ({type(error).__name__}: {error})."
    secrets = [value for one in scenario.API.settings if one.secret and (value := settings.get(one))]
    people = [value for one in scenario.API.settings if "username" in one.key.lower() and (value := settings.get(one))]
    scrubber = Scrubber([*secrets, *people], api.http.base_url, scenario.DOCUMENTED)
    learn(recorder, scrubber)
    cassettes = HERE.parent / "alert_wiring" / vendor / "cassettes"
    _write(vendor, recorder, scrubber, cassettes, options)
    _compare(vendor, recorder, scrubber, cassettes)
    if failed:
        _say(f"{vendor}: the recording ended early. {scrubber.text(failed)}")
    return not failed


def _write(vendor: str, recorder: Recorder, scrubber: Scrubber, cassettes: Path, options: Options) -> None:
    folder = options.into / vendor if options.into else cassettes.with_name("recorded")
    folder.mkdir(parents=True, exist_ok=True)
    kept = 0
    for name, exchanges in recorder.steps.items():
        path = folder / f"{name}.yaml"
        if path.exists() and not options.overwrite:
            kept += 1
            continue
        path.write_text(cassette_of(exchanges, scrubber, f"recorded from an account, as {name}"), encoding="utf-8")
    _say(f"{vendor}: {len(recorder.steps) - kept} file(s) written to {folder}" + (f", {kept} kept" if kept else ""))


def _compare(vendor: str, recorder: Recorder, scrubber: Scrubber, cassettes: Path) -> None:
    lines = [
        line
        for name, exchanges in recorder.steps.items()
        for line in compared(name, exchanges, cassettes / f"{name}.yaml")
    ]
    for line in lines:
        _say(f"{vendor}: {scrubber.text(line)}")
    left = sorted({path.stem for path in cassettes.glob("*.yaml")} - recorder.steps.keys())
    _say(f"{vendor}: {len(lines)} difference(s) from the documented exchanges.")
    if left:
        _say(f"{vendor}: documented and not recorded: {', '.join(left)}.")


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="record", description="Record the contracts against real accounts.")
    known = ", ".join(VENDORS)
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help=f"{known}; default: all that have an account")
    parser.add_argument("--overwrite", action="store_true", help="replace recorded files that are there")
    parser.add_argument("--into", type=Path, help="another folder for what is recorded")
    told = parser.parse_args(arguments)
    for vendor in set(told.vendors) - set(VENDORS):
        parser.error(f"there is no vendor {vendor!r}; there are {known}")
    return Options(tuple(told.vendors) or VENDORS, told.overwrite, told.into)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command's own output


if __name__ == "__main__":
    import os

    raise SystemExit(main(sys.argv[1:], os.environ))
