"""Gold treebanks as surface sentences in one flavour, the one of the current UD German-GSD.

Four sources disagree in guidelines, and what follows mends it token by token:

* the GSD excerpt is UD 1 in places (``dobj``, ``name``, ``neg``; ``nmod`` where UD 2 has ``obl``; copulas tagged VERB);
* LIT and PUD call every form of *sein* and *haben* an auxiliary, GSD only those that are one;
* PUD has tags of its own; excerpt and LIT keep ``US-Präsident`` in one piece, GSD and PUD part it at the hyphen;
* ``im`` is two syntactic words in gold and one token in a text: here it is one (ADP, APPRART), with the article's case.

Values that a source leaves open (``Gender=Masc,Neut``, features of automatic origin) stay open, as sets of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

Source = Literal["gsd", "gsd-odd", "excerpt", "pud", "lit"]
KEPT_SUBTYPES = {"nsubj:pass", "csubj:pass", "aux:pass", "compound:prt"}
UD1_RELATIONS = {
    "dobj": "obj",
    "name": "flat",
    "auxpass": "aux:pass",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "mwe": "fixed",
    "iobj": "obl",
}
AUXILIARY_RELATIONS = {"aux", "aux:pass", "cop"}
HYPHEN = re.compile("(-)")
HYPHENATED = re.compile(r"[^\W_]\w*(?:-\w+)+|[^\W\d_]\w*-|[^\W\d_]\w*(?:-\w+)+-")
OPEN = ""  # a tag that the source does not give


@dataclass
class Word:
    """One surface token; `head` is an index into the sentence, -1 for the root."""

    text: str
    lemma: str
    upos: str
    tag: str
    feats: dict[str, frozenset[str]]
    head: int
    relation: str
    space_after: bool = True
    entity: str = "O"


@dataclass
class Tree:
    """A sentence of surface tokens."""

    text: str
    words: list[Word]
    source: Source
    new_paragraph: bool = False
    offsets: list[int] = field(default_factory=list)


def _features(column: str) -> dict[str, frozenset[str]]:
    if column == "_":
        return {}
    pairs = (pair.split("=", 1) for pair in column.split("|"))
    return {name: frozenset(value.split(",")) for name, value in pairs}


def _merge(words: list[Word], start: int, end: int, merged: Word) -> list[Word]:
    """Replace words[start:end] by one word; heads are re-indexed, arcs inside the span vanish."""
    shift = end - start - 1

    def moved(head: int) -> int:
        if head < start:
            return head
        return start if head < end else head - shift

    result = [*words[:start], merged, *words[end:]]
    for word in result:
        word.head = moved(word.head)
    return result


def _outer_head(words: list[Word], start: int, end: int) -> Word:
    """The word of the span whose head lies outside."""
    return next((w for w in words[start:end] if not start <= w.head < end), words[end - 1])


def _contract(words: list[Word], start: int, end: int, surface: str, space_after: bool) -> list[Word]:
    """`in` + `dem` -> `im`; other contractions (`mirs`, `z.B.`) take the annotation of their outer head."""
    outer = _outer_head(words, start, end)
    first = words[start]
    if first.upos == "ADP" and end - start == 2 and words[end - 1].upos == "DET":
        feats = {k: v for k, v in words[end - 1].feats.items() if k in ("Case", "Gender", "Number")}
        merged = Word(surface, first.lemma, "ADP", "APPRART", feats, first.head, first.relation, space_after)
    else:
        merged = Word(surface, outer.lemma, outer.upos, outer.tag, outer.feats, outer.head, outer.relation, space_after)
    return _merge(words, start, end, merged)


def _split_hyphens(words: list[Word]) -> list[Word]:
    """`US-Präsident` of the older releases -> `US`, `-`, `Präsident`, as the newer ones have it."""
    result: list[Word] = []
    moved: list[int] = []
    for word in words:
        parts = [p for p in HYPHEN.split(word.text) if p] if HYPHENATED.fullmatch(word.text) else [word.text]
        core = len(result) + (len(parts) - 1) // 2 * 2
        moved.append(core)
        for number, part in enumerate(parts):
            position = len(result)
            last = number == len(parts) - 1
            spaced = word.space_after if last else False
            if position == core:
                result.append(replace(word, text=part, space_after=spaced, lemma=word.lemma.split("-")[-1] or part))
            elif part == "-":
                head = position - 1 if last or position < core else core
                result.append(Word("-", "-", "PUNCT", "$(", {}, -2 - head, "punct", spaced))
            else:
                upos = "PROPN" if part.isupper() or word.upos == "PROPN" else "NUM" if part.isdigit() else OPEN
                result.append(
                    Word(part, part, upos, "NN" if part[0].isupper() else OPEN, {}, -2 - core, "compound", spaced)
                )
    for word in result:
        word.head = moved[word.head] if word.head >= 0 else -1 if word.head == -1 else -2 - word.head
    return result


def _harmonise(words: list[Word], source: Source) -> None:
    """Bring tags and relations to the flavour of GSD."""
    copulas = {word.head for word in words if word.relation == "cop"}
    for word in words:
        if word.upos == "CONJ":
            word.upos = "CCONJ"
        if word.relation == "neg":
            word.relation = "det" if word.upos in ("DET", "PRON") else "advmod"
        relation = UD1_RELATIONS.get(word.relation, word.relation)
        word.relation = relation if relation in KEPT_SUBTYPES else relation.split(":")[0]
        if word.tag == "APPR|ART":
            word.tag = "APPRART"
        elif word.tag in ("PROAV", "PAV"):
            word.tag = "PAV"
        elif word.tag == "PIDAT":
            word.tag = "PIAT"
        if source == "pud" and word.tag != "APPRART":
            word.tag = OPEN
        if source == "excerpt":
            _harmonise_excerpt(word)
        if word.relation in AUXILIARY_RELATIONS and word.upos == "VERB":
            word.upos = "AUX"
        elif (
            word.upos == "AUX"
            and word.relation not in AUXILIARY_RELATIONS
            and word.lemma in ("sein", "haben", "werden")
        ):
            word.upos = "VERB"
        if word.lemma == "als" and word.relation == "case":
            word.upos = "ADP"
        elif word.lemma == "wie" and word.relation == "case":
            word.upos = "CCONJ"
    for index, word in enumerate(words):
        if word.relation not in ("nmod", "obl") or word.head < 0:
            continue
        # GSD decides by the head's word class: obl under verbs, nmod under everything else.
        head = words[word.head]
        verbal = head.upos in ("VERB", "AUX")
        if source == "excerpt" and word.relation == "nmod" and word.head in copulas and index < word.head:
            verbal = verbal or any(
                w.relation == "cop" and index < i for i, w in enumerate(words) if w.head == word.head
            )
        word.relation = "obl" if verbal else "nmod"
    if source == "excerpt":
        _split_acl(words)


def _harmonise_excerpt(word: Word) -> None:
    if word.tag in ("PIAT", "PDAT") and word.relation in ("det", "amod"):
        word.upos, word.relation = "DET", "det"
    elif word.upos == "PRON" and word.relation == "det":
        word.upos = "DET"
    elif word.tag == "ADJD" and word.upos == "ADV":
        word.upos = "ADJ"
    elif word.tag == "VVPP" and word.upos == "ADJ" and word.relation != "amod":
        word.upos = "VERB"
    elif word.tag in ("_", "APPR|PRELS"):
        word.tag = OPEN
    # UD 1 features: only part of the verbs has a mood, and positive degree was guessed as Cmp,Pos.
    if "Polite" in word.feats:
        del word.feats["Polite"]


def _split_acl(words: list[Word]) -> None:
    """UD 1 attached many clauses under verbs as `acl`; UD 2 wants ccomp or advcl there."""
    for index, word in enumerate(words):
        if word.relation != "acl" or word.head < 0 or words[word.head].upos not in ("VERB", "AUX"):
            continue
        marks = {w.lemma.lower() for w in words if w.head == index and w.relation == "mark"}
        if marks & {"dass", "daß", "ob"}:
            word.relation = "ccomp"
        elif marks - {"zu"}:
            word.relation = "advcl"
        else:
            word.relation = "ccomp" if word.head < index else "parataxis"


def read_trees(path: Path, *, source: Source) -> Iterator[Tree]:
    """Read a CoNLL-U file as harmonised surface sentences.

    Parameters
    ----------
    path : Path
        The file.
    source : {"gsd", "excerpt", "pud", "lit"}
        Which guidelines it follows.

    Yields
    ------
    Tree
        Sentences with offsets of their words into their text.
    """
    lines: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line:
            lines.append(line)
        elif lines:
            tree = _tree(lines, source)
            lines = []
            if tree is not None:
                yield tree


def _tree(lines: list[str], source: Source) -> Tree | None:
    text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    spans = [row for row in rows if "-" in row[0]]
    rows = [row for row in rows if row[0].isdigit()]
    words = [
        Word(
            row[1],
            row[2],
            row[3],
            row[4],
            _features(row[5]),
            int(row[6]) - 1,
            row[7],
            "SpaceAfter=No" not in row[9].split("|"),
        )
        for row in rows
    ]
    if not words:
        return None
    _harmonise(words, source)
    for span in reversed(spans):
        first, last = (int(part) - 1 for part in span[0].split("-"))
        words = _contract(words, first, last + 1, span[1], "SpaceAfter=No" not in span[9].split("|"))
    if source in ("excerpt", "lit"):
        words = _split_hyphens(words)
    roots = [index for index, word in enumerate(words) if word.head < 0]
    for index in roots:  # the excerpt has sentences with several roots: the later ones are paratactic
        words[index].relation = "root" if index == roots[0] else "parataxis"
        words[index].head = -1 if index == roots[0] else roots[0]
    tree = Tree(text, words, source, any(line.startswith(("# newpar", "# newdoc")) for line in lines))
    position = 0
    for word in words:
        found = text.find(word.text, position)
        if found < 0:
            return tree if not text else None
        tree.offsets.append(found)
        position = found + len(word.text)
    return tree
