"""Types of arguments that several kinds take."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

IdsInput = Sequence[pulumi.Input[str]] | pulumi.Input[Sequence[str]]
"""Ids of other objects, each or all of them perhaps known only later."""
