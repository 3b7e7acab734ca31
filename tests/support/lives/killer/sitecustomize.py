"""Kills the engine at a write of the state; on the import path of engines that a test wants dead (PYTHONPATH).

``KILL_AT`` is ``before N`` or ``after N``: SIGKILL right before or after the state file is replaced the N-th time;
``half N`` dies with half of the new content in the temporary file. Without it every state is copied to ``KILL_KEEP``
as ``N.json``. Program and plugin, which inherit the variables, never write the state.
"""

import itertools
import os
import shutil
import signal
from pathlib import Path

_PHASE, _, _NUMBER = os.environ.get("KILL_AT", "").partition(" ")
_KEEP = os.environ.get("KILL_KEEP")
_replace = os.replace
_writes = itertools.count(1)


def _at(number, phase):
    """End here, if the test wants it."""
    if (phase, str(number)) == (_PHASE, _NUMBER):
        os.kill(os.getpid(), signal.SIGKILL)


def replace(source, target, **more):
    """Stand in for ``os.replace``."""
    if Path(target).name != "dev.json":
        return _replace(source, target, **more)
    number = next(_writes)
    if _PHASE == "half":
        content = Path(source).read_bytes()
        Path(source).write_bytes(content[: len(content) // 2])
        _at(number, "half")
        Path(source).write_bytes(content)
    _at(number, "before")
    _replace(source, target, **more)
    _at(number, "after")
    if _KEEP:
        shutil.copy(target, Path(_KEEP) / f"{number}.json")
    return None


os.replace = replace
