"""API Fortress: connector definitions, alert groups, connectors and their assignment to projects.

No public management API of the product is known (`api-fortress.md 0.3`): everything here goes through the backend
interface of `backend.py`, whose first implementation is the REST contract of section 4 there.
"""

from .alert_group import AlertGroup
from .assigned_projects import AssignedProjects
from .chat_connectors import HipchatConnector, SlackWebhookConnector, TwilioConnector
from .connector import Connector
from .connector_definition import ConnectorDefinition
from .datadog_connectors import DataDogCheckConnector, DataDogEventsConnector, DataDogMetricsConnector
from .event_connectors import ElasticConnector, GttDigestorConnector, SplunkConnector
from .group_user import GroupUser
from .incident_connectors import BigPandaConnector, PagerDutyConnector, StatusPageConnector
from .json_alert import JsonAlertConnector, JsonAlertThresholdConnector
from .lookups import (
    AlertGroupRef,
    ConnectorDefinitionRef,
    ProjectRef,
    get_alert_group,
    get_connector_definition,
    get_project,
)
from .patterns import projects_matching
from .project_assignment import ProjectAssignment
from .project_assignments import ProjectAssignments
from .ticket_connectors import JiraConnector, TestrailConnector
from .users import UserRef, get_user
from .xmatters_connector import XMattersConnector

__all__ = [
    "AlertGroup",
    "AlertGroupRef",
    "AssignedProjects",
    "BigPandaConnector",
    "Connector",
    "ConnectorDefinition",
    "ConnectorDefinitionRef",
    "DataDogCheckConnector",
    "DataDogEventsConnector",
    "DataDogMetricsConnector",
    "ElasticConnector",
    "GroupUser",
    "GttDigestorConnector",
    "HipchatConnector",
    "JiraConnector",
    "JsonAlertConnector",
    "JsonAlertThresholdConnector",
    "PagerDutyConnector",
    "ProjectAssignment",
    "ProjectAssignments",
    "ProjectRef",
    "SlackWebhookConnector",
    "SplunkConnector",
    "StatusPageConnector",
    "TestrailConnector",
    "TwilioConnector",
    "UserRef",
    "XMattersConnector",
    "get_alert_group",
    "get_connector_definition",
    "get_project",
    "get_user",
    "projects_matching",
]
