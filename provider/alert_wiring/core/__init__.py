"""What every kind of remote object shares: values, fields, lifecycle, HTTP, errors. No Pulumi, no vendor."""
