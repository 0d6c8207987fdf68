"""Clauses of a German sentence, bracketed by comma, subordinator and verb.

A parser errs where German news is hardest: long middle fields, interrupted main clauses. Its commas, subordinators and
verb positions are reliable. So clauses are bracketed in one pass over the tags: "Frankreich stellte den Ukrainern,
die seit Wochen gewartet hatten, Raketen bereit" has two clauses, and the first one goes on after the second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from ..language.columns import Columns

ClauseKind = Literal["main", "relative", "subordinate", "infinitive"]

_FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"})
_NONFINITE: Final = frozenset({"VVPP", "VVINF", "VVIZU"})
_BREAKS: Final = frozenset({",", ";", ":", "–", "—", "-", "(", ")", "/", "..."})
_ADJECTIVE_ENDINGS: Final = ("e", "en", "em", "er", "es")
_HYPHENS: Final = frozenset("-‐‑")
_QUOTES: Final = frozenset("„“”\"»«›‹‚‘’'")
_RELATIVES: Final = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "dessen",
        "deren",
        "denen",
        "welcher",
        "welche",
        "welches",
        "welchem",
        "welchen",
    ]
)
_SUBORDINATORS: Final = frozenset(
    [
        "dass",
        "daß",
        "weil",
        "obwohl",
        "obgleich",
        "während",
        "wenn",
        "falls",
        "sofern",
        "nachdem",
        "bevor",
        "ehe",
        "damit",
        "indem",
        "ob",
        "obschon",
        "zumal",
        "sodass",
        "solange",
        "sobald",
        "seit",
        "da",
        "wie",
        "wo",
        "warum",
        "weshalb",
        "wonach",
        "womit",
        "wofür",
        "wogegen",
        "worüber",
        "wodurch",
    ]
)
_INFINITIVE_OPENERS: Final = frozenset({"um", "ohne", "statt", "anstatt"})
_COORDINATORS: Final = frozenset({"und", "oder", "aber", "sondern", "doch", "denn", "sowie", "beziehungsweise", "&"})
WERDEN: Final = frozenset(
    [
        "werden",
        "wird",
        "wirst",
        "werde",
        "werdet",
        "wurde",
        "wurden",
        "wurdest",
        "würde",
        "würden",
        "worden",
        "geworden",
        "werdend",
    ]
)
SEIN: Final = frozenset(
    ["ist", "sind", "war", "waren", "sei", "seien", "wäre", "wären", "bin", "bist", "sein", "gewesen", "seid"]
)


@dataclass(slots=True)
class Clause:
    """One clause: its words (it may be interrupted), its verbs, and the clause that it belongs to."""

    index: int
    kind: ClauseKind
    parent: int | None
    previous: int | None = None
    words: list[int] = field(default_factory=list)
    finite: list[int] = field(default_factory=list)
    verbs: list[int] = field(default_factory=list)
    borrowed: list[int] = field(default_factory=list)
    gapped: bool = False

    @property
    def closed(self) -> bool:
        """Whether a verb-final clause has had its verb."""
        return bool(self.verbs)


@dataclass(slots=True)
class Sentence:
    """A sentence as plain lists of words, which Python reads faster than token objects.

    A word is what stands between blanks: ``US-Außenminister`` is three tokens and one word. All indices inside the
    room count words of the sentence.
    """

    columns: Columns
    index: int
    words: list[str]
    lower: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    tokens: list[int]
    clauses: list[Clause] = field(default_factory=list)
    clause_of: list[int] = field(default_factory=list)

    def clause(self, word: int) -> Clause:
        """Give the clause that a word belongs to."""
        return self.clauses[self.clause_of[word]]

    def feature(self, word: int, name: str) -> str:
        """Give a morphological feature of a word, or nothing."""
        return _features(self.columns.morphs[self.tokens[word]]).get(name, "")

    def relation(self, word: int) -> str:
        """Give the relation of a word to its head."""
        return self.columns.relations[self.tokens[word]]


@cache
def _features(morph: str) -> dict[str, str]:
    """Features with their first values."""
    pairs = (pair.split("=", 1) for pair in morph.split("|") if pair)
    return {name: values.split(",")[0] for name, values in pairs}


def read_sentence(columns: Columns, index: int, start: int, end: int) -> Sentence:
    """Read a sentence from a parsed document and bracket its clauses.

    Parameters
    ----------
    columns : Columns
        Parsed document.
    index : int
        Number of the sentence.
    start, end : int
        Its tokens.

    Returns
    -------
    Sentence
        With every word in exactly one clause.
    """
    words: list[str] = []
    tags: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last: list[int] = []
    glue = False
    for position in range(start, end):
        if columns.blank[position]:
            glue = False
            continue
        text, tag, begin = columns.words[position], columns.tags[position], columns.starts[position]
        touches = bool(ends) and ends[-1] == begin
        hyphen = touches and text in _HYPHENS and words[-1][-1:].isalnum()
        if touches and (glue or hyphen) and text not in _QUOTES:
            words[-1] += text
            ends[-1] = begin + len(text)
            if not hyphen:
                tags[-1] = tag
                last[-1] = position
        else:
            words.append(text)
            tags.append(tag)
            starts.append(begin)
            ends.append(begin + len(text))
            last.append(position)
        # what stands after a blank touches nothing, so that only the hyphen itself counts
        glue = hyphen
    _repair_tags(words, tags)
    sentence = Sentence(columns, index, words, [word.lower() for word in words], tags, starts, ends, last)
    bracket(sentence)
    return sentence


def _repair_tags(words: list[str], tags: list[str]) -> None:
    """Mend what spelling rules out: a noun in small letters (*dreiste*), an adjective without a noun."""
    verbless = _is_verbless(words, tags, 0)
    for position, (word, tag) in enumerate(zip(words, tags, strict=True)):
        if word in _BREAKS:
            verbless = _is_verbless(words, tags, position + 1)
        following = words[position + 1] if position + 1 < len(words) else "."
        if tag in ("NN", "NE") and word.islower() and len(word) > 3:
            if verbless and position and tags[position - 1] in ("NE", "NN"):
                tags[position], verbless = "VVFIN", False  # "Dschaparow pries China"
                continue
            noun_follows = following[:1].isupper() and word.endswith(_ADJECTIVE_ENDINGS)
            tags[position] = "ADJA" if noun_follows else "ADJD"
        elif tag == "ADJA" and verbless and position and word.endswith(("te", "ten")) and tags[position - 1] == "NE":
            tags[position], verbless = "VVFIN", False  # "Peru dementierte Drohungen"
        elif tag == "ADJA" and not following[:1].isalnum() and following not in _QUOTES and following != ",":
            tags[position] = "VVPP" if word.endswith(("t", "en")) else "ADJD"
        elif (
            tag == "VVFIN"
            and tags[position + 1 : position + 2] == ["PTKVZ"]
            and not _is_verbless(words, tags[:position], 0)
        ):
            tags[position] = "ADJD"  # "wies die Ansprüche entschieden zurück"
        elif tag == "PTKVZ" and len(word) > 7 and word.endswith(("t", "en", "an")):
            tags[position] = "VVPP"


def _is_verbless(words: list[str], tags: list[str], start: int) -> bool:
    """Whether no finite verb stands between a comma and the next."""
    for word, tag in zip(words[start:], tags[start:], strict=False):
        if tag in _FINITE:
            return False
        if word in _BREAKS:
            break
    return True


def bracket(sentence: Sentence) -> None:
    """Fill a sentence's clauses."""
    size = len(sentence.words)
    sentence.clause_of = [0] * size
    open_clauses: list[Clause] = []
    for low, high in _segments(sentence):
        clause = _place(sentence, low, high, open_clauses)
        for offset in range(low, high):
            _add(sentence, clause, offset)
    if not sentence.clauses:
        _new(sentence, "main", None)
    for clause in list(sentence.clauses):
        _split(sentence, clause)


