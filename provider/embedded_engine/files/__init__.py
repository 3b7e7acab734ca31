"""Files on disk: project, stack configuration, secrets, state and locks, in the pulumi CLI's own formats."""
