"""The sandbox's fixed credentials: loopback only, documented, and named in the sandbox stack's configuration."""

ILERT_TOKEN = "sandbox-ilert-token"  # noqa: S105 - public on purpose
XMATTERS_USERNAME = "sandbox"
XMATTERS_PASSWORD = "sandbox-xmatters-password"  # noqa: S105 - public on purpose
XMATTERS_TRIGGER_KEY = "sandbox-trigger-key"
"""API key of the seeded xMatters user for URL authentication of inbound integrations (xmatters.md 4.5)."""
APIFORTRESS_KEY = "sandbox-key"
APIFORTRESS_SECRET = "sandbox-secret"  # noqa: S105 - public on purpose
APIFORTRESS_MANAGER_KEY = "sandbox-manager-key"
APIFORTRESS_MANAGER_SECRET = "sandbox-manager-secret"  # noqa: S105 - public on purpose
"""A second key that is not flagged admin: it cannot write connector definitions (api-fortress.md 4.3)."""
APIFORTRESS_EMAIL = "manager@example.com"
"""The seeded manager of API Fortress' login mode (api-fortress.md 4.3)."""
APIFORTRESS_PASSWORD = "sandbox-manager-password"  # noqa: S105 - public on purpose
