"""A workflow that logs every call of its integrations, successful ones too."""

from alert_wiring import xmatters

workflow = xmatters.Workflow(
    "test-failures",
    name="Test failures",
    description="Fired by API Fortress",
    logging_level="INFO",
)
