"""An alert group; connectors and projects refer to its id."""

import pulumi

from alert_wiring import apifortress

group = apifortress.AlertGroup("billing", name="billing alerts")
pulumi.export("billing_group", group.id)
