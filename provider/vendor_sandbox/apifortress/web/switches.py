"""What nobody outside knows about the web application's pages, each as a switch (api-fortress.md 3.5, 8 row 2)."""

from __future__ import annotations

from vendor_sandbox.switches import Switch, flag

_UNKNOWN = "api-fortress.md 3.5, 8 row 2"

WEB_SWITCHES = (
    Switch(
        "apifortress.web_markup",
        {
            "a": "Ids and classes mark what is what; saves go to saveX, updateX and deleteX beside the dialog's page.",
            "b": "Tables and other field names; saves go to insertX, updateX and removeX; groups have a page apart.",
        },
        _UNKNOWN,
        "field names, markup and the addresses of saves and deletes on the web application's pages",
    ),
    Switch(
        "apifortress.web_dialogs",
        {
            "fragment": "A dialog's address answers with a piece of HTML, for a script to put into the page.",
            "page": "A dialog's address answers with a whole page.",
        },
        "api-fortress.md 3.5",
        "what the address of a dialog answers",
    ),
    Switch(
        "apifortress.web_saves",
        {
            "fragment": "A save answers 200 with the piece of HTML that it changed.",
            "redirect": "A save answers 302 back to the page.",
        },
        "api-fortress.md 3.5",
        "what a save on the web application's pages answers",
    ),
    Switch(
        "apifortress.web_deletes",
        {
            "post": "A bin is a form that posts.",
            "get": "A bin is a plain link: a GET deletes.",
        },
        _UNKNOWN,
        "the request behind a bin",
    ),
    flag(
        "apifortress.web_csrf",
        False,
        "api-fortress.md 3.5",
        "whether the web application's forms are protected against forgery",
        on="Every form carries a hidden token; a post without a valid one is a 403.",
        off="Forms carry no token.",
    ),
    Switch(
        "apifortress.web_expired",
        {
            "redirect": "Without a session, a page answers 302 to the sign-in page.",
            "page": "Without a session, a page answers 200 with the sign-in page itself.",
        },
        "api-fortress.md 3.5",
        "what a page answers when nobody is signed in, or the session has expired",
    ),
    Switch(
        "apifortress.web_denied",
        {
            "forbidden": "A page above one's role is a 403.",
            "redirect": "A page above one's role answers 302 to the dashboard.",
        },
        "api-fortress.md 1.3, 3.5",
        "what a page answers to a role that may not see it",
    ),
    Switch(
        "apifortress.web_login",
        {
            "password": "The sign-in page has a form for e-mail and password.",
            "saml": "The sign-in page has no form, only a link to the identity provider.",
        },
        "api-fortress.md 3.5, 5",
        "how people sign in to the web application",
    ),
    Switch(
        "apifortress.web_project_save",
        {
            "last_wins": "The project form stores what it holds, whatever happened since it was opened.",
            "version": "A project form that was opened before somebody else's save is refused.",
        },
        "api-fortress.md 1.4, 7.1",
        "two people who save one project",
    ),
)
