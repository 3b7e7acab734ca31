"""The closed lists of ilert.md 2.5, 1.6 and 2.11."""

from __future__ import annotations

ALERT_CREATION = (
    "ONE_ALERT_PER_EMAIL",
    "ONE_ALERT_PER_EMAIL_SUBJECT",
    "ONE_PENDING_ALERT_ALLOWED",
    "ONE_OPEN_ALERT_ALLOWED",
    "OPEN_RESOLVE_ON_EXTRACTION",
    "ONE_ALERT_GROUPED_PER_WINDOW",
    "INTELLIGENT_GROUPING",
)
"""How events are grouped into alerts; the first is the default."""

WINDOWED_CREATION = frozenset({"ONE_ALERT_GROUPED_PER_WINDOW", "INTELLIGENT_GROUPING"})
"""The two groupings that need ``alertGroupingWindow`` (ilert.md 2.7 rule 1)."""

GROUPING_WINDOWS = ("PT2M", "PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H", "PT24H")

PRIORITY_RULES = ("HIGH", "LOW", "HIGH_DURING_SUPPORT_HOURS", "LOW_DURING_SUPPORT_HOURS")
PRIORITIES = ("HIGH", "LOW")
SETUP_STATUS = ("CREATED", "CREATED_ADVANCED", "CREATED_BIDIRECTIONAL", "FINISHED")
EVENT_TYPES = ("ALERT", "ACCEPT", "RESOLVE", "COMMENT")
ALERT_STATES = ("PENDING", "ACCEPTED", "RESOLVED")
OPEN_STATES = frozenset({"PENDING", "ACCEPTED"})
WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
TEAM_ROLES = ("STAKEHOLDER", "RESPONDER", "USER", "ADMIN", "VIEWER")

_INTEGRATION_TYPES = """
NAGIOS ICINGA EMAIL2 SMS API HEARTBEAT2 PRTG PINGDOM CLOUDWATCH AWSPHD STACKDRIVER INSTANA ZABBIX
SOLARWINDS PROMETHEUS NEWRELIC GRAFANA GITHUB DATADOG UPTIMEROBOT APPDYNAMICS DYNATRACE TOPDESK
STATUSCAKE MONITOR TOOL CHECKMK AUTOTASK AWSBUDGET SYSDIG SERVERDENSITY ZAPIER KENTIXAM JIRA CONSUL
ZAMMAD SPLUNK SERVICENOW SEARCHGUARD KUBERNETES SIGNALFX AZUREALERTS TERRAFORMCLOUD SENTRY SEMATEXT
SUMOLOGIC RAYGUN MXTOOLBOX ESWATCHER AMAZONSNS KAPACITOR CORTEXXSOAR ZENDESK AUVIK SENSU NCENTRAL
JUMPCLOUD SALESFORCE GUARDDUTY STATUSHUB IXON APIFORTRESS FRESHSERVICE APPSIGNAL LIGHTSTEP
IBMCLOUDFUNCTIONS CROWDSTRIKE HUMIO OHDEAR MONGODBATLAS GITLAB HYPERPING PAPRISMACLOUD SAMSARA
PANDORAFMS MSSCOM TWILIO CISCOMERAKI CHECKLY POSTHOG GOOGLESCC SLACK MSTEAMS UPTIMEKUMA TWILIOERRORS
PARTICLE CLOUDFLARE TULIP GRAYLOG CATCHPOINT LOKI CORTEX MIMIR HALOPSA INFLUXDB CALLFLOW HALOITSM
KIBANA VICTORIAMETRICS HONEYCOMB FOURME KEEP UBIDOTS HETRIXTOOLS POSTMAN CLUSTERCONTROL NETDATA AWX
KAFKA MQTT RAPIDSPIKE HONEYBADGER HEALTHCHECKSIO MEZMO SERVERGUARD24 CISCOTHOUSANDEYES SITE24X7
ITCONDUCTOR SAPFRUN APICA DASH0 ROLLBAR GATUS LIBRENMS PANTHER TEAMCITY ALIBABACLOUD FLEETDM
CONNECTWISEPSA DEADMANSSNITCH FORTISOAR OPMANAGER CRONITOR DOMOTZ LIVEWATCH AZUREDEVOPS LEVELIO EKARA
SYSAID PHAREIO OPSGENIE WHATAP SIGNOZ GOOGLECHAT DOTCOMMONITOR UPTIME HELPSCOUT SCIENCELOGIC PULSETIC
WAZUH SEKOIA CRN EMAIL HEARTBEAT
"""
INTEGRATION_TYPES = frozenset(_INTEGRATION_TYPES.split())
"""The 151 values of the 2026 document and the three of older clients (ilert.md 2.5)."""

_CONNECTOR_TYPES = """
jira microsoft_teams_bot servicenow slack zendesk discord github topdesk zammad mattermost zoom_chat dingtalk dynamic
zabbix autotask google_chat_bot
"""
CONNECTOR_TYPES = frozenset(_CONNECTOR_TYPES.split())
"""Tools whose credentials a connector holds (ilert.md 3.6); an alert action of such a type needs one (3.7)."""

_OTHER_ACTION_TYPES = """
microsoft_teams_webhook slack_webhook webhook email zapier aws_event_bridge automation_rule telegram
google_chat_webhook dingtalk_action reroute
"""
ACTION_TYPES = CONNECTOR_TYPES | frozenset(_OTHER_ACTION_TYPES.split())
"""``connectorType`` of an alert action (ilert.md 3.7)."""

_TRIGGER_TYPES = """
alert-created alert-assigned alert-auto-escalated alert-acknowledged alert-raised alert-comment-added
alert-escalation-ended alert-resolved alert-auto-resolved alert-responder-added alert-responder-removed
alert-channel-attached alert-channel-detached v-alert-not-resolved
"""
TRIGGER_TYPES = tuple(_TRIGGER_TYPES.split())
"""What may start an alert action (ilert.md 3.7)."""

EMAIL_TYPES = frozenset({"EMAIL", "EMAIL2"})
"""Types whose ``integrationKey`` is an address that the client sends (ilert.md 2.7 rule 4)."""

MAIL_DOMAIN = "acme.ilertnotify.com"
"""The domain of this tenant's email sources (ilert.md 1.1)."""

KEY_LETTERS = {"APIFORTRESS": "afr", "API": "api", "HEARTBEAT": "hbt", "HEARTBEAT2": "hbt"}
"""The three letters after ``il1`` in a key, where published (ilert.md 2.11)."""

SLUGS = {"MSSCOM": "ms-scom", "CHECKMK": "checkmk-ext"}
"""Path segments of webhooks that are not the type in lower case (ilert.md 2.11)."""


def slug_of(integration_type: str) -> str:
    """The segment after ``/api/v1/events/`` for a type."""
    return SLUGS.get(integration_type, integration_type.lower())


def key_letters(integration_type: str) -> str:
    """The three letters of a type's key; made from the name where none is published."""
    return KEY_LETTERS.get(integration_type, (integration_type.lower() + "xxx")[:3])
