"""How the program's side waits for thousands of outputs: as before, only not one by one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pulumi.runtime import stack

from embedded_engine.shim.run_program import PatientAsyncio

MANY = 1500


async def never() -> None:
    await asyncio.Event().wait()


async def fails() -> None:
    raise ValueError("told at once")


async def waited(count: int, *others: Any) -> tuple[set[asyncio.Task[None]], set[asyncio.Task[None]]]:
    """Wait for the first of *count* tasks that never end and of *others*, as the SDK does."""
    tasks = [asyncio.ensure_future(one) for one in (*(never() for _ in range(count)), *others)]
    try:
        done, left = await PatientAsyncio().wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done, left
    finally:
        for task in tasks:
            task.cancel()


def test_the_first_of_a_few_ends_the_waiting() -> None:
    done, left = asyncio.run(waited(10, asyncio.sleep(0)))
    assert (len(done), len(left)) == (1, 10)


def test_a_failure_among_many_ends_the_waiting() -> None:
    done, left = asyncio.run(waited(MANY, fails()))
    assert len(left) == MANY
    with pytest.raises(ValueError, match="told at once"):
        done.pop().result()


def test_many_that_do_not_end_are_looked_at_again() -> None:
    """Those that came meanwhile may be the ones that fail; the SDK takes them in with the next portion."""
    done, left = asyncio.run(waited(MANY, asyncio.sleep(0)))
    assert (len(done), len(left)) == (1, MANY)


def test_the_sdk_still_waits_where_its_shim_helps() -> None:
    assert stack.asyncio is asyncio, "the loop in question finds asyncio under this name"
    assert PatientAsyncio().sleep is asyncio.sleep
