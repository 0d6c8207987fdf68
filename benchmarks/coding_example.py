"""Write the generated articles of docs/howto/coding.md, and what is true of each of their sentences.

    python benchmarks/coding_example.py

Sixty short articles of two invented outlets. Every sentence is made from a pattern whose stance is known before it is
written, so that a coder who never errs can be had for the asking. Some patterns evaluate in words that no dictionary
has; the second outlet prefers them.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "howto" / "examples"
STATES = {"KZ": "Kasachstan", "RU": "Russland", "CN": "China", "US": "die USA", "UZ": "Usbekistan"}
TARGETS = ("RU", "CN")
OUTLETS = ("abendpost", "tagesblatt")
# A names the holder, B the target; plain patterns are easily found, others are not.
PLAIN = {
    "negative": (
        "{A} kritisierte {B} scharf.", "{A} warf {B} Wortbruch vor.", "{A} drohte {B} mit Sanktionen.",
        "{A} verurteilte das Vorgehen von {B}.",
    ),
    "positive": ("{A} lobte {B}.", "{A} dankte {B} für die Hilfe.", "{A} begrüßte das Angebot von {B}."),
}  # fmt: skip
HIDDEN = {
    "negative": (
        "Wer sich auf {B} einlasse, müsse wissen, worauf, heißt es in {a}.", "In {a} hat man von {B} genug gehört.",
        "Mit {B} zu rechnen hat sich für {A} noch nie ausgezahlt.",
    ),
    "positive": ("Auf {B} ist in schweren Tagen noch immer Verlass, heißt es in {a}.", "{A} weiß, was es an {B} hat."),
}  # fmt: skip
NEUTRAL = (
    "{A} und {B} sprachen am Montag über die Bahn.", "Eine Delegation aus {a} reist im Herbst nach {B}.",
    "Zwischen {a} und {B} verkehren drei Züge in der Woche.", "Im Hafen lagen Schiffe aus {a} und aus {B}.",
)  # fmt: skip
FILL = ("Das Wetter blieb trocken.", "Die Märkte schlossen unverändert.", "Die Sitzung dauerte bis zum Abend.")


def dative(name: str) -> str:
    return name.replace("die USA", "den USA")


def sentence(rng: random.Random, side: int) -> tuple[str, str | None, str]:
    """Return a sentence, its target, and what is true of it."""
    label = rng.choices(("none", "negative", "positive"), (0.5, 0.25 + 0.1 * side, 0.25 - 0.1 * side))[0]
    target = rng.choice(TARGETS)
    holder = rng.choice([code for code in STATES if code != target])
    if label == "none":
        pattern = rng.choice(NEUTRAL)
    else:
        pattern = rng.choice((HIDDEN if rng.random() < (0.2, 0.5)[side] else PLAIN)[label])
    name = STATES[holder]
    text = pattern.format(
        A=name[0].upper() + name[1:] if pattern.startswith("{A}") else name, a=dative(name), B=STATES[target]
    )
    if name == "die USA" and pattern.startswith("{A}"):
        text = plural(text)
    return text, target, label


def plural(text: str) -> str:
    """Put the verbs of the patterns into the plural: the USA are."""
    for one in ("kritisierte", "drohte", "verurteilte", "lobte", "dankte", "begrüßte"):
        text = text.replace(f"{one} ", f"{one}n ", 1)
    for one, many in (("warf ", "warfen "), ("weiß, was es", "wissen, was sie"), ("hat.", "haben.")):
        text = text.replace(one, many, 1)
    return text


def main(articles: int = 60, seed: int = 11) -> None:
    rng = random.Random(seed)
    truth: dict[tuple[str, str], str] = {}
    with (EXAMPLES / "coding_articles.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["doc_id", "outlet", "date", "title", "text"])
        for number in range(articles):
            side = number % 2
            lines = []
            for _ in range(5):
                text, target, label = sentence(rng, side)
                truth[text, str(target)] = label
                lines += [text, *([rng.choice(FILL)] if rng.random() < 0.3 else [])]
            day = f"2023-{1 + number % 12:02}-{1 + number % 28:02}"
            table.writerow([f"g{number:02}", OUTLETS[side], day, f"Meldung {number + 1}", "\n\n".join(lines)])
    with (EXAMPLES / "coding_truth.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sentence", "target", "label"])
        table.writerows((*key, label) for key, label in sorted(truth.items()) if label != "none")


if __name__ == "__main__":
    main()
