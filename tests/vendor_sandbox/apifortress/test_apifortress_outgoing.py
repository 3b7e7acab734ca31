"""The request of each of the 17 published connectors (api-fortress.md 2.4), as the sandbox records it."""

from apifortress_account import MESSAGE

from vendor_sandbox.apifortress.catalogue import CATALOGUE
from vendor_sandbox.apifortress.outgoing import build

CRITICAL = {**MESSAGE, "criticalFailures": [{"action": "get"}]}


def test_every_published_connector_has_a_request():
    for known in CATALOGUE:
        assert build({"name": known.name, "code": ""}, dict.fromkeys(known.names, "x"), MESSAGE) is not None, known.name


def test_the_parameters_of_every_connector_are_used():
    unused = {"JSON Alert /w Threshold": {"counter", "ttl"}}
    for known in CATALOGUE:
        for message in (MESSAGE, CRITICAL):
            params = {name: f"planted-{name}" for name in known.names}
            request = build({"name": known.name, "code": ""}, params, message)
            whole = request.url + request.body + " ".join(request.headers.values())
            for name, value in params.items():
                plain = value in whole or ("Basic" in whole and name in {"username", "password", "credentials"})
                assert plain or name in unused.get(known.name, ()), (known.name, name)


def test_foreign_groups_of_the_seed_are_recorded_and_never_called(world):
    deliveries = world.control.run_test(3074)["deliveries"]
    assert [(each["connectorName"], each["sent"], each["reason"]) for each in deliveries] == [
        ("Slack Webhook", False, "delivery-disabled")
    ]
    assert deliveries[0]["url"].startswith("https://hooks.slack.com/services/")