def _segments(sentence: Sentence) -> list[tuple[int, int]]:
    """Cut at punctuation; a break stays with the words before it."""
    bounds, low = [], 0
    for offset, word in enumerate(sentence.words):
        if word in _BREAKS:
            bounds.append((low, offset + 1))
            low = offset + 1
    if low < len(sentence.words):
        bounds.append((low, len(sentence.words)))
    return bounds


def _place(sentence: Sentence, low: int, high: int, stack: list[Clause]) -> Clause:
    """Say which clause a segment opens or continues."""
    tags, lower = sentence.tags[low:high], sentence.lower[low:high]
    finite = any(tag in _FINITE for tag in tags)
    to_infinitive = "VVIZU" in tags or "PTKZU" in tags
    first = _first_word(lower, tags)
    parent = stack[-1].index if stack else None
    if first < len(lower):
        word, tag = lower[first], tags[first]
        subordinate = tag in ("KOUS", "PWAV") or (
            word in _SUBORDINATORS and tag not in ("APPR", "ADV", "KOKOM", "PTKVZ")
        )
        if word in _INFINITIVE_OPENERS and to_infinitive and not finite:
            return _push(sentence, "infinitive", parent, stack)
        if low > 0 and _opens_relative(lower, tags, first, finite, bool(stack and stack[-1].finite)):
            if tag == "ART":
                sentence.tags[low + first] = "PRELS"
            return _push(sentence, "relative", parent, stack)
        if subordinate and (finite or not to_infinitive) and len(lower) > first + 1:
            return _push(sentence, "subordinate", parent, stack)
    if to_infinitive and not finite and stack and low > 0 and stack[-1].verbs:
        return _push(sentence, "infinitive", parent, stack)
    while len(stack) > 1 and stack[-1].kind != "main" and stack[-1].closed:
        stack.pop()
    if not stack:
        return _push(sentence, "main", None, stack)
    top = stack[-1]
    if finite and top.finite and (top.kind == "main" or top.closed):
        previous = top.index
        stack.clear()
        clause = _push(sentence, "main", None, stack)
        clause.previous = previous
        return clause
    if low > 0 and not finite and lower[first : first + 1] == ["so"] and "VVINF" not in tags:
        return _new(sentence, "main", None)  # ", so der Vorwurf aus Kiew"
    if not finite and _is_gapped(sentence, low, high, top):
        gapped = _new(sentence, "main", None)
        gapped.previous, gapped.borrowed, gapped.gapped = top.index, list(top.finite), True
        return gapped
    if finite and top.kind == "infinitive":
        stack.pop()
        return _place(sentence, low, high, stack)
    return top


