"""Run a Pulumi program as the CLI's language host does (pulumi-engine.md 1.2, 1.6); needs nothing but the SDK.

Same working directory, `sys.argv`, run name and `sys.path` as there, so that a provider class of `__main__` gets the
same pickle. Exit code 0: fine; 32: failed, and the message was given to the engine.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import linecache
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pulumi
from pulumi import runtime
from pulumi.runtime.config import get_config_env, get_config_secret_keys_env

MESSAGE_SHOWN = 32
_OBJECTS_BEFORE_COLLECTING = 20_000
_MANY: Final = 1_000
"""From so many unfinished outputs on, waiting for them is done in larger portions."""
_SECONDS_PER_OUTPUT: Final = 50e-6
"""How long a portion may take, at most: ten times and more of what it costs to begin it."""


def read_arguments() -> argparse.Namespace:
    """Parse what the engine passes; the names are the language host's."""
    parser = argparse.ArgumentParser()
    for name in ("monitor", "engine", "project", "stack", "organization", "root_directory", "pwd", "dry_run", "debug"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--parallel", type=int, required=True)
    parser.add_argument("program")
    return parser.parse_args()


class PatientAsyncio:
    """`asyncio` for the SDK's last loop, which waits for the next one of all unfinished outputs again and again.

    Each time it begins with all of them anew, so thousands of resources take it time by their square. Here a portion
    ends with the first that fails, or when it has lasted long enough for the loop to look at what is new.
    """

    def __getattr__(self, name: str) -> Any:
        """Everything else is asyncio's own."""
        return getattr(asyncio, name)

    async def wait(self, tasks: Any, *, timeout: float | None = None, return_when: str = asyncio.ALL_COMPLETED) -> Any:
        """Wait as asyncio does, unless it is for the first of many."""
        if return_when == asyncio.FIRST_COMPLETED and timeout is None and len(tasks) >= _MANY:
            timeout, return_when = len(tasks) * _SECONDS_PER_OUTPUT, asyncio.FIRST_EXCEPTION
        return await asyncio.wait(tasks, timeout=timeout, return_when=return_when)


def hurry() -> None:
    """Spare a large program three costs that grow with every resource; nothing that a program can see depends on them.

    The SDK makes some hundred objects per resource that live to the end: collecting them over and over finds nothing.
    It also takes a stack trace for each, and would ask for the time stamps of all source files in it again.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING, 50, 100)
    linecache.checkcache = unheard
    if hasattr(runtime.stack, "asyncio"):
        runtime.stack.asyncio = PatientAsyncio()


def unheard(*_arguments: object, **_options: object) -> None:
    """Do nothing. For `pulumi.log.debug` too: the SDK sends four messages per resource, and each would be a call."""


def program_traceback(program: str) -> str:
    """Give the current exception's traceback from the first frame of the user's program on, if it has one."""
    path = Path(program).resolve()
    main = path / "__main__.py" if path.is_dir() else path
    error = sys.exc_info()[1]
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    for index, frame in enumerate(frames):
        if Path(frame.filename).resolve() == main:
            return traceback.format_exc(limit=-(len(frames) - index))
    return traceback.format_exc()


def main() -> int:
    """Run the program to its end; give the exit code."""
    arguments = read_arguments()
    runtime.set_all_config(get_config_env(), get_config_secret_keys_env())
    runtime.configure(
        runtime.Settings(
            project=arguments.project,
            stack=arguments.stack,
            organization=arguments.organization,
            monitor=arguments.monitor,
            engine=arguments.engine,
            parallel=arguments.parallel,
            dry_run=arguments.dry_run == "true",
            root_directory=arguments.root_directory,
        )
    )
    if arguments.debug != "true":
        pulumi.log.debug = unheard
    hurry()
    sys.argv = [arguments.program]
    os.chdir(arguments.pwd)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = ThreadPoolExecutor(max_workers=max(arguments.parallel, 1) * 4)
    loop.set_default_executor(executor)
    try:
        if arguments.program == "." and not Path("__main__.py").exists():
            pulumi.log.error(f"unable to find main python program `__main__.py` in `{Path.cwd()}`")
            return MESSAGE_SHOWN

        def run() -> None:
            runpy.run_path(arguments.program, run_name="__main__")

        loop.run_until_complete(runtime.run_in_stack(run))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return 1
    except Exception:
        text = program_traceback(arguments.program)
        pulumi.log.error(f"Program failed with an unhandled exception:\n{text}")
        return MESSAGE_SHOWN
    finally:
        executor.shutdown(wait=True)
        loop.close()
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
