"""The Pulumi face: the only code that knows how Pulumi's dynamic plugin behaves.

Unknowns, floats, nulls, secrets, pickling, error text and messages on the resource's own line are handled here
(`reference/pulumi-dynamic-providers.md`); kinds and `core` know none of it. Not here: vendors, HTTP.
"""

from alert_wiring.dynamic.failures import in_program
from alert_wiring.dynamic.memory import once
from alert_wiring.dynamic.parents import keep_parent_types
from alert_wiring.dynamic.provider import KindProvider
from alert_wiring.dynamic.resource import KindResource
from alert_wiring.dynamic.settings import program_settings

__all__ = ["KindProvider", "KindResource", "in_program", "keep_parent_types", "once", "program_settings"]
