"""The page that shows the three consoles side by side, the wire between them and what travelled along it."""

from vendor_sandbox.page.routes import routes

__all__ = ["routes"]
