"""`fold`: a text as everything that looks at words reads it, with the way back to the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from ...tables import Span
from .capitals import capital_edits
from .characters import character_edits, is_suspect
from .edits import Edit, Edits
from .hyphenation import hyphenation_edits
from .spelling import ascii_edits, gender_edits, hashtag_edits

_Finder: TypeAlias = Callable[[str], Iterable[Edit]]

# A word that a soft hyphen or a line end cuts is no word yet; a line end before a hashtag cuts none.
_WHOLE: Final[tuple[_Finder, ...]] = (character_edits, hyphenation_edits, hashtag_edits)
_WORDS: Final[tuple[_Finder, ...]] = (gender_edits, ascii_edits, capital_edits)
# Each round joins two of the pieces of a divided word, so that it has half as many; no text is escaped so often.
_ROUNDS: Final = 12
_ANY_LINE_END: Final = re.compile(r"[\r\n]")
_LINE_END: Final = re.compile(r"(?<=\S)[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*(?=\S)")


class Folding(NamedTuple):
    """A folded text, and its offsets in the source.

    Attributes
    ----------
    text : str
        The folded text.
    steps : tuple of Edits
        What was replaced, one after the other; empty if nothing was.
    """

    text: str
    steps: tuple[Edits, ...]

    def to_source(self, start: int, end: int) -> Span:
        """Return what a span of the folded text covers in the source."""
        for edits in reversed(self.steps):
            start, end = edits.before(start, end)
        return start, end

    def to_folded(self, start: int, end: int) -> Span:
        """Return what a span of the source covers in the folded text."""
        for edits in self.steps:
            start, end = edits.after(start, end)
        return start, end

    def then(self, *kinds: _Finder) -> Folding:
        """Return the folding after further replacements, one kind after the other, again until nothing is left to do.

        What is replaced may make something else to replace: ``&amp;quot;`` was escaped twice, and of a word that two
        line ends divide (Wasser-, kraftwerks-, bau) the second is seen when the first is gone.
        """
        text, steps = self.text, list(self.steps)
        for _ in range(_ROUNDS):
            known = len(steps)
            for find in kinds:
                if edits := Edits(find(text)):
                    steps.append(edits)
                    text = edits.apply(text)
            if len(steps) == known:
                break
        return Folding(text, tuple(steps))

    def joined(self, spans: Iterable[Span]) -> Folding:
        """Return the folding in which the lines of each span, in order, are one line."""
        edits = Edits(
            Edit(match.start(), match.end(), " ")
            for start, end in spans
            for match in _LINE_END.finditer(self.text, start, end)
        )
        return Folding(edits.apply(self.text), (*self.steps, edits)) if edits else self


def fold(text: str, segments: Sequence[Span] = ()) -> Folding:
    r"""Return a text as a reader sees it: without invisible marks, with composed letters and undivided words.

    Soft hyphens, zero-width marks and decomposed letters, ligatures, non-breaking spaces and hyphens, HTML entities,
    hyphens at line ends, hashtags, gender marks, umlauts in ASCII and lines in capitals are replaced by what
    dictionaries list. The source stays as it is.

    Parameters
    ----------
    text : str
        The text as it stands.
    segments : sequence of tuple of int
        Spans of the text, in order, whose lines are joined.

    Returns
    -------
    Folding
        The folded text and the offsets of its characters in the source.

    Examples
    --------
    >>> folding = fold("Politiker:innen in Russ\u00adland")
    >>> folding.text, folding.to_source(18, 26)
    ('Politikerinnen in Russland', (19, 28))
    """
    folding = Folding(text, ()).then(*_WHOLE)
    return folding.joined(folding.to_folded(*span) for span in segments).then(*_WORDS)


def fold_characters(text: str) -> Folding:
    """Return a text with single characters replaced, for all that looks at lines: its layout stays as it is."""
    return Folding(text, ()).then(character_edits)


def fold_piece(text: str) -> str:
    """Return a piece of a text without invisible marks, with composed letters and undivided words."""
    if not is_suspect(text) and ("-" not in text or not _ANY_LINE_END.search(text)):
        return text
    return Folding(text, ()).then(character_edits, hyphenation_edits).text
