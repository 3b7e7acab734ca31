"""Somebody who gets the failures of a group by e-mail; an SMS goes out too."""

from alert_wiring import apifortress

group = apifortress.AlertGroup("mail")
ann = apifortress.GroupUser("mail-ann", alert_group_id=group.id, user="ann@example.com", send_sms=True)
