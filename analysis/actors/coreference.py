"""Coreference: whom a pronoun means, by gender, number, subject and distance.

A small, plain resolver: candidates are the persons and states named before; a subject of the sentence before beats
another noun, a nearer sentence beats a farther one, and nobody is the object of his own verb (*Blinken sagte ihm*).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from ..language.view import View
from ..tables import Mention
from .by_place import NamedCountries, NamedPersons
from .offices import office_of
from .persons import Naming, Person
from .words import words

_REACH: Final = 4
_FAR: Final = 300
"""Words before a pronoun in which a person without a name is looked for, however long the sentences."""

Antecedent = Person | Mention | tuple[int, int] | None


def find_antecedent(
    view: View, token: int, namings: NamedPersons, countries: NamedCountries, *, anyone: bool = False
) -> Antecedent:
    """Find whom a pronoun means; with ``anyone`` whom the sentence is about, man or woman.

    Returns
    -------
    Person, Mention, tuple or None
        A person; a state's mention; the first and last token of a noun phrase; null where the text leaves it open.
    """
    word = view.words[token].lower()
    if anyone:
        return _person(view, token, word, "", namings)
    if word in words("pronoun_relative") and (view.word(view.before(token)) == "," or view.tag[token] == "PRELS"):
        return _relative(view, token)
    plural = _is_plural(view, token)
    if word in words("pronoun_n"):
        return _state(view, token, countries, neuter=True)
    if plural or word in ("ihnen", "denen"):
        return None
    gender = "m" if word in words("pronoun_m") else "f" if word in words("pronoun_f") else ""
    if not gender:
        return None
    found = _person(view, token, word, gender, namings)
    if found is None and gender == "f":
        return _state(view, token, countries, neuter=False)
    return found


def _is_plural(view: View, token: int) -> bool:
    """Return whether the pronoun or its verb is plural: *sie sagten*."""
    number = view.feature(token, "Number")
    verb_number = view.feature(view.head[token], "Number") if view.dep[token].startswith("nsubj") else ""
    if verb_number:
        return verb_number == "Plur"
    if number and view.words[token].lower() not in ("sie", "ihr"):
        return number == "Plur"
    if view.words[token].lower() == "sie":
        # "sie sagten", "sie hätten": the next finite verb tells where nothing else does
        window = [view.word(view.before(token)), *(view.word(i) for i in range(token + 1, token + 12))]
        for near in window:
            if near in words("verb_singular"):
                return False
            if near in words("verb_plural"):
                return True
    return False


def _person(view: View, token: int, word: str, gender: str, namings: NamedPersons) -> Antecedent:
    own = view.sentence[token]
    best: tuple[float, Person] | None = None
    for naming, person in namings.between(bisect_left(view.sentence, own - _REACH), token):
        if gender and person.gender and person.gender != gender:
            continue
        distance = own - view.sentence[naming.first]
        if distance == 0 and word in words("pronoun_object") and _same_clause(view, naming.last, token):
            continue
        score = -2.0 * distance + naming.first / len(view)
        if _is_subject(view, naming) and word not in words("pronoun_near"):
            score += 1.5
        if not person.gender:
            score -= 0.5
        if best is None or score > best[0]:
            best = score, person
    unnamed = _unnamed(view, token, word, gender, namings)
    if unnamed is not None and (best is None or unnamed[0] > best[0]):
        return unnamed[1], unnamed[1]
    return best[1] if best else None


def _unnamed(view: View, token: int, word: str, gender: str, namings: NamedPersons) -> tuple[float, int] | None:
    """Return the last person without a name who could be meant: *Der Sprecher schwieg. Er lachte*."""
    own = view.sentence[token]
    around = namings.between(token - 2 * _FAR, token + 2)
    named = {i for naming, _ in around for i in range(naming.first - 2, naming.last + 1)}
    best: tuple[float, int] | None = None
    for near in range(token - 1, max(token - _FAR, -1), -1):
        distance = own - view.sentence[near]
        if distance > 1:
            break
        office = office_of(view.words[near])
        if (
            office is None
            or office.kind != "person"
            or office.plural
            or near in named
            or (gender and office.gender not in (gender, "a"))
        ):
            continue
        if distance == 0 and word in words("pronoun_object") and _same_clause(view, near, token):
            continue
        score = -2.0 * distance + near / len(view) - 0.5
        subject = view.dep[near].startswith("nsubj") if view.parsed else view.first(view.before(near))
        score += 1.5 if subject and word not in words("pronoun_near") else 0.0
        if best is None or score > best[0]:
            best = score, near
    return best


def _same_clause(view: View, left: int, right: int) -> bool:
    between = view.words[left + 1 : right]
    return not any(word in (",", ";", ":", "–", "und", "“", '"') for word in between)


def _is_subject(view: View, naming: Naming) -> bool:
    """Return whether a name is the subject of its clause; without a parse, whether it opens it or follows the verb."""
    if view.parsed:
        token = naming.first
        for _ in range(4):
            if view.dep[token].startswith("nsubj"):
                return True
            if view.dep[token] in ("appos", "flat", "compound", "flat:name") and view.head[token] != token:
                token = view.head[token]
            else:
                return False
        return False
    before = view.before(naming.first)
    office = office_of(view.word(before))
    if office is not None:
        before = view.before(before)
    word = view.word(before)
    return view.first(naming.first) or view.first(view.after(before)) or word in words("subject_verb")


def _relative(view: View, token: int) -> Antecedent:
    """Return the phrase that a relative clause belongs to; it ends before the comma."""
    if view.parsed:
        clause = view.head[token]
        if view.dep[clause].startswith("acl") and view.head[clause] < token:
            first = last = view.head[clause]
            # „Präsident Tokajew, der“: the clause hangs on the office, the name beside it says whose
            while view.head[view.after(last)] == first and view.dep[view.after(last)] in ("appos", "flat"):
                last = view.after(last)
            return first, last
    last = view.before(view.before(token))
    while last >= 0 and not view.words[last][:1].isupper():
        if view.sentence[last] != view.sentence[token]:
            return None
        last = view.before(last)
    return (last, last) if last >= 0 else None


def _state(view: View, token: int, countries: NamedCountries, *, neuter: bool) -> Mention | None:
    """Return the state named last: *Kasachstan ... es*, *die Ukraine ... sie*."""
    own = view.sentence[token]
    for mention in countries.before(view.starts[token]):
        if own - mention.sentence_id > 1:
            return None
        if mention.form not in ("name", "capital"):
            continue
        feminine = mention.text in ("Türkei", "Ukraine", "Schweiz", "Mongolei", "Slowakei", "EU", "DDR")
        if feminine != neuter:
            return mention
    return None
