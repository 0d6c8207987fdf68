"""Which paragraphs are German: mittellage reads German only, refuses other texts and says what it leaves out.

A few German words are enough to keep a paragraph; short ones, titles and lists of names are never refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..errors import ForeignTextError
from ..tables import Segment
from .function_words import LEAST_FOREIGN, Evidence, find_words, has_other_script, script_language, weigh

GERMAN: Final = "German"
# A guest's answer counts as running text, a title does not: "Russia is our friend" may head a German report.
_RUNNING: Final = frozenset({"lead", "paragraph", "question", "answer"})
_QUOTED: Final = re.compile(r"„[^„“”\"]*[“”\"]|“[^“”]*”|»[^»«]*«|«[^»«]*»|\"[^\"]*\"")
_PIECE: Final = re.compile(r"[^„“”\"»«.!?…\n]+")
_LEAST_WORDS: Final = 8
_LEAST_TEXT: Final = 20
_LEAST_HITS_TEXT: Final = 5
_LEAST_GERMAN: Final = 2
_SHARE_SHORT: Final = 0.15
_SHARE_LONG: Final = 0.10
_SHARE_PIECE: Final = 0.3
_TIMES_GERMAN: Final = 4
_MOST_GERMAN: Final = 0.1
# "Kasachstan lobt China. Russland schweigt." has no function word and may be all that is German in a text.
_LEAST_FOREIGN: Final = 0.6


class Judgement(NamedTuple):
    """What a piece of text is written in.

    Attributes
    ----------
    language : str or None
        Name in English, ``"German"`` for all its varieties; None where the words do not tell.
    words : int
        Number of words.
    hits : int
        Function words that speak for the language.
    others : int
        Function words that no variety of German has.
    """

    language: str | None
    words: int
    hits: int
    others: int = 0

    @property
    def foreign(self) -> str | None:
        """The language, where it is known and not German."""
        return None if self.language == GERMAN else self.language


def judge(text: str) -> Judgement:
    """Return the language of a paragraph.

    Parameters
    ----------
    text : str
        A paragraph.

    Returns
    -------
    Judgement
        Another language only where its function words stand and those of German are missing. A quotation in another
        language does not make its paragraph foreign.

    Examples
    --------
    >>> judge("The president of Kazakhstan met with the ministers of the region in the capital.").language
    'English'
    >>> judge("„We stand with the people of Kazakhstan and with all of you“, sagte Blinken in Astana.").language
    'German'
    """
    found = _judge(text)
    if found.foreign is None:
        return found
    around = _QUOTED.sub(" ", text)
    if len(around) == len(text):
        return found
    frame = weigh(find_words(around))
    if frame.german:
        return Judgement(GERMAN, found.words, frame.german, found.others)
    own = frame.foreign or script_language(around) is not None
    return found if own else Judgement(None, found.words, 0, found.others)


def _judge(text: str) -> Judgement:
    words = find_words(text)
    if (script := script_language(text)) is not None:
        # Chinese does not part its words.
        number = max(len(words), len(text) // 6)
        return Judgement(script if number >= _LEAST_WORDS else None, number, number)
    found = weigh(words)
    # "He was in the capital" has two words that German has too, and none of its own.
    german = GERMAN if found.own >= _LEAST_GERMAN and found.german else None
    return Judgement(_foreign(found) or german, len(words), found.foreign, found.others)


def _foreign(found: Evidence) -> str | None:
    share = _SHARE_SHORT if found.words < _LEAST_TEXT else _SHARE_LONG
    enough = found.words >= _LEAST_WORDS and found.foreign >= max(LEAST_FOREIGN, share * found.words)
    return found.name if enough and found.foreign >= _TIMES_GERMAN * found.german else None


def keep_german(
    text: str, segments: Sequence[Segment], *, any_language: bool = False, name: str = "The text"
) -> tuple[tuple[Segment, ...], tuple[str, ...]]:
    """Refuse a text in another language, and mark what is not German in a mixed one.

    Parameters
    ----------
    text : str
        The text.
    segments : sequence of Segment
        Its segments; titles, headings and boilerplate are passed over.
    any_language : bool
        Neither refuse nor mark, but say what was found.
    name : str
        What the error calls the text.

    Returns
    -------
    segments, remarks
        As `mark_foreign`.

    Raises
    ------
    ForeignTextError
        As `check_german`.
    """
    judged = judge_segments(text, segments)
    if any_language:
        counts = Counter(found.foreign for found in judged.values() if found.foreign is not None)
        return tuple(segments), _said("paragraphs", counts, "are analysed all the same")
    check_german(text, segments, name=name, judged=judged)
    return mark_foreign(text, segments, judged=judged)


def judge_segments(text: str, segments: Sequence[Segment]) -> dict[int, Judgement]:
    """Return the language of each segment of running text, by its place among the segments."""
    return {
        number: judge(text[segment.start : segment.end])
        for number, segment in enumerate(segments)
        if segment.kind in _RUNNING
    }


def check_german(
    text: str,
    segments: Sequence[Segment],
    *,
    name: str = "The text",
    judged: Mapping[int, Judgement] | None = None,
) -> None:
    """Refuse a text whose running text is in another language.

    Parameters
    ----------
    text, segments, name
        As for `keep_german`.
    judged : mapping of int to Judgement, optional
        What `judge_segments` gives, where it is known already.

    Raises
    ------
    ForeignTextError
        If at least 20 words are in another language and hardly any in German.
    """
    language = _language_of(text, segments, judge_segments(text, segments) if judged is None else judged)
    if language is not None:
        error = ForeignTextError(
            f"{name} is {language}, not German; mittellage reads German only. "
            "Use any_language=True (--any-language) to analyse it all the same."
        )
        error.language = language
        raise error


def _language_of(text: str, segments: Sequence[Segment], judged: Mapping[int, Judgement]) -> str | None:
    """Return the language of a text that is not German."""
    words: Counter[str] = Counter()
    for found in judged.values():
        if found.language is not None:
            words[found.language] += found.words
    german = words.pop(GERMAN, 0)
    foreign, total = words.total(), sum(found.words for found in judged.values())
    if foreign >= max(_LEAST_TEXT, _LEAST_FOREIGN * total) and german <= _MOST_GERMAN * (german + foreign):
        return words.most_common(1)[0][0]
    if german or total < _LEAST_TEXT:
        return None
    # Paragraphs of one sentence each may be too short to tell one by one.
    whole = judge("\n".join(text[segments[number].start : segments[number].end] for number in judged))
    return whole.foreign if whole.hits >= _LEAST_HITS_TEXT else None


def mark_foreign(
    text: str, segments: Sequence[Segment], *, judged: Mapping[int, Judgement] | None = None
) -> tuple[tuple[Segment, ...], tuple[str, ...]]:
    """Mark paragraphs in other languages as boilerplate, so that they count in no measure.

    Parameters
    ----------
    text, segments, judged
        As for `check_german`.

    Returns
    -------
    segments : tuple of Segment
        The same segments, those in other languages as boilerplate; the first German paragraph is then the lead.
    remarks : tuple of str
        How many paragraphs are left out, and whether German paragraphs hold passages in other languages.
    """
    judged = judge_segments(text, segments) if judged is None else judged
    marked = list(segments)
    for number, found in judged.items():
        if found.foreign is not None:
            marked[number] = marked[number]._replace(kind="boilerplate")
    if any(segment.kind == "lead" for segment in segments) and not any(segment.kind == "lead" for segment in marked):
        first = next((number for number, segment in enumerate(marked) if segment.kind == "paragraph"), None)
        if first is not None:
            marked[first] = marked[first]._replace(kind="lead")
    return tuple(marked), (*_left_out(judged), *_passages(text, segments, judged), *_unknown(text, segments, judged))


def _left_out(judged: Mapping[int, Judgement]) -> tuple[str, ...]:
    names = [found.foreign for found in judged.values() if found.foreign is not None]
    if not names:
        return ()
    verb = "is" if len(names) == 1 else "are"
    return (f"{len(names)} of {len(judged)} paragraphs {verb} {' or '.join(sorted(set(names)))} and {verb} left out",)


def _passages(text: str, segments: Sequence[Segment], judged: Mapping[int, Judgement]) -> tuple[str, ...]:
    """Return whether German paragraphs hold sentences or quotations in other languages."""
    counts: Counter[str] = Counter()
    for number, found in judged.items():
        part = text[segments[number].start : segments[number].end]
        if found.foreign is None and (found.others >= LEAST_FOREIGN or has_other_script(part)):
            counts.update(name for piece in _PIECE.findall(part) if (name := _judge_piece(piece)) is not None)
    return _said("passages", counts, "stand in German paragraphs and are read as if they were German")


def _judge_piece(piece: str) -> str | None:
    words = find_words(piece)
    if (script := script_language(piece)) is not None:
        return script if len(words) >= LEAST_FOREIGN or len(piece) > _LEAST_TEXT else None
    found = weigh(words)
    enough = found.foreign >= max(LEAST_FOREIGN, _SHARE_PIECE * found.words)
    return found.name if enough and not found.german else None


def _unknown(text: str, segments: Sequence[Segment], judged: Mapping[int, Judgement]) -> tuple[str, ...]:
    """Say that a long text in small letters holds hardly a function word that we know."""
    if not judged or any(found.language is not None for found in judged.values()):
        return ()
    parts = " ".join(text[segments[number].start : segments[number].end] for number in judged).split()
    small = sum(len(part) > 1 and part[0].islower() for part in parts)
    if len(parts) < 2 * _LEAST_TEXT or small * 2 < len(parts):
        return ()
    return ("hardly any German function words were found; is the text German?",)


def _said(what: str, counts: Counter[str], rest: str) -> tuple[str, ...]:
    listed = ", ".join(f"{name}: {count}" for name, count in counts.most_common())
    return (f"{what} in other languages ({listed}) {rest}",) if counts else ()
