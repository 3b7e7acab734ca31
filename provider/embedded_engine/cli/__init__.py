"""The command line: verbs and flags in the CLI's own words, one file per family of verbs."""
