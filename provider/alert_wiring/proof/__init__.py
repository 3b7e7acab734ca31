"""Proves that a wire carries an alert: a marked failure goes in at a project and is followed to the people."""
