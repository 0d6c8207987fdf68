"""Copies planted in an invented corpus: what they do to intervals, and whether edits in them are found.

    python benchmarks/copies.py

Thirty copies of one text are planted in a corpus of 200, once for each of ten texts: the table says how wide the 95 %
interval is beside that of the corpus without copies. Then copies of other texts are edited by rules (a quotation is
dropped, a sentence with a stance is added, "offenbar" or "möglicherweise" is deleted, a country is replaced by
another), and `Corpus.edits` has to say what was done, from the families that it has found itself. Writes
docs/fragments/copies.md.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from invented import invent

from analysis import analyse_many, tables
from analysis.corpus import Corpus, measure_groups
from analysis.corpus.bundle import write_store
from analysis.corpus.families import FILE
from analysis.reading import Document

ROOT = Path(__file__).resolve().parent.parent
COPIES = 30
MEASURES = (("attention", "RU"), ("voice", "KZ"), ("stance_received", "RU"))
WAYS = ("once", "together", "apart")
STATES = {
    "Kasachstan": "KZ",
    "Usbekistan": "UZ",
    "Russland": "RU",
    "China": "CN",
    "Deutschland": "DE",
    "Frankreich": "FR",
    "Polen": "PL",
    "Japan": "JP",
}
NAMES = ("Ansgar Wollmer", "Friederike Sandholt", "Almut Krähenbrink", "Jonas Tiedemann", "Ruth Ahlers", "Bernd Fock")
GOODS = ("Weizen", "Kupfer", "Strom", "Baumwolle", "Stahl", "Erdgas", "Holz", "Zement")
TOWNS = ("Bonn", "Kassel", "Almaty", "Samarkand", "Kasan", "Harbin", "Lyon", "Posen")
PLAIN = (
    "{a} liefert seit {n} Jahren {good} über {town} nach {b}.",
    "In {town} trafen sich am {n}. Mai Vertreter aus {a} und {b}.",
    "Die Züge aus {town} fahren wegen der Bauarbeiten an der Brücke erst {n} Stunden später.",
    "Im Hafen von {town} liegen {n} Schiffe mit {good} und warten auf ihre Papiere.",
    "Der Preis für {good} stieg in {town} um {n} Prozent, wie die Börse am Abend mitteilte.",
    "Zwischen {a} und {b} verkehren jede Woche {n} Flugzeuge mit Fracht und Post.",
    "Das Werk in {town} verarbeitet am Tag {n} Tonnen {good} und beschäftigt die halbe Stadt.",
    "Eine Schule in {town} lehrt neuerdings die Sprachen von {n} Nachbarländern.",
)
HEDGED = (
    "Die Straße nach {town} bleibt {hedge} noch {n} Wochen gesperrt, weil der Fluss über die Ufer trat.",
    "{a} und {b} wollen {hedge} schon im Herbst {n} gemeinsame Büros eröffnen.",
    "Die Vorräte an {good} reichen {hedge} für {n} Tage, sagen Händler auf dem Markt von {town}.",
)
QUOTED = (
    "„Wir rechnen bei {good} im nächsten Jahr mit {n} neuen Verträgen“, sagte {name} in {town}.",
    "„Niemand hat uns vor der Sitzung in {town} die {n} Seiten gezeigt“, sagte {name} dem Blatt.",
    "„Für {good} fehlen uns {n} Lager und die Leute dazu“, sagte {name} am Rand der Messe.",
)
STANCES = {
    "{a} kritisierte {b} scharf.": "−",
    "{a} lobte {b} ausdrücklich.": "+",
    "{a} warf {b} Vertragsbruch vor.": "−",
}
HEDGES = ("offenbar", "möglicherweise")
KINDS = ("quote dropped", "stance added", "hedge dropped", "country replaced")


# --- intervals ---------------------------------------------------------------------------------------------------


def measure_widths(*, number: int, picks: int, seed: int) -> pd.DataFrame:
    """Return how wide intervals are with copies planted, in parts of what they are without."""
    found = [result.rows for result in analyse_many(invent(number, seed=seed))]
    frames = {name: [row for rows in found for row in rows[name]] for name in tables.ROWS if name != "framing"}
    chance = random.Random(seed)
    fitting = [rows for rows in found if any(stance.target == "RU" for stance in rows["stances"])]
    before = dict(_widths(frames, "once"))
    rows = []
    for chosen in chance.sample(fitting, picks):
        planted = {name: [*frames[name], *_copied(chosen, name)] for name in frames}
        rows += [(ask[0], ask[1], way, width / before[ask]) for way in WAYS for ask, width in _widths(planted, way)]
    table = pd.DataFrame(rows, columns=["measure", "unit", "copies", "ratio"])
    return table.groupby(["measure", "unit", "copies"])["ratio"].agg(["mean", "min", "max"]).reset_index()


def _copied(rows: Mapping[str, Sequence[Any]], name: str) -> Iterator[Any]:
    for number in range(COPIES):
        for row in rows[name]:
            yield row._replace(doc_id=f"{row.doc_id}-kopie-{number:02}")


def _widths(rows: Mapping[str, Sequence[Any]], way: Any) -> Iterator[tuple[tuple[str, str], float]]:
    with _opened(rows) as corpus:
        for measure, unit in MEASURES:
            row = measure_groups(corpus, measure, units=[unit], copies=way).iloc[0]
            yield (measure, unit), float(row["high"] - row["low"])


class _opened:  # noqa: N801 (a context)
    """A store of some rows, in which families have not been looked for yet."""

    def __init__(self, rows: Mapping[str, Sequence[Any]]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        write_store({name: tables.frame(name, found) for name, found in rows.items()}, root)
        (root / FILE).unlink()
        self._corpus = Corpus.open(root)

    def __enter__(self) -> Corpus:
        return self._corpus

    def __exit__(self, *exception: object) -> None:
        self._corpus.close()
        self._folder.cleanup()


# --- edits -------------------------------------------------------------------------------------------------------


class Planted(NamedTuple):
    """An edit that a rule has made: the document, the kind, and the words that tell it."""

    doc_id: str
    kind: str
    words: str


def compose(chance: random.Random) -> list[str]:
    """Compose an article, sentence by sentence."""

    def say(template: str) -> str:
        a, b = chance.sample(list(STATES), 2)
        values = {"good": chance.choice(GOODS), "town": chance.choice(TOWNS), "name": chance.choice(NAMES)}
        return template.format(a=a, b=b, n=chance.randint(3, 96), hedge=chance.choice(HEDGES), **values)

    body = [say(template) for template in (*chance.sample(PLAIN, 8), *HEDGED, *QUOTED)]
    chance.shuffle(body)
    return body


def drop_quote(body: list[str], chance: random.Random) -> tuple[list[str], str] | None:
    places = [place for place, line in enumerate(body) if line.startswith("„")]
    if not places:
        return None
    place = chance.choice(places)
    return [*body[:place], *body[place + 1 :]], body[place].partition("“")[0].strip("„“")


def add_stance(body: list[str], chance: random.Random) -> tuple[list[str], str] | None:
    a, b = chance.sample(list(STATES), 2)
    template = chance.choice(list(STANCES))
    place = chance.randint(1, len(body))
    edge = f"{STATES[a]} > {STATES[b]} {STANCES[template]}"
    return [*body[:place], template.format(a=a, b=b), *body[place:]], edge


def delete_hedge(body: list[str], chance: random.Random) -> tuple[list[str], str] | None:
    places = [place for place, line in enumerate(body) if any(f" {hedge} " in line for hedge in HEDGES)]
    if not places:
        return None
    place = chance.choice(places)
    hedge = next(hedge for hedge in HEDGES if f" {hedge} " in body[place])
    return [*body[:place], body[place].replace(f" {hedge} ", " ", 1), *body[place + 1 :]], hedge


def replace_country(body: list[str], chance: random.Random) -> tuple[list[str], str] | None:
    named = re.compile("|".join(STATES))
    places = [place for place, line in enumerate(body) if named.search(line) and not line.startswith("„")]
    place = chance.choice(places)
    old = chance.choice(named.findall(body[place]))
    new = chance.choice([state for state in STATES if state not in body[place]])
    return [*body[:place], body[place].replace(old, new, 1), *body[place + 1 :]], f"{old} {new}"


RULES: tuple[tuple[str, Callable[[list[str], random.Random], tuple[list[str], str] | None]], ...] = (
    ("quote dropped", drop_quote),
    ("stance added", add_stance),
    ("hedge dropped", delete_hedge),
    ("country replaced", replace_country),
)


def plant(*, families: int, copies: int, seed: int) -> tuple[list[Document], list[Planted]]:
    """Return articles with edited copies, and what was edited; one copy in four is left as it was."""
    chance = random.Random(seed)
    documents, planted = [], []
    for number in range(families):
        body, day = compose(chance), date(2024, 1, 1) + timedelta(days=3 * number)
        documents.append(_document(body, f"f{number:03}", "Agentur", day))
        for copy in range(copies):
            name, edited = f"f{number:03}-{copy}", list(body)
            for kind, rule in chance.sample(RULES, chance.choice((0, 1, 1, 2))):
                done = rule(edited, chance)
                if done is not None:
                    edited = done[0]
                    planted.append(Planted(name, kind, done[1]))
            documents.append(_document(edited, name, f"Blatt {copy}", day + timedelta(days=copy % 2)))
    return documents, planted


def _document(body: Sequence[str], doc_id: str, outlet: str, day: date) -> Document:
    third = len(body) // 3
    paragraphs = (body[:third], body[third : 2 * third], body[2 * third :])
    text = "\n\n".join(" ".join(part) for part in paragraphs)
    return replace(Document.from_text(text, doc_id=doc_id, outlet=outlet), date=day)


def score_edits(documents: Sequence[Document], planted: Sequence[Planted]) -> pd.DataFrame:
    """Return precision, recall and F1 of the edits that `Corpus.edits` finds, by kind and of all."""
    found = [result.rows for result in analyse_many(documents)]
    frames = {name: [row for rows in found for row in rows[name]] for name in tables.ROWS if name != "framing"}
    with _opened(frames) as corpus:
        names = list(dict.fromkeys(corpus.copies()["family"]))
        edits = pd.concat([corpus.edits(name) for name in names], ignore_index=True)
    right: Counter[str] = Counter()
    left = list(planted)
    said = [edit for edit in edits.itertuples() if edit.kind in KINDS]
    for edit in said:
        match = next((each for each in left if each.doc_id == edit.doc_id and _tells(each, edit)), None)
        if match is not None:
            left.remove(match)
            right[match.kind] += 1
    rows = []
    for kind in (*KINDS, "all"):
        wanted = [kind] if kind != "all" else list(KINDS)
        true = sum(right[each] for each in wanted)
        n_said = sum(edit.kind in wanted for edit in said)
        n_planted = sum(each.kind in wanted for each in planted)
        rows.append((kind, n_planted, n_said, true / n_said, true / n_planted, 2 * true / (n_said + n_planted)))
    return pd.DataFrame(rows, columns=["kind", "planted", "found", "precision", "recall", "f1"])


def _tells(planted: Planted, edit: Any) -> bool:
    """Tell whether an edit that was found is the one that was planted: kind and words."""
    if planted.kind != edit.kind:
        return False
    if edit.kind == "country replaced":
        return planted.words == f"{edit.before} {edit.after}"
    if edit.kind == "stance added":
        return planted.words == edit.after
    return planted.words in str(edit.before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=200, help="articles of the corpus in which copies are planted")
    parser.add_argument("--picks", type=int, default=10, help="articles that are copied, one after the other")
    parser.add_argument("--families", type=int, default=60, help="articles whose copies are edited")
    parser.add_argument("--copies", type=int, default=4, help="copies of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "fragments" / "copies.md")
    chosen = parser.parse_args()
    widths = measure_widths(number=chosen.number, picks=chosen.picks, seed=chosen.seed)
    documents, planted = plant(families=chosen.families, copies=chosen.copies, seed=chosen.seed)
    scores = score_edits(documents, planted)
    chosen.out.write_text(fragment(chosen, widths, scores), encoding="utf-8", newline="\n")


def fragment(chosen: argparse.Namespace, widths: pd.DataFrame, scores: pd.DataFrame) -> str:
    """Write the section of docs/evaluation.md."""
    return "\n".join(
        [
            "## Copies: intervals, and edits",
            "",
            "    python benchmarks/copies.py",
            "",
            f"{COPIES} copies of one text are planted in {chosen.number} invented articles, for {chosen.picks} texts "
            "in turn. Width of the 95 % interval in parts of that without copies, mean, least and greatest: `once` "
            "(the default) counts a text once, `together` counts each print and draws them together, `apart` takes "
            "copies for texts of their own.",
            "",
            markdown(widths),
            f"{len(scores) - 1} kinds of edits are planted by rules in {chosen.copies} copies of each of "
            f"{chosen.families} invented articles; `Corpus.edits` has to find the families, the kind, and the words: "
            "of a country both names, of a stance holder, target and sign. The texts are plain; on news the stances "
            "that the reader misses are missed here too.",
            "",
            markdown(scores),
        ]
    )


def markdown(table: pd.DataFrame) -> str:
    """Render a table; numbers with three places."""
    numeric = [kind.kind in "iuf" for kind in table.dtypes]
    lines = ["| " + " | ".join(table.columns) + " |"]
    lines.append("| " + " | ".join("---:" if number else "---" for number in numeric) + " |")
    cells = ([f"{v:.3f}" if isinstance(v, float) else str(v) for v in row] for row in table.itertuples(index=False))
    lines.extend(f"| {' | '.join(row)} |" for row in cells)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
