"""The lexicon of predicates that evaluate: what evaluates, where the holder and the target stand, which way.

``predicates.tsv`` has one frame a row. A frame says where holder and target stand, as ``holder>target``:

======== ===================================================================================================
slot     stands for
======== ===================================================================================================
subj     subject of the verb in the active voice; in the passive the agent (*von*, *durch*)
obj, dat accusative and dative object
gen      who a noun belongs to: genitive, possessive, adjective of origin, part of a compound, *von*, *durch*
sides    both parties of a mutual noun (*Streit mit*, *Aussöhnung zwischen*)
voice    whoever speaks: the speaker of the quote, else the narrator
head     the noun that an adjective modifies, or the subject that it is said of
pred     whoever the noun is said of (*ein Partner*, *als Bedrohung*)
comp     the country inside a compound (*Ukraine-Hilfe*, *US-Sanktionen*, *prorussisch*)
an, ...  a phrase with this preposition
======== ===================================================================================================

``effect`` marks operators: ``shift`` turns an evaluation inside its argument round (*Sanktionen aufheben*), ``deny``
removes it (*Angriffe dementieren*), ``carry`` makes its subject the holder (*Kritik üben*), ``name`` says what its
object is (*als Gefahr bezeichnen*).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from ...errors import LexiconError
from ...tables import StanceKind
from .forms import adjective_forms, noun_forms, participle, verb_forms

if TYPE_CHECKING:
    from ...language.view import View

_Row = TypeVar("_Row")
COLUMNS: Final = (
    "lemma", "particle", "pos", "frame", "sign", "kind", "strength", "effect", "example", "expected", "note",
)  # fmt: skip
PREPOSITIONS: Final = (
    "an", "auf", "aus", "bei", "durch", "für", "gegen", "gegenüber", "hinter", "in", "mit", "nach", "um", "unter",
    "von", "vor", "zu", "zwischen", "über",
)  # fmt: skip
_HOLDERS: Final = frozenset({"subj", "gen", "sides", "voice", "head", "comp", "durch", "von"})
_TARGETS: Final = frozenset({"subj", "obj", "dat", "gen", "head", "pred", "comp", *PREPOSITIONS})
_PARTS: Final = ("VERB", "NOUN", "ADJ", "COMPOUND", "AFFIX")
_KINDS: Final = ("speech", "act", "relation", "conduct")
_EFFECTS: Final = ("", "shift", "deny", "carry", "name")
_ARTICLES: Final = frozenset(
    ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"]
)


class Predicate(NamedTuple):
    """One row of the lexicon."""

    lemma: str
    particle: str
    pos: str
    holder: str
    target: str
    sign: int
    kind: StanceKind
    strength: float
    effect: str
    fixed: tuple[str, ...]
    reflexive: bool

    @property
    def frame(self) -> str:
        """Holder and target slot as in the lexicon."""
        return f"{self.holder}>{self.target}"


class Head(NamedTuple):
    """What a word form may be: the head of a predicate; a split form still needs its particle."""

    predicate: Predicate
    split: bool


@dataclass(frozen=True)
class Predicates:
    """The lexicon, found by word form.

    Attributes
    ----------
    entries : tuple of Predicate
        All rows, in order.
    heads : mapping of str to tuple of Head
        Predicates of one word, by form; verbs also by the form that stands apart from the particle.
    phrases : mapping of str to tuple of Predicate
        Predicates of several words, by a form of their rarest word.
    own : frozenset of Predicate
        The user's entries; they are found whatever the reader says.
    frames : dict
        What was computed of forms already.
    """

    entries: tuple[Predicate, ...]
    heads: dict[str, tuple[Head, ...]]
    phrases: dict[str, tuple[Predicate, ...]]
    own: frozenset[Predicate] = frozenset()
    frames: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


def load_predicates(path: str | Path) -> Predicates:
    """Read the user's own predicates and add them to those of mittellage.

    Parameters
    ----------
    path : str or path
        Tab-separated UTF-8 file with the columns of ``predicates.tsv``: ``lemma, particle, pos, frame, sign, kind,
        strength, effect, example, expected, note``. A row with the same lemma, part of speech and frame as one of
        mittellage replaces it.

    Returns
    -------
    Predicates
        What ``predicates=`` takes.

    Raises
    ------
    LexiconError
        Naming the file, the row, the value and what is allowed.
    """
    own = list(read_predicates(Path(path)))
    keys = {(entry.lemma, entry.pos, entry.frame) for entry in own}
    base = [entry for entry in _own_entries() if (entry.lemma, entry.pos, entry.frame) not in keys]
    return replace(index_predicates([*base, *own]), own=frozenset(own))


@cache
def default_predicates() -> Predicates:
    """Return the lexicon of mittellage."""
    return index_predicates(_own_entries())


@cache
def _own_entries() -> tuple[Predicate, ...]:
    return tuple(read_predicates(Path(__file__).with_name("predicates.tsv")))


def read_predicates(path: Path) -> Iterator[Predicate]:
    """Read and validate the rows of a lexicon file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The lexicon {path} cannot be read as UTF-8 text: {error}. Check the path.") from error
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise LexiconError(f"{path}: the columns are {', '.join(header)}; they must be {', '.join(COLUMNS)}.")
    for number, row in enumerate(reader, start=2):
        if row:
            yield _parse(row, f"{path.name}, line {number}")


