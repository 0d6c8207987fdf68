"""Leaders: who holds or held an office, found under every spelling, chosen by the document's date.

A name alone never beats the context: *Kohl* is a vegetable, *Melania Trump* no president, *Li* one of many. A bare
surname that the table marks as common needs the full name, an office or the country somewhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from ..errors import LexiconError
from .forms import split_cell
from .lexicon import read_table
from .name_keys import name_key, name_keys
from .words import given_names, words

_COLUMNS: Final = (
    "country",
    "given",
    "surname",
    "order",
    "class",
    "office",
    "start",
    "end",
    "gender",
    "alone",
    "verified",
    "note",
)
_HEADS: Final = frozenset({"president", "premier", "chancellor", "monarch", "foreign_minister", "defence_minister"})
_EU_HEADS: Final = frozenset({"commission_president", "council_president", "foreign_minister", "parliament_president"})
_CAPITAL_WORD: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’ʼ]*")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Term(NamedTuple):
    """An office and when it was held; ``end`` is null while it is held."""

    country: str
    kind: str
    office: str
    start: date
    end: date | None


class Leader(NamedTuple):
    """A person of the table with all terms of office."""

    name: str
    given: tuple[str, ...]
    surname: tuple[str, ...]
    family_first: bool
    gender: str
    alone: bool
    terms: tuple[Term, ...]

    @property
    def last_words(self) -> tuple[str, ...]:
        """Last words of the surnames."""
        return tuple(re.split(r"[ \-'’]", surname)[-1].rstrip(".") for surname in self.surname)

    def term_on(self, day: date | None) -> Term | None:
        """Return the office held on a day, else the last one before it; without a day the last of all.

        Returns null before the first term: who takes office later is no leader yet.
        """
        if day is None:
            return self.terms[-1]
        begun = [term for term in self.terms if term.start <= day]
        held = [term for term in begun if term.end is None or day <= term.end]
        return next(reversed(held or begun), None)

    def in_office(self, day: date | None) -> bool:
        """Return whether an office is held on a day; without a day unknown, taken as no."""
        if day is None:
            return False
        return any(term.start <= day and (term.end is None or day <= term.end) for term in self.terms)


class LeaderHit(NamedTuple):
    """A name in the text that leaders of the table bear."""

    start: int
    end: int
    text: str
    leaders: tuple[Leader, ...]
    full: bool
    """whether a given name of theirs stands with it"""
    stranger: bool
    """whether another given name stands before it: *Melania Trump*"""


def _day(value: str, *, last: bool, where: str) -> date:
    match = _DATE.fullmatch(value)
    if match is None:
        raise LexiconError(f"{where}: {value!r} is no date. Write 2012-05-07, 2012-05 or 2012.")
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or (12 if last else 1)), int(day or (28 if last else 1)))
    except ValueError:
        raise LexiconError(f"{where}: {value!r} is no day of the calendar.") from None


def read_leaders(path: Path) -> tuple[Leader, ...]:
    """Read a table of persons and their terms of office, in the format of ``leaders.tsv``.

    Raises
    ------
    LexiconError
        Naming the file, the line and the value of a bad row.
    """
    people: dict[str, Leader] = {}
    required = ("country", "given", "surname", "class", "office", "start")
    for row in read_table(path, columns=_COLUMNS, required=required):
        where = f"{path.name!r}, line {row['line']}"
        empty = [column for column in required if not row.get(column)]
        if empty:
            raise LexiconError(f"{where}: the column {empty[0]!r} is empty. Every person needs it.")
        for column, allowed in (
            ("gender", ("m", "f", "")),
            ("alone", ("yes", "no", "")),
            ("order", ("given", "family", "")),
        ):
            if row.get(column, "") not in allowed:
                raise LexiconError(
                    f"{where}, column {column!r}: {row[column]!r} is not one of {', '.join(filter(None, allowed))}."
                )
        term = Term(
            row["country"],
            row["class"],
            row["office"],
            _day(row["start"], last=False, where=where),
            _day(row["end"], last=True, where=where) if row.get("end") else None,
        )
        if term.end is not None and term.end < term.start:
            raise LexiconError(f"{where}: the term ends ({row['end']}) before it starts ({row['start']}).")
        given, surname = tuple(split_cell(row["given"])), tuple(split_cell(row["surname"]))
        family_first = row.get("order") == "family"
        name = f"{surname[0]} {given[0]}" if family_first else f"{given[0]} {surname[0]}"
        known = people.get(name)
        terms = sorted((*(known.terms if known else ()), term), key=lambda one: one.start)
        people[name] = Leader(
            name,
            tuple(dict.fromkeys((*(known.given if known else ()), *given))),
            tuple(dict.fromkeys((*(known.surname if known else ()), *surname))),
            family_first,
            row.get("gender") or "m",
            row.get("alone") != "no",
            tuple(terms),
        )
    return tuple(people.values())


def is_head(term: Term) -> bool:
    """Whether the office makes a bearer's name a mention of the country: head of state or government, minister."""
    return term.kind in (_EU_HEADS if term.country == "EU" else _HEADS)


