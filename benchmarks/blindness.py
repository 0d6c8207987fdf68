"""Whether the reader of stance knows who is who: countries are swapped in real sentences, and edges must swap.

    python benchmarks/blindness.py --gold ../shared/data/stance_edges/documents.jsonl --fragment docs/fragments/bias.md

Sentences are drawn from the real articles, among those in which the fast reader finds an edge toward or of one of five
countries. In each, every mention of one is put in the place of the other in the same form (name, genitive, adjective,
capital, leader), for all pairs. A swap counts if the swapped text has the same mentions in the same forms with the
countries exchanged: what cannot be exchanged (*Kreml*, *US-Sanktionen*, *Russische Föderation*) leaves it out. Then
leaders are made to say these sentences, and exchanged with their countries. An edge has swapped if the swapped text has
it with holder and target exchanged and the sign as before.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from analysis.evaluate.bootstrap import interval
from analysis.pipeline import Options, analyse_many
from analysis.reading import Document
from analysis.stance.reader import ReaderName
from analysis.tables import Stance

HEAD = """## Stance: whether the reader knows who is who

Countries are exchanged in real sentences, and edges must be exchanged with them. The readers see no
names, and the parser and the finder of quotes read most names of states as one. What is lost comes from names of
people, and from names of states with an article. A sentence counts in several pairs, and is read alone.

    python benchmarks/blindness.py --gold ../shared/data/stance_edges/documents.jsonl

"""
SENTENCES = 200
DAY = date(2022, 11, 1)


class Country(NamedTuple):
    """Forms of a country that stand in for those of another; all singular and without article."""

    name: str
    adjective: str
    capital: str
    leader: str
    surname: str


COUNTRIES = {
    "RU": Country("Russland", "russisch", "Moskau", "Wladimir Putin", "Putin"),
    "US": Country("Amerika", "amerikanisch", "Washington", "Joe Biden", "Biden"),
    "CN": Country("China", "chinesisch", "Peking", "Xi Jinping", "Xi"),
    "KZ": Country("Kasachstan", "kasachisch", "Astana", "Kassym-Jomart Tokajew", "Tokajew"),
    "FR": Country("Frankreich", "französisch", "Paris", "Emmanuel Macron", "Macron"),
}
Edge = tuple[str | None, str, int]


def swap(text: str, one: Country, other: Country) -> str:
    """Return a text with two countries exchanged in every form."""
    table: dict[str, str] = {}
    for a, b in ((one, other), (other, one)):
        table |= {a.name: b.name, a.name + "s": b.name + "s", a.capital: b.capital, a.capital + "s": b.capital + "s"}
        table |= {a.leader: b.leader, a.surname: b.surname}
        table |= {a.surname + "s": b.surname + "s"}
        for ending in ("e", "er", "es", "en", "em"):
            table[a.adjective + ending] = b.adjective + ending
            table[a.adjective.capitalize() + ending] = b.adjective.capitalize() + ending
    forms = sorted(table, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
    return pattern.sub(lambda match: table[match.group()], text)


def edges(rows: Sequence[Stance]) -> set[Edge]:
    return {("narrator" if row.holder == "narrator" else row.holder_country, row.target, row.sign) for row in rows}


def exchanged(found: set[Edge], one: str, other: str) -> set[Edge]:
    names = {one: other, other: one}
    return {(names.get(holder or "", holder), names.get(target, target), sign) for holder, target, sign in found}


class Reading(NamedTuple):
    """Edges of a text, and the countries that it mentions with the form of each mention."""

    edges: set[Edge]
    mentions: list[tuple[str, str]]


def read(texts: Sequence[str], reader: ReaderName) -> list[Reading]:
    documents = [Document.from_text(text, date=DAY) for text in texts]
    results = analyse_many(documents, options=Options(reader=reader))
    return [Reading(edges(r.rows["stances"]), [(m.country, m.form) for m in r.rows["mentions"]]) for r in results]


def swapped_pairs(
    texts: Sequence[str], before: Sequence[Reading], one: str, other: str, reader: ReaderName
) -> list[tuple[set[Edge], set[Edge]]]:
    """Return expected and found edges of the texts in which two countries could be exchanged."""
    swapped = [swap(text, COUNTRIES[one], COUNTRIES[other]) for text in texts]
    changed = [(old, new) for old, new, text in zip(before, swapped, texts, strict=True) if new != text]
    names = {one: other, other: one}
    pairs = []
    for (old, _), new in zip(changed, read([text for _, text in changed], reader), strict=True):
        if [(names.get(country, country), form) for country, form in old.mentions] == new.mentions:
            pairs.append((exchanged(old.edges, one, other), new.edges))
    return pairs


def sentences(gold: Path) -> list[str]:
    """Return real sentences that name one of the five in a form that can be exchanged."""
    records = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    real = [record for record in records if record["source"] in ("wikinews", "10kGNAD", "GerNTSA")]
    found = [record["text"][start:end] for record in real for start, end in record["sentences"]]
    found = [
        text.replace("Die USA", "Amerika").replace("die USA", "Amerika").replace("der USA", "Amerikas")
        for text in found
    ]
    named = re.compile("|".join(form for country in COUNTRIES.values() for form in (country.name, country.adjective)))
    return [text for text in dict.fromkeys(found) if 40 < len(text) < 400 and named.search(text)]


def measure(pairs: Sequence[tuple[set[Edge], set[Edge]]]) -> tuple[float, int, float, float]:
    """Return the share of expected edges that are found, how many there are, and the interval over texts."""
    counts = np.array([(len(wanted & found), len(wanted)) for wanted, found in pairs if wanted], dtype=float)
    share = lambda rows: float(rows[:, 0].sum() / rows[:, 1].sum())  # noqa: E731
    return share(counts), int(counts[:, 1].sum()), *interval(counts, share)


def table(texts: Sequence[str], reader: ReaderName) -> list[str]:
    """Return the lines of a reader's table."""
    found = read(texts, reader)
    rows = []
    pairs: list[tuple[set[Edge], set[Edge]]] = []
    for one, other in itertools.combinations(COUNTRIES, 2):
        own = swapped_pairs(texts, found, one, other, reader)
        pairs += own
        rows.append((f"{one} and {other}", len(own), *measure(own)))
    rows.append(("all pairs of countries", len(pairs), *measure(pairs)))
    named: list[tuple[set[Edge], set[Edge]]] = []
    for one, other in itertools.permutations(COUNTRIES, 2):
        said = [f"{COUNTRIES[one].leader} sagte am Montag, {text[0].lower()}{text[1:]}" for text in texts[:40]]
        named += swapped_pairs(said, read(said, reader), one, other, reader)
    rows.append(("leaders as speakers", len(named), *measure(named)))
    return [
        f"| swapped, {reader} reader | sentences | edges | swapped with them | 95 % interval |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {name} | {n} | {count} | {value:.3f} | {low:.3f} to {high:.3f} |"
            for name, n, value, count, low, high in rows
        ),
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--fragment", type=Path)
    options = parser.parse_args()
    texts = sentences(options.gold)
    random.Random(1).shuffle(texts)
    chosen = [
        text
        for text, found in zip(texts, read(texts, "fast"), strict=True)
        if any({holder, target} & set(COUNTRIES) for holder, target, _ in found.edges)
    ]
    lines = [line for reader in get_args(ReaderName) for line in table(chosen[:SENTENCES], reader)]
    print("\n".join(lines))
    if options.fragment is not None:
        options.fragment.write_text(HEAD + "\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
