"""What all kinds of API Fortress objects share."""

from __future__ import annotations

from typing import ClassVar

from alert_wiring.core.kind import Kind

from .api import ApiFortressApi
from .settings import VENDOR


class ApiFortressKind(Kind[ApiFortressApi]):
    """Base of the kinds here."""

    vendor: ClassVar[str] = VENDOR
    api = ApiFortressApi

    def confirm_gone(self, api: ApiFortressApi) -> None:
        """Ask for something that every account has: a wrong address also answers 404, to everything."""
        api.backend.ping()

    def sees_anything(self, api: ApiFortressApi) -> bool:
        """A company in use has projects or alert groups."""
        return bool(api.projects().all() or api.groups().all())