class LeaderTable:
    """All leaders, looked up by the keys of the last word of their surnames."""

    def __init__(self, leaders: Sequence[Leader]) -> None:
        self.leaders = tuple(leaders)
        self.by_key: dict[str, list[tuple[Leader, tuple[str, ...]]]] = {}
        for leader in leaders:
            for surname in leader.surname:
                keys = tuple(name_key(word) for word in re.split(r"[ \-'’]", surname) if word)
                self.by_key.setdefault(keys[-1], []).append((leader, keys))

    def holder(self, country: str, kind: str, day: date) -> Leader | None:
        """Return who holds an office of a country on a day, if the table knows exactly one."""
        holders = {
            leader.name: leader
            for leader in self.leaders
            for term in leader.terms
            if (term.country, term.kind) == (country, kind)
            and kind in _HEADS | _EU_HEADS
            and term.start <= day
            and (term.end is None or day <= term.end)
        }
        return next(iter(holders.values())) if len(holders) == 1 else None

    def find(self, text: str) -> list[LeaderHit]:
        """Find the names of leaders in a text, before any look at the context."""
        hits: list[LeaderHit] = []
        by_key = self.by_key
        for word in _CAPITAL_WORD.finditer(text):
            raw = word.group()
            if len(raw) < 2:
                continue
            candidates = [
                found for key in name_keys(raw) for found in by_key.get(key, ()) if _may_be_spelt(raw, found[0])
            ]
            if candidates:
                hit = _complete(text, word, candidates)
                if hit is not None:
                    hits.append(hit)
        return _without_overlap(hits)


def _may_be_spelt(word: str, leader: Leader) -> bool:
    """Return whether a word can be that surname: short and common ones only letter by letter (*Wen* is not *Wenn*)."""
    if leader.alone and len(word) > 5:
        return True
    return any(word in (last, last + "s", last.upper()) for last in leader.last_words)


