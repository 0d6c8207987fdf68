"""Coded documents once more, with two countries exchanged in each, and its edges exchanged with them.

    python training/stance/swapping.py --documents training/stance/coded/*.jsonl.xz --texts …/quotes/*.jsonl.xz \\
        --seed 1 --out swapped.jsonl

The networks see no names, but the parser and the finder of quotes do, and say other things of a sentence with a name
that they know less well. A network that reads both versions learns to rely on what they have in common. Names,
adjectives, capitals and leaders are exchanged, as the gazetteer has them. A document that names a country otherwise,
too (*Kreml*, *US-Sanktionen*), is left out: its mentions are not those of the first with the countries exchanged.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from examples import read_articles, read_documents

from analysis.actors import View, load_gazetteer, mention_rows
from analysis.actors.forms import ADJECTIVE_ENDINGS, split_cell
from analysis.actors.leaders import leader_table
from analysis.language import parse_many
from analysis.reading import Document

DAY = date(2022, 11, 1)
"""The leaders of this day are exchanged."""
OFFICES = ("president", "chancellor", "premier")
Forms = list[str]
"""Forms of a country that stand for those of another, in one order for all."""
Shifts = list[tuple[int, int]]
"""Ends of what was exchanged, in the old text and in the new one."""


def forms_of_countries() -> dict[str, Forms]:
    """Return the forms of the countries that have a name of one word without an article, and a leader."""
    found = {}
    for country in load_gazetteer().countries:
        own = [country.name, *split_cell(country.variants)]
        names = [name for name in own if re.fullmatch("[A-ZÄÖÜ][a-zäöüß]+", name)]
        stems = [stem for stem in split_cell(country.adjectives) if re.fullmatch("[a-zäöüß]+", stem)]
        capitals = split_cell(country.capital)
        leaders = [leader_table().holder(country.code, office, DAY) for office in OFFICES]
        leader = next((leader for leader in leaders if leader is not None), None)
        if not names or not stems or country.article in ("der", "die", "das") or not capitals or leader is None:
            continue
        nouns = (names[0], capitals[0], leader.name, leader.surname[0])
        inflected = [stems[0] + ending for ending in ("", *ADJECTIVE_ENDINGS)]
        found[country.code] = [
            *nouns, *(noun + "s" for noun in nouns), *inflected, *(form.capitalize() for form in inflected),
        ]  # fmt: skip
    return found


def exchange(text: str, one: Forms, other: Forms) -> tuple[str, Shifts]:
    """Return a text with the forms of two countries exchanged, and where they now end.

    Examples
    --------
    >>> exchange("Moskau lobt Rom.", ["Moskau"], ["Rom"])
    ('Rom lobt Moskau.', [(6, 3), (15, 15)])
    """
    table = dict(zip(one, other, strict=True)) | dict(zip(other, one, strict=True))
    longest_first = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    parts: list[str] = []
    shifts: Shifts = []
    last = size = 0
    for match in re.finditer(rf"(?<![\w-])(?:{longest_first})(?!\w)", text):
        parts += [text[last : match.start()], table[match.group()]]
        size += len(parts[-2]) + len(parts[-1])
        last = match.end()
        shifts.append((last, size))
    return "".join([*parts, text[last:]]), shifts


def moved(place: int, shifts: Shifts) -> int:
    """Return where a place of the old text is in the new one; places within a name are moved like its begin."""
    old, new = max((shift for shift in shifts if shift[0] <= place), default=(0, 0))
    return new + place - old


def swapped(record: Mapping[str, Any], one: str, other: str, forms: Mapping[str, Forms]) -> dict[str, Any]:
    """Return a document with two countries exchanged in text and edges."""
    text, shifts = exchange(record["text"], forms[one], forms[other])
    names = {one: other, other: one}
    edges = []
    for edge in record["edges"]:
        countries = {key: names.get(edge[key], edge[key]) for key in ("target", "holder_country")}
        evidence = edge["evidence"] and [moved(place, shifts) for place in edge["evidence"]]
        edges.append({**edge, **countries, "evidence": evidence})
    sentences = [[moved(place, shifts) for place in span] for span in record["sentences"]]
    changed = {"doc": f"{record['doc']}-{other}", "source": "swapped", "text": text, "sentences": sentences}
    return {**record, **changed, "edges": edges}


def choose(record: Mapping[str, Any], forms: Mapping[str, Forms], chance: random.Random) -> tuple[str, str] | None:
    """Return a country of the edges that the text names, and one to exchange it with."""
    named = {edge[key] for edge in record["edges"] for key in ("target", "holder_country")} & set(forms)
    there = sorted(code for code in named if exchange(record["text"], forms[code], forms[code])[1])
    if not there:
        return None
    one = chance.choice(there)
    return one, chance.choice(sorted(set(forms) - {one}))


def mentioned(records: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the countries that each text mentions, in their order."""
    documents = [Document.from_text(record["text"], doc_id=str(record["doc"])) for record in records]
    return [[row.country for row in mention_rows(View(doc))] for doc in parse_many(documents)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles of ../quotes, for documents without text"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chance, forms = random.Random(options.seed), forms_of_countries()
    records = list(read_documents(options.documents, read_articles(options.texts)))
    chosen = [(record, pair) for record in records if (pair := choose(record, forms, chance)) is not None]
    new = [swapped(record, *pair, forms) for record, pair in chosen]
    before, after = mentioned([record for record, _ in chosen]), mentioned(new)
    kept = []
    for record, (_, (one, other)), old, now in zip(new, chosen, before, after, strict=True):
        names = {one: other, other: one}
        if now == [names.get(country, country) for country in old]:
            kept.append(record)
    options.out.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in kept), encoding="utf-8")
    print(f"{len(records)} documents, {len(new)} with a country that can be exchanged, {len(kept)} written")


if __name__ == "__main__":
    main()
