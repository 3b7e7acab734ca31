"""The ``alert-wiring`` command line: one file per verb, thin."""
