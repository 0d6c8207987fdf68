"""`Summary`: what was found in a document, as text for a prompt and as HTML for a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from ..charts import Lang
from ..charts.style import number
from ..corrections import corrected, corrections_in_words
from ..framing import DEFAULT, Perspective
from ..legible import legible, legible_line
from ..reading import Document
from ..tables import BY_HAND, ROWS
from .report.summary import statements
from .report.words import say

if TYPE_CHECKING:
    import pandas as pd

# Keys of the words, and the columns that count.
_SIZES: Final = (("words", "n_tokens"), ("sentences", "n_sentences"))


@dataclass(frozen=True, repr=False)
class Summary:
    """The findings of one document, ready to be shown.

    Attributes
    ----------
    title : str
        Title of the document, or its id, on one line.
    details : str
        Outlet, day and length, as far as they are known.
    sentences : tuple of str
        The sentences that stand on top of the report.
    notes : tuple of str
        What a reader has to know: rows corrected by hand, and that measures of wording (†) rest on a translation.
    counts : mapping of str to int
        How many rows each table has.
    lang : {"de", "en"}
        Language of all of them.
    """

    title: str
    details: str
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    counts: Mapping[str, int]
    lang: Lang

    def __str__(self) -> str:
        listed = ", ".join(f"{name} {n}" for name, n in self.counts.items())
        lines = [self.title, self.details, "", *(f"  • {text}" for text in self.sentences), "", *self.notes]
        return "\n".join([*lines, f"{say('tables', self.lang)}: {listed}"])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        counts = " · ".join(f"<code>{escape(name)}</code> {n}" for name, n in self.counts.items())
        notes = "".join(f"<p><small>{escape(text)}</small></p>" for text in self.notes)
        return (
            f'<div class="mittellage" lang="{self.lang}"><p><b><bdi>{escape(self.title)}</bdi></b><br>'
            f"<small>{escape(self.details)}</small></p>"
            f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in self.sentences)}</ul>{notes}"
            f"<p><small>{escape(say('tables', self.lang))}: {counts}</small></p></div>"
        )


def summarise(
    tables: Mapping[str, pd.DataFrame], document: Document, *, perspective: Perspective = DEFAULT, lang: Lang = "de"
) -> Summary:
    """Return what was found in a document: the sentences of its report, and the sizes of its tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Every table of one document.
    document : Document
        Where they come from.
    perspective : Perspective
        Whose position is asked for, and between whom.
    lang : {"de", "en"}
        Language of the sentences.
    """
    sentences = tuple(legible(each.text) for each in statements(tables, lang=lang, perspective=perspective))
    notes = [corrections_in_words(corrected(tables.get("corrections")), lang)]
    if any("†" in text for text in sentences):
        notes.append(say("caveat.text", lang))
    return Summary(
        title=legible_line(document.title or document.doc_id),
        details=_details(tables, document, lang),
        sentences=sentences,
        notes=tuple(note for note in notes if note),
        counts={name: len(tables[name]) for name in (*ROWS, *BY_HAND) if name in tables},
        lang=lang,
    )


def _details(tables: Mapping[str, pd.DataFrame], document: Document, lang: Lang) -> str:
    day = say("unknown.date", lang) if document.date is None else document.date.isoformat()
    parts = [day] if document.outlet is None else [legible_line(document.outlet), day]
    if len(tables["documents"]):
        size = tables["documents"].iloc[0]
        parts.extend(say(name, lang, n=number(float(size[column]), lang)) for name, column in _SIZES)
    return " · ".join(parts)
