"""What the reference leaves open about every call and every kind (ilert.md 1, 2.8, 3.11), each as a named switch."""

from __future__ import annotations

from vendor_sandbox.switches import Switch

TRANSPORT: tuple[Switch, ...] = (
    Switch(
        "ilert.rate_limit",
        {
            "off": "No call is ever refused for its number.",
            "documented": "The 121st call of a minute per API key, and the 51st event per integration key, are a 429.",
            "tenth": "The limits are a tenth of the documented ones, for tests.",
        },
        "ilert.md 1.7",
        "120 calls a minute per key, 50 events per source key",
    ),
    Switch(
        "ilert.neighbour_create_status",
        {
            "201": "A POST of a team or service answers 201.",
            "200": "A POST of a team or service answers 200.",
        },
        "ilert.md 1.10",
        "what POST answers for teams and services",
    ),
    Switch(
        "ilert.missing_reference_status",
        {
            "400": "A body that refers to an object that is not there is a 400.",
            "404": "A body that refers to an object that is not there is a 404.",
        },
        "ilert.md 7 #10",
        "a reference to an object that is not there",
    ),
    Switch(
        "ilert.delete_in_use",
        {
            "refuse": "DELETE of an object that others refer to is a 400.",
            "allow": "DELETE of an object that others refer to succeeds.",
        },
        "ilert.md 7 #9",
        "DELETE of an object that others refer to",
    ),
    Switch(
        "ilert.unset_fields",
        {
            "absent": "A field without a value is left out.",
            "null": "A field without a value is null.",
            "empty": "A text without a value is empty; any other field without a value is left out.",
        },
        "ilert.md 7 #11",
        "how a field without a value is shown",
    ),
    Switch(
        "ilert.name_lookup_case",
        {
            "exact": "/name/{name} minds the case.",
            "ignore": "/name/{name} ignores the case.",
        },
        "ilert.md 3.11",
        "whether /name/{name} ignores case",
    ),
    Switch(
        "ilert.list_order",
        {
            "by_id": "Lists are sorted by id.",
            "shuffled": "Lists are sorted by nothing a client could guess.",
        },
        "ilert.md 1.6",
        "the order of a list",
    ),
    Switch(
        "ilert.unknown_response_fields",
        {
            "no": "Answers have the documented properties only.",
            "yes": "Answers carry properties nobody knows.",
        },
        "ilert.md 1.2",
        "answers carry properties nobody knows",
    ),
    Switch(
        "ilert.updated_at_moves",
        {
            "yes": "An edit in the console moves updatedAt.",
            "no": "An edit in the console leaves updatedAt alone.",
        },
        "ilert.md 2.3",
        "an edit in the console moves updatedAt",
    ),
    Switch(
        "ilert.rate_headers",
        {
            "none": "A 429 carries no header about the limit.",
            "sent": "A 429 carries Retry-After and X-RateLimit headers.",
        },
        "ilert.md 1.7",
        "whether a 429 says when to come back: two pages of the vendor disagree",
    ),
    Switch(
        "ilert.rate_user_agent",
        {
            "same": "The limits are the same for every client.",
            "terraform_doubled": "A client whose User-Agent begins with terraform/ has twice the limits.",
        },
        "ilert.md 1.4",
        "whether the doubled limits of Terraform clients hang on the User-Agent",
    ),
    Switch(
        "ilert.team_context_header",
        {
            "both": "team-context and x-team-context filter a list.",
            "team-context": "Only team-context filters a list.",
            "x-team-context": "Only x-team-context filters a list.",
        },
        "ilert.md 7 #15",
        "the name of the header: the published document and the vendor's own client disagree",
    ),
    Switch(
        "ilert.request_id",
        {
            "absent": "A refusal carries no request id.",
            "sent": "A refusal carries x-amzn-RequestId.",
        },
        "ilert.md 1.4",
        "which of the request-id headers that clients look for are really sent",
    ),
    Switch(
        "ilert.error_codes",
        {
            "guessed": "Every error body carries a code.",
            "absent": "No error body carries a code but KEY_ERROR.",
        },
        "ilert.md 7 #21",
        "the codes of refusals that are not published",
    ),
    Switch(
        "ilert.validation_status",
        {
            "400": "A body that is not valid is a 400.",
            "422": "A body that is not valid is a 422.",
        },
        "ilert.md 7 #20",
        "whether 422 is ever used",
    ),
    Switch(
        "ilert.unknown_include",
        {
            "ignore": "An unknown include does nothing.",
            "refuse": "An unknown include is a 400.",
        },
        "ilert.md 2.2",
        "an include value that nobody knows",
    ),
    Switch(
        "ilert.include_page_cap",
        {
            "same": "include does not change the largest page.",
            "25": "With include a page of heartbeat monitors or services has at most 25 objects; more is a 400.",
        },
        "ilert.md 1.6",
        "which lists have a smaller cap with include: the message is known, the lists are not",
    ),
    Switch(
        "ilert.query_search",
        {
            "works": "query on a list finds names that contain it, in any case.",
            "ignored": "query on a list is ignored.",
        },
        "ilert.md 1.6",
        "a parameter that one page of the vendor shows and the published document lacks",
    ),
    Switch(
        "ilert.basic_auth",
        {
            "refused": "Basic credentials are a 403 with code KEY_ERROR.",
            "accepted": "Basic credentials are taken; lists show the team that the user picked in the console.",
        },
        "ilert.md Appendix A",
        "whether the legacy login is still served",
    ),
    Switch(
        "ilert.name_lookup_missing",
        {
            "error_object": "A look-up by name that finds nothing is a 404 with an error object.",
            "empty": "A look-up by name that finds nothing is a 404 without a body.",
        },
        "ilert.md 7 #5",
        "the 404 body of /name/{name}",
    ),
    Switch(
        "ilert.name_lookup_duplicates",
        {
            "first": "A look-up by name takes the first of several by id.",
            "last": "A look-up by name takes the last of several by id.",
        },
        "ilert.md 7 #4",
        "which object /name/{name} returns on duplicates",
    ),
    Switch(
        "ilert.empty_lists",
        {
            "empty": "teams, services and members without entries come back as [].",
            "absent": "teams, services and members without entries are left out.",
        },
        "ilert.md 2.9",
        "empty arrays instead of absent fields",
    ),
)
"""The first reading of each is the default: the reference's best guess."""
