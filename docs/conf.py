"""Settings of the documentation: `make docs` builds it, without a network."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(DOCS / "_ext"), str(ROOT)]

from dataflow import write_dataflow  # noqa: E402
from pages import PACKAGES, documented, write_pages  # noqa: E402

from analysis import __version__  # noqa: E402

# Kernels of pages find the package, and start with docs/_ext/kernel_startup.py.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
os.environ["MITTELLAGE_DOCS_ROOT"] = str(ROOT)

project = "mittellage"
author = "mittellage contributors"
copyright = author  # noqa: A001 (Sphinx's name)
version = release = __version__

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.viewcode",
]
exclude_patterns = [
    "_ext",
    "_templates",
    "fragments",
    "reference/exit_codes.md",
    "reference/generated/imports.md",
    "reference/tables_opening.md",
]
templates_path = ["_templates"]
nitpicky = True
default_role = "py:obj"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"  # outputs are those of this code, always
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_output_stderr = "remove-warn"
nb_ipywidgets_js = {}  # views are still pictures (frozen.py); the scripts would come from another host

autosummary_generate = True
autodoc_typehints = "none"  # the docstrings say it in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = "mittellage"
html_static_path = ["_static"]
html_css_files = ["text.css", "chart.css", "chips.css", "mittellage.css"]
html_show_sourcelink = False
html_copy_source = False
html_context = {"default_mode": "light"}
html_theme_options = {
    "logo": {"text": "mittellage"},
    "navbar_end": [],  # one mode: charts and annotated texts are drawn for white paper
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "navbar_align": "left",
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "navigation_with_keys": False,
}
html_sidebars = {"changelog": [], "contributing": [], "security": []}

_DOCUMENTED = documented()


def _prepare(app: Sphinx, config: Any) -> None:
    """Write what is made from code, and copy the styles of the interactive views."""
    write_pages()
    write_dataflow()
    for name in ("text.css", "chart.css", "chips.css"):
        shutil.copy(ROOT / "analysis" / "explore" / "widgets" / "static" / name, DOCS / "_static" / name)


def _resolve(app: Sphinx, env: BuildEnvironment, node: Any, content: nodes.Node) -> nodes.Node | None:
    """Link a name to the page that documents it; a name that exists nowhere stays a warning."""
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"].removesuffix("()")
    public = next((_DOCUMENTED[each] for each in (target, target.rpartition(".")[2]) if each in _DOCUMENTED), None)
    if public is not None and public != target:
        domain = env.domains["py"]
        found = domain.resolve_xref(env, node["refdoc"], app.builder, "obj", public, node, content)
        if found is not None:
            return found
    # Single backticks also hold words that are no documented name; they stay code. Roles and links have to resolve.
    return content if node.get("reftype") == "obj" else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the generators, which run before Sphinx looks for pages."""
    startup = Path(app.doctreedir) / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    shutil.copy(DOCS / "_ext" / "kernel_startup.py", startup)
    quiet = 'get_config().Application.log_level = "ERROR"\n'  # not each kernel's notice of how it is reached
    (startup.parent / "ipython_kernel_config.py").write_text(quiet, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(startup.parent.parent)
    for package in PACKAGES:
        import_module(package)
    app.connect("config-inited", _prepare)
    app.connect("missing-reference", _resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
