"""The resource class of every kind: what a user constructs in the program.

    class AlertGroup(KindResource, module="apifortress", name="AlertGroup"):
        provider_class = AlertGroupProvider
        name: pulumi.Output[str]

        def __init__(self, resource_name: str, *, name: pulumi.Input[str] | None = None, adopt: bool = False,
                     opts: pulumi.ResourceOptions | None = None) -> None:
            super().__init__(resource_name, locals(), opts)

`module=` and `name=` make the type token, which is part of every URN: choose it once (7.1 of the reference).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import pulumi

from alert_wiring.core.errors import InputError, RefusedError
from alert_wiring.core.marks import is_made_name, is_made_of, made_name, stem_of
from alert_wiring.dynamic.failures import in_program, quiet_interruption
from alert_wiring.dynamic.memory import once
from alert_wiring.dynamic.parents import keep_parent_types, parent_types
from alert_wiring.dynamic.provider import KindProvider
from alert_wiring.dynamic.settings import program_settings
from alert_wiring.dynamic.values import LOOKUP_KEY
from alert_wiring.guard.permission import permission_of
from alert_wiring.guard.rules import FOREIGN_MARK, Violation


class KindResource(pulumi.dynamic.Resource):
    """Base of the typed resources. Names that are not given are made here, where stack and project are known."""

    provider_class: ClassVar[type[KindProvider]]
    """The provider of this kind."""

    def __init__(
        self, resource_name: str, arguments: Mapping[str, Any], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Register the resource.

        Args:
            resource_name: its name in the program.
            arguments: the constructor's `locals()`; only the properties of the kind's table are taken.
            opts: Pulumi's options. A replacement deletes first, since the name is the identity.

        Raises:
            InputError: `delete_before_replace=False` without a name of its own.
            RefusedError: another stack made the name, and the guard's rule on that is on.
        """
        keep_parent_types(self, opts)
        kind = self.provider_class.kind
        props: dict[str, Any] = {field.name: arguments.get(field.name) for field in kind.fields.inputs}
        props |= {field.name: None for field in kind.fields.inputs if field.local and props[field.name] is False}
        looking_up = bool(arguments.get(LOOKUP_KEY))
        if looking_up:
            props[LOOKUP_KEY] = True
        elif kind.name_field and kind.makes_name and props[kind.name_field] is None:
            props[kind.name_field] = self._made_name(resource_name, opts)
        elif kind.name_field and isinstance(name := props[kind.name_field], str) and is_made_name(name):
            self._hold_foreign(name, resource_name, opts)
        for name in kind.fields.secret_names:
            if props.get(name) is not None:
                props[name] = pulumi.Output.secret(props[name])
        props |= {field.name: None for field in kind.fields if field.computed}
        quiet_interruption()
        super().__init__(self.provider_class(), resource_name, props, self._options(opts, looking_up))

    @classmethod
    def get(cls, resource_name: str, id: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None) -> Self:
        """Refer to an object that exists already, without managing it.

        Args:
            resource_name: the resource's name in the program.
            id: the vendor's id of the object. A missing object fails preview and up.
            opts: Pulumi's options.
        """
        found = cls.__new__(cls)
        options = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        KindResource.__init__(found, resource_name, {LOOKUP_KEY: True}, options)
        return found

    @classmethod
    @in_program
    def _made_name(cls, resource_name: str, opts: pulumi.ResourceOptions | None) -> str:
        """Return the name that only this resource can have; it is the same in preview and update."""
        if opts is not None and opts.delete_before_replace is False:
            raise InputError(
                f"{cls.__name__} {resource_name!r}: delete_before_replace=False needs an explicit name, since a made "
                "name stays the same in a replacement."
            )
        return made_name(resource_name, cls._identity(resource_name, opts), cls.provider_class.kind.longest_name)

    @classmethod
    @in_program
    def _hold_foreign(cls, name: str, resource_name: str, opts: pulumi.ResourceOptions | None) -> None:
        """Refuse a name that another stack made: creating this resource would take over that one's object."""
        if is_made_of(name, cls._identity(resource_name, opts)) or cls.made_here(name):
            return
        permission = permission_of(program_settings())
        if permission.turned_off(FOREIGN_MARK) or permission.names(name, resource_name):
            return
        why = f"{cls.__name__} {resource_name!r} would take over {name!r}, which carries another stack's mark"
        raise RefusedError(Violation(FOREIGN_MARK, name, why).line)

    @classmethod
    def made_here(cls, name: str) -> bool:
        """Say whether this stack makes this name for a resource of this class, under parents that the run has seen."""
        seen = {(), ("alertwiring:index:AlertRoute",), *once("parents of made names", set)}
        return any(is_made_of(name, cls._identity_under(parents, stem_of(name))) for parents in seen)

    @classmethod
    def _identity(cls, resource_name: str, opts: pulumi.ResourceOptions | None) -> tuple[str, ...]:
        """Return what a made name is made of."""
        parents = parent_types(opts)
        once("parents of made names", set[tuple[str, ...]]).add(parents)
        return cls._identity_under(parents, resource_name)

    @classmethod
    def _identity_under(cls, parents: tuple[str, ...], resource_name: str) -> tuple[str, ...]:
        token = f"pulumi-python:{cls._resource_type_name}"
        organization = pulumi.get_organization() or "organization"  # what backends without organizations say
        types = "$".join((*parents, token))  # as in the URN: the same name may stand under other parents
        return (organization, pulumi.get_project(), pulumi.get_stack(), types, resource_name)

    @classmethod
    def _options(cls, opts: pulumi.ResourceOptions | None, looking_up: bool) -> pulumi.ResourceOptions:
        kind = cls.provider_class.kind
        ours = pulumi.ResourceOptions(
            additional_secret_outputs=list(kind.fields.secret_names),
            delete_before_replace=True if kind.delete_before_replace and not looking_up else None,
        )
        return pulumi.ResourceOptions.merge(ours, opts)
