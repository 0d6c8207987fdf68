"""Names of persons in a text: found by the parser's entities, by a role noun before a name, by a first name."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.view import View
from .councils import office_at
from .offices import Office, office_of
from .persons import Naming
from .words import given_names, words


def naming_at(view: View, start: int, end: int) -> Naming:
    """Return the naming of a span."""
    return Naming(start, end, view.token_at(start), view.token_at(end - 1), view.text[start:end])


def find_names(view: View, *, taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Collect the spans of persons' names outside the spans that are taken already."""
    marks = marked(taken, len(view.text))
    spans: list[tuple[int, int]] = []
    for start, end in [*_entity_spans(view), *_pattern_spans(view)]:
        if not any(marks[start:end]):
            marks[start:end] = b"\1" * (end - start)
            spans.append((start, end))
    return spans


def marked(spans: Iterable[tuple[int, int]], size: int) -> bytearray:
    """Return a byte for each code point of a text: 1 where a span covers it."""
    marks = bytearray(size)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks


def _entity_spans(view: View) -> list[tuple[int, int]]:
    spans = []
    for entity in view.doc.ents:
        if entity.label_ != "PER":
            continue
        first, last = entity.start, entity.end - 1
        while first <= last and (view.words[first] in words("salutation") or office_of(view.words[first]) is not None):
            first += 1
        if first <= last and view.words[first][:1].isalpha() and view.words[last][:1].isupper():
            spans.append((view.starts[first], view.ends[last]))
    return spans


def _pattern_spans(view: View) -> list[tuple[int, int]]:
    """Find what the entities may have missed: *Ministerin Chatuna Kalmachelidse*, *Christine Strobl*."""
    spans, token, given, salutations = [], 0, given_names(), words("salutation")
    while token < len(view):
        word = view.words[token]
        office = office_at(view, token)
        titled = word in salutations or (office is not None and office.kind == "person" and not office.plural)
        first = view.after(token) if titled else token
        last = _name_end(view, first) if titled or word in given else first - 1
        if last >= first + (not titled) and (not titled or _looks_like_name(view, first, office)):
            spans.append((view.starts[first], view.ends[last]))
            token = last + 1
        else:
            token += 1
    return spans


def _name_end(view: View, first: int) -> int:
    """Give the last token of a run of capitalised words and name particles from a token on, or the token before it."""
    last, index = first - 1, first
    while index < len(view) and index - first < 5 and view.sentence[index] == view.sentence[min(first, len(view) - 1)]:
        word = view.words[index]
        if word[:1].isupper() and word[:1].isalpha() and not word.isupper() | (office_of(word) is not None):
            if index > first and view.tagged and view.pos[index] not in ("PROPN", "NOUN", "X"):
                break
            last = index
        elif word not in words("name_particle") or (index == first and word not in ("von", "van", "de")):
            break
        index += 1
    return last


def _looks_like_name(view: View, first: int, office: Office | None) -> bool:
    """Return whether the capitalised word behind a role noun is a name and not another noun: *Sprecher Polizei*."""
    word = view.words[first]
    if view.tagged:
        return view.pos[first] == "PROPN" or view.entity[first] == "PER"
    return word in given_names() or (
        office is not None and office_of(word) is None and not word.endswith(tuple(words("noun_ending")))
    )
