"""How the documentation is built: Markdown, one page per kind made from the code, nothing fetched from anywhere.

`make docs` writes it to `build/docs`. Every warning fails the build, and a link, anchor or file that does not exist is
a warning.
"""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Alert wiring as code"
author = "the project's founders"
release = version = installed_version("pulumi-alert-wiring")

extensions = ["myst_parser", "wiring_docs"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_ext", "examples", "measured/calls.md", "measured/calls-limited.md", "measured/engines.md"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Alert wiring as code"
html_static_path = ["_static"]
html_css_files = ["wiring.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
