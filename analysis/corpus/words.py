"""Words of a corpus: what one part of it uses more than another, and every place of a word in its context."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ..errors import CorpusError
from ..reading.context import in_context, word_pattern
from ..reading.folding import fold

if TYPE_CHECKING:
    import pandas as pd

    from .corpus import Corpus

CONTENT: Final = ("NOUN", "PROPN", "VERB", "ADJ", "ADV")


def find_keywords(
    corpus: Corpus,
    target: str,
    *,
    reference: str | None = None,
    form: Literal["lemma", "text"] = "lemma",
    upos: Sequence[str] = CONTENT,
    least: int = 5,
    top: int | None = 100,
) -> pd.DataFrame:
    """Find words that some documents use more, or less, than others do (keyness).

    Parameters
    ----------
    corpus : Corpus
        The store.
    target : str
        Condition in SQL over ``documents`` that chooses the documents, such as ``"outlet = 'taz'"``.
    reference : str, optional
        Condition for the others; by default all documents that the target leaves out.
    form : {"lemma", "text"}
        What counts as a word.
    upos : sequence of str
        Parts of speech to count; empty counts all.
    least : int
        How often a word has to occur in both together.
    top : int or None
        Rows to give; None gives all.

    Returns
    -------
    pandas.DataFrame
        ``word, upos, n_target, n_reference, per_million_target, per_million_reference, log_ratio, low, high`` (log2
        of the ratio of frequencies with its 95 % interval; one half is added where a word never occurs), ``g2, p``
        (log likelihood, one degree of freedom), ``documents_target, documents_reference``; highest ``g2`` first.
        A word of one single document is no style: look at the counts of documents. Boilerplate does not count.

    References
    ----------
    Dunning (1993), Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics 19(1).
    Hardie (2014), Log Ratio: an informal introduction.
    """
    if form not in ("lemma", "text"):
        raise CorpusError(f"There is no form {form!r}: count by lemma or by text.")
    other = f"({reference}) AND NOT coalesce(({target}), false)" if reference else f"NOT coalesce(({target}), false)"
    query = _KEYNESS.format(target=target, other=other, form=form, limit="" if top is None else f"LIMIT {int(top)}")
    table = corpus.sql(query, {"upos": list(upos), "least": least})
    # The tail of a chi-squared with one degree of freedom is that of a normal beyond its root.
    table.insert(list(table.columns).index("g2") + 1, "p", [math.erfc(math.sqrt(g2 / 2)) for g2 in table["g2"]])
    return table


_KEYNESS: Final = """
WITH sides AS (
  SELECT doc_id, coalesce(({target}), false) AS mine FROM documents WHERE coalesce(({target}), false) OR ({other})
), words AS (
  SELECT t.{form} AS word, t.upos, s.mine, t.doc_id
  FROM tokens t JOIN sides s USING (doc_id)
  JOIN sentences e ON e.doc_id = t.doc_id AND e.sentence_id = t.sentence_id
  JOIN segments g ON g.doc_id = e.doc_id AND g.segment_id = e.segment_id
  WHERE g.kind NOT IN ('boilerplate', 'byline') AND t.upos NOT IN ('PUNCT', 'SPACE', 'SYM')
    AND (len($upos) = 0 OR list_contains($upos, t.upos))
), counted AS (
  SELECT word, upos, count(*) FILTER (mine) AS a, count(*) FILTER (NOT mine) AS b,
         count(DISTINCT doc_id) FILTER (mine) AS da, count(DISTINCT doc_id) FILTER (NOT mine) AS db
  FROM words GROUP BY word, upos
), whole AS (SELECT sum(a)::DOUBLE AS ta, sum(b)::DOUBLE AS tb FROM counted),
tested AS (
  SELECT *, ta * (a + b) / (ta + tb) AS ea, tb * (a + b) / (ta + tb) AS eb,
         greatest(a, 0.5) AS sa, greatest(b, 0.5) AS sb
  FROM counted, whole WHERE a + b >= $least AND ta > 0 AND tb > 0
), scored AS (
  SELECT *, 2 * ((CASE WHEN a > 0 THEN a * ln(a / ea) ELSE 0 END) + (CASE WHEN b > 0 THEN b * ln(b / eb) ELSE 0 END))
              AS likelihood,
         log2((sa / ta) / (sb / tb)) AS ratio, 1.959964 * sqrt(1 / sa - 1 / ta + 1 / sb - 1 / tb) / ln(2) AS wide
  FROM tested
)
SELECT word, upos, a AS n_target, b AS n_reference,
       1e6 * a / ta AS per_million_target, 1e6 * b / tb AS per_million_reference,
       ratio AS log_ratio, ratio - wide AS low, ratio + wide AS high,
       greatest(likelihood, 0) AS g2,
       da AS documents_target, db AS documents_reference
