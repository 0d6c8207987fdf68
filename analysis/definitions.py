"""What the values of the tables mean: one table, for the codebook, the app, the notebooks and the report.

``python -m analysis.definitions data/CODEBOOK.md`` writes the tables of the codebook from it.
"""

from __future__ import annotations

import re
import sys
from functools import cached_property
from pathlib import Path
from typing import Final

from .translation import Lang, Translator

_MARKUP: Final = re.compile(r"[*`]")
# Words that are spoken of, as between asterisks or accents in the codebook; plain text has quotation marks for them.
_CITED: Final = re.compile(r"[*`]([^*`]+)[*`]")
_QUOTED: Final = {"de": r"„\1“", "en": r"“\1”"}
# A table of the codebook stands under a comment that names the group of its rows, and up to an empty line.
_TABLE: Final = re.compile(r"(<!-- definitions: (\S+)(?: (.+?))? -->\n\n\|.*\n\|.*\n)((?:\|.*\n)*)")
_EXAMPLE: Final = {"de": "Beispiel", "en": "Example"}


class Definitions(Translator):
    """Definitions by key, such as ``type.direct``, each with an example."""

    @cached_property
    def examples(self) -> dict[str, str]:
        """Examples by key, with the span that is meant between asterisks."""
        return {key: cells[2] for key, cells in self.rows.items() if len(cells) > 2 and cells[2]}

    def define(self, key: str, lang: Lang) -> str:
        """Return a definition with its example as plain text; nothing for a value that has none.

        Examples
        --------
        >>> DEFINITIONS.define("form.capital", "de")
        'die Hauptstadt, als Ort oder für die Regierung. Beispiel: Taschkent lehnte ab'
        >>> DEFINITIONS.define("form.unheard_of", "de")
        ''
        """
        if key not in self:
            return ""
        words = _CITED.sub(_QUOTED[lang], self.say(key, lang))
        example = _MARKUP.sub("", self.examples.get(key, ""))
        return f"{words.removesuffix('.')}. {_EXAMPLE[lang]}: {example}" if example else words


DEFINITIONS: Final = Definitions("analysis", "definitions.tsv")
define = DEFINITIONS.define


def with_tables(page: str) -> str:
    """Return the codebook with its tables as the definitions have them.

    Parameters
    ----------
    page : str
        The codebook; ``<!-- definitions: type -->`` stands above a table of the keys ``type.…``, and values may be
        named where the table has some of them alone.
    """

    def table(match: re.Match[str]) -> str:
        group, named = match[2], (match[3] or "").split()
        columns = match[1].rstrip().splitlines()[-1].count("|") - 1
        names = named or [key.partition(".")[2] for key in DEFINITIONS.rows if key.startswith(f"{group}.")]
        return match[1] + "".join(_row(f"{group}.{name}", columns) for name in names)

    return _TABLE.sub(table, page)


def _row(key: str, columns: int) -> str:
    cells = [f"`{key.partition('.')[2]}`", DEFINITIONS.say(key, "en"), DEFINITIONS.examples.get(key, "")]
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells[:columns]) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        place = Path(name)
        place.write_text(with_tables(place.read_text(encoding="utf-8")), encoding="utf-8")
