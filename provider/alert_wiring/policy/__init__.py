"""The guard as a policy pack of the pulumi CLI: its rules show in `pulumi preview` and stop `pulumi up`.

The executable is `alert-wiring` itself: since 3.255.0 the CLI takes one as `--policy-pack` and calls it with the
engine's address, so that a pack needs no environment of its own.
"""
