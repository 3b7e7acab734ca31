"""`python -m embedded_engine VERB [flags]`."""

import gc
import signal
import sys

from embedded_engine.cli.main import main

if __name__ == "__main__":
    # Outside of an operation SIGTERM ends like Ctrl-C, so that no lock is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What a run makes of thousands of resources lives to its end: looking for garbage among it finds nothing.
    gc.set_threshold(20_000, 50, 100)
    sys.exit(main())
