"""A lived-in ilert account: people, teams, policies, support hours, and sources that belong to somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.credentials import ILERT_TOKEN
from vendor_sandbox.ilert import seed_outbound, times
from vendor_sandbox.ilert.callers import API_KEYS, LOGINS
from vendor_sandbox.ilert.enums import WEEKDAYS
from vendor_sandbox.ilert.names import ALERT_SOURCES, POLICIES, SCHEDULES, SERVICES, SUPPORT_HOURS, TEAMS, USERS

READ_ONLY_TOKEN = "sandbox-ilert-read-only-token"  # noqa: S105 - public on purpose
"""Key of a responder: sees no integration key, changes no configuration (ilert.md Appendix A, Visibility)."""
BLIND_TOKEN = "sandbox-ilert-blind-token"  # noqa: S105 - public on purpose
"""Key that sees no object at all."""
USER_TOKEN = "sandbox-ilert-user-token"  # noqa: S105 - public on purpose
"""Key of a user: changes sources and policies, but no teams (ilert.md 1.5)."""
LOGIN = "ada.moss@acme:sandbox-ilert-password"
"""Legacy credentials of an administrator whose console shows one team (ilert.md 1.3)."""

_PEOPLE = (
    (2188373, "Ada", "Moss", "ADMIN"),
    (2188374, "Jonas", "Keller", "USER"),
    (2188375, "Priya", "Nair", "USER"),
    (2188376, "Luis", "Ortega", "RESPONDER"),
    (2188377, "Mina", "Sato", "RESPONDER"),
    (2188378, "Tom", "Baker", "STAKEHOLDER"),
)
_TEAMS = (
    (40104, "Payments", (2188373, 2188374)),
    (40231, "SRE", (2188373, 2188376, 2188377)),
    (40250, "Web shop", (2188375,)),
    (40251, "Platform / Core", ()),
)


def _days(start: str, end: str, open_days: int) -> dict[str, Any]:
    return {day: {"start": start, "end": end} if i < open_days else None for i, day in enumerate(WEEKDAYS)}


def _policy(number: int, name: str, rules: list[dict[str, Any]], teams: tuple[int, ...], **more: Any) -> dict[str, Any]:
    plain = {"repeating": False, "frequency": 1, "delayMin": 0}
    full = [{"users": [], "schedules": [], "teams": []} | rule for rule in rules]
    return {
        "id": number,
        "name": name,
        "escalationRules": full,
        "teams": [{"id": team} for team in teams],
        **plain,
        **more,
    }


def _source(
    context: Context, number: int, name: str, kind: str, *, key: str, policy: int, **more: Any
) -> dict[str, Any]:
    created = times.kept(context.clock.now() - timedelta(days=200))
    return {
        "id": number,
        "name": name,
        "integrationType": kind,
        "integrationKey": key,
        "escalationPolicy": {"id": policy},
        "teams": [],
        "active": True,
        "alertCreation": "ONE_ALERT_PER_EMAIL",
        "alertPriorityRule": "HIGH",
        "autoRaiseAlerts": False,
        "autoCreateServices": False,
        "setupStatus": "FINISHED",
        "services": [],
        "createdAt": created,
        "updatedAt": created,
        **more,
    }


def _sources(context: Context) -> list[dict[str, Any]]:
    return [
        _source(
            context,
            2671001,
            "Prometheus cluster A",
            "PROMETHEUS",
            key="il1pro77aa01b2c3d4e5f607",
            policy=2344530,
            teams=[{"id": 40231}],
            alertCreation="ONE_OPEN_ALERT_ALLOWED",
            summaryTemplate={"textTemplate": "{{ commonLabels.alertname }} on {{ commonLabels.instance }}"},
        ),
        _source(context, 2671002, "Legacy mail box", "EMAIL2", key="ops@acme.ilertnotify.com", policy=2344529),
        _source(
            context,
            2671003,
            "Deploy events",
            "API",
            key="il1api0460d849fcdc753d4f",
            policy=2344528,
            autoResolutionTimeout="PT12H",
            supportHours={"id": 5512},
            alertPriorityRule="HIGH_DURING_SUPPORT_HOURS",
        ),
        _source(
            context,
            2671004,
            "API Fortress - legacy portal",
            "APIFORTRESS",
            key="il1afr12216c0ffee1234567",
            policy=2344531,
            teams=[{"id": 40250}],
            eventFilter="event.customDetails.failuresCount > 2",
        ),
        _source(
            context, 2671005, "Retired pager", "NAGIOS", key="il1nag9d8c7b6a5f4e3d2c10", policy=2344529, active=False
        ),
    ]


def _policies() -> list[dict[str, Any]]:
    first = {"escalationTimeout": 15, "schedules": [{"id": 18044}]}
    return [
        _policy(2344528, "Payments on-call", [first], (40104,), routingKey="payments"),
        _policy(2344529, "Default", [{"escalationTimeout": 5, "users": [{"id": 2188373}]}], ()),
        _policy(
            2344530,
            "SRE on-call",
            [
                first,
                {"escalationTimeout": 30, "users": [{"id": 2188376}]},
                {"escalationTimeout": 60, "teams": [{"id": 40231}]},
            ],
            (40231,),
            repeating=True,
            frequency=3,
            routingKey="sre",
        ),
        _policy(2344531, "Web shop business hours", [{"escalationTimeout": 20, "users": [{"id": 2188375}]}], (40250,)),
    ]


def _hours() -> list[dict[str, Any]]:
    exception = {"name": "New Year", "start": "2027-01-01", "end": "2027-01-01", "supportStatus": "OUTSIDE"}
    return [
        {
            "id": 5512,
            "name": "Office hours",
            "teams": [],
            "timezone": "Europe/Berlin",
            "supportDays": _days("08:00", "17:00", 5),
            "exceptions": [],
        },
        {
            "id": 5513,
            "name": "Extended hours",
            "teams": [{"id": 40104}],
            "timezone": "America/New_York",
            "supportDays": _days("06:00", "22:00", 7),
            "exceptions": [exception],
        },
    ]


def _people() -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "firstName": first,
            "lastName": last,
            "email": f"{first.lower()}.{last.lower()}@acme.example",
            "username": f"{first.lower()}.{last.lower()}",
            "timezone": "Europe/Berlin",
            "language": "en",
            "region": "DE",
            "role": role,
        }
        for number, first, last, role in _PEOPLE
    ]


def seed(context: Context) -> None:
    """Fill a fresh account; nothing of it is ours, and all of it must survive what we do."""
    store = context.store
    shift = {"user": {"id": 2188374}, "start": "2026-01-01T08:00:00Z", "end": "2036-01-01T08:00:00Z"}
    tables: tuple[tuple[str, list[dict[str, Any]]], ...] = (
        (USERS, _people()),
        (
            TEAMS,
            [
                {
                    "id": number,
                    "name": name,
                    "visibility": "PUBLIC",
                    "members": [{"user": {"id": member}, "role": "RESPONDER"} for member in members],
                }
                for number, name, members in _TEAMS
            ],
        ),
        (
            SCHEDULES,
            [
                {
                    "id": 18044,
                    "name": "Primary",
                    "timezone": "Europe/Berlin",
                    "type": "RECURRING",
                    "currentShift": shift,
                },
                {"id": 18045, "name": "Weekend", "timezone": "Europe/Berlin", "type": "STATIC", "currentShift": None},
            ],
        ),
        (POLICIES, _policies()),
        (SUPPORT_HOURS, _hours()),
        (
            SERVICES,
            [
                {"id": 678, "name": "Checkout", "alias": "checkout", "status": "OPERATIONAL", "teams": [{"id": 40104}]},
                {"id": 679, "name": "Login", "alias": "login", "status": "OPERATIONAL", "teams": []},
            ],
        ),
        (ALERT_SOURCES, _sources(context)),
    )
    for collection, bodies in tables:
        for body in bodies:
            store.insert(collection, str(body["id"]), body)
    keys = ((ILERT_TOKEN, "ADMIN", 2188373), (USER_TOKEN, "USER", 2188374))
    for token, role, user in (*keys, (READ_ONLY_TOKEN, "RESPONDER", 2188376), (BLIND_TOKEN, "BLIND", 2188378)):
        store.insert(API_KEYS, token, {"role": role, "user": user})
    store.insert(LOGINS, LOGIN, {"role": "ADMIN", "user": 2188373, "pickedTeam": 40231})
    seed_outbound.seed(context)
