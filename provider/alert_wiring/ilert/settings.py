"""Connection settings of ilert (`ilert.md 1.1, 1.3, 1.7`)."""

from alert_wiring.core.settings import Setting, timeout_settings

URL = Setting("ILERT_URL", "ilert:url", "The ilert address", default="https://api.ilert.com")
TOKEN = Setting("ILERT_TOKEN", "ilert:token", "The ilert API key (of a user with the role USER or ADMIN)", secret=True)
CA_FILE = Setting("ILERT_CA_FILE", "ilert:caFile", "The file with the certificate authorities for ilert")
ALLOW_HTTP = Setting("ILERT_ALLOW_HTTP", "ilert:allowHttp", "Whether plain http to another machine is allowed")
CALLS_PER_MINUTE = Setting(
    "ILERT_CALLS_PER_MINUTE",
    "ilert:callsPerMinute",
    "The number of ilert calls in a minute, of all processes together (ilert allows 120 per key by default)",
    default="120",
)
CONNECT_TIMEOUT, READ_TIMEOUT = timeout_settings("ilert", "ilert")
TRUST_TIMESTAMPS = Setting(
    "ILERT_TRUST_TIMESTAMPS",
    "ilert:trustTimestamps",
    "Whether an ilert object whose time stamp did not move is taken for unchanged without being read",
    default="true",
)
"""`updatedAt` moves on each PUT; that it moves with every edit in the console is not documented (`ilert.md 2.3`)."""

ALL = (URL, TOKEN, CA_FILE, ALLOW_HTTP, CALLS_PER_MINUTE, CONNECT_TIMEOUT, READ_TIMEOUT, TRUST_TIMESTAMPS)
