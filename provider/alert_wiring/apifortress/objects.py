"""The things that an API Fortress backend speaks of: plain, frozen, without Pulumi and without HTTP.

Ids are opaque strings everywhere (`api-fortress.md 1.11`): companies, projects and alert groups have integers,
connector definitions and connectors 24 hex digits, and nothing here may depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVENT_MODE = "Event"
"""The only mode of a connector definition that was ever seen (`api-fortress.md 1.7`)."""


@dataclass(frozen=True, slots=True)
class Company:
    """The company that the credential belongs to (`api-fortress.md 1.2`)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter that a connector definition declares; all parameters are text (`api-fortress.md 1.7`)."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionSpec:
    """What loading a connector definition takes: the admin form's fields (`api-fortress.md 1.7`)."""

    name: str
    code: str
    description: str = ""
    mode: str = EVENT_MODE
    run_on_success: bool = False
    params: tuple[Parameter, ...] = ()
    finished: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A connector definition, "connector" in the admin panel: a type that connectors are made of.

    `code` is None where the backend does not show it (only administrators see it).
    """

    id: str
    name: str
    description: str = ""
    mode: str = EVENT_MODE
    run_on_success: bool = False
    params: tuple[Parameter, ...] = ()
    finished: bool = False
    open: bool = False
    code: str | None = field(default=None, repr=False)

    @property
    def param_names(self) -> tuple[str, ...]:
        """The declared parameter names, in the order of the form."""
        return tuple(parameter.name for parameter in self.params)


@dataclass(frozen=True, slots=True)
class Group:
    """An alert group ("distro group" inside the product, `api-fortress.md 1.5`)."""

    id: str
    label: str
    users_count: int = 0
    connectors_count: int = 0
    project_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Instance:
    """A connector in an alert group, "connector instance" in the dialogs (`api-fortress.md 1.8`).

    `params` holds secrets (URLs with keys, passwords) and therefore stays out of the text form.
    """

    id: str
    group_id: str
    definition_id: str
    connector_name: str
    params: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A project with the alert groups that its failures go to (`api-fortress.md 1.4`)."""

    id: str
    name: str
    group_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class User:
    """A user of the company, as far as one is known by name (`api-fortress.md 1.3`, `1.6`)."""

    id: str
    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Member:
    """A user in an alert group: a recipient of its e-mails, with the SMS flag (`api-fortress.md 1.6`, `4.5`)."""

    user_id: str
    full_name: str = ""
    email: str = ""
    sms: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one connector did with a test fire (`api-fortress.md 4.6`, test report).

    `sent` is False with a `reason` (`success-not-enabled`, `unknown-definition`, `delivery-disabled`); a delivery
    that was sent has the receiver's `http_status` or an `error`. `host` is the receiver's host: the whole URL holds
    a key and never leaves the parser.
    """

    group_id: str
    instance_id: str
    connector_name: str
    sent: bool
    reason: str | None = None
    host: str | None = None
    http_status: int | None = None
    error: str | None = None

    @property
    def accepted(self) -> bool:
        """True when the receiver answered with a 2xx status."""
        return self.sent and self.http_status is not None and 200 <= self.http_status < 300
