"""Random valid requests to xMatters, as the client may be asked to send them (`xmatters.md 3, 4`)."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from hypothesis import strategies as st

text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=20)
word = text.filter(bool)
flag = st.booleans()
script = word.map(lambda value: b64encode(value.encode()).decode())


def body(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies with all required and some optional members."""
    return st.fixed_dictionaries(required, optional=optional)


CREATE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "constants": body({"value": text}, {"description": text}),
    "endpoints": body(
        {"url": st.just("https://example.com"), "endpointType": st.just("EXTERNAL")},
        {"authenticationType": st.sampled_from(["NO_AUTH", "BASIC"]), "preemptive": flag},
    ),
    "shared-libraries": body({"script": script}, {}),
    "property-definitions": body(
        {"propertyType": st.just("TEXT")},
        {"description": text, "helpText": text, "maxLength": st.integers(100, 2000), "minLength": st.integers(0, 99)},
    ),
    "forms": body({}, {"description": text, "apiEnabled": flag, "uiEnabled": flag, "mobileEnabled": flag}),
    "integrations": body(
        {
            "integrationType": st.just("INBOUND_WEBHOOK"),
            "operation": st.just("RUN_SCRIPT"),
            "deployed": flag,
            "script": script,
        },
        {"authenticationType": st.sampled_from(["URL", "ANY", "BASIC", "API_KEY", "OAUTH"])},
    ),
}
"""What is sent to make an object of each collection, but for its name."""

FIXED = {"integrationType", "environment", "endpointType", "propertyType"}
"""Members that a modification does not send (`xmatters.md 4.4`); a definition's type is sent always (3.5)."""

DELETABLE = ("constants", "endpoints", "shared-libraries", "integrations")
"""Collections with a documented DELETE (`xmatters.md 7.2`)."""

collections = st.sampled_from(sorted(CREATE))
steps = st.lists(
    collections.flatmap(
        lambda collection: st.tuples(
            st.sampled_from(["create", "modify", "delete"]), st.just(collection), st.integers(0, 9), CREATE[collection]
        )
    ),
    min_size=1,
    max_size=15,
)
"""What is done, to which collection, to which of ours there, and the members that are drawn for it."""
