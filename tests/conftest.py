"""Its place puts ``tests/`` on the import path of every test: ``from support.cassettes import replay``."""

from support.sandbox import fresh_sandbox, sandbox, session_sandbox

__all__ = ["fresh_sandbox", "sandbox", "session_sandbox"]
