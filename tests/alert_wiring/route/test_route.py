"""AlertRoute: what ten lines of stack code register, and what they refuse."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from conftest_route import World, is_secret, plain

from alert_wiring import AlertRoute, XMattersWorkflow, ilert
from alert_wiring.core.errors import InputError, NoMatchError


def the_target(scripts: str, **more: Any) -> AlertRoute:
    return AlertRoute(
        "payments",
        projects=["Payments API", "Checkout"],
        ilert_escalation_policy="Payments on-call",
        failures=2,
        window_seconds=60,
        xmatters_recipients=["Ops On-Call", "jdoe"],
        load_connectors=scripts,
        **more,
    )


def outputs_of(route: AlertRoute) -> pulumi.Output[Any]:
    names = (
        "alert_group_id",
        "ilert_alert_source_id",
        "ilert_integration_url",
        "xmatters_trigger_url",
        "assignments",
    )
    values = {name: getattr(route, name) for name in names}
    secret = {name: value.is_secret() for name, value in values.items()}
    return pulumi.Output.all(values=pulumi.Output.all(**values), secret=pulumi.Output.all(**secret))


def test_ten_lines_make_the_whole_path(world: World, scripts: str) -> None:
    found = world.run(lambda: outputs_of(the_target(scripts)))
    kinds = sorted(
        one.type.rpartition(":")[0].rpartition("/")[2] + ":" + one.type.rpartition(":")[2] for one in world.registered
    )
    assert [kind for kind in kinds if "Stack" not in kind] == [
        "alertwiring:index:AlertRoute",
        "alertwiring:index:XMattersWorkflow",
        "apifortress:AlertGroup",
        "apifortress:Connector",
        "apifortress:Connector",
        "apifortress:ConnectorDefinition",
        "apifortress:ConnectorDefinition",
        "apifortress:ProjectAssignment",
        "apifortress:ProjectAssignment",
        "ilert:AlertSource",
        "xmatters:Constant",
        "xmatters:Form",
        "xmatters:InboundIntegration",
        "xmatters:PropertyDefinition",
        "xmatters:PropertyDefinition",
        "xmatters:Workflow",
    ]
    assert found["values"]["assignments"] == {
        "Payments API": "ProjectAssignment-payments-Payments API",
        "Checkout": "ProjectAssignment-payments-Checkout",
    }
    assert found["values"]["alert_group_id"] == "AlertGroup-payments"
    assert found["values"]["ilert_alert_source_id"] == "AlertSource-payments"
    assert found["secret"] == {
        "alert_group_id": False,
        "ilert_alert_source_id": False,
        "ilert_integration_url": True,
        "xmatters_trigger_url": True,
        "assignments": False,
    }
    assert found["values"]["xmatters_trigger_url"].endswith("triggers?apiKey=planted-trigger-key")


def test_each_piece_is_wired_to_the_next(world: World, scripts: str) -> None:
    world.run(lambda: the_target(scripts).assignments)
    source = world.one("ilert:AlertSource").inputs
    policies = {row["name"]: str(row["id"]) for row in world.control.objects("ilert", "escalation-policies")}
    assert source["integration_type"] == "APIFORTRESS"
    assert source["escalation_policy_id"] == policies["Payments on-call"]
    to_ilert, to_xmatters = (
        next(one for one in world.of("apifortress:Connector") if one.name == name)
        for name in ("payments-ilert", "payments-xmatters")
    )
    assert is_secret(to_ilert.inputs["params"])
    assert is_secret(to_xmatters.inputs["params"])
    assert plain(to_ilert.inputs["params"]) == {
        "url": "https://ilert.example/api/v1/events/apifortress/planted-integration-key",
        "counter": 2,
        "ttl": 60,
    }
    assert plain(to_xmatters.inputs["params"])["recipients"] == "Ops On-Call,jdoe"
    assert plain(to_xmatters.inputs["params"])["trigger_url"].endswith("?apiKey=planted-trigger-key")
    definitions = {one.inputs["name"]: one for one in world.of("apifortress:ConnectorDefinition")}
    assert set(definitions) == {"xMatters", "JSON Alert /w Threshold"}
    assert to_ilert.inputs["connector"] == "ConnectorDefinition-connector-json-alert-w-threshold"
    assert to_xmatters.inputs["connector"] == "ConnectorDefinition-connector-xmatters"
    assert definitions["xMatters"].inputs["finished"] is definitions["xMatters"].inputs["open"] is True
    assert [row["name"] for row in definitions["JSON Alert /w Threshold"].inputs["params"]] == ["url", "counter", "ttl"]
    constant = world.one("xmatters:Constant").inputs
    assert constant["name"] == "API Fortress Base URL"
    assert plain(constant["value"]).endswith("/app")
    lengths = {one.inputs["name"]: one.inputs["max_length"] for one in world.of("xmatters:PropertyDefinition")}
    assert lengths == {"Summary": 300, "Message": 2000}
    assert {one.inputs["alert_group_id"] for one in world.of("apifortress:ProjectAssignment")} == {
        "AlertGroup-payments"
    }


def test_several_routes_share_workflow_and_definitions_and_nothing_else(world: World, scripts: str) -> None:
    def program() -> pulumi.Output[Any]:
        one = the_target(scripts)
        two = AlertRoute("orders", projects=["Orders API"], xmatters_recipients=["jdoe"], load_connectors=scripts)
        return pulumi.Output.all(one.assignments, two.assignments)

    world.run(program)
    assert len(world.of("xmatters:Workflow")) == len(world.of("xmatters:InboundIntegration")) == 1
    assert len(world.of("apifortress:ConnectorDefinition")) == 2
    assert {one.name for one in world.of("apifortress:AlertGroup")} == {"payments", "orders"}
    names = [(one.type, one.name) for one in world.registered]
    assert len(set(names)) == len(names)
    world.run(program)
    assert len(world.of("xmatters:Workflow")) == 1, "a second run of the program must not reuse the first one's objects"


def test_without_failures_every_failure_is_sent(world: World) -> None:
    world.run(
        lambda: AlertRoute("all", projects=["Payments API"], ilert_escalation_policy="Payments on-call").assignments
    )
    connector = world.one("apifortress:Connector").inputs
    assert connector["connector"] == "JSON Alert"
    assert set(plain(connector["params"])) == {"url"}
    assert world.of("xmatters:Workflow") == []


def test_without_a_key_xmatters_waits_and_says_what_to_do(
    world: World, scripts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XMATTERS_TRIGGER_KEY")
    world.run(lambda: the_target(scripts).assignments)
    assert [one.name for one in world.of("apifortress:Connector")] == ["payments-ilert"]
    assert world.one("xmatters:InboundIntegration")
    (told,) = [text for text in world.said if "does not reach xMatters yet" in text]
    assert "pulumi config set --secret xmatters:triggerKey" in told


def test_the_key_may_come_from_the_program_and_only_one(world: World, scripts: str) -> None:
    def program(other: str) -> pulumi.Output[Any]:
        one = the_target(scripts, xmatters_trigger_key="key-of-one")
        two = AlertRoute(
            "orders",
            projects=["Orders API"],
            xmatters_recipients=["jdoe"],
            xmatters_trigger_key=other,
            load_connectors=scripts,
        )
        return pulumi.Output.all(one.assignments, two.assignments)

    world.run(lambda: program("key-of-one"))
    assert plain(world.one("xmatters:InboundIntegration").inputs["api_key"]) == "key-of-one"
    with pytest.raises(InputError, match="share one xMatters workflow, which has one key already"):
        world.run(lambda: program("key-of-two"))


def test_a_workflow_and_an_alert_source_of_ones_own(world: World, scripts: str) -> None:
    def program() -> pulumi.Output[Any]:
        policy = ilert.escalation_policy("Payments on-call")
        source = ilert.AlertSource("mine", integration_type="APIFORTRESS", escalation_policy_id=policy.id)
        workflow = XMattersWorkflow(
            "mine", name="My workflow", trigger_key="my-key", api_fortress_url="https://a.b/app"
        )
        return AlertRoute(
            "own",
            projects=["Payments API"],
            ilert_alert_source=source,
            xmatters_recipients=["jdoe"],
            xmatters_workflow=workflow,
            load_connectors=scripts,
        ).assignments

    world.run(program)
    assert world.one("ilert:AlertSource").name == "mine"
    assert world.one("xmatters:Workflow").inputs["name"] == "My workflow"
    assert plain(world.one("xmatters:Constant").inputs["value"]) == "https://a.b/app"


def test_two_thresholds_on_one_project_are_warned_about(world: World, scripts: str) -> None:
    def program() -> pulumi.Output[Any]:
        two = AlertRoute(
            "again",
            projects=["Payments API"],
            ilert_escalation_policy="Payments on-call",
            failures=3,
            load_connectors=scripts,
        )
        return pulumi.Output.all(the_target(scripts).assignments, two.assignments)

    world.run(program)
    (told,) = [text for text in world.said if "share one counter" in text]
    assert "'again'" in told
    assert "'payments'" in told
    assert "'Payments API'" in told


def test_a_program_asks_each_vendor_for_each_list_once(world: World, scripts: str) -> None:
    def program() -> pulumi.Output[Any]:
        two = AlertRoute(
            "orders",
            projects=["Orders API", "Inventory"],
            ilert_escalation_policy="Payments on-call",
            xmatters_recipients=["jdoe"],
            load_connectors=scripts,
        )
        return pulumi.Output.all(the_target(scripts).assignments, two.assignments)

    world.run(program)
    asked = [f"{row['vendor']} {row['method']} {row['path']}" for row in world.control.requests_log()]
    assert len(asked) == len(set(asked))
    assert all(" GET " in row for row in asked)
    assert {row for row in asked if row.startswith("apifortress")} == {
        "apifortress GET /app/api/rest/v3/projects",
        "apifortress GET /app/api/rest/v3/connectors",
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"projects": "Payments API"}, r"write projects=\['Payments API'\]"),
        ({"projects": []}, "projects is empty"),
        ({"projects": ["A", "A"]}, "has 'A' twice"),
        ({"projects": ["A", 3]}, "not 3"),
        ({"ilert_escalation_policy": None}, "failures and window_seconds belong to the ilert half"),
        ({"ilert_escalation_policy": None, "xmatters_recipients": None}, "it leads nowhere"),
        ({"failures": 0}, "failures must be a whole number of at least 1, not 0"),
        ({"failures": 2.5}, "not 2.5"),
        ({"failures": True}, "not True"),
        ({"window_seconds": 4000}, "window_seconds must be at most 3600"),
        ({"xmatters_recipients": "jdoe"}, r"write xmatters_recipients=\['jdoe'\]"),
        ({"schedule_interval_seconds": 300}, "write window_seconds=301 or more, or failures=1 or fewer"),
        ({"failures": None, "window_seconds": 300, "schedule_interval_seconds": 300}, "failures=3 within"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_registered(
    world: World, scripts: str, changes: dict[str, Any], words: str
) -> None:
    arguments: dict[str, Any] = {
        "projects": ["Payments API"],
        "ilert_escalation_policy": "Payments on-call",
        "failures": 2,
        "window_seconds": 60,
        "xmatters_recipients": ["jdoe"],
        **changes,
    }
    with pytest.raises(InputError, match=words) as caught:
        world.run(lambda: AlertRoute("payments", load_connectors=scripts, **arguments))
    assert isinstance(caught.value, pulumi.RunError), "a program's error is shown as one line"
    assert world.of("apifortress:AlertGroup") == []
    assert world.control.requests_log() == []


def test_what_a_part_of_ones_own_makes_meaningless_is_refused(world: World) -> None:
    """The wire would else tell a policy that the given alert source does not have."""

    def program() -> pulumi.Output[Any]:
        source = ilert.AlertSource("mine", integration_type="APIFORTRESS", escalation_policy_id="1")
        return AlertRoute(
            "own",
            projects=["Payments API"],
            ilert_alert_source=source,
            ilert_escalation_policy="Payments on-call",
            ilert_auto_resolution="PT4H",
            xmatters_recipients=["jdoe"],
            xmatters_workflow=XMattersWorkflow("mine"),
            xmatters_trigger_key="a-key",
        ).assignments

    with pytest.raises(InputError) as caught:
        world.run(program)
    for words in (
        "give either ilert_escalation_policy or ilert_alert_source",
        "write auto_resolution_timeout on the AlertSource",
        "write trigger_key on the XMattersWorkflow",
    ):
        assert words in caught.value.text
    assert world.of("apifortress:AlertGroup") == []


def test_everything_wrong_is_said_at_once(world: World) -> None:
    with pytest.raises(InputError) as caught:
        world.run(lambda: AlertRoute("payments", projects=[], failures=0, window_seconds=9999))
    for words in ("projects is empty", "leads nowhere", "failures must be", "window_seconds must be"):
        assert words in caught.value.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"projects": ["Payment API"]}, "Did you mean 'Payments API'"),
        ({"ilert_escalation_policy": "Payment on-call"}, "Did you mean 'Payments on-call'"),
        ({"xmatters_recipients": ["jdo"]}, "jdoe"),
        ({"load_connectors": None}, "'JSON Alert /w Threshold' is not loaded on this API Fortress instance"),
    ],
)
def test_names_that_do_not_exist_stop_the_program(
    world: World, scripts: str, changes: dict[str, Any], words: str
) -> None:
    arguments: dict[str, Any] = {
        "projects": ["Payments API"],
        "ilert_escalation_policy": "Payments on-call",
        "failures": 2,
        "xmatters_recipients": ["jdoe"],
        "load_connectors": scripts,
        **changes,
    }
    with pytest.raises(NoMatchError, match=words) as caught:
        world.run(lambda: AlertRoute("payments", **arguments))
    assert isinstance(caught.value, pulumi.RunError)
    assert [one.name for one in world.registered if "Stack" not in one.type] == [], "looked up before the first write"


def test_one_project_by_name_and_by_id_is_refused(world: World, scripts: str) -> None:
    """Two assignments of one pair: removing one would take the group away from both."""
    id_ = next(str(row["id"]) for row in world.control.objects("apifortress", "projects") if row["name"] == "Checkout")
    with pytest.raises(InputError) as caught:
        world.run(
            lambda: AlertRoute(
                "pay", projects=["Checkout", "Inventory", id_], xmatters_recipients=["jdoe"], load_connectors=scripts
            )
        )
    assert caught.value.text == (
        f"AlertRoute 'pay': projects 'Checkout' and {id_!r} are one project (id {id_}): write each project once."
    )
    assert world.of("apifortress:AlertGroup") == []


def test_the_scripts_folder_may_come_from_the_settings(
    world: World, scripts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APIFORTRESS_CONNECTOR_SCRIPTS", scripts)
    world.run(lambda: AlertRoute("x", projects=["Inventory"], xmatters_recipients=["jdoe"]).assignments)
    assert world.one("apifortress:ConnectorDefinition").inputs["name"] == "xMatters"


def test_a_route_within_another_component_has_made_names_of_its_own(world: World, scripts: str) -> None:
    """Its URNs differ from those of an equal route at the top, so its names must too, or the two share objects."""
    found: list[set[str]] = []
    for within in (False, True):

        def program(within: bool = within) -> Any:
            team = pulumi.ComponentResource("shop:index:Team", "payments") if within else None
            return outputs_of(the_target(scripts, opts=pulumi.ResourceOptions(parent=team)))

        world.run(program)
        found.append({world.one(kind).inputs["name"] for kind in ("apifortress:AlertGroup", "ilert:AlertSource")})
    assert len(set.union(*found)) == 4
