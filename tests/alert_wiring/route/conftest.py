"""Fixtures of the route's tests; the helpers themselves can be imported from `conftest_route`."""

from conftest_route import scripts, unread_futures, world

__all__ = ["scripts", "unread_futures", "world"]
