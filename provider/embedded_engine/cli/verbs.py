"""The table of verbs: what there is, what each takes, and what only the CLI can do."""

from __future__ import annotations

from embedded_engine.cli.flags import Flag, Verb

COMMON = (
    Flag("cwd", "C", "text", "Run as if it had been started in another directory"),
    Flag("color", "", "text", "Colorize output. Choices are: always, never, raw, auto"),
    Flag("non-interactive", "", "bool", "Disable interactive mode for all commands"),
    Flag("verbose", "v", "number", "Accepted for the CLI's sake; without effect"),
    Flag("logtostderr", "", "bool", "Accepted for the CLI's sake; without effect"),
    Flag("logflow", "", "bool", "Accepted for the CLI's sake; without effect"),
    Flag("emoji", "e", "bool", "Accepted for the CLI's sake; without effect"),
    Flag("help", "h", "bool", "Show this help"),
)
"""Flags that every verb takes."""

_STACK = Flag("stack", "s", "text", "The name of the stack to operate on. Defaults to the current stack")
_CONFIG_FILE = Flag("config-file", "", "text", "Use the configuration values in the specified file")
_SHOW_SECRETS = Flag("show-secrets", "", "bool", "Show secret values in plaintext")
_JSON = Flag("json", "j", "bool", "Emit output as JSON")
_YES = Flag("yes", "y", "bool", "Automatically approve and perform the operation after previewing it")
_PREVIEW_ONLY = Flag("preview-only", "", "bool", "Only show a preview, but don't perform the operation itself")

_DISPLAY = (
    Flag("debug", "d", "bool", "Print detailed debugging output"),
    Flag("diff", "", "bool", "Display operation as a rich diff showing the overall change"),
    Flag("show-config", "", "bool", "Show configuration keys and variables"),
    Flag("show-full-output", "", "bool", "Display full length of inputs and outputs"),
    Flag("show-reads", "", "bool", "Show resources that are being read in"),
    Flag("show-replacement-steps", "", "bool", "Show detailed resource replacement creates and deletes"),
    Flag("show-sames", "", "bool", "Show resources that don't need to be updated"),
    _SHOW_SECRETS,
    Flag("suppress-outputs", "", "bool", "Suppress display of stack outputs"),
    Flag("suppress-permalink", "", "optional", "Accepted for the CLI's sake; without effect"),
    Flag("suppress-progress", "", "bool", "Accepted for the CLI's sake; without effect"),
    Flag("urns", "", "bool", "Display full URNs instead of short resource names"),
)
_OPERATION = (
    _STACK,
    _CONFIG_FILE,
    *_DISPLAY,
    Flag("expect-no-changes", "", "bool", "Return an error if any changes are proposed or made"),
    Flag("message", "m", "text", "Optional message to associate with the operation"),
    Flag("parallel", "p", "number", "Allow P resource operations to run in parallel at once (1 for no parallelism)"),
    Flag("target", "t", "list", "Specify a single resource URN to act on; may be given several times"),
    Flag("target-dependents", "", "bool", "Allow acting on dependents of the targets"),
    Flag("skip-plugin-pre-install", "", "bool", "Accepted for the CLI's sake; without effect"),
)
_CHANGING = (
    _YES,
    Flag("skip-preview", "f", "bool", "Do not calculate a preview before performing the operation"),
    Flag("continue-on-error", "", "bool", "Continue even if an error is encountered"),
)
_PROGRAM = (
    Flag("config", "c", "list", "Config to use during the operation and save to the stack config file"),
    Flag("config-path", "", "bool", "Config keys contain a path to a property in a map or list to set"),
    Flag("refresh", "r", "optional", "Refresh the state of the stack's resources before this operation"),
    Flag("replace", "", "list", "Specify a single resource URN to replace; may be given several times"),
    Flag("target-replace", "", "list", "Shorthand for --target urn --replace urn"),
    Flag("skip-config-validation", "", "bool", "Skip validation of stack config values against the project's schema"),
)
_REFUSED = frozenset(
    {
        "attach-debugger",
        "copilot",
        "disable-integrity-checking",
        "event-log",
        "exclude",
        "exclude-dependents",
        "exec-agent",
        "exec-kind",
        "fully-qualify-stack-names",
        "ignore-protect",
        "import-file",
        "import-pending-creates",
        "memprofilerate",
        "neo",
        "otel-traces",
        "override-env",
        "plan",
        "policy-pack",
        "policy-pack-config",
        "profiling",
        "remote",
        "run-program",
        "save-plan",
        "secrets-provider",
        "show-policy-remediations",
        "show-secrets-in-plan",
        "skip-pending-creates",
        "strict",
        "tracing",
    }
)

