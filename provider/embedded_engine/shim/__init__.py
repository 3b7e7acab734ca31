"""The script that runs a user's program; in a folder of its own, since that folder is on the program's `sys.path`."""
