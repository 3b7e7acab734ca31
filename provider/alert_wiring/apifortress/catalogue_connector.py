"""The base of the typed connectors: the constructor's words on one side, the catalogue's parameters on the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .catalogue import rule_for
from .connector import Connector


class CatalogueConnector(Connector, module="apifortress", name="Connector"):
    """A connector of the catalogue; a subclass is its `rule` and a typed constructor.

    The constructor takes the parameters in snake_case (`api_key` for `apiKey`, `from_` for `from`), hands its
    `locals()` to this class, and the catalogue says under which exact name each goes on the wire. Whether passing
    events are sent too is decided by the definition, per instance; the subclasses tell what its README wants.
    """

    rule: ClassVar[str]
    """The connector's name in the catalogue."""

    def __init__(self, resource_name: str, arguments: Mapping[str, Any]) -> None:
        """Add the connector.

        Args:
            resource_name: its name in the program.
            arguments: the subclass constructor's `locals()`.
        """
        rule = rule_for(self.rule)
        super().__init__(
            resource_name,
            alert_group_id=arguments["alert_group_id"],
            connector=arguments["connector"],
            params={param.name: arguments[param.argument] for param in rule.params} if rule else {},
            checked_as=self.rule,
            operation_timeout=arguments["operation_timeout"],
            opts=arguments["opts"],
        )
