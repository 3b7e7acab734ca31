"""One limiter counts the calls of all threads of an account together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from alert_wiring.core.limiter import Limiter


def test_four_threads_use_up_one_limit() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limiter = Limiter(8, clock=lambda: now[0], sleep=sleep)
    together = Barrier(4)

    def two_calls(_: int) -> None:
        together.wait(10)
        limiter.wait()
        limiter.wait()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(two_calls, range(4)))
    assert slept == [], "eight calls are allowed"
    limiter.wait()
    assert slept == [60.0], "the ninth waits for the first to be a minute old, whoever made it"
