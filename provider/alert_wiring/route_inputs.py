"""What a route is given, checked before anything is made: all that is wrong at once, in the user's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alert_wiring.apifortress.threshold import DEFAULT_COUNTER, DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS, unreachable
from alert_wiring.core.errors import InputError


@dataclass(frozen=True)
class RouteInputs:
    """The plain values among a route's arguments, and whether the others were given."""

    name: str
    projects: Sequence[str]
    recipients: Sequence[str] | None
    failures: int | None
    window_seconds: int | None
    schedule_interval_seconds: int | None
    has_policy: bool
    has_source: bool
    has_resolution: bool
    has_workflow: bool
    has_key: bool

    @property
    def has_ilert(self) -> bool:
        """Whether the route leads to ilert."""
        return self.has_policy or self.has_source

    @property
    def has_xmatters(self) -> bool:
        """Whether the route leads to xMatters."""
        return self.recipients is not None

    @property
    def has_threshold(self) -> bool:
        """Whether ilert hears only of several failures."""
        return self.failures is not None or self.window_seconds is not None

    def check(self) -> None:
        """Say everything that is wrong.

        Raises:
            InputError: something is; each part says what to write instead.
        """
        wrong = [*self._projects(), *self._recipients(), *self._halves(), *self._meaningless(), *self._numbers()]
        if not wrong:
            wrong = self._schedule()
        if wrong:
            raise InputError(f"AlertRoute {self.name!r}: {'; '.join(wrong)}.")

    def _projects(self) -> list[str]:
        if isinstance(self.projects, str):
            return [f"projects must be a list: write projects=[{self.projects!r}]"]
        if not self.projects:
            return ['projects is empty: write at least one, such as projects=["Payments API"]']
        odd = [repr(one) for one in self.projects if not isinstance(one, str) or not one.strip()]
        if odd:
            return [f"projects must be names or ids of API Fortress projects, not {', '.join(odd)}"]
        twice = sorted({one for one in self.projects if list(self.projects).count(one) > 1})
        return [f"projects has {', '.join(map(repr, twice))} twice: write each project once"] if twice else []

    def _recipients(self) -> list[str]:
        if isinstance(self.recipients, str):
            return [f"xmatters_recipients must be a list: write xmatters_recipients=[{self.recipients!r}]"]
        return []

    def _halves(self) -> list[str]:
        if not self.has_ilert and not self.has_xmatters:
            return ["it leads nowhere: give ilert_escalation_policy, xmatters_recipients, or both"]
        if self.has_threshold and not self.has_ilert:
            return ["failures and window_seconds belong to the ilert half: give ilert_escalation_policy too"]
        return []

    def _meaningless(self) -> list[str]:
        """What a part that the program made itself leaves no place for."""
        wrong = []
        if self.has_policy and self.has_source:
            wrong.append("give either ilert_escalation_policy or ilert_alert_source, which has a policy of its own")
        if self.has_resolution and self.has_source:
            wrong.append(
                "ilert_auto_resolution is for the alert source that the route makes: write auto_resolution_timeout on "
                "the AlertSource instead"
            )
        if self.has_key and self.has_workflow:
            wrong.append(
                "xmatters_trigger_key is for the shared workflow: write trigger_key on the XMattersWorkflow instead"
            )
        return wrong

    def _numbers(self) -> list[str]:
        wrong = []
        for word, value, most in (
            ("failures", self.failures, None),
            ("window_seconds", self.window_seconds, MAX_TTL_SECONDS),
            ("schedule_interval_seconds", self.schedule_interval_seconds, None),
        ):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                wrong.append(f"{word} must be a whole number of at least 1, not {value!r}")
            elif most is not None and value > most:
                wrong.append(
                    f"{word} must be at most {most}, since API Fortress silently cuts a longer one, not {value}"
                )
        return wrong

    def _schedule(self) -> list[str]:
        if not self.has_threshold or self.schedule_interval_seconds is None:
            return []
        failures = DEFAULT_COUNTER if self.failures is None else self.failures
        window = DEFAULT_TTL_SECONDS if self.window_seconds is None else self.window_seconds
        interval = self.schedule_interval_seconds
        text = unreachable(failures, window, interval, counter_name="failures", ttl_name="window_seconds")
        return [text] if text else []
