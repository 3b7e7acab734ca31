"""What all kinds of ilert share: the five remote calls on one collection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Props, Remote
from alert_wiring.ilert.api import IlertApi


class IlertKind(Kind[IlertApi]):
    """A kind whose objects are one collection of ilert's API."""

    vendor = "ilert"
    api = IlertApi

    path: ClassVar[str]
    """The collection's path."""

    include: ClassVar[tuple[str, ...]] = ()
    """What every read and write asks for besides the plain fields (`ilert.md 2.2`)."""

    def reads_list(self, api: IlertApi) -> bool:
        """A list tells nothing about what it leaves out, unless time stamps can be trusted."""
        return self.lists_everything or api.trusts_timestamps

    def list_remote(self, api: IlertApi, props: Props) -> Iterable[Remote]:
        """List the whole collection."""
        del props
        return api.list_objects(self.path)

    def get_remote(self, api: IlertApi, id_: str, props: Props) -> Remote | None:
        """Get one object with every include."""
        del props
        return api.get_object(self.path, id_, self.include)

    def create_remote(self, api: IlertApi, body: Remote, inputs: Props) -> Remote:
        """Make one; the answer is complete, so no GET follows (`ilert.md 5.7 #51`)."""
        del inputs
        return api.create_object(self.path, body, self.include)

    def update_remote(self, api: IlertApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Replace it as a whole."""
        del inputs, olds
        return api.update_object(self.path, id_, body, self.include)

    def delete_remote(self, api: IlertApi, id_: str, props: Props) -> None:
        """Delete it."""
        del props
        api.delete_object(self.path, id_)

    def confirm_gone(self, api: IlertApi) -> None:
        """A 404 also means "not visible": make sure that the key is good before giving up (`ilert.md 5.7 #54`)."""
        api.current_user()
