"""The parts of a form on the sandbox: sections, recipients, response options, sender permissions."""

from __future__ import annotations

from typing import Any

import pytest
from on_sandbox import OnSandbox

from alert_wiring.core.errors import WiringError
from alert_wiring.core.lifecycle import Lifecycle, Live
from alert_wiring.core.settings import Settings
from alert_wiring.xmatters import form_writes
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind
from alert_wiring.xmatters.workflow import WorkflowKind
from support.sandbox import Sandbox

GROUP, PERSON = "c45e1f37-f240-538b-bc70-70e78e8c785c", "6ff3f7db-4c46-55c4-b3f8-f6d35f35a812"
CREATOR = "9a44e2df-da92-5393-b9b5-2184a35e522c"
"""Seeded: Ops On-Call, jdoe, and the user of the API, who may send what it makes."""

PARTS: dict[str, Any] = {
    "sections": [{"title": "Details"}, {"title": "Handling", "type": "HANDLING_OPTIONS", "priority": "LOW"}],
    "response_options": [{"text": "Accept", "action": "END"}, {"text": "Reject"}],
    "recipients": [{"id": GROUP}],
    "sender_permissions": [{"sender_id": PERSON}],
}


class Forms:
    """A workflow with two properties, and a driver of its forms."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.control = sandbox.control
        self.plan = OnSandbox(sandbox, WorkflowKind()).create({"name": "Alerts"}).id
        properties = OnSandbox(sandbox, PropertyDefinitionKind())
        self.summary, self.message = (
            properties.create({"plan_id": self.plan, "name": name}).id for name in ("Summary", "Message")
        )
        self.driver = OnSandbox(sandbox, FormKind())

    def props(self, **parts: Any) -> dict[str, Any]:
        return {"plan_id": self.plan, "name": "F", **parts}

    def create(self, **parts: Any) -> Live:
        return self.driver.create(self.props(**parts))

    def stored(self, form_id: str) -> dict[str, Any]:
        return self.control.get("xmatters", "forms", form_id)

    def sections(self, form_id: str) -> list[dict[str, Any]]:
        rows = [one for one in self.control.objects("xmatters", "form-sections") if one["form"]["id"] == form_id]
        return sorted(rows, key=lambda row: int(row["orderNum"]))

    def writes(self) -> list[str]:
        log = [row for row in self.control.requests_log("xmatters") if row["method"] != "GET"]
        self.control.clear_log()
        return [f"{row['method']} {row['path'].rpartition('/')[2]}" for row in log]


@pytest.fixture
def forms(sandbox: Sandbox) -> Forms:
    return Forms(sandbox)


@pytest.mark.parametrize("reading", ["both", "items", "properties"])
def test_properties_get_onto_a_form_in_order(forms: Forms, reading: str) -> None:
    forms.control.switch(**{"xmatters.section_items_field": reading})

    def details(first: str, second: str) -> dict[str, Any]:
        items = [{"property_definition_id": first}, {"property_definition_id": second, "multiline_text": True}]
        return {"sections": [{"title": "Details", "items": items}]}

    made = forms.create(**details(forms.summary, forms.message))
    forms.driver.assert_settled(made.id, made.outputs, forms.props(**details(forms.summary, forms.message)))
    outputs = forms.driver.update(made.id, made.outputs, forms.props(**details(forms.message, forms.summary)))
    forms.driver.assert_settled(made.id, outputs, forms.props(**details(forms.message, forms.summary)))
    (section,) = forms.sections(made.id)
    stored = [(item["propertyDefinition"]["id"], item["multilineText"]) for item in section["items"]]
    assert stored == [(forms.message, False), (forms.summary, True)]


def test_a_part_costs_requests_only_where_it_is_managed(forms: Forms) -> None:
    forms.writes()
    plain = forms.create()
    assert forms.writes() == ["POST forms"]
    with forms.driver.process() as lifecycle:
        lifecycle.read(plain.id, plain.outputs)
    assert [row["method"] for row in forms.control.requests_log("xmatters")] == ["GET"]
    forms.control.clear_log()
    forms.driver.create({**forms.props(**PARTS), "name": "G"})
    assert forms.writes() == [
        "POST forms",
        "PUT recipients",
        *["POST sections"] * 2,
        *["POST response-options"] * 2,
        "PUT sender-permissions",
    ]


@pytest.mark.parametrize(
    ("part", "by_hand"),
    [
        ("sections", {"collapsed": True}),
        ("sections", {"title": "Another"}),
        ("sections", {"orderNum": 9}),
        ("response_options", {"responseOptions": []}),
        ("recipients", {"recipients": []}),
        ("sender_permissions", {"senderPermissions": []}),
    ],
)
def test_a_part_that_was_changed_by_hand_is_seen_and_repaired(forms: Forms, part: str, by_hand: Any) -> None:
    made = forms.create(**PARTS)
    before = forms.sections(made.id)
    if part == "sections":
        forms.control.edit("xmatters", "form-sections", before[0]["id"], **by_hand)
    else:
        forms.control.edit("xmatters", "forms", made.id, **by_hand)
    drifted = forms.driver.read(made.id, made.outputs)
    assert drifted is not None
    with forms.driver.process() as lifecycle:
        change = lifecycle.diff(drifted.outputs, forms.driver.checked(forms.props(**PARTS)))
    assert change.changed == (part,)
    outputs = forms.driver.update(made.id, drifted.outputs, forms.props(**PARTS))
    forms.driver.assert_settled(made.id, outputs, forms.props(**PARTS))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("how", [{"status": 403}, {"drop": "after"}], ids=["refused", "lost"])
def test_a_failed_later_write_leaves_what_the_next_up_repairs(forms: Forms, part: str, how: dict[str, Any]) -> None:
    place = {"response_options": "response-options", "sender_permissions": "sender-permissions"}.get(part, part)
    forms.control.fault(vendor="xmatters", pathRegex=f".*/{place}$", method="POST", times=1, **how)
    forms.control.fault(vendor="xmatters", pathRegex=f".*/{place}$", method="PUT", times=4, **how)
    made = forms.create(**{part: PARTS[part]})
    forms.control.clear_faults()
    assert made.id
    if part in made.outputs:  # a PUT is sent again after a lost answer
        return
    assert any(f"not its {part}, which the next `pulumi up` writes" in text for text in forms.driver.warnings)
    outputs = forms.driver.update(made.id, made.outputs, forms.props(**{part: PARTS[part]}))
    forms.driver.assert_settled(made.id, outputs, forms.props(**{part: PARTS[part]}))
    if part == "sections":
        assert len(forms.sections(made.id)) == len(PARTS["sections"])
    else:
        assert len(forms.stored(made.id).get("responseOptions", [])) in {0, len(PARTS["response_options"])}
    assert len([one for one in forms.control.objects("xmatters", "forms") if one["name"] == "F"]) == 1


def test_an_update_that_fails_halfway_is_an_error_and_can_be_repeated(forms: Forms) -> None:
    made = forms.create(**PARTS)
    wanted = forms.props(**{**PARTS, "sections": [{"title": "Details", "collapsed": True}, PARTS["sections"][1]]})
    forms.control.fault(vendor="xmatters", pathRegex=".*/sections$", method="POST", times=1, status=403)
    with pytest.raises(WiringError, match=r"Updating xMatters form 'F'.*answered 403"):
        forms.driver.update(made.id, made.outputs, wanted)
    forms.control.clear_faults()
    outputs = forms.driver.update(made.id, made.outputs, wanted)
    forms.driver.assert_settled(made.id, outputs, wanted)


def test_what_others_gave_stays(forms: Forms) -> None:
    """The creator's own permission, and a section and an option that a person added."""
    made = forms.create(**PARTS)
    row = {"form": {"id": made.id}, "title": "By hand", "type": "ATTACHMENTS", "visible": True, "orderNum": 7}
    forms.control.create("xmatters", "form-sections", row)
    wanted = forms.props(**{**PARTS, "sender_permissions": [{"sender_id": GROUP, "sender_type": "GROUP"}]})
    outputs = forms.driver.update(made.id, made.outputs, wanted)
    forms.driver.assert_settled(made.id, outputs, wanted)
    senders = {one["sender"]["id"] for one in forms.stored(made.id)["senderPermissions"]}
    assert senders == {CREATOR, GROUP}
    assert [one["title"] for one in forms.sections(made.id)] == ["Details", "Handling", "By hand"]
    without = forms.props(
        **{name: rows for name, rows in PARTS.items() if name != "sender_permissions"}, description="d"
    )
    forms.driver.update(made.id, outputs, without)
    assert [one["sender"]["id"] for one in forms.stored(made.id)["senderPermissions"]] == [CREATOR]


