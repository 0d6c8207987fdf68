"""Concordance (key word in context): every place of a word, with what stands left and right of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import tables as contract
from ..reading.context import in_context, word_pattern
from ..reading.folding import fold
from ..tables import Quote, Span
from ..voices import Voices
from .filters import voices_of
from .state import Explorer

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("doc_id", "sentence_id", "start", "end", "left", "word", "right", "voice", "segment")


def concordance(explorer: Explorer, word: str | None = None, *, width: int = 60) -> pd.DataFrame:
    """List every place of a word in every document.

    Parameters
    ----------
    explorer : Explorer
        Its texts; filters of voices and segments hold.
    word : str, optional
        Word or phrase, by default the one that is chosen. ``*`` stands for any letters (``russ*``, ``*politik``);
        upper and lower case are alike, and so are all kinds of white space.
    width : int
        Characters of context on each side.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, sentence_id, start, end, left, word, right, voice, segment`` in text order. ``voice`` is ``narrator``
        or the name of the speaker whose quote the word stands in.

    Raises
    ------
    MittellageError
        If the word holds no letter or digit.

    Examples
    --------
    >>> from analysis import analyse
    >>> explorer = Explorer.of(analyse("Kasachstan kritisiert Russland. Die russische Seite schweigt."))
    >>> concordance(explorer, "russ*", width=10)[["left", "word", "right"]].values.tolist()
    [['', 'Russland', '. Die'], ['. Die', 'russische', 'Seite']]
    """
    import pandas as pd

    wanted = (explorer.choice.word if word is None else word).strip()
    if not wanted:
        return pd.DataFrame(columns=list(COLUMNS))
    found = pd.DataFrame(
        [
            (doc_id, start, end, *in_context(text, start, end, width=width))
            for doc_id, text in explorer.texts.items()
            for start, end in _places(text, word_pattern(wanted))
        ],
        columns=["doc_id", "start", "end", "left", "word", "right"],
    )
    found["voice"] = _voices(explorer, found)
    found["segment"] = _segments(explorer, found)
    found.insert(1, "sentence_id", _sentences(explorer, found))
    for column, chosen in (("voice", explorer.choice.voices), ("segment", explorer.choice.segments)):
        if chosen:
            found = found[found[column].isin(list(chosen))]
    return found.reset_index(drop=True)


def _places(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Yield the places of a word, also where a soft hyphen or a line end divides it."""
    folding = fold(text)
    for match in pattern.finditer(folding.text):
        yield folding.to_source(*match.span())


def _voices(explorer: Explorer, found: pd.DataFrame) -> list[str]:
    """Name the voice of each place: the speaker of the quote around it."""
    quotes = explorer.whole["quotes"]
    ids = zip(quotes["doc_id"], quotes["quote_id"], strict=True)
    names = dict(zip(ids, voices_of(explorer.whole, "quotes"), strict=True))
    rows: dict[str, list[Quote]] = {}
    for quote in contract.rows("quotes", quotes):
        rows.setdefault(quote.doc_id, []).append(quote)
    voices = {doc_id: Voices(rows.get(doc_id, ())) for doc_id in found["doc_id"].unique()}
    places = zip(found["doc_id"], found["start"], found["end"], strict=True)
    return [names.get((doc_id, voice := voices[doc_id].name(start, end)), voice) for doc_id, start, end in places]


def _segments(explorer: Explorer, found: pd.DataFrame) -> pd.Series[str]:
    from .filters import kinds_of_segment

    return kinds_of_segment({"found": found, "segments": explorer.whole["segments"]}, "found")


def _sentences(explorer: Explorer, found: pd.DataFrame) -> list[int]:
    """Give the sentence that each place starts in, -1 where there is none."""
    import numpy as np

    sentences = explorer.whole["sentences"]
    starts = {doc_id: part["start"].to_numpy(dtype=int) for doc_id, part in sentences.groupby("doc_id")}
    numbers = {doc_id: part["sentence_id"].to_numpy(dtype=int) for doc_id, part in sentences.groupby("doc_id")}
    places = []
    for doc_id, start in zip(found["doc_id"], found["start"], strict=True):
        index = int(np.searchsorted(starts.get(doc_id, np.array([])), start, side="right")) - 1
        places.append(int(numbers[doc_id][index]) if index >= 0 else -1)
    return places
