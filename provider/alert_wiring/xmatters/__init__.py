"""xMatters as code: a workflow, what it holds, its inbound integration, and look-ups of recipients."""

from alert_wiring.xmatters.constant import API_FORTRESS_BASE_URL, Constant
from alert_wiring.xmatters.form import Form
from alert_wiring.xmatters.inbound_integration import InboundIntegration
from alert_wiring.xmatters.lookups import Recipients, recipients
from alert_wiring.xmatters.property_definition import PropertyDefinition
from alert_wiring.xmatters.trigger import api_fortress_script
from alert_wiring.xmatters.workflow import Workflow

__all__ = [
    "API_FORTRESS_BASE_URL",
    "Constant",
    "Form",
    "InboundIntegration",
    "PropertyDefinition",
    "Recipients",
    "Workflow",
    "api_fortress_script",
    "recipients",
]
