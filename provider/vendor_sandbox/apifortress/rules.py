"""What the API Fortress stand-in does, sentence by sentence; each row is a contract test."""

from __future__ import annotations

from vendor_sandbox.apifortress.web.rules import PAGES
from vendor_sandbox.rules import Rule

ACCESS = (
    ("token-vector", "3.3", "X-Token is md5 of key, secret and epoch seconds, in lower-case hex."),
    ("no-credential", "4.3", "A call without a credential is a 401."),
    ("wrong-token", "4.3, 9 row 1", "A wrong X-Token, and an unknown X-Key, are a 401."),
    (
        "token-window",
        "4.3, 9 row 1, 8 row 13",
        "An X-Token counts within 60 seconds either way.",
        "apifortress.token_tolerance",
    ),
    ("token-clock", "4.3", "X-Token is checked against real time.", "xTokenClock"),
    ("login", "4.6 L1", "Login with Basic e-mail and password gives a token that works as Bearer."),
    ("login-refused", "4.6 L1", "A wrong password, or none, is a 401."),
    ("login-expires", "4.3, 9 row 2", "A login token lives 30 minutes; a new login works again."),
    ("lower-roles", "4.3", "Developers and analysts are refused with 403."),
    ("manager-rights", "4.3, 7.14", "A manager may do everything but write connector definitions, which is a 403."),
    ("company", "4.6 C1", "The company is that of the credential, never one in the path."),
    ("other-company", "4.4", "An id of another company is a 404; in a set it is a 400."),
    ("unknown-ids", "4.4", "Unknown ids and ids of wrong syntax are a 404."),
    ("unknown-paths", "4.4", "An unknown path is a 404, an unknown method a 405, both in the contract's error form."),
    ("malformed", "4.4", "Malformed JSON, and JSON that is no object, are a 400."),
    ("unknown-members", "4.7 rule 6", "Unknown JSON members in requests are ignored."),
    ("success-status", "4.1", "Every success is a 200, create and delete included."),
    ("list-order", "1.5, 2.1, 7.11", "Lists are in the order of creation.", "apifortress.list_order"),
    ("throttled", "9 row 19, 4.4", "A 429 carries Retry-After; a 503 on PUT changes nothing; both end by themselves."),
    ("html-page", "9 row 20, 4.4", "A proxy's HTML page has nothing of the request in it."),
)

GROUPS = (
    ("group-list", "4.5, 4.6 G1", "Groups come as a plain array with counts and ascending project ids."),
    ("group-by-label", "4.6 G1, 7.3", "label= matches exactly and minds the case; several hits are possible."),
    ("group-create", "4.6 G2, G3, 9 row 3", "Create gives the whole group, its label trimmed; a read sees it at once."),
    ("group-label-rules", "4.4, 4.5", "A label is 1 to 255 characters of text, else a 400 on that field."),
    ("group-rename", "4.6 G4, 9 row 3 and 4", "Rename changes the label and nothing else.", "renameAllowed"),
    ("group-unique", "4.7 rule 2, 8 row 3", "Two groups may have one label.", "uniqueLabels"),
    (
        "group-delete-assigned",
        "4.6 G5, 9 row 9, 8 row 4",
        "An assigned group is not deleted: a 409 that names the projects.",
        "cascadeAssigned",
    ),
    ("group-delete-content", "4.6 G5", "Deleting a group takes its connectors and memberships along."),
    ("group-ids", "4.7 rule 1", "Ids are never used again."),
    ("group-users", "4.6 U1, U2, U3", "Users of the company join and leave a group, with an SMS flag."),
    ("group-user-again", "4.6 U2", "Putting a user again changes the SMS flag; the user is there once."),
    ("group-user-rules", "4.4, 1.6", "A user of another company or of none is a 404, a flag that is no boolean a 400."),
    ("projects", "4.5, 4.6 P1, P2", "Projects come as an array and one by one, with their groups ascending."),
    ("project-by-name", "4.6 P1, 9 row 14", "name= matches the stored spelling; two projects may have one name."),
    ("assigned", "4.6 A1", "The groups of a project come with id and label."),
    ("replace-assigned", "4.6 A2", "The whole set is replaced; duplicates collapse."),
    ("replace-assigned-bad", "4.6 A2", "An unknown group id, or no list of integers, is a 400 and nothing changes."),
    ("add-assigned", "4.6 A3, 9 row 8", "Adding one group leaves the others; repeating it is harmless."),
    ("remove-assigned", "4.6 A4, 9 row 8", "Removing one group leaves the others; a pair that is not there is a 404."),
    ("empty-group", "1.5", "An empty group can be assigned."),
    ("project-gone", "4.7 rule 5", "A deleted project loses its assignments; the group can be deleted then."),
    ("parallel-assignments", "9 row 7, 7.1", "Parallel pair assignments on one project are all kept."),
    ("teardown-order", "9 row 10, 7.4", "Assignment, connector, group: in this order nothing is refused."),
    ("applied-then-failed", "9 row 11, 7.2", "A POST that fails after it was applied leaves exactly one group."),
)

