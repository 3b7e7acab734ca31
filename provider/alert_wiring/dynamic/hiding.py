"""Every credential that a plugin was given is masked from its first message on, whoever uses it and when.

A vendor's error may repeat another vendor's credential, before anything of that other vendor has been asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alert_wiring.core.redaction import hide

_CREDENTIAL = re.compile(r"(?:token|password|secret|key|passphrase)$", re.IGNORECASE)
"""How the names of credentials end, in the environment and in the configuration, ours and others'."""
_OURS = ("ILERT_", "XMATTERS_", "APIFORTRESS_", "PULUMI_CONFIG_PASSPHRASE")


def hide_credentials(environment: Mapping[str, str], config: object) -> None:
    """Mask what the names of variables and of configuration keys say to be a credential.

    Args:
        environment: the process's.
        config: what the engine gave to `configure`; the SDK has no public way to list its keys, so one that is built
            differently is passed over.
    """
    for name, value in environment.items():
        if name.startswith(_OURS) and _CREDENTIAL.search(name):
            hide(value)
    told = getattr(config, "_props", None)
    for name, value in told.items() if isinstance(told, Mapping) else ():
        if _CREDENTIAL.search(str(name)):
            hide(value)
