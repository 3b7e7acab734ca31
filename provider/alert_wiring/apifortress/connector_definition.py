"""Connector definitions, loaded by an administrator on self-hosted instances (`api-fortress.md 1.7`, `5.1`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import pulumi

from alert_wiring.core.errors import ConflictError, VendorError
from alert_wiring.core.fields import Fields
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource, in_program

from .api import ApiFortressApi, plain
from .backend import Capability
from .base import ApiFortressKind
from .definition_fields import FIELDS, check_definition, filled_in, spec_of
from .names import same_connector
from .scripts import mark_of


class ConnectorDefinitionKind(ApiFortressKind):
    """A definition's name is the vendor's word, so the mark stands in the last line of its script."""

    noun, makes_name = "connector definition", False
    fields: ClassVar[Fields] = FIELDS

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Each parameter stands there once, and ilert's connectors must not hear of passing runs."""
        check_definition(inputs, problems)

    def scope(self, props: Props) -> tuple[str, ...]:
        """Scripts are fetched for one name only."""
        return (str(props.get("name", "")),)

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The one that carries our mark, else all of the name."""
        same = [remote for remote in listed if same_connector(str(remote["name"]), str(inputs["name"]))]
        return [remote for remote in same if self.is_mine(remote, inputs)] or same

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """The mark in the script's last line is this resource's."""
        return bool(inputs.get("mark")) and mark_of(remote.get("code")) == inputs["mark"]

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """Scripts are in the list for definitions of our name only."""
        del known
        return listed.get("code") is not None

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """All definitions; those of our name with their scripts."""
        name = str(props.get("name", ""))
        return [
            (self.get_remote(api, str(row["id"]), props) or row) if same_connector(str(row["name"]), name) else row
            for row in api.definitions_for(name)
        ]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """One definition with its script, as far as the credential may see it."""
        del props
        return plain(found) if (found := api.backend.get_definition(id_)) else None

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Load it."""
        api.demand(Capability.LOAD_DEFINITION, "load a connector definition")
        spec = spec_of(body, inputs)
        made = {**plain(api.backend.load_definition(spec)), "code": spec.code}
        api.definitions().put(made)
        return made

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Replace it; a parameter that goes away is dropped from existing connectors (`api-fortress.md 4.6` D4)."""
        spec = spec_of(body, inputs)
        return {**plain(api.backend.update_definition(id_, spec)), "code": spec.code}

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> str | None:
        """Delete it, or leave it where connectors use it and the program wants that."""
        try:
            api.backend.delete_definition(id_)
        except ConflictError:
            if props.get("leave_in_use"):
                return "it stays on the instance, since connectors still use it, perhaps ones of other people"
            raise
        return None

    def advice(self, doing: str, error: VendorError) -> str:
        """Say what each refusal means."""
        if doing == "Deleting" and isinstance(error, ConflictError):
            return "Connectors still use it, perhaps ones of other people: delete those first."
        return "Connector definitions need an administrator's API key." if error.status == 403 else ""


class ConnectorDefinitionProvider(KindProvider):
    """Serves connector definitions; pickled by reference, so this name is for ever."""

    kind = ConnectorDefinitionKind()


class ConnectorDefinition(KindResource, module="apifortress", name="ConnectorDefinition"):
    """A connector definition ("connector" in the admin panel), loaded from a script that you supply."""

    provider_class = ConnectorDefinitionProvider

    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    mode: pulumi.Output[str]
    run_on_success: pulumi.Output[bool]
    params: pulumi.Output[list[dict[str, str]] | None]
    code: pulumi.Output[str]
    finished: pulumi.Output[bool]
    open: pulumi.Output[bool]

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        name: str,
        code_path: str | None = None,
        code: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        run_on_success: pulumi.Input[bool] | None = None,
        params: Mapping[str, str] | None = None,
        finished: pulumi.Input[bool] | None = None,
        open: pulumi.Input[bool] | None = None,
        leave_in_use: bool | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Load a connector definition.

        Args:
            resource_name: its name in the program.
            name: the vendor's name, such as "xMatters"; one of the catalogue has its README's values by default.
            code_path: Groovy file, seen from the program's folder; its links then lead to this instance (7.9 there).
            code: the Groovy source itself, instead of `code_path`.
            description: shown in the parameter dialog; HTML is rendered there.
            run_on_success: also run on passing events; false by default (`api-fortress.md 7.8`).
            params: parameter name to description, at most 5, in the order of the form.
            finished: ready for use; false by default (`api-fortress.md 1.7`).
            open: offered to every company; false by default.
            leave_in_use: leave it, with a warning, where connectors still use it when it is to go; else an error.
            adopt: take over the one definition that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, filled_in(locals()) | {"mark": self._made_name(resource_name, None)}, opts)