CONNECTORS = (
    ("profiles", "4.9, 2.1", "Self-hosted has the 8 connectors of the bundle, cloud 16, full 17, empty none."),
    ("catalogue", "2.3", "The published connectors have the parameters and flags of the catalogue."),
    ("definition-load", "4.5, 4.6 D1, D2, D3", "Loading gives the whole definition with an id, without its code."),
    (
        "definition-ids",
        "1.11, 8 rows 6 and 7",
        "A new definition has an id of 24 hex digits.",
        "apifortress.connector_ids",
    ),
    ("definition-code", "4.5", "The code shows with include=code, to admins only."),
    ("definition-defaults", "4.5", "A definition has its defaults: mode Event, flags off, no parameters."),
    ("definition-rules", "4.5", "What a definition's fields do not take is a 400 on that field."),
    ("definition-twins", "4.7 rule 2", "Two definitions may have one name."),
    (
        "definition-update",
        "4.6 D4",
        "An update drops removed parameters from instances; new ones appear as empty text.",
    ),
    ("definition-delete", "4.6 D5", "A definition in use is not deleted, which is a 409; unused it is."),
    (
        "definition-closed",
        "1.7, 4.5, 8 row 8",
        "Definitions that are not finished or not open are listed for everybody.",
        "apifortress.closed_definitions",
    ),
    (
        "instance-create",
        "4.5, 4.6 I1, I2, I3",
        "A connector has group, definition, its name and its parameters in clear.",
    ),
    ("instance-params", "4.5, 9 row 5", "An unknown parameter or a number is a 400; a missing one is empty text."),
    ("instance-trim", "8 row 17", "Parameters are stored as they were sent.", "apifortress.trim_params"),
    ("instance-params-secret", "7.5", "A refused parameter's value never stands in the error."),
    ("instance-of-nothing", "4.6 I2", "An unknown definition is a 400 on connectorId, an unknown group a 404."),
    ("instance-update", "4.6 I4", "An update replaces the whole map; connector and group cannot change."),
    ("instance-delete", "4.6 I5", "A connector is deleted once; in another group it is not found."),
    ("instance-twins", "1.1", "Two instances of one connector in one group are two."),
    ("instance-masked", "4.9, 9 row 12", "Parameters that look secret come back in clear.", "maskSecrets"),
    ("changed-by-hand", "9 row 13", "A value changed by hand is what a read gives; a write puts it right."),
    ("xmatters-must-be-loaded", "2.1, 9 row 6", "Self-hosted has no xMatters: a clear 400, then load, then success."),
)

EVENTS = (
    ("event-message", "6.2, 6.3", "An event has the documented members, and says failure even when it passed."),
    (
        "event-form",
        "6.2, 1.11",
        "Its date is in milliseconds, its id 24 hex digits; facts, tags and httpFailures are there.",
        "apifortress.event_form",
    ),
    ("delivery-kept", "4.10", "What was sent is kept: address, headers, body, status."),
    ("delivery-once", "2.4", "A refused or redirected delivery is not repeated and not followed."),
    ("link-host", "2.4, 5, 7.9", "Report links point at the published host; a script with another host links there."),
    ("aliases", "2.2", "Names of definitions are trimmed, case-folded and aliased before their request is chosen."),
    ("private-connector", "4.10", "A private connector's delivery is recorded only: its code is never run."),
    ("suppressed", "4.10, 7.7, 9 row 16", "Manual and silent runs are stored and reach no connector."),
    ("dry-run", "4.10, 7.7", "A dry run is not stored and reaches no connector.", "apifortress.dry_runs"),
    ("passing", "4.10, 7.8, 9 row 16", "A passing event reaches only connectors whose definition runs on success."),
    (
        "unfinished",
        "7.7",
        "A connector fires although its definition is not finished.",
        "apifortress.unfinished_connectors",
    ),
    (
        "facts",
        "1.9, 8 row 10",
        "The fact disable_alerts does not keep connectors silent.",
        "apifortress.facts_and_connectors",
    ),
    (
        "order",
        "4.10, 6.1",
        "Each group fires once, by ascending id, its connectors in order of creation.",
        "apifortress.fan_out_order",
    ),
    ("shared-group", "9 row 17", "A group on two projects: an event on one is one delivery per connector."),
    ("deliver", "4.9", "Only this machine is really called; everything else is recorded.", "deliver"),
    ("bad-target", "4.6", "An address that is none, or where nobody listens, is an error in the report only."),
    ("threshold-table", "9 row 15, 6.4", "The counter of the threshold connector follows the table, on the clock."),
    ("threshold-parsing", "6.4", "A bad counter leaves both defaults, a bad ttl only itself; ttl ends at 3600."),
    ("threshold-passing", "6.4, 7.8", "A passing event does not reset the count, and counts where it is let through."),
    ("threshold-tests", "6.4", "Failures of different tests do not add up."),
    (
        "threshold-shared",
        "6.4",
        "Two instances on one project share the count, and the second one sends.",
        "apifortress.threshold_key",
    ),
    ("threshold-restart", "6.4", "A restart of the connector service loses the counts."),
    ("fire-one", "4.6 T1", "Test-firing a connector reports the target host and no other value of a parameter."),
    ("fire-project", "4.6 T2, 9 row 18", "Test-firing a project reaches every connector of every group."),
    ("fire-success", "4.6, 9 row 18", "A success test reaches only definitions that run on success."),
    ("fire-past-threshold", "4.6, 9 row 18", "A test is sent past the threshold counter and leaves it untouched."),
)

