"""What the reference leaves open about plans, forms and what is below them."""

from __future__ import annotations

from functools import partial

from vendor_sandbox.switches import Switch, reading_of

_choice = partial(reading_of, "xmatters")

SWITCHES: tuple[Switch, ...] = (
    _choice(
        "modify_form_status",
        {"200": "POST with the id of a form is a 200.", "201": "POST with the id of a form is a 201."},
        "3.3",
        "what POST with the id of a form answers",
    ),
    _choice(
        "modify_plan_status",
        {"201": "POST with the id of a plan is a 201.", "200": "POST with the id of a plan is a 200."},
        "3.1",
        "what POST with the id of a plan answers",
    ),
    _choice(
        "modify_unknown_id",
        {
            "404": "POST with an id that nothing has is a 404.",
            "400": "POST with an id that nothing has is a 400.",
            "create": "POST with an id that nothing has makes an object with that id.",
        },
        "2.2, 10.2",
        "POST with an id that nothing has",
    ),
    _choice(
        "create_answer",
        {
            "complete": "The answer to POST of a new plan has every field that GET has.",
            "as_2019_sample": "The answer to POST of a new plan lacks planType, editable and loggingLevel.",
        },
        "7 #12",
        "the sample lacks planType and others",
    ),
    _choice(
        "library_names",
        {
            "plan": "The name of a shared library is unique inside its plan.",
            "instance": "The name of a shared library is unique in the instance.",
        },
        "7.1",
        "where the name of a shared library must be unique",
    ),
    _choice(
        "name_clash",
        {
            "refuse": "A second form, integration, constant, endpoint or property of a plan with one name is a 409.",
            "allow": "Several objects of a plan may have one name.",
        },
        "11 #8",
        "two forms, integrations or constants with one name",
    ),
    _choice(
        "property_delete",
        {"405": "DELETE of a property definition is a 405.", "200": "DELETE of a property definition works: 200."},
        "3.5",
        "DELETE of a property definition",
    ),
    _choice(
        "unset_strings",
        {
            "empty": 'Unset texts come back as "".',
            "absent": "Unset texts are left out.",
            "null": "Unset texts come back as null.",
        },
        "7 #6",
        'whether unset texts come back as ""',
    ),
    _choice(
        "names",
        {"trimmed": "Blanks around a name are taken off.", "as_sent": "A name is kept as sent, blanks included."},
        "11 #15",
        "whether names are trimmed",
    ),
    _choice(
        "create_form_status",
        {
            "201": "POST of a new form, or of a part of one, is a 201.",
            "200": "POST of a new form, or of a part of one, is a 200.",
        },
        "3.3",
        "what POST of a new form answers",
    ),
    _choice(
        "put_status",
        {
            "200": "PUT of a form's recipients or senders is a 200 with the new list.",
            "204": "PUT of a form's recipients or senders is a 204 without a body.",
        },
        "3.3",
        "what PUT of a form's lists answers",
    ),
    _choice(
        "form_trigger_type",
        {"absent": "A form made without triggerType has none.", "FORM": "A form made without triggerType has FORM."},
        "11 #12",
        "triggerType of a form made without it",
    ),
    _choice(
        "creator_may_send",
        {"yes": "Who makes a form by API may send it.", "no": "A form made by API has no sender permissions."},
        "11 #16",
        "sender permissions of a new form",
    ),
    _choice(
        "section_items_field",
        {
            "both": "items and properties both say what is in a section.",
            "items": "Only items says what is in a section; properties is ignored.",
            "properties": "Only properties says what is in a section; items is ignored.",
        },
        "11 #18",
        "how the items of a section are written",
    ),
    _choice(
        "sender_shape",
        {
            "id": "The sender in a sender permission is its id alone.",
            "reference": "The sender in a sender permission has its name and type too.",
        },
        "11 #17",
        "the shape of a sender",
    ),
    _choice(
        "constant_links",
        {"self": "A constant has links with self.", "link": "A constant has link with self, which lacks /api/xm/1."},
        "3.4",
        "the misprint in a constant's links",
    ),
    _choice(
        "name_case",
        {"ignored": "Names that differ only in case clash.", "exact": "Names that differ in case do not clash."},
        "7.1",
        "whether the case of a name counts for a clash",
    ),
    _choice(
        "name_length",
        {"255": "A name of more than 255 characters is a 400.", "100": "A name of more than 100 characters is a 400."},
        "11 #20",
        "the longest name",
    ),
    _choice(
        "logging_level_default",
        {"ERROR": "A new plan logs at level ERROR.", "INFO": "A new plan logs at level INFO."},
        "9.1",
        "loggingLevel of a new plan",
    ),
    _choice(
        "delete_plan_with_children",
        {
            "cascade": "DELETE of a plan takes everything below it along.",
            "refuse": "DELETE of a plan that has constants, endpoints, libraries or integrations is a 409.",
        },
        "7.2, 11 #5",
        "DELETE of a plan that is not empty",
    ),
    _choice(
        "new_form_sections",
        {
            "none": "A form made by API has no sections.",
            "defaults": "A form made by API has sections for recipients and handling options.",
        },
        "11 #16",
        "sections of a new form",
    ),
    _choice(
        "trigger_type_change",
        {
            "refuse": "A changed triggerType of a form is a 400.",
            "ignore": "A changed triggerType of a form is ignored.",
        },
        "4.4",
        "modify of a form's triggerType",
    ),
    _choice(
        "form_delete",
        {"405": "DELETE of a form is a 405.", "404": "DELETE of a form is a 404."},
        "3.3, 10.1",
        "DELETE of a form",
    ),
    _choice(
        "constant_get",
        {"404": "GET of one constant is a 404.", "200": "GET of one constant works."},
        "3.4, 10.1",
        "GET of one constant",
    ),
    _choice(
        "property_type_change",
        {"refuse": "A changed propertyType is a 400.", "ignore": "A changed propertyType is ignored."},
        "4.4",
        "modify of a property's type",
    ),
    _choice(
        "library_plan_change",
        {
            "ignore": "Another plan on modify of a library is ignored.",
            "refuse": "Another plan on modify of a library is a 400.",
        },
        "4.4",
        "modify of a library's plan",
    ),
    _choice(
        "xmatters_endpoint_status",
        {
            "400": "A write to the endpoint of type XMATTERS is a 400.",
            "403": "A write to the endpoint of type XMATTERS is a 403.",
        },
        "3.6",
        "how writes to the XMATTERS endpoint are refused",
    ),
    _choice(
        "hidden_plan",
        {
            "404": "A plan that one may not see is a 404.",
            "403": "A plan that one may not see is a 403.",
        },
        "10.2",
        "how a plan is hidden",
    ),
    _choice(
        "delete_built_in",
        {
            "400": "DELETE of a plan that is not of type PLAN is a 400.",
            "403": "DELETE of a plan that is not of type PLAN is a 403.",
        },
        "3.1, 10.1",
        "how DELETE of a built-in plan is refused",
    ),
)