def _without_overlap(hits: list[LeaderHit]) -> list[LeaderHit]:
    kept: list[LeaderHit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _complete(text: str, last: re.Match[str], candidates: list[tuple[Leader, tuple[str, ...]]]) -> LeaderHit | None:
    """Widen a surname to its particles and given names; null if the surname's other words are missing."""
    found: list[tuple[int, int, Leader, bool]] = []
    for leader, keys in candidates:
        start = _surname_start(text, last.start(), keys[:-1])
        if start is None:
            continue
        end = last.end()
        begin, stop, full = (
            _given_after(text, start, end, leader) if leader.family_first else _given_before(text, start, end, leader)
        )
        found.append((begin, stop, leader, full))
    if not found:
        return None
    full_ones = [one for one in found if one[3]]
    chosen = full_ones or found
    widest = max(stop - begin for begin, stop, _, _ in chosen)
    chosen = [one for one in chosen if one[1] - one[0] == widest]
    begin, stop = chosen[0][:2]
    stranger = not full_ones and _has_stranger(text, begin)
    leaders = tuple({one[2].name: one[2] for one in chosen}.values())
    return LeaderHit(begin, stop, text[begin:stop], leaders, bool(full_ones), stranger)


def _surname_start(text: str, start: int, keys: Sequence[str]) -> int | None:
    """Walk back over the earlier words of the surname: *von der* before *Leyen*, *Kramp-* before *Karrenbauer*."""
    for key in reversed(keys):
        match = re.search(r"([\w]+)[ \-'’\n]$", text[max(0, start - 24) : start])
        if match is None or name_key(match.group(1)) != key:
            return None
        start = max(0, start - 24) + match.start(1)
    return start


def _given_before(text: str, start: int, end: int, leader: Leader) -> tuple[int, int, bool]:
    before = text[max(0, start - 48) : start]
    for given in leader.given:
        size = len(re.findall(r"\w+", given))
        match = re.search(rf"((?:[\w.'’]+[ \-\n]){{{size}}})$", before)
        if match and _same_words(match.group(1), given):
            return max(0, start - 48) + match.start(1), end, True
    for given in leader.given:
        # "W. Putin", "G. W. Bush", "Wladimir W. Putin", "Kassym-J. Tokajew"
        match = re.search(r"(?:(\w+)[ \-])?((?:\w\.[ \-]?)+)$", before)
        if match and match.group(2)[0] == given[0] and match.group(1) is None:
            return max(0, start - 48) + match.start(2), end, True
        if match and match.group(1) and _same_words(match.group(1), given):
            return max(0, start - 48) + match.start(1), end, True
        # "Wladimir Wladimirowitsch Putin": a patronymic between
        match = re.search(r"(\w+) \w+(?:witsch|wich|vich|owna|jewna|ewna) $", before)
        if match and _same_words(match.group(1), given):
            return max(0, start - 48) + match.start(1), end, True
    return start, end, False


def _given_after(text: str, start: int, end: int, leader: Leader) -> tuple[int, int, bool]:
    after = text[end : end + 32]
    for given in leader.given:
        match = re.match(r"[ \-]([\w'’]+(?:-\w+)?)", after)
        if match and _same_words(match.group(1), given):
            return start, end + match.end(1), True
    return start, end, False


def _same_words(found: str, given: str) -> bool:
    left, right = re.findall(r"[\w.]+", found), re.findall(r"[\w.]+", given)
    if not left:
        return False  # a mark alone: "Moskau ' Putin"
    return "".join(map(name_key, right)) in {"".join(map(name_key, left[:-1])) + key for key in name_keys(left[-1])}


def _has_stranger(text: str, start: int) -> bool:
    """Return whether another person's given name stands before the surname: *Melania Trump*, *Hunter Biden*."""
    match = re.search(r"([\w]+)[ ]$", text[max(0, start - 24) : start])
    return match is not None and (
        match.group(1) in given_names() or (match.group(1) in words("name_particle") and match.group(1) != "von")
    )


def choose_leader(
    hit: LeaderHit, day: date | None, *, named: Mapping[str, int], countries: Collection[str]
) -> tuple[Leader, Term] | None:
    """Choose among the leaders that bear a name.

    Parameters
    ----------
    hit : LeaderHit
        The name in the text.
    day : date or None
        Day of the document; who takes office later is out.
    named : mapping
        How often the document names a leader in full.
    countries : collection
        Which countries the document speaks of.
    """
    best: tuple[tuple[int, ...], Leader, Term] | None = None
    for leader in hit.leaders:
        term = leader.term_on(day)
        if term is None:
            continue
        rank = (
            int(named.get(leader.name, 0) > 0),
            int(leader.in_office(day)),
            int(term.country in countries),
            term.start.toordinal(),
        )
        if best is None or rank > best[0]:
            best = rank, leader, term
    return None if best is None else best[1:]


class OwnLeaders(Protocol):
    """A gazetteer with a user's own persons."""

    @property
    def leaders(self) -> Path | None:
        """Table of them."""


@cache
def leader_table(gazetteer: OwnLeaders | None = None) -> LeaderTable:
    """Build the table of leaders once per process, a user's own persons on top if the gazetteer has any."""
    own = gazetteer.leaders if gazetteer is not None else None
    return LeaderTable(read_leaders(Path(__file__).parent / "leaders.tsv") + (read_leaders(own) if own else ()))