MAILS = (
    (
        "mail-turns",
        "1.9, 8 row 18",
        "The users of a group get a mail when a test starts failing and one when it recovers.",
    ),
    (
        "mail-recipients",
        "1.6, 1.9",
        "A user of two groups gets one mail, with a text message if either membership says so.",
    ),
    ("mail-facts", "1.9", "disable_alerts keeps mails back, mail_threshold waits for failures, environment splits."),
    ("mail-quiet", "7.7", "Manual, silent and dry runs send no mail."),
)

REQUESTS = (
    ("sends-json-alert", "2.4, 6.3", "JSON Alert posts the message as it is, without a credential."),
    ("sends-threshold", "2.4, 6.2", "JSON Alert /w Threshold posts the current message with value1 and value2."),
    ("sends-xmatters", "2.4", "xMatters posts exactly three keys; Message ends with the link, Recipients is a string."),
    ("sends-slack", "2.4", "Slack Webhook posts a form with one field, payload; its colour tells critical failures."),
    ("sends-pagerduty", "2.4", "PagerDuty posts an event; a tag that is a severity overrides the parameter."),
    ("sends-bigpanda", "2.4", "BigPanda.io posts a status of three, and a time that is cut to 32 bits first."),
    ("sends-datadog-check", "2.4", "DataDog custom check posts status 0, 1 or 2; tags is a text."),
    ("sends-datadog-event", "2.4", "DataDog failed tests Events posts title, text, tags and alert_type."),
    ("sends-datadog-metric", "2.4", "DataDog test results metrics posts one metric with a status tag."),
    ("sends-elastic", "2.4", "Elastic posts the message with an honest eventType and _date, index by project name."),
    ("sends-gtt", "2.4, 7.11", "GTT-I Digestor posts a score of 0, 10 or 50 and its own Alert_Group."),
    ("sends-hipchat", "2.4", "Hipchat v2 posts a message, its token in the query."),
    ("sends-jira", "2.4", "Jira posts an issue per failure.", "apifortress.jira_script"),
    ("sends-splunk", "2.4", "Splunk posts the message as the event of its collector."),
    ("sends-statuspage", "2.4", "StatusPage.io looks for an open incident, then opens or resolves one."),
    ("sends-testrail", "2.4", "Testrail posts status 5 for failed and 1 for passed."),
    ("sends-twilio", "2.4", "Twilio posts a form to the account that is the first half of the credentials."),
    ("sends-tls", "2.4", "xMatters, PagerDuty, Splunk and Twilio ignore TLS errors; the others do not."),
)

HOOKS = (
    ("hook-project", "3.2, 4.9", "A hook shows its project and its tests to whoever knows it; another is a 404."),
    ("hook-login", "3.2", "Login is for the hook's privileged user; the token is good for this hook only."),
    ("hook-run", "3.2, 6.5", "A run by hook fires connectors; sync=true answers with the result."),
    ("hook-run-quiet", "3.2, 4.10", "silent=true and dryrun=true fire nothing."),
    ("hook-run-later", "3.2", "Without sync the answer is ACCEPTED at once."),
    ("hook-run-many", "3.2", "Tests run by tag, by URL pattern and all together; automatch needs url."),
    ("hook-junit", "3.2", "format=junit answers with a test suite in XML."),
    ("hook-run-token", "3.2", "Runs need no token.", "apifortress.hook_runs"),
    ("hook-bearer", "3.2", "Details of a test or an event need the token of a login."),
    ("hook-events", "3.2", "The events of the project are listed, and streamed line by line."),
    ("hook-errors", "3.2, 8 row 12", "An error has the successor's body.", "apifortress.hook_errors"),
    ("validators", "3.2", "The syntax checks need no hook and no token, only a text."),
    ("older-company", "3.3", "The default API tells the company, its events, schedules and metrics."),
    ("older-tests", "3.3", "The v2 API tells a project's tests, their details and last results, and takes traffic."),
)

RULES: tuple[Rule, ...] = tuple(
    Rule(row[0], f"api-fortress.md {row[1]}", row[2], row[3] if len(row) > 3 else None)
    for row in (*ACCESS, *GROUPS, *CONNECTORS, *EVENTS, *MAILS, *REQUESTS, *HOOKS, *PAGES)
)
