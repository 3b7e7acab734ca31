"""A small Pulumi engine for machines without the pulumi CLI; it knows nothing of alerts."""
