"""Its place puts ``tests/`` on the import path of every test: ``from support.cassettes import replay``."""

import os

from hypothesis import settings

from support.sandbox import fresh_sandbox, sandbox, session_sandbox

__all__ = ["fresh_sandbox", "sandbox", "session_sandbox"]

# A check that everybody runs must not depend on luck: the same examples each time.
# HYPOTHESIS_PROFILE=random looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("random", deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
