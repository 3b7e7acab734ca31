"""PropertyDefinition: a field of a workflow that its forms and scripts fill in (`xmatters.md 3.5`).

No call is documented that deletes one. Destroying tries it all the same, and where the API refuses, renames the
definition, so that its name is free; deleting its workflow removes it.
"""

from __future__ import annotations

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT, OPERATION_TIMEOUT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Choice, Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.xmatters import property_types
from alert_wiring.xmatters.api import XMattersApi, plan_path
from alert_wiring.xmatters.children import PLAN_ID, PlanChild
from alert_wiring.xmatters.left_behind import PROPERTY_POLICIES, OnDeleteProperty, leave_property

COMMON = (
    PLAN_ID,
    Field("name", "name", Text(1), required=True, hint='write a name such as "Summary"'),
    Field("property_type", "propertyType", Choice(*property_types.FIELDS_OF), default="TEXT", immutable=True),
    Field("description", "description", Text(), cleared=""),
    Field("help_text", "helpText", Text(), cleared=""),
    Field("on_delete", "", Choice(*PROPERTY_POLICIES), default="rename", write_only=True),
    ADOPT,
    OPERATION_TIMEOUT,
)

BY_TYPE: dict[str, Fields] = {name: Fields(*COMMON, *special) for name, special in property_types.FIELDS_OF.items()}
"""The fields of each type: one wire name means different things in different types."""


class PropertyDefinitionKind(PlanChild):
    """The rules of property definitions."""

    noun, collection, has_get, makes_name = "property definition", "property-definitions", False, False
    policies = PROPERTY_POLICIES
    fields = Fields(*COMMON, *property_types.ALL_SPECIAL)

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Each type has its own fields."""
        property_types.check_type(inputs, problems)

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        """Return the body with the fields of the type only."""
        body = BY_TYPE[inputs["property_type"]].to_api(inputs, update=olds is not None)
        body.pop("plan", None)
        return body

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Read the fields of the object's type; a type of the future has the common ones."""
        table = BY_TYPE.get(str(remote.get("propertyType")), Fields(*COMMON))
        return table.from_api(remote, known, from_list=from_list)

    def delete_remote(self, api: XMattersApi, id_: str, props: Props) -> str | None:
        """Delete, or do what `on_delete` says where the API has no such call."""
        plan_id, object_id = self.place(id_, props)
        if api.try_delete(plan_path(plan_id, self.collection, object_id)):
            return None
        policy = str(props.get("on_delete") or "rename")
        return leave_property(api, plan_id, object_id, policy, self.get_remote(api, id_, props))


class PropertyDefinitionProvider(KindProvider):
    """The dynamic provider of property definitions; this dotted name stands in states for ever."""

    kind = PropertyDefinitionKind()


class PropertyDefinition(KindResource, module="xmatters", name="PropertyDefinition"):
    """A property definition of a workflow. API Fortress' script fills `Summary` and `Message`."""

    provider_class = PropertyDefinitionProvider
    plan_id: pulumi.Output[str]
    name: pulumi.Output[str]
    property_type: pulumi.Output[str]
    description: pulumi.Output[str | None]
    help_text: pulumi.Output[str | None]
    default: pulumi.Output[str | None]
    max_length: pulumi.Output[int | None]
    min_length: pulumi.Output[int | None]
    pattern: pulumi.Output[str | None]
    validate: pulumi.Output[bool | None]
    units: pulumi.Output[str | None]
    items: pulumi.Output[list[str] | None]
    delimiter: pulumi.Output[str | None]
    categories: pulumi.Output[list[str] | None]
    paths: pulumi.Output[list[list[str]] | None]
    default_path: pulumi.Output[list[str] | None]
    on_delete: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        plan_id: pulumi.Input[str],
        name: pulumi.Input[str],
        property_type: pulumi.Input[property_types.PropertyType] | None = None,
        description: pulumi.Input[str] | None = None,
        help_text: pulumi.Input[str] | None = None,
        default: pulumi.Input[str] | None = None,
        max_length: pulumi.Input[int] | None = None,
        min_length: pulumi.Input[int] | None = None,
        pattern: pulumi.Input[str] | None = None,
        validate: pulumi.Input[bool] | None = None,
        units: pulumi.Input[str] | None = None,
        items: pulumi.Input[list[pulumi.Input[str]]] | None = None,
        delimiter: pulumi.Input[str] | None = None,
        categories: pulumi.Input[list[pulumi.Input[str]]] | None = None,
        paths: pulumi.Input[list[list[str]]] | None = None,
        default_path: pulumi.Input[list[str]] | None = None,
        on_delete: pulumi.Input[OnDeleteProperty] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a property definition.

        Args:
            resource_name: name within the stack.
            plan_id: `id` of the workflow; another workflow means another definition.
            name: unique in the workflow; scripts and forms refer to it.
            property_type: TEXT, NUMBER, PASSWORD, BOOLEAN, LIST_TEXT_SINGLE_SELECT, LIST_TEXT_MULTI_SELECT or
                HIERARCHY; another type means another definition. Default: TEXT.
            description: free text. Default: none.
            help_text: shown beside the field. Default: none.
            default: value of TEXT, NUMBER (as text) and BOOLEAN ("true" or "false"). Default: none.
            max_length: most characters of TEXT, NUMBER and PASSWORD. A longer value is accepted by the trigger and
                lost later (trap 38). Left to the server unless given.
            min_length: fewest characters. Left to the server unless given.
            pattern: regular expression of TEXT and PASSWORD. Default: none.
            validate: whether `pattern` is enforced. Left to the server unless given.
            units: shown with a NUMBER. Default: none.
            items: choices of the two list types, in order.
            delimiter: between the levels of a HIERARCHY.
            categories: names of its levels.
            paths: its values, each a list of levels.
            default_path: its default value.
            on_delete: where xMatters refuses to delete it (7.2): "rename" frees its name, "ignore" leaves it, "error"
                fails. Default: "rename".
            adopt: take over the definition that has this name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
