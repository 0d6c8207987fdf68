"""`Choice`: everything that a reader has chosen, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from .filters import FACETS

Lang = Literal["de", "en"]
Layer = Literal["quotes", "mentions", "stances", "frames"]
LAYERS: Final[tuple[Layer, ...]] = ("quotes", "mentions", "stances", "frames")
View = Literal["overview", "texts", "text", "charts", "tables", "concordance", "comparison", "project"]
VIEWS: Final[tuple[View, ...]] = (
    "overview", "texts", "text", "charts", "tables", "concordance", "comparison", "project",
)  # fmt: skip


class Key(NamedTuple):
    """Names one row of one document: ids such as ``m12`` or ``q3`` are unique only within a document."""

    doc_id: str
    row_id: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Everything that a reader can choose. An empty filter keeps every row.

    Attributes
    ----------
    lang : {"de", "en"}
        Language of labels.
    document : str
        ``doc_id`` of the text on show.
    layers : tuple of str
        Layers of the text that are on, of `LAYERS`.
    countries : tuple of str
        Country codes: mentions of them, quotes from them, stances by or toward them.
    voices : tuple of str
        Names of speakers, or ``narrator``.
    types : tuple of str
        Types of quotes, forms of mentions, kinds of stances. A table whose types are not chosen from stays whole.
    segments : tuple of str
        Kinds of segments that rows stand in.
    word : str
        What the concordance looks for.
    evidence : tuple of Key
        Rows whose evidence is open.
    memos : tuple of (Key, str)
        The reader's own notes on rows, in the order of their keys.
    coder : str
        Who corrects rows, as the table ``corrections`` names them; may be empty. It is no step that can be taken back.
    revision : int
        State of the tables: 0 as they were opened, and one more with each correction.
    view : str
        View that is in front, of `VIEWS`. It is no step that can be taken back.
    """

    lang: Lang = "de"
    document: str = ""
    layers: tuple[Layer, ...] = ("quotes", "mentions", "stances")
    countries: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    word: str = ""
    evidence: tuple[Key, ...] = ()
    memos: tuple[tuple[Key, str], ...] = ()
    coder: str = ""
    revision: int = 0
    view: View = "overview"

    @property
    def filtered(self) -> bool:
        """Whether any filter hides rows."""
        return any(getattr(self, facet) for facet in FACETS)

    def differs(self, other: Choice | None, *names: str) -> bool:
        """Return whether a view that shows these fields looks different under another choice, or was never drawn.

        Every view shows labels and rows, so language and revision always count.

        Examples
        --------
        >>> Choice(word="Macht").differs(Choice()), Choice(word="Macht").differs(Choice(), "word")
        (False, True)
        """
        return other is None or any(
            getattr(self, name) != getattr(other, name) for name in ("lang", "revision", *names)
        )
