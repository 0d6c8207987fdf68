"""Write the training documents once more with other people, other quotation marks and other verbs of saying.

    python training/quotes/vary.py --data train.jsonl.xz --names names.json --out varied.jsonl.xz --seed 1

Who speaks next week, in whose house style, is not in the training data. Persons keep their new names through a
document; a verb of saying that is a cue by itself gives way to another in the same form. Annotated spans follow.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from analysis.actors.words import words
from analysis.language import parse
from analysis.quotes.marks import pair_marks
from data import ROLES, read_records

STYLES = (("„", "“"), ('"', '"'), ("»", "«"), ("“", "”"), ("«", "»"))
INTERCHANGEABLE = Path(__file__).parent / "interchangeable.tsv"


def interchangeable() -> list[list[str]]:
    """Cues that may stand for each other: whatever is said, it stays German."""
    with INTERCHANGEABLE.open(encoding="utf-8", newline="") as stream:
        return [row["forms"].split(" ") for row in csv.DictReader(stream, delimiter="\t")]


class Change(NamedTuple):
    """Code points that become other ones."""

    start: int
    end: int
    text: str


def changed_persons(record: dict, pool: list[list[str]], chance: random.Random) -> list[Change]:
    """Other names for some of the persons, each word of a name by itself."""
    given = [name[0] for name in pool if len(name) == 2]
    family = [name[-1] for name in pool if len(name) in (1, 2)]
    known: dict[str, str] = {}
    changes = []
    persons = [entity for entity in parse(record["text"]).ents if entity.label_ == "PER"]
    surnames = {entity[-1].text for entity in persons}
    for entity in persons:
        for token in entity:
            word = token.text
            if not word[:1].isupper() or not word.isalpha() or word.lower() in words("name_particle"):
                continue
            last = token.i == entity.end - 1
            tail = "s" if last and word.endswith("s") and word[:-1] in surnames else ""
            base = word[: len(word) - len(tail)]
            if base not in known:
                known[base] = chance.choice(family if last else given) if chance.random() < 0.7 else base
            if known[base] != base:
                changes.append(Change(token.idx, token.idx + len(word), known[base] + tail))
    return changes


def changed_marks(record: dict, chance: random.Random) -> list[Change]:
    """Another house's quotation marks, if luck will have it."""
    if chance.random() < 0.4:
        return []
    opening, closing = chance.choice(STYLES)
    changes = []
    for pair in pair_marks(record["text"]):
        whole = record["text"][pair.start : pair.end]
        if len(whole) > 2 and not whole[0].isalnum() and not whole[-1].isalnum() and whole[0] not in "‚‘'’":
            changes += [Change(pair.start, pair.start + 1, opening), Change(pair.end - 1, pair.end, closing)]
    return changes


def changed_cues(record: dict, groups: list[list[str]], chance: random.Random) -> list[Change]:
    """Another cue in the same form, where one word is the whole cue."""
    changes = {}
    for row in record["annotations"]:
        if len(row["cue"]["spans"]) == 1 and chance.random() < 0.6:
            start, end = row["cue"]["spans"][0]
            word = record["text"][start:end]
            others = [form for forms in groups if word in forms for form in forms]
            if others:
                changes[start] = Change(start, end, chance.choice(others))
    return list(changes.values())


def rewritten(record: dict, changes: list[Change], seed: int) -> dict:
    """The record with its changes; spans keep their words."""
    chosen: list[Change] = []
    for change in sorted(set(changes)):
        if not chosen or change.start >= chosen[-1].end:
            chosen.append(change)
    text, position, parts = record["text"], 0, []
    starts, shifts = [0], [0]
    for change in chosen:
        parts += [text[position : change.start], change.text]
        position = change.end
        starts.append(change.end)
        shifts.append(shifts[-1] + len(change.text) - (change.end - change.start))

    def moved(place: int) -> int:
        return place + shifts[bisect_right(starts, place) - 1]

    annotations = [
        {
            **row,
            **{role: {"spans": [[moved(start), moved(end)] for start, end in row[role]["spans"]]} for role in ROLES},
        }
        for row in record["annotations"]
    ]
    varied = "".join([*parts, text[position:]])
    return {"doc_id": f"{record['doc_id']}~{seed}", "text": varied, "annotations": annotations}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True, help="from training/language/name_lists.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    groups = interchangeable()
    pool = json.loads(options.names.read_text(encoding="utf-8"))["PER"]
    with lzma.open(options.out, "wt", encoding="utf-8", preset=1) as stream:
        for record in read_records(options.data):
            changes = changed_persons(record, pool, chance) + changed_marks(record, chance)
            varied = rewritten(record, changes + changed_cues(record, groups, chance), options.seed)
            stream.write(json.dumps(varied, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
