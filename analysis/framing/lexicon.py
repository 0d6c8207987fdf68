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
from typing import Final, Literal, NamedTuple

from ..errors import LexiconError
from ..tables import Token

Kind = Literal["frame", "role"]
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
    phrases : mapping of str to tuple of (patterns, Cue)
        Cues of several words, by their first word.
    structures : tuple of Cue
        Cues of the other tables.
    cues : dict of tuple to bool
        Forms that were asked for, and whether any cue begins with them.
    """

    names: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[Cue, ...]]
    starred: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], Cue], ...]
    phrases: Mapping[str, tuple[tuple[tuple[re.Pattern[str], ...], Cue], ...]]
    structures: tuple[Cue, ...]
    cues: dict[tuple[str, ...], bool]


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
    phrases: dict[str, list[tuple[tuple[re.Pattern[str], ...], Cue]]] = {}
    for cue in cues:
        if cue.frame not in names[cue.kind]:
            names[cue.kind].append(cue.frame)
        words = cue.cue.split()
        if cue.cue.startswith("@"):
            structures.append(cue)
        elif len(words) > 1:
            phrases.setdefault(words[0], []).append((tuple(_pattern(word) for word in words), cue))
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
        found = known.get(own)
        if not (_may_be_cue(frames, own) if found is None else found):
            continue
        token = tokens[at]
        for form in own:
            for cue in frames.exact.get(form, ()):
                if _fits(cue, token):
                    add(cue, at, at)
            if form in frames.phrases:
                firsts.setdefault(form, []).append(at)
        if len(token.text) > 2 and any(frames.starred.fullmatch(form) for form in own):
            for pattern, cue in frames.patterns:
                if _fits(cue, token) and any(pattern.fullmatch(form) for form in own):
                    add(cue, at, at)
    for first, places in firsts.items():
        for phrase, cue in frames.phrases[first]:
            span = _find_phrase(phrase, forms, places)
            if span is not None:
                add(cue, *span)
    return hits


@lru_cache(maxsize=_KEPT)
def _forms(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.lower() for word in words))


def _may_be_cue(frames: Frames, forms: tuple[str, ...]) -> bool:
    """Tell whether any cue begins with a form of a word, and keep it: most words come again and again, and are none."""
    if len(frames.cues) >= _KEPT:
        frames.cues.clear()
    found = any(
        form in frames.exact or form in frames.phrases or frames.starred.fullmatch(form) is not None for form in forms
    )
    frames.cues[forms] = found
    return found


def _fits(cue: Cue, token: Token) -> bool:
    return cue.word_class == "*" or token.upos in _CLASSES[cue.word_class]


def _find_phrase(
    phrase: Sequence[re.Pattern[str]], forms: Sequence[tuple[str, ...]], places: Sequence[int]
) -> tuple[int, int] | None:
    """Give the first and the last word of a phrase whose first word stands at one of the places."""
    for first in places:
        at = first + 1
        for pattern in phrase[1:]:
            window = range(at, min(at + 1 + _GAP, len(forms)))
            found = next((i for i in window if any(pattern.fullmatch(form) for form in forms[i])), None)
            if found is None:
                break
            at = found + 1
        else:
            return first, at - 1
    return None
