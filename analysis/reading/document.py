"""`Document`: one text as it stands, its segments and its metadata."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from ..errors import ReadingError
from ..tables import UNCOUNTED, Segment
from .dates import parse_date
from .folding import Folding, fold, fold_characters, fold_piece, unfold

MAX_BYTES: Final = 5 * 1024 * 1024
"""Bytes of a text that is read."""


def as_day(value: datetime.date | str | None) -> datetime.date | None:
    """Return the day that a value names.

    Raises
    ------
    ReadingError
        If it is no day.
    """
    if value is None or value == "":
        return None
    day = parse_date(value)
    if day is None:
        raise ReadingError(f"The date {value!r:.60} is no day; give datetime.date(2023, 2, 28) or '2023-02-28'.")
    return day


def encodable(name: str) -> str:
    r"""Return a name that files and tables can hold; half surrogate pairs are written out.

    Python gives them for bytes in the name of a file that are no UTF-8: ``T\xfcrkei.txt`` of an old archive.

    Examples
    --------
    >>> print(encodable("T\udcfcrkei.txt"))
    T\udcfcrkei.txt
    """
    return name.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Document:
    """One text with everything that is known about it before any analysis.

    Attributes
    ----------
    doc_id : str
        Identifies the document in every table; by default the first 12 hex digits of the text's SHA-256.
    text : str
        The text, never rewritten. All offsets of all tables are code points into it.
    segments : tuple of Segment
        Boilerplate, title, byline, dateline, heading, lead, paragraphs, questions and answers, in text order and
        without overlap.
    source, outlet, title : str or None
        Where the text came from, who published it, and its title (by default the text of the title segment).
    date : datetime.date or None
        Day of publication. It chooses who held an office; without it offices are uncertain.
    language : str
        BCP 47 code of the text.
    translated : bool
        Whether the wording is a translator's; measures of wording then carry a caveat.
    remarks : tuple of str
        What reading noticed: detected encoding, mixed line ends, replaced byte order mark.
    """

    doc_id: str
    text: str
    _: KW_ONLY
    segments: tuple[Segment, ...] = field(default=(), repr=False)
    source: str | None = None
    outlet: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    language: str = "de"
    translated: bool = False
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("doc_id", "text"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise ReadingError(f"{name} is {value!r:.60}, a {type(value).__name__}; it has to be a string.")
        for name in ("source", "outlet", "title"):
            if isinstance(value := getattr(self, name), str):
                object.__setattr__(self, name, encodable(value))
        object.__setattr__(self, "date", as_day(self.date))

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def folding(self) -> Folding:
        """How the text is folded for look-ups; see `analysis.reading.folding.fold`. Lines of a segment are joined."""
        return fold(self.text, [(s.start, s.end) for s in self.segments if s.kind not in UNCOUNTED])

    @cached_property
    def folded(self) -> Document:
        """The document as the stages read it: text and segments folded, all else the same.

        `unfold` brings offsets in this document's text back to the source. A text in which nothing has to be folded is
        its own folded document.
        """
        folding = self.folding
        if not folding.steps:
            return self
        segments: list[Segment] = []
        border = 0
        for segment in self.segments:
            # A word that two segments share is replaced as a whole, and stays with the first: "Souver-|aenitaet".
            start, end = (max(border, place) for place in folding.to_folded(segment.start, segment.end))
            border = end
            segments.append(segment._replace(start=start, end=end))
        return replace(self, text=folding.text, segments=tuple(segments))

    @classmethod
    def from_rows(
        cls,
        text: str,
        rows: Mapping[str, Sequence[Any]],
        *,
        doc_id: str,
        translated: bool = False,
        remarks: tuple[str, ...] = (),
    ) -> Document:
        """Return a document as it was read, from its text and its rows of ``documents`` and ``segments``.

        Parameters
        ----------
        text : str
            The text as it stands.
        rows : mapping of str to sequence of tuple
            Rows of this document alone; without one in ``documents`` nothing is known but what follows.
        doc_id : str
            Id of the document.
        translated : bool
            Whether a translator chose the wording, where no row says so.
        remarks : tuple of str
            What reading noticed.

        Examples
        --------
        >>> read = Document.from_text("Astana schweigt.", outlet="Die Zeitung")
        >>> Document.from_rows(read.text, {"segments": read.segments}, doc_id=read.doc_id).segments == read.segments
        True
        """
        about = next(iter(rows.get("documents", ())), None)
        known: dict[str, Any] = {"translated": translated}
        if about is not None:
            known = {name: getattr(about, name) for name in ("source", "outlet", "title", "date", "language")}
            known["translated"] = bool(about.translated)
        return cls(doc_id, text, segments=tuple(rows["segments"]), remarks=remarks, **known)

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        doc_id: str | None = None,
        source: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        date: datetime.date | None = None,
        language: str = "de",
        translated: bool = False,
        remarks: tuple[str, ...] = (),
        any_language: bool = False,
    ) -> Document:
        r"""Segment a string and wrap it; a text that is not German is refused unless `any_language` says otherwise.

        Examples
        --------
        >>> document = Document.from_text("Titel ohne Punkt\n\nASTANA: Russland schweigt.")
        >>> [segment.kind for segment in document.segments]
        ['title', 'dateline', 'lead']
        """
        from .languages import keep_german
        from .segments import find_segments

        if doc_id is None:
            doc_id = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        doc_id = encodable(doc_id)
        folding = fold_characters(text)
        found = find_segments(folding.text, doc_id=doc_id, title=title and fold_characters(title).text, outlet=outlet)
        if title is None:
            title = next((fold_piece(folding.text[s.start : s.end]) for s in found if s.kind == "title"), None)
        found, noticed = keep_german(folding.text, found, any_language=any_language)
        return cls(
            doc_id=doc_id,
            text=text,
            segments=tuple(unfold(found, folding, text)),
            source=source,
            outlet=outlet,
            title=title,
            date=date,
            language=language,
            translated=translated,
            remarks=(*remarks, *noticed),
        )