def _is_gapped(sentence: Sentence, low: int, high: int, top: Clause) -> bool:
    """Whether a segment repeats the clause before without its verb: "Ankara umgarnt Astana, Teheran Duschanbe"."""
    if not low or sentence.words[low - 1] not in ",;" or top.kind != "main" or len(top.verbs) != 1:
        return False
    tags = [tag for tag in sentence.tags[low:high] if tag[:1] != "$"]
    last = sentence.words[high - 1]
    return len(tags) == 2 and set(tags) <= {"NE", "NN"} and last in ".:;!," and sentence.tags[top.verbs[0]] == "VVFIN"


def _first_word(lower: list[str], tags: list[str]) -> int:
    """Skip quotation marks, a conjunction and an adverb (*und dass*, *vor allem weil* stays simple)."""
    first = 0
    while first < len(lower) and (lower[first] in _QUOTES or tags[first] == "KON"):
        first += 1
    return first


def _opens_relative(lower: list[str], tags: list[str], first: int, finite: bool, matrix_done: bool) -> bool:
    if tags[first] in ("PRELS", "PRELAT"):
        return True
    second = first + 1
    if tags[first] == "APPR" and second < len(tags):
        return tags[second] in ("PRELS", "PRELAT")
    if lower[first] in _RELATIVES and finite:
        # A tagger may call it an article: then the finite verb at the end gives the relative clause away.
        verbs = [offset for offset, tag in enumerate(tags) if tag in _FINITE]
        content = [offset for offset, tag in enumerate(tags) if not tag.startswith("$")]
        last = bool(content) and verbs[-1] == content[-1] and len(verbs) == 1
        pronoun = tags[first] != "ART" or not matrix_done or tags[second : second + 1] in (["NE"], ["ART"], ["APPR"])
        return last and pronoun and len(content) > 2
    return False


def _new(sentence: Sentence, kind: ClauseKind, parent: int | None) -> Clause:
    clause = Clause(len(sentence.clauses), kind, parent)
    sentence.clauses.append(clause)
    return clause


def _push(sentence: Sentence, kind: ClauseKind, parent: int | None, stack: list[Clause]) -> Clause:
    if not stack and kind != "main" and not sentence.clauses:
        parent = None
    clause = _new(sentence, kind, parent)
    stack.append(clause)
    return clause


def _add(sentence: Sentence, clause: Clause, word: int) -> None:
    tag = sentence.tags[word]
    sentence.clause_of[word] = clause.index
    clause.words.append(word)
    if tag in _FINITE:
        clause.finite.append(word)
    if tag[:1] == "V":
        clause.verbs.append(word)


def _split(sentence: Sentence, clause: Clause) -> None:
    """Part coordinated verbs: "nähert sich Peking an und entfremdet sich Brüssel", "hat A gelobt und B getadelt"."""
    cut = _cut(sentence, clause)
    if cut is None:
        return
    position = clause.words.index(cut)
    second = _new(sentence, clause.kind, clause.parent)
    second.previous = clause.index
    tail = clause.words[position:]
    clause.words = clause.words[:position]
    clause.finite = [word for word in clause.finite if word < cut]
    clause.verbs = [word for word in clause.verbs if word < cut]
    for word in tail:
        _add(sentence, second, word)
    if not second.finite:
        second.borrowed = [t for t in clause.finite if sentence.tags[t] in ("VAFIN", "VMFIN")]
    if not clause.finite and second.finite and clause.kind != "main":
        clause.borrowed = [t for t in second.finite if sentence.tags[t] in ("VAFIN", "VMFIN")]
    _split(sentence, second)


def _cut(sentence: Sentence, clause: Clause) -> int | None:
    joints = [t for t in clause.words if sentence.tags[t] == "KON" or sentence.lower[t] in _COORDINATORS]
    if not joints:
        return None
    if len(clause.finite) > 1:
        first, second = clause.finite[0], clause.finite[1]
        between = [t for t in joints if first < t < second]
        if between:
            return between[-1] if clause.kind == "main" else between[0]
    lexical = [t for t in clause.verbs if sentence.tags[t] in _NONFINITE]
    if len(lexical) > 1:
        between = [t for t in joints if lexical[0] < t < lexical[1]]
        if between and lexical[1] - between[0] > 1:
            return between[0]
    return None
