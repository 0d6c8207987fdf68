"""Layout of a text: its blocks, and what kind of line each is, by general cues and reviewed tables only.

`find_blocks` parts a text; `residue`, `bylines`, `datelines`, `tickers`, `turns` and `titles` each know one kind of
line. `analysis.reading.segments` puts their answers together.
"""

from __future__ import annotations
