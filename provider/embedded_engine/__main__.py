"""`python -m embedded_engine VERB [flags]`."""

import signal
import sys

from embedded_engine.cli.main import main

if __name__ == "__main__":
    # Outside of an operation SIGTERM ends like Ctrl-C, so that no lock is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
