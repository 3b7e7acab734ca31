"""What the reference leaves open about calls, tokens and pages."""

from __future__ import annotations

from functools import partial

from vendor_sandbox.switches import Switch, reading_of

_choice = partial(reading_of, "xmatters")

SWITCHES: tuple[Switch, ...] = (
    _choice(
        "limit_above_maximum",
        {"400": "A page size above 1000 is a 400.", "cap": "A page size above 1000 is taken as 1000."},
        "10.2",
        "a page size above 1000",
    ),
    _choice(
        "link_order",
        {
            "limit_last": "Page links have the call's own parameters first, then offset, then limit.",
            "alphabetical": "Page links have their parameters in alphabetical order.",
        },
        "9.5",
        "the order of parameters in page links",
    ),
    _choice(
        "calls_per_minute",
        {"60000": "60 000 calls a minute are allowed.", "60": "60 calls a minute are allowed; more are a 429."},
        "2.6",
        "the rate limit that the headers tell",
    ),
    _choice(
        "retry_after",
        {"no": "A 429 has no Retry-After.", "yes": "A 429 says in Retry-After how long to wait."},
        "11 #10",
        "whether a 429 carries Retry-After",
    ),
    _choice(
        "token_json",
        {
            "refuse": "The token endpoint wants a form; JSON is a 415.",
            "accept": "The token endpoint takes JSON as well as a form.",
        },
        "10.1",
        "the token endpoint asked in JSON",
    ),
    _choice(
        "rate_allowance",
        {
            "shared": "Triggers and calls of the API share one allowance.",
            "separate": "Triggers have an allowance of their own.",
        },
        "2.6",
        "whether triggers and API calls share one allowance",
    ),
    _choice(
        "rate_limit_body",
        {"error_object": "A 429 has the usual error object.", "empty": "A 429 has no body."},
        "2.6",
        "the body of a 429",
    ),
    _choice(
        "subcodes",
        {"present": "Errors about an object have a subcode.", "absent": "No error has a subcode."},
        "2.8",
        "whether errors have a subcode",
    ),
    _choice(
        "refresh_token",
        {
            "one_time": "A refresh token is worth nothing once it was used.",
            "reusable": "A refresh token can be used again, beside the new one.",
        },
        "2.3",
        "whether a used refresh token dies",
    ),
    _choice(
        "token_lifetime",
        {"899": "An access token lives 899 seconds.", "588": "An access token lives 588 seconds."},
        "2.3",
        "how long an access token lives",
    ),
    _choice(
        "group_target_name",
        {
            "filters": "targetName filters the list of groups.",
            "ignored": "targetName on the list of groups is ignored.",
        },
        "6.1",
        "an unofficial filter of groups",
    ),
)
