"""What is recorded of xMatters: the life of one workflow and of one object of each kind in it (`xmatters.md 9`).

Nothing is fired, so nobody is notified. The workflow is deleted at the end, and with it what the API cannot delete.
"""

from __future__ import annotations

import secrets

from alert_wiring.core.values import Remote
from alert_wiring.xmatters.api import XMattersApi, plan_path
from alert_wiring.xmatters.trigger import Script, api_fortress_script
from contracts.recorder import Step

API = XMattersApi
DOCUMENTED = "https://acmeco.xmatters.com"


def play(api: XMattersApi, step: Step) -> None:
    """Make, read, change and delete a workflow and what is in it."""
    name = f"Contract {secrets.token_hex(4)}"
    with step("plan_create"):
        plan = api.save("/plans", {"name": name, "description": "recorded", "enabled": True, "accessibleByAll": False})
    plan_id = str(plan["id"])
    try:
        with step("plan_modify"):
            api.save("/plans", {"id": plan_id, "name": name, "enabled": True, "loggingLevel": "INFO"})
        with step("plan_get"):
            api.get(plan_path(plan_id))
        with step("plan_get_missing"):
            api.get(plan_path("00000000-0000-4000-8000-000000000000"))
        _children(api, step, plan_id)
        _integration(api, step, plan_id, _form(api, step, plan_id))
    finally:
        with step("plan_delete"):
            api.delete(plan_path(plan_id))
            api.delete(plan_path(plan_id))


def _life(api: XMattersApi, step: Step, noun: str, list_path: str, path: str, first: Remote, change: Remote) -> str:
    """Record create, list and modify of something; return its id."""
    with step(f"{noun}_create"):
        made = api.save(path, first)
    with step(f"{noun}_list"):
        api.list_all(list_path)
    with step(f"{noun}_modify"):
        api.save(path, {"id": made["id"], **change})
    return str(made["id"])


def _children(api: XMattersApi, step: Step, plan_id: str) -> None:
    path = plan_path(plan_id, "constants")
    constant = {"name": "Contract", "value": "https://example.com/app", "description": ""}
    id_ = _life(api, step, "constant", path, path, constant, {"value": "https://example.com/other"})
    _delete_twice(api, step, "constant", plan_path(plan_id, "constants", id_))
    path = plan_path(plan_id, "endpoints")
    endpoint: Remote = {"name": "Contract", "url": "https://example.com", "endpointType": "EXTERNAL"}
    endpoint |= {"authenticationType": "BASIC", "authentication": {"username": "nobody", "password": "nothing-real"}}
    id_ = _life(api, step, "endpoint", path, path, endpoint, {"url": "https://example.com/other"})
    _delete_twice(api, step, "endpoint", plan_path(plan_id, "endpoints", id_))
    library = {"name": f"Contract {plan_id[:8]}", "script": Script().to_wire("exports.ok = true;")}
    body = {**library, "plan": {"id": plan_id}}
    listed = plan_path(plan_id, "shared-libraries")
    id_ = _life(api, step, "library", listed, "/shared-libraries", body, {"name": library["name"]})
    with step("library_get"):
        api.get(f"/shared-libraries/{id_}")
    _delete_twice(api, step, "library", f"/shared-libraries/{id_}")


def _form(api: XMattersApi, step: Step, plan_id: str) -> str:
    path = plan_path(plan_id, "property-definitions")
    summary = {"propertyType": "TEXT", "name": "Summary", "maxLength": 300, "minLength": 0}
    change = {"propertyType": "TEXT", "maxLength": 400}
    property_id = _life(api, step, "property", path, path, summary, change)
    path = plan_path(plan_id, "forms")
    form = {"name": "Contract", "mobileEnabled": False, "uiEnabled": False, "apiEnabled": True}
    id_ = _life(api, step, "form", path, path, form, {"description": "recorded"})
    with step("form_get"):
        api.get(plan_path(plan_id, "forms", id_))
    item = {"orderNum": 0, "required": False, "propertyDefinition": {"id": property_id}}
    section: Remote = {"title": "Details", "type": "CUSTOM_SECTION", "visible": True, "orderNum": 0, "items": [item]}
    below = f"/forms/{id_}"
    _life(api, step, "section", f"{below}/sections", f"{below}/sections", section, {"collapsed": True})
    path = f"{below}/response-options"
    _life(api, step, "option", path, path, {"number": 1, "text": "Accept"}, {"text": "Accepted"})
    with step("recipients_list"):
        api.list_all(f"{below}/recipients")
    with step("senders_list"):
        api.list_all(f"{below}/sender-permissions")
    return id_


def _integration(api: XMattersApi, step: Step, plan_id: str, form_id: str) -> None:
    path = plan_path(plan_id, "integrations")
    body: Remote = {"form": {"id": form_id}, "name": "Contract", "integrationType": "INBOUND_WEBHOOK"}
    body |= {"operation": "CREATE_EVENT", "authenticationType": "URL", "environment": "HOSTED", "deployed": True}
    body["script"] = Script().to_wire(api_fortress_script())
    id_ = _life(api, step, "integration", path, path, body, {"deployed": False})
    with step("integration_get"):
        api.get(plan_path(plan_id, "integrations", id_))
    with step("integration_logs"):
        api.list_all(f"/integrations/{id_}/logs")
    _delete_twice(api, step, "integration", plan_path(plan_id, "integrations", id_))


def _delete_twice(api: XMattersApi, step: Step, noun: str, path: str) -> None:
    with step(f"{noun}_delete"):
        api.delete(path)
        api.delete(path)
