"""CoNLL-U: the table of tokens for treebank tools, with the stances of each sentence as comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...tables import Stance, Token
from .items import Annotated
from .plain import one_line


def write_conllu(items: Iterable[Annotated], path: Path) -> None:
    """Write documents one after the other."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for item in items:
            file.writelines(conllu_lines(item))


def conllu_lines(item: Annotated) -> Iterator[str]:
    """Yield the lines of one document.

    Parameters
    ----------
    item : Annotated
        A document with tokens.

    Yields
    ------
    str
        ``# newdoc``, then a block a sentence; MISC has ``SpaceAfter``, the code points of the token
        (``start_char``, ``end_char``) and its entity. A stance is a comment with its id, holder, target and sign.

    References
    ----------
    Nivre, J. et al. (2020). Universal Dependencies v2. LREC.
    """
    tokens: dict[int, list[Token]] = {}
    for token in item.rows["tokens"]:
        tokens.setdefault(token.sentence_id, []).append(token)
    stances: dict[int, list[Stance]] = {}
    for stance in item.rows["stances"]:
        stances.setdefault(stance.sentence_id, []).append(stance)
    name = one_line(item.about.doc_id) or "_"
    first = f"# newdoc id = {name}\n"
    for sentence in item.rows["sentences"]:
        words = tokens.get(sentence.sentence_id, [])
        if not words:
            continue
        yield first
        first = ""
        yield f"# sent_id = {name}-{sentence.sentence_id}\n# text = {one_line(sentence.text)}\n"
        yield from (_comment(stance) for stance in stances.get(sentence.sentence_id, []))
        yield from _words(words, item.text)
        yield "\n"


def _comment(stance: Stance) -> str:
    holder = one_line(stance.holder or "") or "_"
    sign = "+" if stance.sign > 0 else "-"
    return f"# stance = {stance.stance_id}\t{holder}\t{stance.holder_country or '_'}\t{stance.target}\t{sign}\n"


def _words(words: Sequence[Token], text: str) -> Iterator[str]:
    places = {token.token_id: number for number, token in enumerate(words, start=1)}
    for number, token in enumerate(words, start=1):
        root = token.head == token.token_id or token.head not in places
        after = [] if text[token.end : token.end + 1].isspace() else ["SpaceAfter=No"]
        entity = [] if token.entity is None else [f"NER={_word(token.entity).replace('|', '_')}"]
        misc = "|".join([*entity, *after, f"start_char={token.start}", f"end_char={token.end}"])
        fields = (
            str(number),
            one_line(token.text) or "_",
            one_line(token.lemma) or "_",
            _word(token.upos),
            "_",
            _word(token.feats),
            "0" if root else str(places[token.head]),
            "root" if root else _word(token.deprel or "dep"),
            "_",
            misc,
        )
        yield "\t".join(fields) + "\n"


def _word(value: str | None) -> str:
    """Return a tag without blanks; a model of others, or a table made elsewhere, may give any."""
    return one_line(value or "").replace(" ", "_") or "_"
