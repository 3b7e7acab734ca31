"""AlertRoute: a whole path, from the projects where tests fail to the people who are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pulumi

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.apifortress.names import JSON_ALERT, JSON_ALERT_THRESHOLD, XMATTERS
from alert_wiring.apifortress.patterns import expanded
from alert_wiring.dynamic import in_program, keep_parent_types
from alert_wiring.route_inputs import RouteInputs
from alert_wiring.route_shared import connector_reference, note_threshold, require_names
from alert_wiring.route_source import alert_source
from alert_wiring.route_wire import ilert_half, wire_of, xmatters_half
from alert_wiring.route_xmatters import TRIGGER_KEY, XMattersWorkflow, shared_workflow


class AlertRoute(pulumi.ComponentResource):
    """Failures in API Fortress projects reach an ilert escalation policy, xMatters recipients, or both.

        route = AlertRoute("payments", projects=["Payments API"], ilert_escalation_policy="Payments On-Call",
                           failures=2, window_seconds=60, xmatters_recipients=["jdoe"])

    It makes one alert group, a connector per vendor in it, and one assignment per project; the groups that a project
    has already are untouched. Routes of one program share the xMatters workflow and the connector definitions.
    """

    alert_group_id: pulumi.Output[str]
    """Id of the alert group."""

    ilert_alert_source_id: pulumi.Output[str | None]
    """Id of the ilert alert source; None without the ilert half."""

    ilert_integration_url: pulumi.Output[str | None]
    """Where API Fortress posts failures for ilert; secret."""

    xmatters_trigger_url: pulumi.Output[str | None]
    """What API Fortress fires for xMatters; secret."""

    assignments: pulumi.Output[dict[str, str]]
    """Project as written in the program to the id of its assignment."""

    matched_projects: dict[str, list[str]]
    """Pattern among the projects to what it matched."""

    wire: pulumi.Output[dict[str, Any]]
    """The whole route without its secrets: export it for `alert-wiring wire` and `alert-wiring prove`."""

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        projects: Sequence[str],
        ilert_escalation_policy: str | None = None,
        ilert_alert_source: ilert.AlertSource | None = None,
        ilert_auto_resolution: pulumi.Input[str] | None = None,
        failures: int | None = None,
        window_seconds: int | None = None,
        schedule_interval_seconds: int | None = None,
        xmatters_recipients: Sequence[str] | None = None,
        xmatters_trigger_key: pulumi.Input[str] | None = None,
        xmatters_workflow: XMattersWorkflow | None = None,
        load_connectors: str | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Wire a path. Everything that a person names is looked up before anything is written.

        Args:
            resource_name: its name in the program; the names of group and alert source begin with it.
            projects: names (as the project's edit dialog stores them), ids or name patterns (`payments-*`) of API
                Fortress projects. The preview shows what a pattern matches; a project that matches later is wired by
                the next up, and one that no longer matches is taken out.
            ilert_escalation_policy: name of the ilert escalation policy that is called.
            ilert_alert_source: an alert source that the program made itself, instead of a policy's name: for other
                texts than those of `route_source` (project and test in the summary, failures in the details, a link
                to the report), other grouping, teams or filters.
            ilert_auto_resolution: ISO duration after which ilert closes an alert, `PT10M` to `PT24H`: API Fortress
                never reports a recovery (`ilert.md 4.3`). By default never.
            failures: failures of one test before ilert hears of it, at least 1. Without `failures` and
                `window_seconds` ilert hears of every failure; with one of them the other has the connector's own
                default, 3 failures or 600 seconds (`api-fortress.md 6.4`).
            window_seconds: the window in which they must lie, 1 to 3600 seconds.
            schedule_interval_seconds: seconds between two runs of the projects' tests, where that is known: a
                threshold that can never be reached is then refused.
            xmatters_recipients: people, groups and devices (`owner|device`) that xMatters notifies.
            xmatters_trigger_key: key of the shared workflow's trigger URL, see `XMattersWorkflow`; by default the
                setting `xmatters:triggerKey`. While it is not known, the xMatters connector is left out, with a
                warning that says how to get it.
            xmatters_workflow: a workflow of its own; by default all routes of the program share one.
            load_connectors: folder with connector scripts (`xmatters.groovy`, `json-alert-w-threshold.groovy`); those
                that this route needs are loaded first, once per program, as self-hosted instances need it
                (`api-fortress.md 5.1`). By default the setting `apifortress:connectorScripts`.
            opts: Pulumi's options.

        Raises:
            InputError: something is wrong with the arguments; the text says everything at once.
            NoMatchError: a project, policy or recipient does not exist; near names are listed.
            SeveralMatchesError: a name fits several.
        """
        inputs = RouteInputs(
            name=resource_name,
            projects=projects,
            recipients=xmatters_recipients,
            failures=failures,
            window_seconds=window_seconds,
            schedule_interval_seconds=schedule_interval_seconds,
            has_policy=ilert_escalation_policy is not None,
            has_source=ilert_alert_source is not None,
            has_resolution=ilert_auto_resolution is not None,
            has_workflow=xmatters_workflow is not None,
            has_key=xmatters_trigger_key is not None,
        )
        inputs.check()
        found = expanded(projects)
        inputs = replace(inputs, projects=found.projects)
        require_names(inputs, load_connectors)
        policy = ilert.escalation_policy(ilert_escalation_policy).id if ilert_escalation_policy is not None else None
        who = xmatters.recipients(*xmatters_recipients).text if xmatters_recipients is not None else None
        keep_parent_types(self, opts)
        super().__init__("alertwiring:index:AlertRoute", resource_name, None, opts)
        found.tell(self)
        self._route, self._inside = resource_name, pulumi.ResourceOptions(parent=self)
        group = apifortress.AlertGroup(resource_name, opts=self._inside)
        connectors: list[apifortress.Connector] = []
        ilert_part: dict[str, pulumi.Input[Any]] | None = None
        xmatters_part: dict[str, pulumi.Input[Any]] | None = None
        source = ilert_alert_source
        if policy is not None and source is None:
            source = alert_source(resource_name, policy, ilert_auto_resolution, self._inside)
        if source is not None:
            connectors.append(self._ilert_connector(group.id, source, inputs, load_connectors))
            ilert_part = ilert_half(source, ilert_escalation_policy, connectors[-1])
        workflow = self._workflow(xmatters_workflow, xmatters_trigger_key) if who is not None else None
        if workflow is not None and who is not None and workflow.has_key:
            connectors.append(self._xmatters_connector(group.id, workflow, who, load_connectors))
            xmatters_part = xmatters_half(workflow, xmatters_recipients or (), connectors[-1])
        pairs = {
            project: apifortress.ProjectAssignment(
                f"{resource_name}-{project.replace('::', '-')}",
                project=project,
                alert_group_id=group.id,
                # a project gets the group only when the group leads somewhere
                opts=pulumi.ResourceOptions(parent=self, depends_on=connectors),
            )
            for project in found.projects
        }
        self.matched_projects = found.matched
        nothing = pulumi.Output.from_input(None)
        self.alert_group_id = group.id
        self.ilert_alert_source_id = source.id if source is not None else nothing
        self.ilert_integration_url = pulumi.Output.secret(source.integration_url) if source is not None else nothing
        self.xmatters_trigger_url = pulumi.Output.secret(workflow.trigger_url) if workflow is not None else nothing
        self.assignments = pulumi.Output.all(**{project: pair.id for project, pair in pairs.items()})
        self.wire = wire_of(inputs, group, pairs, ilert_part, xmatters_part)
        self.register_outputs(
            {
                "alert_group_id": self.alert_group_id,
                "ilert_alert_source_id": self.ilert_alert_source_id,
                "ilert_integration_url": self.ilert_integration_url,
                "xmatters_trigger_url": self.xmatters_trigger_url,
                "assignments": self.assignments,
                **({"matched_projects": found.matched} if found.matched else {}),
            }
        )

    def _ilert_connector(
        self, group_id: pulumi.Output[str], source: ilert.AlertSource, inputs: RouteInputs, scripts: str | None
    ) -> apifortress.Connector:
        """Add JSON Alert, or JSON Alert /w Threshold where failures are counted."""
        name = f"{self._route}-ilert"
        if not inputs.has_threshold:
            return apifortress.JsonAlertConnector(
                name,
                alert_group_id=group_id,
                url=source.integration_url,
                connector=connector_reference(JSON_ALERT, scripts),
                opts=self._inside,
            )
        note_threshold(self._route, inputs.projects)
        return apifortress.JsonAlertThresholdConnector(
            name,
            alert_group_id=group_id,
            url=source.integration_url,
            counter=inputs.failures,
            ttl_seconds=inputs.window_seconds,
            connector=connector_reference(JSON_ALERT_THRESHOLD, scripts),
            schedule_interval_seconds=inputs.schedule_interval_seconds,
            opts=self._inside,
        )

    def _workflow(self, given: XMattersWorkflow | None, key: pulumi.Input[str] | None) -> XMattersWorkflow:
        """Return the route's workflow: the given one, else the program's shared one."""
        workflow = given or shared_workflow(self._route, key)
        if not workflow.has_key:
            pulumi.log.warn(
                f"AlertRoute {self._route!r} does not reach xMatters yet: the key of the trigger URL is not known. "
                "After this up open the workflow's inbound integration in xMatters, choose its authenticating user, "
                f"copy the apiKey of its URL, run `pulumi config set --secret {TRIGGER_KEY.key} <key>`, and up again."
            )
        return workflow

    def _xmatters_connector(
        self, group_id: pulumi.Output[str], workflow: XMattersWorkflow, who: str, scripts: str | None
    ) -> apifortress.Connector:
        """Add the xMatters connector."""
        return apifortress.XMattersConnector(
            f"{self._route}-xmatters",
            alert_group_id=group_id,
            trigger_url=workflow.trigger_url,
            recipients=who,
            connector=connector_reference(XMATTERS, scripts),
            opts=self._inside,
        )
