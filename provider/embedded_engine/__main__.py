"""`python -m embedded_engine VERB [flags]`."""

import sys

from embedded_engine.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
