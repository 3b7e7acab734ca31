"""Its place puts ``tests/`` on the import path of every test: ``from support.cassettes import replay``."""
