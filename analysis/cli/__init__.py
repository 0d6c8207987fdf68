"""The command ``mittellage``: arguments in, functions of the stages called, files out.

Exit codes: 0 all well; 1 done, but some lines or documents failed and are listed; 2 the input or an option is
wrong, and nothing was written.
"""

from __future__ import annotations

from .entry import app, main

__all__ = ["app", "main"]
