"""What stands in for sockets where clients of `requests` reach applications in this process."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPMessage
from types import SimpleNamespace
from urllib.parse import urlsplit

import requests

from vendor_sandbox import credentials
from vendor_sandbox.context import Urls

_NO_LIMIT = "100000000"
"""Calls per minute."""


def accounts(urls: Urls) -> dict[str, str]:
    """Return the variables of the accounts at all three vendors, which need not be asked slowly."""
    return {
        "ILERT_URL": urls.ilert,
        "ILERT_TOKEN": credentials.ILERT_TOKEN,
        "ILERT_CALLS_PER_MINUTE": _NO_LIMIT,
        "XMATTERS_URL": urls.xmatters,
        "XMATTERS_USERNAME": credentials.XMATTERS_USERNAME,
        "XMATTERS_PASSWORD": credentials.XMATTERS_PASSWORD,
        "XMATTERS_CALLS_PER_MINUTE": _NO_LIMIT,
        "APIFORTRESS_URL": f"{urls.apifortress}/app",
        "APIFORTRESS_API_KEY": credentials.APIFORTRESS_KEY,
        "APIFORTRESS_API_SECRET": credentials.APIFORTRESS_SECRET,
        "APIFORTRESS_CALLS_PER_MINUTE": _NO_LIMIT,
    }


def sent(request: requests.PreparedRequest) -> tuple[str, str, dict[str, str], bytes]:
    """Return what a request would put on the wire: method, path with the query, headers, body."""
    parts = urlsplit(str(request.url))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {name: value for name, value in request.headers.items() if isinstance(value, str)}
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    return str(request.method), path, headers, bytes(body)


def response(
    request: requests.PreparedRequest, status: int, headers: Mapping[str, str], body: bytes
) -> requests.Response:
    """Return an answer as `requests` would."""
    found = requests.Response()
    found.status_code = status
    found.headers.update(headers)
    found._content = body
    found._content_consumed = True  # type: ignore[attr-defined]
    found.url, found.request = str(request.url), request
    found.encoding = requests.utils.get_encoding_from_headers(found.headers)
    told = HTTPMessage()
    for name, value in headers.items():
        told[name] = value
    # Where `requests` looks for cookies.
    found.raw = SimpleNamespace(_original_response=SimpleNamespace(msg=told))
    return found