VERBS = (
    Verb(
        ("preview",),
        "operate:preview",
        "Show a preview of updates to a stack's resources",
        (*_OPERATION, *_PROGRAM, _JSON),
        _REFUSED,
    ),
    Verb(
        ("up",),
        "operate:up",
        "Create or update the resources in a stack",
        (*_OPERATION, *_PROGRAM, *_CHANGING),
        _REFUSED | {"json"},
    ),
    Verb(
        ("refresh",),
        "operate:refresh",
        "Refresh the resources in a stack",
        (
            *_OPERATION,
            *_CHANGING,
            _PREVIEW_ONLY,
            Flag("clear-pending-creates", "", "bool", "Clear all pending creates, dropping them from the state"),
        ),
        _REFUSED | {"json"},
    ),
    Verb(
        ("destroy",),
        "operate:destroy",
        "Destroy all existing resources in the stack",
        (
            *_OPERATION,
            *_CHANGING,
            _PREVIEW_ONLY,
            Flag("refresh", "r", "optional", "Refresh the state of the stack's resources before destroying"),
            Flag("remove", "", "bool", "Remove the stack and its config file after all resources are gone"),
            _JSON,
        ),
        _REFUSED | {"exclude-protected"},
    ),
    Verb(
        ("cancel",),
        "cancel:cancel",
        "Cancel a stack's currently running update, if any",
        (_STACK, _YES),
        arguments=(0, 1),
    ),
    Verb(
        ("config",),
        "config:show",
        "Show the configuration",
        (_STACK, _CONFIG_FILE, _JSON, _SHOW_SECRETS),
        frozenset({"open"}),
    ),
    Verb(
        ("config", "get"),
        "config:get",
        "Get a single configuration value",
        (_STACK, _CONFIG_FILE, _JSON, Flag("path", "", "bool", "The key contains a path to a property")),
        frozenset({"open"}),
        (1, 1),
        "<key>",
    ),
    Verb(
        ("config", "set"),
        "config:put",
        "Set configuration value",
        (
            _STACK,
            _CONFIG_FILE,
            Flag("path", "", "bool", "The key contains a path to a property in a map or list to set"),
            Flag("plaintext", "", "bool", "Save the value as plaintext (unencrypted)"),
            Flag("secret", "", "bool", "Encrypt the value instead of storing it in plaintext"),
            Flag("raw", "", "bool", "When setting the value through stdin, do not trim trailing newlines"),
        ),
        frozenset({"type"}),
        (1, 2),
        "<key> [value]",
    ),
    Verb(
        ("config", "rm"),
        "config:remove",
        "Remove configuration value",
        (_STACK, _CONFIG_FILE, Flag("path", "", "bool", "The key contains a path to a property")),
        arguments=(1, 1),
        usage="<key>",
    ),
    Verb(
        ("stack",),
        "stack:show",
        "Show the current stack",
        (
            _STACK,
            _SHOW_SECRETS,
            Flag("show-name", "", "bool", "Display only the stack name"),
            Flag("show-urns", "u", "bool", "Display each resource's URN"),
        ),
        frozenset({"show-ids", "output"}),
    ),
    Verb(
        ("stack", "ls"),
        "stack:ls",
        "List stacks",
        (_JSON, Flag("all", "a", "bool", "List all stacks instead of just stacks for the current project")),
        frozenset({"organization", "project", "tag"}),
    ),
    Verb(
        ("stack", "init"),
        "stack:init",
        "Create an empty stack with the given name, ready for updates",
        (_STACK, Flag("no-select", "", "bool", "Do not select the stack")),
        frozenset({"copy-config-from", "secrets-provider", "teams", "remote-config"}),
        (0, 1),
        "[stack-name]",
    ),
    Verb(
        ("stack", "select"),
        "stack:select",
        "Switch the current workspace to the given stack",
        (_STACK, Flag("create", "c", "bool", "If selected stack does not exist, create it")),
        frozenset({"secrets-provider"}),
        (0, 1),
        "[stack]",
    ),
    Verb(
        ("stack", "rm"),
        "stack:rm",
        "Remove a stack and its configuration",
        (
            _STACK,
            _YES,
            Flag("force", "f", "bool", "Forces deletion of the stack, leaving behind any resources"),
            Flag("preserve-config", "", "bool", "Do not delete the corresponding Pulumi.STACK.yaml file"),
        ),
        frozenset({"remove-backups"}),
        (0, 1),
        "[stack]",
    ),
    Verb(
        ("stack", "output"),
        "stack_output:output",
        "Show a stack's output properties",
        (_STACK, _JSON, _SHOW_SECRETS),
        frozenset({"shell"}),
        (0, 1),
        "[property-name]",
    ),
    Verb(
        ("stack", "export"),
        "transfer:export",
        "Export a stack's deployment to standard out",
        (_STACK, _SHOW_SECRETS, Flag("file", "", "text", "A filename to write stack output to")),
        frozenset({"version"}),
    ),
    Verb(
        ("stack", "import"),
        "transfer:take",
        "Import a deployment from standard in into an existing stack",
        (_STACK, Flag("file", "", "text", "A filename to read stack input from")),
        frozenset({"force"}),
    ),
    Verb(("version",), "main:version", "Print the version number"),
)
"""Everything that this engine does."""

ALIASES = {
    ("update",): ("up",),
    ("pre",): ("preview",),
    ("dn",): ("destroy",),
    ("down",): ("destroy",),
    ("config", "remove"): ("config", "rm"),
    ("config", "delete"): ("config", "rm"),
    ("stack", "remove"): ("stack", "rm"),
    ("stack", "delete"): ("stack", "rm"),
    ("stack", "list"): ("stack", "ls"),
    ("stack", "new"): ("stack", "init"),
    ("stack", "create"): ("stack", "init"),
}
"""Other words that the CLI takes for the same verbs."""

CLI_ONLY = {
    "": frozenset(
        {
            *("about", "ai", "api", "console", "convert", "deployment", "do", "env", "gen-completion", "import"),
            *("insights", "install", "login", "logout", "logs", "neo", "new", "org", "package", "plugin", "policy"),
            *("project", "schema", "state", "template", "watch", "whoami"),
        }
    ),
    "config": frozenset({"cp", "env", "refresh", "set-all", "rm-all"}),
    "stack": frozenset(
        {
            *("change-secrets-provider", "drift", "get", "graph", "history", "migrate", "rename", "schedule", "tag"),
            *("unselect", "webhook"),
        }
    ),
}
"""Words that only the CLI has, by the word before them."""
