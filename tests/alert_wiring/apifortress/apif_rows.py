"""What the tests of the kinds over every backend write."""

from __future__ import annotations

from typing import Any

from alert_wiring.apifortress.alert_group import AlertGroupKind
from alert_wiring.apifortress.connector import ConnectorKind
from alert_wiring.apifortress.connector_definition import ConnectorDefinitionKind
from alert_wiring.apifortress.project_assignment import ProjectAssignmentKind
from alert_wiring.core.marks import made_name

GROUP, CONNECTOR = AlertGroupKind(), ConnectorKind()
PAIR, DEFINITION = ProjectAssignmentKind(), ConnectorDefinitionKind()
MADE = made_name("payments", ("organization", "project", "stack", "token", "payments"))
URL = "http://127.0.0.1:1/api/v1/events/apifortress/planted-ilert-key"
TRIGGER = "http://127.0.0.1:1/api/integration/1/functions/f/triggers?apiKey=planted-trigger-key"
CODE = 'class XMatters extends AFConnectorWrapper {\n  def run() { println("x") }\n}\n'


def connector(group: str, name: str = "JSON Alert", **params: Any) -> dict[str, Any]:
    return {"alert_group_id": group, "connector": name, "params": params or {"url": URL}}


def definition(name: str = "xMatters", **more: Any) -> dict[str, Any]:
    params = [{"name": "trigger_url", "description": "URL"}, {"name": "recipients", "description": "who"}]
    mark = made_name(name, ("organization", "project", "stack", "token", name))
    return {"name": name, "code": CODE, "params": params, "finished": True, "open": True, "mark": mark, **more}


def labels(account: Any) -> list[str]:
    return [row["label"] for row in account.control.objects("apifortress", "alertGroups")]