def _parse(row: list[str], place: str) -> Predicate:
    if len(row) != len(COLUMNS):
        raise LexiconError(f"{place}: {len(row)} cells instead of {len(COLUMNS)}; separate cells with tabs.")
    lemma, particle, pos, frame, sign, kind, strength, effect = row[:8]
    holder, _, target = frame.partition(">")
    choices: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("pos", pos, _PARTS),
        ("holder slot", holder, sorted(_HOLDERS)),
        ("target slot", target, sorted(_TARGETS)),
        ("effect", effect, _EFFECTS),
        ("sign", sign, ("0",) if effect else ("-", "+")),
        ("kind", kind or "act", _KINDS),
    )
    for name, value, allowed in choices:
        if value not in allowed:
            raise LexiconError(f"{place}: {name} {value!r} of {lemma!r} is not one of {', '.join(allowed)}.")
    try:
        weight = float(strength or 1.0)
    except ValueError:
        weight = -1.0
    if not 0 < weight <= 1:
        raise LexiconError(f"{place}: strength {strength!r} of {lemma!r} is not a number above 0 and at most 1.")
    words = lemma.split()
    if not words:
        raise LexiconError(f"{place}: the lemma is empty.")
    if pos == "VERB" and particle and not words[-1].startswith(particle):
        raise LexiconError(f"{place}: the verb {words[-1]!r} does not begin with its particle {particle!r}.")
    reflexive = words[0] == "sich"
    fixed = tuple(words[:-1])[reflexive:] if pos in ("VERB", "ADJ", "NOUN") else ()
    if pos == "NOUN" and fixed and fixed[0][0].isupper():  # "Abbruch der Beziehungen", "Insel der Stabilität"
        words, fixed = [words[0]], tuple(words[1:])
    return Predicate(
        lemma, particle, pos, holder, target, {"-": -1, "+": 1, "0": 0}[sign], cast(StanceKind, kind or "act"),
        weight, effect, fixed, reflexive,
    )  # fmt: skip


def is_head(view: View, token: int, head: Head) -> bool:
    """Return whether a form that may be a predicate is one here: *warf* is *vorwerfen* only with its *vor*."""
    return not head.split or view.particle(token) == head.predicate.particle


def head_word(entry: Predicate) -> str:
    """Return the word of a lemma that carries its inflection."""
    words = entry.lemma.split()
    return words[0] if entry.pos == "NOUN" and entry.fixed and entry.fixed[0] == words[1] else words[-1]


def index_predicates(entries: Iterable[Predicate]) -> Predicates:
    """Build the index of a lexicon."""
    everything = tuple(entries)
    heads: dict[str, list[Head]] = defaultdict(list)
    phrases: dict[str, list[Predicate]] = defaultdict(list)
    for entry in everything:
        if entry.pos in ("AFFIX", "COMPOUND"):
            continue  # parts of words: listed, but no form of their own
        if entry.fixed:
            for form in _fixed_forms(_rarest(entry)):
                phrases[form].append(entry)
        else:
            both = _head_forms(entry, head_word(entry))
            for forms, head in zip(both, (Head(entry, False), Head(entry, True)), strict=True):
                for form in forms:
                    heads[form].append(head)
    return Predicates(everything, _frozen(heads), _frozen(phrases))


def _frozen(table: dict[str, list[_Row]]) -> dict[str, tuple[_Row, ...]]:
    return {key: tuple(values) for key, values in table.items()}


@cache
def _all_verb_forms(base: str) -> frozenset[str]:
    return frozenset(verb_forms(base))


def _head_forms(entry: Predicate, word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the forms of a head in one piece, and the forms that stand apart from their particle."""
    if entry.pos == "NOUN":
        return frozenset(noun_forms(word)), frozenset()
    if entry.pos == "ADJ":
        return frozenset(adjective_forms(word)), frozenset()
    base = word.removeprefix(entry.particle)
    forms = _all_verb_forms(base)
    if not entry.particle:
        return forms, frozenset()
    joined = {entry.particle + form for form in forms} | {f"{entry.particle}zu{base}"}
    return frozenset(joined), forms - {participle(base)}


def _rarest(entry: Predicate) -> str:
    """Choose the fixed word to look for first: a noun if there is one, else the longest."""
    return max(entry.fixed, key=lambda word: (word[0].isupper(), word not in _ARTICLES, len(word)))


def _fixed_forms(word: str) -> set[str]:
    """Return the forms of a fixed word: a noun may be inflected (*Vorwürfe erheben*), an article change its case."""
    make: Callable[[str], Iterator[str]] = noun_forms if word[0].isupper() else adjective_forms
    if word in _ARTICLES:
        stem = "ein" if word.startswith("ein") else ""
        return {article for article in _ARTICLES if article.startswith("ein") == bool(stem)} | {"kein", "keinen"}
    return {word} if len(word) <= 3 else set(make(word))
