"""Edits: what one version of a text dropped, added or changed of another, in the rows that measures count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from .. import tables as contract
from ..errors import CorpusError
from ..tables import UNSPOKEN, Marker, Mention, Quote, Sentence, Stance
from .alignment import Pair, align, share_of, words_of
from .families import Families
from .sql import quoted

if TYPE_CHECKING:
    import pandas as pd

    from .corpus import Corpus

Rows = Mapping[str, Sequence[Any]]
EditKind = Literal[
    "quote dropped",
    "quote added",
    "stance dropped",
    "stance added",
    "stance changed",
    "hedge dropped",
    "hedge added",
    "country replaced",
    "sentence dropped",
    "sentence added",
]
READ: Final = ("documents", "segments", "sentences", "mentions", "quotes", "stances", "markers")
# A quote is kept where this share of its words still stands together.
_KEPT: Final = 0.6
_CUT: Final = 300


class Edit(NamedTuple):
    """One change from a version to another.

    Attributes
    ----------
    kind : str
        What was done to what.
    before, after : str or None
        The words or the row in short, in the first version and in the second.
    row_a, row_b : str or None
        Ids of the rows.
    start, end : int or None
        Place in the second version: of the row, or of the sentence in which something is missing; null where the
        whole sentence was dropped.
    """

    kind: EditKind
    before: str | None
    after: str | None
    row_a: str | None
    row_b: str | None
    start: int | None
    end: int | None


def describe_edits(a: Rows, b: Rows) -> pd.DataFrame:
    """Return what the second version of a text changed of the first.

    Rows are compared where words were changed: where two sentences are the same, a difference between their rows is
    the method's, not an editor's.

    Parameters
    ----------
    a, b : mapping of str to sequence of tuple
        Tables of the two versions as rows, such as ``Analysis.rows``. Boilerplate, bylines and datelines are left out.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (a quote, stance, hedge or sentence dropped or added, a stance changed, a country replaced),
        ``before, after`` (words, or a stance as ``KZ > RU −``), ``row_a, row_b``, ``start, end`` in the second version.

    Examples
    --------
    >>> from analysis import analyse
    >>> a = analyse("Kasachstan kritisiert offenbar Russland. Es regnet in der Stadt.")
    >>> b = analyse("Kasachstan kritisiert Russland. Es regnet in der Stadt.")
    >>> describe_edits(a.rows, b.rows)[["kind", "before"]].to_numpy().tolist()
    [['hedge dropped', 'offenbar']]
    """
    import pandas as pd

    table = pd.DataFrame(list(list_edits(a, b)), columns=list(Edit._fields))
    return table.astype(
        {name: "Int64" if name in ("start", "end") else "string" for name in Edit._fields}
    )  # fmt: skip


def list_edits(a: Rows, b: Rows) -> Iterator[Edit]:
    """Yield what the second version changed, in its order of sentences; see `describe_edits`."""
    one, other = _Version(a), _Version(b)
    pairs = align(one.sentences, other.sentences)
    yield from _quotes(one, other)
    for pair in pairs:
        if pair.same:
            continue
        if pair.a is None or pair.b is None:
            yield _sentence(pair)
        yield from _stances(one, other, pair)
        if pair.a is not None and pair.b is not None:
            yield from _hedges(one, other, pair)
            yield from _countries(one, other, pair)


class _Version:
    """The rows of one version, by sentence."""

    def __init__(self, rows: Rows) -> None:
        silent = {each.segment_id for each in rows["segments"] if each.kind in UNSPOKEN}
        self.sentences: list[Sentence] = [each for each in rows["sentences"] if each.segment_id not in silent]
        numbers = {each.sentence_id for each in self.sentences}
        self.quotes: list[Quote] = [each for each in rows["quotes"] if each.sentence_id in numbers]
        self.words = [word for each in self.sentences for word in words_of(each.text)]
        self._rows = rows

    def of(self, table: str, sentence: Sentence | None) -> list[Any]:
        """Return the rows of a sentence."""
        if sentence is None:
            return []
        return [row for row in self._rows[table] if row.sentence_id == sentence.sentence_id]


def _quotes(one: _Version, other: _Version) -> Iterator[Edit]:
    """Yield quotes whose words the other version does not have; marks alone make no quote and unmake none."""
    for quote in one.quotes:
        if share_of(words_of(quote.text), other.words) < _KEPT:
            yield Edit("quote dropped", _cut(quote.text), None, quote.quote_id, None, None, None)
    for quote in other.quotes:
        if share_of(words_of(quote.text), one.words) < _KEPT:
            yield Edit("quote added", None, _cut(quote.text), None, quote.quote_id, quote.start, quote.end)


def _sentence(pair: Pair) -> Edit:
    if pair.b is None:
        return Edit("sentence dropped", _cut(pair.a.text if pair.a else ""), None, None, None, None, None)
    return Edit("sentence added", None, _cut(pair.b.text), None, None, pair.b.start, pair.b.end)


def _stances(one: _Version, other: _Version, pair: Pair) -> Iterator[Edit]:
    """Pair the stances of a sentence: first those alike, then those with one difference; the rest came or went."""
    before, after = one.of("stances", pair.a), other.of("stances", pair.b)
    for least in (3, 2):
        for stance in list(before):
            found = next((each for each in after if _agreement(stance, each) >= least), None)
            if found is None:
                continue
            before.remove(stance)
            after.remove(found)
            if _agreement(stance, found) < 3:
                yield Edit(
                    "stance changed", edge(stance), edge(found), stance.stance_id, found.stance_id, found.start,
                    found.end,
                )  # fmt: skip
    for stance in before:
        start, end = (pair.b.start, pair.b.end) if pair.b else (None, None)
        yield Edit("stance dropped", edge(stance), None, stance.stance_id, None, start, end)
    for stance in after:
        yield Edit("stance added", None, edge(stance), None, stance.stance_id, stance.start, stance.end)


def _agreement(one: Stance, other: Stance) -> int:
    """Count what two stances have in common of holder, target and sign."""
    return (who(one) == who(other)) + (one.target == other.target) + (one.sign == other.sign)


def who(stance: Stance) -> str:
    """Return who holds a stance: the country that they speak for, else their name."""
    return stance.holder_country or stance.holder or "?"


def edge(stance: Stance) -> str:
    """Return a stance in short.

    Examples
    --------
    >>> from analysis import analyse
    >>> [edge(stance) for stance in analyse("Kasachstan kritisiert Russland.").rows["stances"]]
    ['KZ > RU −']
    """
    return f"{who(stance)} > {stance.target} {'−' if stance.sign < 0 else '+'}"


def _hedges(one: _Version, other: _Version, pair: Pair) -> Iterator[Edit]:
    """Yield hedges and words of source that one version of a sentence has more often than the other."""
    assert pair.a is not None  # noqa: S101 (the caller looks)
    assert pair.b is not None  # noqa: S101
    before, after = _weak(one.of("markers", pair.a)), _weak(other.of("markers", pair.b))
    lost = Counter(map(_word, before)) - Counter(map(_word, after))
    won = Counter(map(_word, after)) - Counter(map(_word, before))
    for marker in before:
        if lost[_word(marker)] > 0:
            lost[_word(marker)] -= 1
            yield Edit("hedge dropped", marker.text, None, marker.marker_id, None, pair.b.start, pair.b.end)
    for marker in after:
        if won[_word(marker)] > 0:
            won[_word(marker)] -= 1
            yield Edit("hedge added", None, marker.text, None, marker.marker_id, marker.start, marker.end)


def _weak(markers: Sequence[Marker]) -> list[Marker]:
    return [marker for marker in markers if marker.kind in ("hedge", "evidential")]


def _word(marker: Marker) -> str:
    return marker.text.casefold()


def _countries(one: _Version, other: _Version, pair: Pair) -> Iterator[Edit]:
    """Pair the mentions of a sentence in order; one that stands for another, or under another name, was replaced."""
    before: list[Mention] = one.of("mentions", pair.a)
    after: list[Mention] = other.of("mentions", pair.b)
    left, right = [_name(each) for each in before], [_name(each) for each in after]
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "replace":
            continue
        for old, new in zip(before[a1:a2], after[b1:b2], strict=False):
            yield Edit("country replaced", old.text, new.text, old.mention_id, new.mention_id, new.start, new.end)


def _name(mention: Mention) -> tuple[str, str]:
    """Return the country and the stem of its name: case and endings are grammar, not an editor's choice."""
    return mention.country, mention.text.casefold().rstrip("s")[:6]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CUT else f"{line[: _CUT - 1]}…"


