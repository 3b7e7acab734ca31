"""Code that several scripts of a workflow share."""

from alert_wiring import xmatters

workflow = xmatters.Workflow("library-user")
texts = xmatters.SharedLibrary(
    "texts",
    plan_id=workflow.id,
    name="Texts",
    script="exports.shorten = function (text) { return String(text).substring(0, 300); };\n",
)
