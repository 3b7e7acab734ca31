"""Everything of xMatters that an alert wire touches, one file per kind of object."""