def test_what_cannot_be_deleted_is_hidden_or_told(forms: Forms) -> None:
    made = forms.create(**PARTS)
    wanted = forms.props(**{**PARTS, "sections": [{"title": "Handling", "type": "HANDLING_OPTIONS"}]})
    wanted["response_options"] = [{"text": "Accept"}]
    outputs = forms.driver.update(made.id, made.outputs, wanted)
    forms.driver.assert_settled(made.id, outputs, wanted)
    visible = {one["title"]: one["visible"] for one in forms.sections(made.id)}
    assert visible == {"Details": False, "Handling": True}
    text = " ".join(forms.driver.warnings)
    assert "cannot delete a section, so 'Details' is hidden" in text
    assert "cannot delete response options, so these stay: 'Reject'" in text
    outputs = forms.driver.update(made.id, outputs, forms.props(**PARTS))
    forms.driver.assert_settled(made.id, outputs, forms.props(**PARTS))
    assert [one["title"] for one in forms.sections(made.id)] == ["Details", "Handling"]


def test_the_type_of_a_section_cannot_change(forms: Forms) -> None:
    made = forms.create(sections=[{"title": "Details"}])
    with pytest.raises(WiringError, match=r"section 'Details' is of type CUSTOM_SECTION.*another title"):
        forms.driver.update(made.id, made.outputs, forms.props(sections=[{"title": "Details", "type": "ATTACHMENTS"}]))


