"""Stand-ins for ilert, xMatters and API Fortress, written from their references alone."""