# --- families -----------------------------------------------------------------------------------------------------


def edits_of_family(corpus: Corpus, family: str, *, against: str | None, families: Families) -> pd.DataFrame:
    """Return what each document of a family changed; see `Corpus.edits`."""
    import pandas as pd

    members = _members(corpus, family, families)
    reference = members[0] if against is None else against
    if reference not in members:
        raise CorpusError(f"{against!r} is not in the family of {family!r}; its documents are {', '.join(members)}.")
    rows = {doc_id: document_rows(corpus, doc_id) for doc_id in members}
    parts = []
    for doc_id in members:
        if doc_id == reference:
            continue
        part = describe_edits(rows[reference], rows[doc_id])
        outlet = rows[doc_id]["documents"][0].outlet
        for place, (name, value) in enumerate({"family": members[0], "doc_id": doc_id, "outlet": outlet}.items()):
            part.insert(place, name, pd.Series([value] * len(part), dtype="string"))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _members(corpus: Corpus, family: str, families: Families) -> list[str]:
    """Return the documents of a family, the earliest first."""
    name = families.of(family)
    members = [doc_id for doc_id, copy in families.copies.items() if copy.group == name]
    if not members:
        known = corpus.sql("SELECT count(*) AS n FROM documents WHERE doc_id = $id", {"id": family})["n"].iloc[0]
        reason = "has no copies" if known else "is not in the store"
        raise CorpusError(f"The document {family!r} {reason}; Corpus.copies() and --copies list families.")
    ordered = corpus.sql(
        "SELECT doc_id FROM documents WHERE doc_id IN (SELECT unnest($ids)) ORDER BY date NULLS LAST, doc_id",
        {"ids": members},
    )["doc_id"].tolist()
    return [name, *(doc_id for doc_id in ordered if doc_id != name)]


def document_rows(corpus: Corpus, doc_id: str) -> dict[str, list[Any]]:
    """Return what edits are read from, of one document of a store."""
    return {
        name: contract.as_rows(name, getattr(corpus, name).frame(where=f"doc_id = {quoted(doc_id)}")) for name in READ
    }
