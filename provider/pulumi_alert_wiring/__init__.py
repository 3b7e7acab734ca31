"""Tells the pulumi CLI that this distribution brings no plugin of its own.

The CLI takes every installed distribution named ``pulumi-*`` for a plugin's SDK and tries to download the plugin before
each command, unless ``pulumi-plugin.json`` in the module of the same name says that there is none. All resources here
are dynamic ones; nothing is to be imported from this module.
"""
