"""Tonality baseline: what textblob-de, a polarity lexicon without holder and target, says of a sentence.

Two repairs make it usable. It lowers all words while its lexicon spells nouns with capitals, so that 3,786 nouns never
count ("Der Krieg ist da" scores 0); here nouns keep their case. And its tokenizer and lemmatiser want data from the
network; here our tokens and lemmas go in. It serves as a column of comparison, never as evidence of stance, because
"Kasachstan kritisiert Russland" and its reverse score alike.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from ..lexicon.predicates import default_predicates

if TYPE_CHECKING:
    from spacy.tokens import Doc


@cache
def _analyser() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textblob 0.17.1 holds invalid escape sequences
        from textblob_de.sentiments import sentiment

        if not dict.__len__(sentiment):
            sentiment.load(sentiment.path)
    return sentiment


def sentence_tonality(doc: Doc, start: int, end: int) -> float:
    """Score the tonality of tokens with textblob-de's lexicon.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Parsed document.
    start, end : int
        Tokens, end exclusive.

    Returns
    -------
    float
        Mean polarity of the words of the lexicon between -1 and 1, as textblob-de computes it; 0 where it knows none.

    References
    ----------
    Killer, M. (2014). textblob-de. Lexicon: Clematide, S., & Klenner, M. (2010). Evaluation and extension of a polarity
    lexicon for German. WASSA.
    """
    analyser = _analyser()
    words: list[tuple[str, None]] = []
    for token in doc[start:end]:
        if token.is_space:
            continue
        noun = token.tag_ in ("NN", "NE")
        forms = (token.lemma_, token.text) if noun else (token.lemma_.lower(), token.lower_)
        words.append((next((form for form in forms if form in analyser), forms[-1]), None))
    found = analyser.assessments(words, True)
    return float(sum(polarity for _, polarity, *_ in found) / (len(found) or 1))


def lexicon_balance(doc: Doc, start: int, end: int) -> float:
    """Return positive words minus negative words among tokens, with no regard to roles: the baseline of co-occurrence.

    Parameters are those of `sentence_tonality`.
    """
    heads = default_predicates().heads
    balance = 0.0
    for token in doc[start:end]:
        signs = {head.predicate.sign for head in heads.get(token.text, ()) or heads.get(token.lower_, ())} - {0}
        if len(signs) == 1:
            balance += signs.pop()
    return balance
