"""Ways to let a test of a project fail on purpose (`api-fortress.md 6.5`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import requests

from alert_wiring.core.errors import one_line
from alert_wiring.proof.model import ProofError

_SECONDS = (10.0, 60.0)


class FailingRuns(Protocol):
    """Lets a test fail."""

    @property
    def marks(self) -> bool:
        """Whether `marker` appears in what the receivers get; without it a proof goes by the receiver and the time."""

    def fail(self, project_id: str, marker: str) -> None:
        """Let a test of the project fail once. Raises ProofError when the run cannot be started."""


@dataclass(frozen=True)
class SandboxRuns:
    """The sandbox's control plane simulates a scheduled run (`api-fortress.md 4.9`)."""

    control_url: str
    token: str
    marks: bool = True

    def fail(self, project_id: str, marker: str) -> None:
        """Simulate one failed scheduled run whose test carries the marker in its name."""
        body = {
            "projectId": int(project_id),
            "test": {"id": marker.rpartition(" ")[2].ljust(24, "0")[:24], "name": marker},
            "failuresCount": 1,
            "trigger": "schedule",
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        _post(f"{self.control_url}/__sandbox/events", body, headers, "the sandbox", "`alert-wiring sandbox start`")


@dataclass(frozen=True)
class HookRuns:
    """A real instance runs a test through an API hook, its domain overridden so that it must fail.

    Runs started by API count as automatic, so they alert like scheduled ones (`api-fortress.md 6.5` way 2).
    """

    hook_url: str
    test_id: str
    marks: bool = False

    def fail(self, project_id: str, marker: str) -> None:
        """Run the test once against a host that cannot exist; project and marker are the hook's own matter."""
        del project_id, marker
        url = f"{self.hook_url.rstrip('/')}/tests/{self.test_id}/run?sync=true&silent=false&dryrun=false"
        body = {"params": {"domain": "invalid.invalid"}}
        _post(url, body, {}, "the API hook", "check the hook's address and the test's id")


def _post(url: str, body: object, headers: dict[str, str], who: str, advice: str) -> None:
    """Post once; the URL may hold a key, so no message shows it."""
    try:
        answer = requests.post(url, json=body, headers=headers, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise ProofError(f"{who} did not take the test run ({type(error).__name__}); {advice}") from None
    if not 200 <= answer.status_code < 300:
        raise ProofError(one_line(f"{who} refused the test run: {answer.status_code} {answer.text[:200]}; {advice}"))
