"""xMatters as code: a workflow, what it holds, its inbound integration, and look-ups of what is there."""

from alert_wiring.xmatters.constant import API_FORTRESS_BASE_URL, Constant
from alert_wiring.xmatters.endpoint import Endpoint
from alert_wiring.xmatters.existing import FoundIntegration, form, inbound_integration, workflow
from alert_wiring.xmatters.form import Form
from alert_wiring.xmatters.form_args import FormRecipient, FormSection, ResponseOption, SectionItem, SenderPermission
from alert_wiring.xmatters.inbound_integration import InboundIntegration
from alert_wiring.xmatters.lookups import Recipients, recipients
from alert_wiring.xmatters.property_definition import PropertyDefinition
from alert_wiring.xmatters.shared_library import SharedLibrary
from alert_wiring.xmatters.trigger import api_fortress_script
from alert_wiring.xmatters.workflow import Workflow

__all__ = [
    "API_FORTRESS_BASE_URL",
    "Constant",
    "Endpoint",
    "Form",
    "FormRecipient",
    "FormSection",
    "FoundIntegration",
    "InboundIntegration",
    "PropertyDefinition",
    "Recipients",
    "ResponseOption",
    "SectionItem",
    "SenderPermission",
    "SharedLibrary",
    "Workflow",
    "api_fortress_script",
    "form",
    "inbound_integration",
    "recipients",
    "workflow",
]
