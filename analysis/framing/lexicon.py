"""The frame vocabulary: reviewed cues with word class and weight, the project's own or a user's, and their matcher.

A cue is a lemma (``*`` stands for any letters), several words in order with at most three others between them
(``territorial integrität``), or a structure of the other tables (``@stance pole>focus +``, ``@agency agent``). A
sentence carries a frame when the weights of its cues add up to one: one clear cue, or two that are ambiguous alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from ..errors import LexiconError
from ..tables import Token

Kind = Literal["frame", "role"]
Word: TypeAlias = str | re.Pattern[str]
STRUCTURES: Final = (
    "@stance pole>focus +",
    "@stance pole>focus -",
    "@stance focus>pole +",
    "@stance focus>pole -",
    "@agency agent",
    "@agency patient",
    "@agency beneficiary",
)
_COLUMNS: Final = ["kind", "frame", "cue", "class", "weight", "note"]
_CLASSES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "N": frozenset({"NOUN", "PROPN", "X"}),
        "V": frozenset({"VERB", "AUX"}),
        "A": frozenset({"ADJ", "ADV"}),
    }
)
_GAP: Final = 3
_KEPT: Final = 100_000


class Cue(NamedTuple):
    """A row of the vocabulary."""

    kind: Kind
    frame: str
    cue: str
    word_class: str
    weight: float


class Cues(NamedTuple):
    """What begins with the forms of a word: cues of one word, those of them with ``*``, and first words of phrases."""

    exact: tuple[Cue, ...]
    starred: tuple[Cue, ...]
    phrases: tuple[str, ...]


class Frames(NamedTuple):
    """A vocabulary, sorted for matching.

    Attributes
    ----------
    names : mapping of str to tuple of str
        Frames and roles, in order of the file.
    exact : mapping of str to tuple of Cue
        Cues of one word without ``*``, by that word.
    starred : pattern
        Matches what any cue of one word with ``*`` matches, so that most words are done with after one look.
    patterns : tuple of (pattern, Cue)
        Cues of one word with ``*``.
    phrases : mapping of str to tuple of (words, Cue)
        Cues of several words, by their first word: the words after it, those with ``*`` as patterns.
    structures : tuple of Cue
        Cues of the other tables.
    cues : dict of tuple to Cues or None
        Forms that were asked for, and the cues that begin with them.
    """

    names: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[Cue, ...]]
    starred: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], Cue], ...]
    phrases: Mapping[str, tuple[tuple[tuple[Word, ...], Cue], ...]]
    structures: tuple[Cue, ...]
    cues: dict[tuple[str, ...], Cues | None]


def load_frames(path: str | Path | None = None) -> Frames:
    """Read a vocabulary of frames and roles.

    Parameters
    ----------
    path : str or path, optional
        A file of your own, tab-separated UTF-8 with the columns ``kind`` (frame or role), ``frame``, ``cue``, ``class``
        (N, V, A or ``*``), ``weight`` (0 to 1) and ``note``. By default the vocabulary of mittellage.

    Returns
    -------
    Frames

    Raises
    ------
    LexiconError
        Naming the line and what is wrong with it, or the file that cannot be read.

    Examples
    --------
    >>> load_frames().names["frame"]
    ('security', 'sovereignty', 'economy', 'sanctions', 'values', 'connectivity', 'rivalry')
    """
    if path is None:
        return _default()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The file of frames {str(path)!r} cannot be read ({error}).") from error
    return _build(_read(text, str(path)))


@cache
def _default() -> Frames:
    return _build(_read((files(__package__) / "frames.tsv").read_text(encoding="utf-8"), "frames.tsv"))


def _read(text: str, name: str) -> Iterator[Cue]:
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise LexiconError(f"{name}: the first line must name the columns {', '.join(_COLUMNS)}, separated by tabs.")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise LexiconError(f"{name}, line {number}: {len(cells)} columns instead of {len(_COLUMNS)}.")
        kind, frame, cue, word_class, weight, _ = (cell.strip() for cell in cells)
        if kind not in ("frame", "role"):
            raise LexiconError(f"{name}, line {number}: kind is {kind!r}; use frame or role.")
        if not frame or not cue or (cue.startswith("@") and cue not in STRUCTURES):
            raise LexiconError(f"{name}, line {number}: {cue!r} is no cue; structures are {', '.join(STRUCTURES)}.")
        if word_class not in (*_CLASSES, "*"):
            raise LexiconError(f"{name}, line {number}: class is {word_class!r}; use N, V, A or *.")
        try:
            value = float(weight.replace(",", "."))
        except ValueError:
            value = -1.0
        if " " in cue and "*" in cue.split()[0]:
            raise LexiconError(f"{name}, line {number}: {cue!r} begins with a *; write its first word out.")
        if not 0 < value <= 1:
            raise LexiconError(f"{name}, line {number}: weight is {weight!r}; use a number above 0 and up to 1.")
        yield Cue("frame" if kind == "frame" else "role", frame, cue.lower(), word_class, value)


def _build(cues: Iterator[Cue]) -> Frames:
    names: dict[str, list[str]] = {"frame": [], "role": []}
    exact: dict[str, list[Cue]] = {}
    patterns, structures = [], []
    phrases: dict[str, list[tuple[tuple[Word, ...], Cue]]] = {}
    for cue in cues:
        if cue.frame not in names[cue.kind]:
            names[cue.kind].append(cue.frame)
        words = cue.cue.split()
        if cue.cue.startswith("@"):
            structures.append(cue)
        elif len(words) > 1:
            phrases.setdefault(words[0], []).append((tuple(_word(word) for word in words[1:]), cue))
        elif "*" in cue.cue:
            patterns.append((_pattern(cue.cue), cue))
        else:
            exact.setdefault(cue.cue, []).append(cue)
    return Frames(
        MappingProxyType({kind: tuple(listed) for kind, listed in names.items()}),
        MappingProxyType({word: tuple(found) for word, found in exact.items()}),
        re.compile("|".join(pattern.pattern for pattern, _ in patterns) or "(?!)"),
        tuple(patterns),
        MappingProxyType({word: tuple(found) for word, found in phrases.items()}),
        tuple(structures),
        {},
    )


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(r"\w*".join(re.escape(part) for part in word.replace("*", "\0").split("\0")))


def _word(word: str) -> Word:
    return _pattern(word) if "*" in word else word


class Hit(NamedTuple):
    """A cue found in a sentence, with the text that matched it."""

    cue: Cue
    start: int
    end: int


def match(frames: Frames, tokens: Sequence[Token], verbs: Mapping[int, str] | None = None) -> list[Hit]:
    """Find the cues of one sentence.

    Parameters
    ----------
    frames : Frames
        The vocabulary.
    tokens : sequence of Token
        The sentence.
    verbs : mapping of int to str, optional
        Lemmas of separated verbs by token_id (lehnt ... ab: ablehnen).

    Returns
    -------
    list of Hit
        In order of the vocabulary's forms; a word counts once for each frame.
    """
    verbs = verbs or {}
    forms = [_forms(verbs.get(t.token_id, t.lemma), t.lemma, t.text) for t in tokens]
    hits: list[Hit] = []
    seen: set[tuple[str, str, int]] = set()

    def add(cue: Cue, first: int, last: int) -> None:
        if (cue.kind, cue.frame, first) not in seen:
            seen.add((cue.kind, cue.frame, first))
            hits.append(Hit(cue, tokens[first].start, tokens[last].end))

    firsts: dict[str, list[int]] = {}
    known = frames.cues
    for at, own in enumerate(forms):
        try:
            cues = known[own]
        except KeyError:
            cues = _begin(frames, own)
        if cues is None:
            continue
        token = tokens[at]
        for cue in cues.exact if len(token.text) <= 2 else (*cues.exact, *cues.starred):
            if _fits(cue, token):
                add(cue, at, at)
        for form in cues.phrases:
            firsts.setdefault(form, []).append(at)
    for first, places in firsts.items():
        for phrase, cue in frames.phrases[first]:
            span = _find_phrase(phrase, forms, places)
            if span is not None:
                add(cue, *span)
    return hits


@lru_cache(maxsize=_KEPT)
def _forms(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.lower() for word in words))


def _begin(frames: Frames, forms: tuple[str, ...]) -> Cues | None:
    """Return the cues that begin with a form of a word, and keep them: most words come again, and begin none."""
    if len(frames.cues) >= _KEPT:
        frames.cues.clear()
    starred: tuple[Cue, ...] = ()
    if any(frames.starred.fullmatch(form) for form in forms):
        starred = tuple(cue for pattern, cue in frames.patterns if any(map(pattern.fullmatch, forms)))
    exact = tuple(cue for form in forms for cue in frames.exact.get(form, ()))
    cues = Cues(exact, starred, tuple(form for form in forms if form in frames.phrases))
    frames.cues[forms] = found = cues if any(cues) else None
    return found


def _fits(cue: Cue, token: Token) -> bool:
    return cue.word_class == "*" or token.upos in _CLASSES[cue.word_class]


def _find_phrase(
    phrase: Sequence[Word], forms: Sequence[tuple[str, ...]], places: Sequence[int]
) -> tuple[int, int] | None:
    """Give the first and the last word of a phrase whose first word stands at one of the places."""
    for first in places:
        at = first + 1
        for word in phrase:
            window = range(at, min(at + 1 + _GAP, len(forms)))
            found = next((i for i in window if _stands(word, forms[i])), None)
            if found is None:
                break
            at = found + 1
        else:
            return first, at - 1
    return None


def _stands(word: Word, forms: tuple[str, ...]) -> bool:
    return word in forms if isinstance(word, str) else any(map(word.fullmatch, forms))
