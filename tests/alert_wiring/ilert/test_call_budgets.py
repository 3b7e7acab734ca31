"""What a stack of 500 alert sources with one policy costs in calls, paced within the vendor's documented limit.

Each phase of a command is a process of its own; the limiter and the clock are shared, as they are between processes.
Calls take no time here, so all of it is waiting: the hardest case for whoever must stay below a limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from alert_wiring import ilert
from alert_wiring.core import api as shared
from alert_wiring.core.lifecycle import Lifecycle, Live
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from support.inside import Asked, Inside
from support.standin import Answer

MANY = 500
LIMIT = 120
SOURCE, POLICY = ilert.AlertSource.provider_class.kind, ilert.EscalationPolicy.provider_class.kind


@dataclass
class Account:
    """An ilert account that counts what is asked, and the stack that lives in it."""

    vendors: Inside
    limiter: Limiter
    calls: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    begun: float = 0.0

    @property
    def settings(self) -> Settings:
        return Settings(self.vendors.settings(), lambda _key: None)

    def process(self) -> Callable[[Any], Lifecycle[Any]]:
        """A new process after a quiet minute; its calls are counted anew."""
        self.vendors.context.clock.advance(130)
        shared._shared.clear()
        api = shared.shared_api(IlertApi, self.settings)
        api.http.limiter = self.limiter
        self.calls.clear()
        self.begun = self.vendors.context.clock.timestamp()
        return lambda kind: Lifecycle(kind, lambda: self.settings, _no_warning)

    def seconds(self) -> float:
        return self.vendors.context.clock.timestamp() - self.begun

    def count(self, asked: Asked, answer: Answer) -> Answer:
        self.calls[asked.method] += 1
        self.refused += answer.status == 429
        return answer


def _no_warning(text: str) -> None:
    raise AssertionError(text)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    monkeypatch.setattr(shared, "_shared", {})
    with Inside() as vendors:
        clock = vendors.context.clock
        made = Account(vendors, Limiter(LIMIT, clock.timestamp, clock.advance))
        vendors.answer = made.count
        yield made


def test_the_budgets_of_500_sources_are_kept_and_no_call_is_refused(account: Account) -> None:
    account.vendors.context.switches.set("ilert.rate_limit", "documented")
    users = [{"escalation_timeout": 15, "user_ids": [str(account.vendors.control.objects("ilert", "users")[0]["id"])]}]

    run = account.process()
    policy = _made(run(POLICY), {"name": "Payments", "escalation_rules": users})
    wanted = {"integration_type": "APIFORTRESS", "escalation_policy_id": policy.id}
    sources = [_made(run(SOURCE), {**wanted, "name": f"source {number}"}) for number in range(MANY)]
    assert account.calls.total() <= 512 and account.calls["POST"] == MANY + 1
    assert account.seconds() <= 260, "seconds at 120 calls a minute"

    run = account.process()
    assert run(POLICY).read(policy.id, policy.outputs) == policy
    assert [run(SOURCE).read(each.id, each.outputs) for each in sources] == sources
    assert account.calls.total() <= 12 and account.seconds() <= 5

    run = account.process()
    run(POLICY).read(policy.id, policy.outputs)
    for each in sources:
        run(SOURCE).read(each.id, each.outputs)
    changed = {**sources[41].inputs, "severity": 2}
    sources[41] = Live(sources[41].id, run(SOURCE).update(sources[41].id, sources[41].outputs, changed), changed)
    assert account.calls.total() <= 13 and account.calls["PUT"] == 1

    run = account.process()
    for each in sources:
        run(SOURCE).delete(each.id, each.outputs)
    run(POLICY).delete(policy.id, policy.outputs)
    assert account.calls.total() <= 512 and account.seconds() <= 260
    assert account.refused == 0


def test_whoever_shares_the_key_slows_a_run_down_and_fails_nothing(account: Account) -> None:
    """Somebody else uses half of the account's calls, in bursts: there are refusals, and each is waited out."""
    account.vendors.context.switches.set("ilert.rate_limit", "tenth")
    account.limiter = Limiter(
        LIMIT / 10, account.vendors.context.clock.timestamp, account.vendors.context.clock.advance
    )
    policy = account.vendors.control.objects("ilert", "escalation-policies")[0]
    wanted = {"integration_type": "APIFORTRESS", "escalation_policy_id": str(policy["id"])}
    run = account.process()
    headers = {"authorization": f"Bearer {account.vendors.settings()['ILERT_TOKEN']}"}
    made = []
    for number in range(30):
        if number % 6 == 0:
            for _ in range(8):
                account.vendors.call("ilert", "GET", "/api/users/current", headers, b"")
        made.append(_made(run(SOURCE), {**wanted, "name": f"source {number}"}))
    assert len({each.id for each in made}) == 30 and account.refused > 0
    assert account.calls["POST"] - account.refused <= 30
    assert account.refused < 15, "a refusal slows everything down, so that few follow"


def test_a_thousand_missing_objects_are_confirmed_once(account: Account) -> None:
    policy = account.vendors.control.objects("ilert", "escalation-policies")[0]
    wanted = {"integration_type": "APIFORTRESS", "escalation_policy_id": str(policy["id"])}
    run = account.process()
    made = [_made(run(SOURCE), {**wanted, "name": f"source {number}"}) for number in range(30)]
    for each in made:
        account.vendors.control.delete("ilert", "alert-sources", each.id)
    asked: list[str] = []
    account.vendors.answer = lambda request, answer: asked.append(f"{request.method} {request.path}") or answer
    run = account.process()
    assert [run(SOURCE).read(each.id, each.outputs) for each in made] == [None] * 30
    assert asked.count("GET /api/users/current") == 1
    assert len(asked) <= 30 + 3, "one call each, the list, and the question whether the key is good"


def _made(lifecycle: Lifecycle[Any], inputs: dict[str, Any]) -> Live:
    checked, problems = lifecycle.check(inputs)
    assert not problems.found
    return lifecycle.create(checked)
