"""Alert wiring as Pulumi code: the kinds, the component and the command line."""
