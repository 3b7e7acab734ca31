"""What becomes of objects that the API cannot delete: forms and property definitions (`xmatters.md 7.2`).

Each policy has a sentence, which the preview of a replacement shows; a deletion says what it did.
"""

from __future__ import annotations

from typing import Literal

from alert_wiring.core.errors import WiringError
from alert_wiring.core.values import Remote
from alert_wiring.xmatters.api import XMattersApi, plan_path

OnDelete = Literal["disable", "ignore", "error"]
OnDeleteProperty = Literal["rename", "ignore", "error"]

FORM_POLICIES: dict[str, str] = {
    "disable": "xMatters cannot delete the old form: it will be switched off and renamed",
    "ignore": "xMatters cannot delete the old form: it will be left as it is",
    "error": 'xMatters cannot delete the old form, so this will fail: write on_delete="disable" first, or delete it '
    "in the console",
}
PROPERTY_POLICIES: dict[str, str] = {
    "rename": "xMatters may be unable to delete the old definition: it will be renamed then",
    "ignore": "the old definition will be left as it is",
    "error": "if xMatters cannot delete the old definition this will fail",
}

SWITCHED_OFF = {"apiEnabled": False, "uiEnabled": False, "mobileEnabled": False}

_UNTIL = "it disappears when its workflow is deleted."


def leave_form(api: XMattersApi, plan_id: str, form_id: str, policy: str) -> str | None:
    """Do with a form what its `on_delete` says, and return what the user is told.

    Raises:
        WiringError: the policy is "error" and the form is there.
    """
    form = api.get(plan_path(plan_id, "forms", form_id))
    if form is None:
        return None
    if policy == "ignore":
        return f"xMatters cannot delete forms, so it is left as it is (on_delete); {_UNTIL}"
    if policy == "error":
        raise WiringError(
            "xMatters has no call that deletes a form. Delete it in the console or with its workflow, then run "
            '`pulumi refresh`; or write on_delete="disable".'
        )
    name = freed_name(str(form.get("name", "")), form_id)
    if {**form, **SWITCHED_OFF, "name": name} != form:
        api.save(plan_path(plan_id, "forms"), {"id": form_id, "name": name, **SWITCHED_OFF})
    return f"xMatters cannot delete forms, so it is switched off and now called {name!r}; {_UNTIL}"


def leave_property(api: XMattersApi, plan_id: str, id_: str, policy: str, left: Remote | None) -> str | None:
    """Do with a definition that could not be deleted what its `on_delete` says, and return what the user is told.

    Args:
        api: the account.
        plan_id: its workflow.
        id_: its id.
        policy: "rename", "ignore" or "error".
        left: the definition as it is, None when it is gone.

    Raises:
        WiringError: the policy is "error" and the definition is there.
    """
    if left is None:
        return None
    if policy == "ignore":
        return f"xMatters cannot delete property definitions, so it is left as it is (on_delete); {_UNTIL}"
    if policy == "error":
        raise WiringError(
            "xMatters has no call that deletes a property definition. Delete it in the console or with its workflow, "
            'then run `pulumi refresh`; or write on_delete="rename".'
        )
    name = freed_name(str(left.get("name", "")), id_)
    body = {"id": id_, "propertyType": left.get("propertyType"), "name": name}
    api.save(plan_path(plan_id, "property-definitions"), body)
    return f"xMatters cannot delete property definitions, so it is now called {name!r}; {_UNTIL}"


def freed_name(name: str, id_: str, longest: int = 100) -> str:
    """Return the name that an object keeps which the API cannot delete, so that its own name is free again."""
    suffix = f" (removed {id_[:8]})"
    return name if name.endswith(suffix) else name[: longest - len(suffix)] + suffix
