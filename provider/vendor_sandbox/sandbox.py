"""One running sandbox: its context, its stand-ins, and its seeded state."""

from __future__ import annotations

from vendor_sandbox.context import Context
from vendor_sandbox.faults import Faults
from vendor_sandbox.profile import DEFAULT, PROFILES, profile, set_profile
from vendor_sandbox.vendors import Vendor, load


class Sandbox:
    """The stand-ins around one store."""

    def __init__(self, context: Context) -> None:
        """Load the stand-ins, and seed the store when it is a new one."""
        self.context = context
        self.faults = Faults(context.store, context.clock)
        self.vendors: list[Vendor] = load()
        self.routes = {vendor.name: vendor.routes(context) for vendor in self.vendors}
        if profile(context.store) is None:
            with context.store.transaction():
                set_profile(context.store, DEFAULT)
                for vendor in self.vendors:
                    vendor.seed(context)
                context.store.remember_seed()

    def vendor(self, name: str) -> Vendor:
        """A stand-in by name. Raises KeyError for an unknown one."""
        return {vendor.name: vendor for vendor in self.vendors}[name]

    def settle(self) -> None:
        """Bring about everything that is due at any of the stand-ins."""
        for vendor in self.vendors:
            vendor.settle(self.context)

    def reset(self, wanted: str | None) -> str:
        """Back to the seeded state, exactly; with another `wanted` profile, API Fortress in that one's.

        Returns the profile. Raises ValueError for an unknown one.
        """
        target = wanted or DEFAULT
        if target not in PROFILES:
            raise ValueError(f"profile takes one of {', '.join(PROFILES)}")
        store = self.context.store
        with store.transaction():
            store.restore_seed()
            if target != DEFAULT:
                fortress = self.vendor("apifortress")
                for collection in fortress.objects.values():
                    for key, _ in store.items(collection):
                        store.delete(collection, key)
                set_profile(store, target)
                fortress.seed(self.context)
        self.context.clock.reload()
        self.context.switches.reload()
        self.faults.reload()
        return target
