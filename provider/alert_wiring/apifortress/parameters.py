"""What a connector's parameters must be before anything is written (`api-fortress.md 2.3`, `4.12`, `6.4`).

The whole map is secret, so no message here ever shows a value of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import UNKNOWN, Json
from alert_wiring.core.valuetypes import TextMap, Url, Whole

from .catalogue import ConnectorRule, ParamRule
from .names import JSON_ALERT_THRESHOLD, PAGERDUTY, XMATTERS
from .threshold import DEFAULT_COUNTER, DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS, out_of_reach, unreachable

PROPERTY = "params"

_TRIGGER_PATH = "/api/integration/1/functions/"
_URL = Url()
_AT_LEAST_ONE = Whole(1)
_LEFT_OUT = ("", None)
_NO_SEVERITY = (
    "without severity only tests with a tag critical, error, warning or info reach PagerDuty; write severity, which "
    "such a tag overrides"
)
"""The tag decides where there is one (`api-fortress.md 2.3`, `2.4`)."""


class Params(TextMap):
    """A connector's parameters: text to text, trimmed; empty and absent are one (`api-fortress.md 4.5`, `8` row 17)."""

    def check(self, value: Json, spot: Spot) -> Json:
        """Text values without blanks around them; whole numbers become their digits; empty ones fall away."""
        texts = super().check(value, spot)
        if not isinstance(texts, Mapping):
            return texts
        trimmed = {name: item.strip() if isinstance(item, str) else item for name, item in texts.items()}
        return {name: item for name, item in trimmed.items() if item not in _LEFT_OUT}

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as text, name by name, in any order."""
        return _texts(left) == _texts(right)


def check_params(
    rule: ConnectorRule, params: Mapping[str, Json], problems: Problems, interval_seconds: Json = None
) -> None:
    """Report everything that is wrong with the parameters of a connector of the catalogue; unknown values pass."""
    declared = {param.name: param for param in rule.params}
    for name in params:
        if name not in declared:
            near = near_matches(name, declared)
            meant = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(declared)}"
            _bad(problems, name, f"{rule.name} has no such parameter; {meant}")
    for param in rule.params:
        value = params.get(param.name)
        if value in _LEFT_OUT:
            if param.required:
                _bad(problems, param.name, f"{rule.name} cannot work without it; write the {param.meaning}")
        elif isinstance(value, str):
            _check_value(param, value, problems)
    if rule.name == JSON_ALERT_THRESHOLD:
        _check_threshold(params, problems, interval_seconds)
    if rule.name == XMATTERS:
        _check_trigger(params.get("trigger_url"), problems)
    if rule.name == PAGERDUTY and params.get("severity") in _LEFT_OUT:
        problems.warn(PROPERTY, _NO_SEVERITY)


def _check_value(param: ParamRule, value: str, problems: Problems) -> None:
    if param.url:
        _URL.check(value, Spot(problems, PROPERTY, f"{PROPERTY}.{param.name}", secret=True))
    if param.form and not re.fullmatch(param.form, value.strip(), re.DOTALL):
        _bad(problems, param.name, f"is not the {param.meaning}; {param.instead}")
    if param.choices and value not in param.choices:
        _bad(problems, param.name, f"must be one of {', '.join(param.choices)}")
    if param.whole and _number(value) is None:
        _bad(problems, param.name, f"must be a whole number of at least 1 ({param.meaning})")
    elif param.most is not None and (_number(value) or 0) > param.most:
        _bad(
            problems,
            param.name,
            f"must be at most {param.most} seconds: the connector silently cuts a longer window; write {param.most}",
        )


def _check_threshold(params: Mapping[str, Json], problems: Problems, interval_seconds: Json) -> None:
    """Refuse a threshold that the schedule can never reach; warn below the shortest (`api-fortress.md 6.4`)."""
    counter = _number(params.get("counter") or DEFAULT_COUNTER)
    ttl = _number(params.get("ttl") or DEFAULT_TTL_SECONDS)
    interval = _number(interval_seconds)
    if counter is None or ttl is None or ttl > MAX_TTL_SECONDS:
        return
    if interval is None:
        doubt = out_of_reach(counter, ttl) if interval_seconds is None else None
        if doubt is not None:
            problems.warn(PROPERTY, doubt)
        return
    text = unreachable(counter, ttl, interval, ttl_name="ttl")
    if text is not None:
        problems.add(PROPERTY, text, secret=True)


def _check_trigger(url: Json, problems: Problems) -> None:
    """Refuse a trigger URL that xMatters would answer with 401: API Fortress sends no other credential.

    Unauthenticated triggers do not exist any more, and the key in the URL is the only way that a caller without an
    Authorization header has (`xmatters.md 4.5`, `5.2`).
    """
    if not isinstance(url, str):
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if _TRIGGER_PATH in parts.path and not parts.username and not parse_qs(parts.query).get("apiKey"):
        _bad(
            problems,
            "trigger_url",
            "it holds no key, and API Fortress could not fire it; write the whole URL with ?apiKey=..., which the "
            "inbound integration gives once its trigger key is set",
        )


def _number(value: Json) -> int | None:
    """Return a whole number of at least 1, also from text; None for everything else, unknown values included."""
    if value is UNKNOWN or value is None:
        return None
    problems = Problems()
    checked = _AT_LEAST_ONE.check(value, Spot(problems, "", ""))
    return checked if isinstance(checked, int) and not problems.found else None


def _bad(problems: Problems, param: str, text: str) -> None:
    problems.add(PROPERTY, f"{param}: {text}", secret=True)


def _texts(params: Mapping[str, Json]) -> dict[str, str]:
    texts = {str(name): str(value).strip() for name, value in params.items() if value is not None}
    return {name: text for name, text in texts.items() if text}
