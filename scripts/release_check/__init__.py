"""What must hold before a release: see `scripts/release-check`."""
