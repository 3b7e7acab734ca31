"""The form in which the include-only fields of a source come back (ilert.md 2.2, 2.4, 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vendor_sandbox.ilert.alert_source_fields import FILTERS, TEMPLATES
from vendor_sandbox.ilert.templates import to_elements

Stored = dict[str, Any]


@dataclass(frozen=True)
class TemplateForm:
    """In which form templates are shown: as text, or as elements with sections as RAW or as TEXT."""

    as_text: bool
    raw_sections: bool

    def template(self, value: Stored) -> Stored:
        """One template."""
        text = value["textTemplate"]
        return {"textTemplate": text} if self.as_text else {"elements": to_elements(text, self.raw_sections)}

    def link(self, link: Stored) -> Stored:
        """A link; ``text`` is not returned when ``linkTextTemplate`` supersedes it (ilert.md 2.4)."""
        shown: Stored = {"hrefTemplate": self.template(link["hrefTemplate"])}
        if "linkTextTemplate" in link:
            return {"linkTextTemplate": self.template(link["linkTextTemplate"]), **shown}
        return {"text": link.get("text"), **shown}

    def show(self, field: str, value: Any) -> Any:
        """An include-only field."""
        if field in FILTERS:
            return value
        if field in TEMPLATES:
            return self.template(value)
        if field == "linkTemplates":
            return [self.link(link) for link in value]
        if field == "servicesTemplate":
            return [self.template(template) for template in value]
        return value | {"valueTemplate": self.template(value["valueTemplate"])}
