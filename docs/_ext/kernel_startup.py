"""Set up the kernel of a page: interactive views as still pictures, and a folder in which the examples may write."""

import os
import sys
import tempfile
from pathlib import Path

_root = Path(os.environ["MITTELLAGE_DOCS_ROOT"])
sys.path.insert(0, str(_root / "docs" / "_ext"))

import comm  # noqa: E402
from frozen import bundle  # noqa: E402
from workspace import fill  # noqa: E402

_formatter = get_ipython().display_formatter.mimebundle_formatter  # noqa: F821
_formatter.for_type_by_name("ipywidgets.widgets.widget", "Widget", bundle)
comm.create_comm = comm.DummyComm  # nobody listens: without this, each page would hold the state of all its widgets
if Path.cwd().name == "notebooks":
    os.chdir(_root / "notebooks")
else:
    _folder = tempfile.TemporaryDirectory()
    os.chdir(fill(Path(_folder.name) / "work"))
