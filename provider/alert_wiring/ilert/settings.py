"""Connection settings of ilert (`ilert.md 1.1, 1.3, 1.7`)."""

from alert_wiring.core.settings import Setting

URL = Setting("ILERT_URL", "ilert:url", "The ilert address", default="https://api.ilert.com")
TOKEN = Setting("ILERT_TOKEN", "ilert:token", "The ilert API key (of a user with the role USER or ADMIN)", secret=True)
CA_FILE = Setting("ILERT_CA_FILE", "ilert:caFile", "The file with the certificate authorities for ilert")
ALLOW_HTTP = Setting("ILERT_ALLOW_HTTP", "ilert:allowHttp", "Whether plain http to another machine is allowed")
CALLS_PER_MINUTE = Setting(
    "ILERT_CALLS_PER_MINUTE",
    "ilert:callsPerMinute",
    "The number of ilert calls in a minute (ilert allows 120 per key by default)",
    default="100",
)
ALL = (URL, TOKEN, CA_FILE, ALLOW_HTTP, CALLS_PER_MINUTE)
