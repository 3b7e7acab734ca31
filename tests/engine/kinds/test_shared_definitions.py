"""Connector definitions belong to the whole instance: two stacks of one program load each once and share it."""

from __future__ import annotations

from wired.estate import Estate, Row, objects, row


def _route(estate: Estate, project: str) -> Row:
    scripts = estate.root / "scripts"
    scripts.mkdir(exist_ok=True)
    (scripts / "json-alert-w-threshold.groovy").write_text("class JsonAlert { }\n")
    return row(
        "AlertRoute",
        "payments",
        projects=[project],
        ilert_escalation_policy="Payments on-call",
        failures=2,
        load_connectors=str(scripts),
    )


def test_the_stack_that_loaded_keeps_it_and_the_other_uses_it(estate: Estate) -> None:
    """Both previews stay empty; the loader may go first, and has its definition back with its next up."""
    seeded = objects(estate.control)
    estate.begin(_route(estate, "Checkout"))
    estate.engine.preview("--expect-no-changes").check()
    other = estate.another("prod")
    other.init()
    estate.say(_route(estate, "Inventory"))
    other.up().check()
    urns = [each["urn"] for each in other.export()["deployment"]["resources"]]
    assert not any("ConnectorDefinition" in urn for urn in urns)
    other.preview("--expect-no-changes").check()

    estate.say(_route(estate, "Checkout"))
    estate.engine.preview("--expect-no-changes").check()
    assert "stays on the instance" in estate.engine.destroy().check().text
    other.refresh("--expect-no-changes").check()
    estate.engine.up().check()
    estate.engine.preview("--expect-no-changes").check()

    other.destroy().check()
    estate.engine.destroy().check()
    assert objects(estate.control) == seeded