def test_a_form_that_exists_is_taken_over_with_its_parts(forms: Forms) -> None:
    by_hand = forms.create(sections=[{"title": "Details"}, {"title": "Mine"}])
    taken = forms.driver.create(forms.props(**PARTS, adopt=True))
    assert taken.id == by_hand.id
    forms.driver.assert_settled(taken.id, taken.outputs, forms.props(**PARTS, adopt=True))
    assert {one["title"] for one in forms.sections(taken.id)} == {"Details", "Mine", "Handling"}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"sections": [{"title": "A"}, {"title": "A "}]}, "sections[1]: is the second one with the same title"),
        ({"sections": [{"type": "ATTACHMENTS"}]}, "sections[0].title: is required"),
        ({"sections": [{"title": "A", "type": "HANDLING"}]}, ""),
        (
            {"sections": [{"title": "A", "priority": "LOW"}]},
            "sections[0].priority does not belong to type CUSTOM_SECTION",
        ),
        ({"sections": [{"title": "A", "item": []}]}, "sections[0].item: there is no such property; did you mean items"),
        ({"sections": [{"title": "A", "items": [{}]}]}, "sections[0].items[0].property_definition_id: is required"),
        (
            {"sections": [{"title": "A", "type": "HANDLING_OPTIONS", "voicemail_options": {"every": 0}}]},
            "sections[0].voicemail_options.every: must be a whole number of at least 1, not 0; 0 is refused",
        ),
        ({"response_options": [{"text": "A"}, {"text": "A"}]}, "response_options[1]: is the second one"),
        ({"response_options": [{"text": "A", "redirect_url": "x"}]}, "redirect_url: must be an absolute http"),
        ({"recipients": [{"id": "a"}, {"id": "a"}]}, "recipients[1]: is the second one with the same id"),
        ({"recipients": ["a"]}, "recipients[0]: must be an object with id, recipient_type"),
        ({"sender_permissions": [{"sender_type": "ROLE"}]}, "sender_permissions[0].sender_id: is required"),
    ],
)
def test_a_part_that_cannot_be_is_told_before_anything_is_written(parts: dict[str, Any], says: str) -> None:
    lifecycle = Lifecycle(FormKind(), Settings.from_environment, lambda text: None)
    _, problems = lifecycle.check({"plan_id": "p", "name": "F", **parts})
    if says:
        assert says in "\n".join(problem.text for problem in problems.found)
    else:
        assert problems.found == []
        assert "not known to this version" in problems.warnings[0]


def test_an_order_that_is_no_number_is_none() -> None:
    """What should be numbers may be anything: the rows are read all the same."""
    rows = [{"number": [None], "text": "b"}, {"number": "1", "text": "a"}, {"number": None, "text": "c"}]
    parts = {"response_options": [{"text": text} for text in "abc"], "sections": [{"title": "s"}]}
    assert [row["text"] for row in form_writes._ours("response_options", rows, parts)] == ["b", "c", "a"]
    sections = [{"title": "s", "orderNum": {}}]
    assert form_writes._ours("sections", sections, parts) == sections