FROM scored ORDER BY g2 DESC, abs(ratio) DESC, word, upos {limit}
"""


class Place(NamedTuple):
    """One place of a word in its context; offsets are those of ``Document.text``."""

    doc_id: str
    outlet: str | None
    date: Any
    sentence_id: int
    start: int
    end: int
    left: str
    word: str
    right: str


def iterate_concordance(corpus: Corpus, word: str, *, width: int = 60, where: str | None = None) -> Iterator[Place]:
    """Go through every place of a word, part by part, in constant memory.

    Parameters
    ----------
    corpus, word, width, where
        As for `concordance`.

    Yields
    ------
    Place
        In the order of parts and texts.
    """
    pattern = word_pattern(word)
    for part in corpus.parts:
        documents = corpus.documents.rows(part, columns=("doc_id", "outlet", "date"), where=where)
        chosen = {row.doc_id: row for row in documents.itertuples(index=False)}
        for sentences in _by_document(corpus.sentences.part(part, columns=_SENTENCE).to_pylist()):
            row = chosen.get(sentences[0]["doc_id"])
            if row is not None:
                yield from _places(sentences, pattern, width, row)


_SENTENCE: Final = ("doc_id", "sentence_id", "start", "end", "text")


def concordance(
    corpus: Corpus, word: str, *, width: int = 60, where: str | None = None, limit: int | None = 1000
) -> pd.DataFrame:
    """List the places of a word in its context (KWIC).

    Parameters
    ----------
    corpus : Corpus
        The store.
    word : str
        Word or phrase; ``*`` stands for any letters (``russ*``). Upper and lower case are alike.
    width : int
        Characters of context on each side.
    where : str, optional
        Condition in SQL over ``documents``.
    limit : int or None
        Most places to list; None lists all, which has to fit into memory (else use `iterate_concordance`).

    Returns
    -------
    pandas.DataFrame
        ``doc_id, outlet, date, sentence_id, start, end, left, word, right``.

    Raises
    ------
    MittellageError
        If the word holds no letter or digit.
    """
    from itertools import islice

    import pandas as pd

    found = islice(iterate_concordance(corpus, word, width=width, where=where), limit)
    return pd.DataFrame(list(found), columns=list(Place._fields))


def _by_document(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    from itertools import groupby

    for _, group in groupby(rows, key=lambda row: row["doc_id"]):
        yield list(group)


def _places(sentences: list[dict[str, Any]], pattern: re.Pattern[str], width: int, row: Any) -> Iterator[Place]:
    """Lay the sentences out where they stood, with blanks between them, so that offsets and context hold."""
    from bisect import bisect_right

    pieces: list[str] = []
    at = 0
    for sentence in sentences:
        pieces.append(" " * (sentence["start"] - at) + sentence["text"])
        at = sentence["end"]
    text = "".join(pieces)
    starts = [sentence["start"] for sentence in sentences]
    folding = fold(text)
    for match in pattern.finditer(folding.text):
        start, end = folding.to_source(*match.span())
        sentence = sentences[max(bisect_right(starts, start) - 1, 0)]
        yield Place(
            sentence["doc_id"], row.outlet, row.date, sentence["sentence_id"], start, end,
            *in_context(text, start, end, width=width),
        )  # fmt: skip
