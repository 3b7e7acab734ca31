"""The names of settings are public: how they are spelled in the environment and in a stack's configuration."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from alert_wiring.core.settings import Setting

PLACES = ("ilert.settings", "xmatters.settings", "apifortress.settings", "route_shared", "route_xmatters")

SETTINGS = {
    setting.env: setting
    for place in PLACES
    for setting in vars(import_module(f"alert_wiring.{place}")).values()
    if isinstance(setting, Setting)
}


def test_no_place_is_empty() -> None:
    assert {setting.key.partition(":")[0] for setting in SETTINGS.values()} == {"ilert", "xmatters", "apifortress"}
    assert len(SETTINGS) >= 20


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_both_names_follow_the_custom_of_their_place(setting: Setting) -> None:
    """A Pulumi configuration key is camelCase below its namespace; a variable begins with the same namespace."""
    namespace, _, key = setting.key.partition(":")
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", key), setting.key
    assert re.fullmatch(rf"{namespace.upper()}_[A-Z]+(_[A-Z]+)*", setting.env), setting.env


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_what_it_is_starts_a_sentence_and_what_hides_is_no_address(setting: Setting) -> None:
    assert setting.what[:1].isupper() and not setting.what.endswith(".")
    secret = any(word in setting.key.lower() for word in ("token", "password", "secret", "triggerkey"))
    assert setting.secret is secret
